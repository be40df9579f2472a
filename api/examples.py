"""Queries to begin with: the tabs of GraphiQL, and what `make run` prints."""

from dataclasses import dataclass, replace
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


_PROGRESS = """\
# 一个区县的参保进度，以及它的乡镇
query Progress {
  jurisdiction(code: "431121") {
    code
    name
    progress(year: 2022) {
      quota
      registered
      enrolled
      unpaid
      completionRate
      contributionPaid
    }
    children {
      code
      name
      progress(year: 2022) {
        enrolled
        unpaid
        completionRate
      }
    }
  }
}
"""

EXAMPLES = (Example("参保进度", _PROGRESS),)
