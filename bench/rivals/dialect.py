"""How a stack is asked: texts, variables, and the way back to one shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from bench.rivals.answers import Asked, Json
from bench.rivals.works import Work

TREE = {Work.CITY: 4, Work.COUNTY: 3}  # levels, the place itself included
Reader = Callable[[Json], object]
REFUSED = b'"errors"'


@dataclass(frozen=True, slots=True)
class Dialect:
    """`done` stands in each answer to a payment that was taken."""

    texts: Mapping[Work, str]
    readers: Mapping[Work, Reader]
    variables: Callable[[Work, Asked], Json]
    done: bytes

    def body(self, work: Work, asked: Asked) -> bytes:
        """The request."""
        variables = self.variables(work, asked)
        return orjson.dumps({"query": self.texts[work], "variables": variables})

    def read(self, work: Work, content: bytes) -> object:
        """The answer in the common shape; raises KeyError, TypeError for another one."""
        return self.readers[work](orjson.loads(content)["data"])


def nested(fields: str, levels: int, children: str = "children") -> str:
    """The fields of a place, and of all below it."""
    text = fields
    for _ in range(levels - 1):
        text = f"{fields} {children} {{ {text} }}"
    return text
