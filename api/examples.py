"""Queries to begin with: the tabs of GraphiQL, and what `make run` prints."""

from dataclasses import dataclass
from urllib.parse import urlencode

import orjson


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    query: str
    variables: str = "{}"  # JSON

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
