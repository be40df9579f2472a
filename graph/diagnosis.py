"""Why the engine does not come up, from what java and neo4j wrote since it was started."""

import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import EngineDamaged, EngineError, EngineFailed
from graph.home import Home

# A store that cannot be opened is logged only: java stays, and never answers.
REFUSED = re.compile(r"Failed to start DatabaseId.*")
CAUSE = re.compile(r"(?:Exception|Error): (?!\S+(?:Exception|Error):)(.*?)(?:\\n|\"|$)")
NOISE = ("at ", "WARNING: ", "...")
LACKS = ("No space left", "OutOfMemory", "Too many open files", "Permission denied")
LINES = 5


@dataclass(frozen=True, slots=True)
class Record:
    """The logs of one start: what came after `offsets`."""

    home: Home
    offsets: dict[Path, int]

    @classmethod
    def begin(cls, home: Home) -> "Record":
        logs = (home.log, home.debug)
        return cls(home, {log: log.stat().st_size if log.is_file() else 0 for log in logs})

    def refusal(self) -> EngineError | None:
        """Neo4j could not open the graph, though java runs."""
        refused = REFUSED.search(self._since(self.home.debug))
        if refused is None:
            return None
        causes = CAUSE.findall(refused.group())
        said = causes[-1] if causes else refused.group()[:300]
        if any(word in refused.group() for word in LACKS):
            return self._failed(said)
        return EngineDamaged(
            f"the graph in {self.home.path} cannot be opened: {said}; restore a copy, or delete it "
            "by `make reset`"
        )

    def failure(self) -> EngineError:
        """Java ended, or took too long."""
        lines = [line.strip() for line in self._since(self.home.log).splitlines()]
        useful = [line for line in lines if not line.startswith(NOISE) and " INFO " not in line]
        return self.refusal() or self._failed("\n  ".join(useful[-LINES:]))

    def _failed(self, said: str) -> EngineFailed:
        return EngineFailed(f"the engine did not start (all of it in {self.home.log}): {said}")

    def _since(self, log: Path) -> str:
        if not log.is_file():
            return ""
        offset = self.offsets[log]
        with log.open("rb") as file:
            file.seek(offset if log.stat().st_size >= offset else 0)  # 0: it was rotated
            return file.read().decode(errors="replace")
