"""Queries to begin with: the tabs of GraphiQL, what `make run` prints, the tour of the README."""

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import orjson
from graphql import strip_ignored_characters


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    query: str
    variables: str = "{}"  # JSON

    def short(self) -> "Example":
        """The same query on one line, without comments."""
        return replace(self, query=strip_ignored_characters(self.query))

    def address(self, base: str) -> str:
        """A link that opens GraphiQL with this query."""
        given = {"query": self.query, "variables": self.variables}
        if not orjson.loads(self.variables):
            del given["variables"]
        return f"{base}/graphql?{urlencode(given)}"


TOUR = Path(__file__).parent / "tour"


def read(folder: Path = TOUR) -> tuple[Example, ...]:
    """One example a file, in the order of their names; the first line is its title."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql"))]
    return tuple(Example(text.partition("\n")[0].lstrip("# "), text) for text in texts)


EXAMPLES = read()
