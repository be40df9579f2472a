"""What a run of proofs came to; memory is bounded however much is wrong."""

from collections import Counter
from dataclasses import dataclass, field

from facts.proofs.proof import Proof, Wrong

SHOWN = 20  # of each code


@dataclass
class Verdict:
    """All contradictions are counted, the first of each code are kept."""

    villages: int = 0
    proofs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    shown: list[Wrong] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.counts

    def add(self, code: str, about: str, key: str, found: str, expected: str) -> None:
        self.counts[code] += 1
        if self.counts[code] <= SHOWN:
            self.shown.append(Wrong(code, about, key, found, expected))

    def name(self, proof: Proof, rows: list[tuple[str, str, str]]) -> None:
        """Rows of key, found, expected."""
        for key, found, expected in rows:
            self.add(proof.code, proof.about, key, found, expected)
