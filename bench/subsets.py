"""Parts of the country by the first digits of their codes: a county or two, cities, provinces, all.

Each contains the one before, so that one graph grows from step to step.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graph_seed.divisions.listing import Division, provinces, read
from policy.places import NATION_CODE


@dataclass(frozen=True, slots=True)
class Step:
    """What lies below these codes, with all above them; none: everything."""

    name: str
    codes: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Whether a place lies in it, or above what does."""
        if not self.codes or code == NATION_CODE:
            return True
        return code.startswith(self.codes) or any(one.startswith(code) for one in self.codes)

    @property
    def provinces(self) -> list[str]:
        return sorted({code[:2] for code in self.codes}) or provinces()


COUNTIES = Step("two counties", ("431181", "431122"))
CITIES = Step("three cities", ("4311", "4305", "4312"))
PROVINCES = Step("four provinces", ("43", "34", "42", "52"))
NATION = Step("the nation", ())
STEPS = (COUNTIES, CITIES, PROVINCES, NATION)


def fresh(step: Step, before: Step | None) -> Iterator[Division]:
    """The places of a step that the step before does not have, parents before children."""
    for one in read(step.provinces):
        if step.holds(one.code) and not (before and before.holds(one.code)):
            yield one
