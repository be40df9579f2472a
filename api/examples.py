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
    token: str | None = None  # whose it is to ask, by the name of the token; None: who sees all

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
TOKENS = "# data/tokens/"


def read(folder: Path = TOUR) -> tuple[Example, ...]:
    """One example a file, in the order of their names; the first line is its title, the second
    may name the token that it is asked with."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql"))]
    return tuple(_example(text) for text in texts)


def _example(text: str) -> Example:
    title, second = text.split("\n")[:2]
    token = second.removeprefix(TOKENS) if second.startswith(TOKENS) else None
    return Example(title.lstrip("# "), text, token=token)


EXAMPLES = read()
