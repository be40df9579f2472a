"""What a resolver is told about the field it answers, made once for all its values.

`context` is at hand; everything else is made from graphql-core's own info when somebody asks. A
plain function reads the path of the value that it is called for; one that keeps `info` for later
would find there the path of the last value. Coroutines are each given an info of their own.
"""

from typing import TYPE_CHECKING, Any

from graphql import GraphQLResolveInfo
from graphql.pyutils import Path
from strawberry import Info

from execution.drawing import Field

if TYPE_CHECKING:
    from execution.executor import CompiledExecutor

Place = tuple["Place | None", str | int, str | None]  # as Path: what is above, key, type


def path_of(place: Place | None) -> Path | None:
    """The same as graphql-core has it."""
    steps = []
    while place is not None:
        steps.append(place)
        place = place[0]
    path: Path | None = None
    for _, key, typename in reversed(steps):
        path = Path(path, key, typename)
    return path


class Asked(Info[Any, Any]):
    """strawberry's Info; at: where the value stands that is being answered."""

    __slots__ = ("_executor", "_plan", "at", "context")

    context: Any  # a slot in the place of a property

    def __init__(self, executor: "CompiledExecutor", plan: Field, at: Place | None = None) -> None:
        self._executor = executor
        self._plan = plan
        self._field = plan.definition.extensions["strawberry-definition"]
        self.context = executor.context_value
        self.at = at

    @property
    def _raw_info(self) -> GraphQLResolveInfo[Any]:  # type: ignore[override]
        found: GraphQLResolveInfo[Any] = raw_info(self._executor, self._plan, self.at)
        return found


def raw_info(executor: "CompiledExecutor", plan: Field, at: Place | None) -> Any:
    """graphql-core's info about one value."""
    path: Any = path_of(at)
    return executor.build_resolve_info(plan.definition, plan.nodes, plan.parent, path)
