"""One execution of a plan: what the generated functions call when a value is not plain.

Awaitables are awaited in the very order and nesting of graphql-core, errors are located and
collected by it: loaders batch the same, errors come in the same order, siblings are cancelled
alike. Values of any unexpected kind are completed by graphql-core itself.

    other     a value that is not plain              then     a completed value that awaits
    awaited   what a coroutine function gave         later    an object or list, some of it awaits
    failed    an exception: null here, or raised     item…    the same of items of a list
"""

import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from graphql import Undefined
from graphql.execution.values import get_argument_values
from graphql.pyutils import gather_with_cancel
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from execution.arguments import Arguments, is_constant
from execution.asked import Asked, Place, path_of, raw_info
from execution.branches import kept
from execution.drawing import Field
from execution.kinds import Shape

if TYPE_CHECKING:
    from execution.executor import CompiledExecutor

Complete = Callable[[Any, Place], Any]
Below = Complete | Mapping[type, Complete] | None
Awaiting = list[tuple[Any, Awaitable[Any]]]  # under which key or at which place


class Run:
    """Of one operation. below: what completes values of a field, set by the generated functions."""

    __slots__ = ("below", "constants", "executor", "fields", "items")

    def __init__(
        self,
        executor: "CompiledExecutor",
        fields: Sequence[Field],
        constants: dict[int, tuple[Any, ...]],
    ) -> None:
        self.executor = executor
        self.fields = fields
        self.constants = constants  # of the plan: what functions are called with, once known
        self.below: Sequence[Below] = ()
        self.items: Sequence[Below] = ()

    # what a resolver is called with

    def asked(self, number: int, at: Place | None = None) -> Asked:
        """The info of a field."""
        return Asked(self.executor, self.fields[number], at)

    def called(self, number: int) -> tuple[Any, ...]:
        """The function of a field and the values of its arguments, the same for all its values."""
        found = self.constants.get(number)
        if found is None:
            field = self.fields[number]
            found = Arguments(self.executor, field).called()
            is_shared = field.method is not None and found[0] is field.method.function
            if is_shared and is_constant(field):
                self.constants[number] = found
        return found

    def resolved(self, number: int, source: Any, at: Place) -> Any:
        """What strawberry's resolver gives, with all that stands around it."""
        executor, field = self.executor, self.fields[number]
        given = get_argument_values(
            field.definition,
            field.details[0].node,
            executor.variable_values,
            None,
            executor.hide_suggestions,
        )
        resolve = field.definition.resolve or executor.field_resolver
        return resolve(source, raw_info(executor, field, at), **given)

    def kept(self, number: int, complete: Complete) -> Complete:
        """What completes the items of a list, by answers that are kept where there are any."""
        branch = self.fields[number].branch
        return complete if branch is None else kept(self.executor, branch, complete)

    # values of a field

    def completed(self, number: int, value: Any, at: Place) -> Any:
        """A value as it leaves, or a coroutine; raises what is wrong with it."""
        below = self.below[number]
        field = self.fields[number]
        if below is not None and not _is_nothing(value):
            if field.kind.is_list:
                if type(value) is list or type(value) is tuple:
                    return below(value, at)  # type: ignore[operator]  # no mapping for lists
            elif (complete := self._chosen(field, below, value, at)) is not None:
                return complete(value, at)
        return self._left(field, field.definition.type, at, at, value)

    def _left(self, field: Field, kind: Any, told: Place | None, at: Place, value: Any) -> Any:
        """What graphql-core makes of a value of this type."""
        info, path = raw_info(self.executor, field, told), path_of(at)
        return self.executor.complete_value(
            kind,
            field.details,
            info,
            path,  # type: ignore[arg-type]  # None is the root's alone
            value,
            None,
        )

    def _chosen(self, field: Field, below: Any, value: Any, at: Place | None) -> Complete | None:
        """What completes an object; None where graphql-core is to look at it."""
        is_cast = getattr(value, TYPE_CAST_ATTRIBUTE, None) is not None
        if field.kind.shape is Shape.ABSTRACT:
            found: Complete | None = None if is_cast else below.get(type(value))
            return found
        chosen: Complete = below
        check = field.kind.named.is_type_of
        if check is None or (type(value) is field.below[0].known and not is_cast):
            return chosen
        return chosen if check(value, raw_info(self.executor, field, at)) is True else None

    def other(self, number: int, value: Any, above: Place | None, awaiting: Awaiting) -> Any:
        """A value that is not plain, of a plain function or an attribute."""
        at = self._at(number, above)
        if self.executor.is_awaitable(value):
            return self._kept(number, self._awaited(number, value, at), awaiting)
        value = self.completed(number, value, at)
        if type(value) is CoroutineType:
            return self._kept(number, self._then(number, value, at), awaiting)
        return value

    def then(
        self, number: int, value: Awaitable[Any], above: Place | None, awaiting: Awaiting
    ) -> Any:
        """A completed value that awaits something further down."""
        return self._kept(number, self._then(number, value, self._at(number, above)), awaiting)

    def awaited(
        self, number: int, value: Awaitable[Any], above: Place | None, awaiting: Awaiting
    ) -> Any:
        """What a coroutine function gave."""
        return self._kept(number, self._awaited(number, value, self._at(number, above)), awaiting)

    def whole(self, number: int, source: Any, above: Place | None, awaiting: Awaiting) -> Any:
        """A field that graphql-core answers from resolver to error."""
        field, path = self.fields[number], path_of(self._at(number, above))
        found = self.executor.execute_field(field.parent, source, field.details, path, None)  # type: ignore[arg-type]
        return self._kept(number, found, awaiting) if type(found) is CoroutineType else found

    def failed(self, number: int, above: Place | None, awaiting: Awaiting) -> None:
        """Of the exception being handled: null and an entry of `errors`, or raises it further up.

        awaiting: what is left behind then.
        """
        try:
            self._failed(number, _error(), self._at(number, above))
        except Exception:
            if awaiting:
                self.executor.settle_in_background([one for _, one in awaiting])
            raise

    async def _awaited(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            found = self.completed(number, await value, at)
            return await found if self.executor.is_awaitable(found) else found
        except Exception as error:  # GraphQL's own rule: an error belongs to its field
            return self._failed(number, error, at)

    async def _then(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            return await value
        except Exception as error:  # as above
            return self._failed(number, error, at)

    def _failed(self, number: int, error: Exception, at: Place) -> None:
        field, path = self.fields[number], path_of(at)
        self.executor.handle_field_error(error, field.definition.type, field.details, path)

    def _at(self, number: int, above: Place | None) -> Place:
        field = self.fields[number]
        return (above, field.key, field.parent.name)

    def _kept(self, number: int, waiting: Awaitable[Any], awaiting: Awaiting) -> Awaitable[Any]:
        awaiting.append((self.fields[number].key, waiting))
        return waiting

    # items of a list

    def item(self, number: int, value: Any, above: Place, at: int, awaiting: Awaiting) -> Any:
        """An item that is not plain."""
        here = (above, at, None)
        if self.executor.is_awaitable(value):
            value = self._item_awaited(number, value, here)
        else:
            value = self._item_completed(number, value, here)
            if type(value) is not CoroutineType:
                return value
            value = self._item_then(number, value, here)
        awaiting.append((at, value))
        return value

    def item_then(
        self, number: int, value: Awaitable[Any], above: Place, at: int, awaiting: Awaiting
    ) -> Any:
        """A completed item that awaits something further down."""
        waiting = self._item_then(number, value, (above, at, None))
        awaiting.append((at, waiting))
        return waiting

    def item_failed(
        self, number: int, above: Place, at: int, awaiting: Awaiting, items: Sequence[Any]
    ) -> None:
        """As `failed`, of an item; those after it may be awaitable too."""
        try:
            self._item_failed(number, _error(), (above, at, None))
        except Exception:
            left = [one for _, one in awaiting]
            left += [one for one in items[at + 1 :] if self.executor.is_awaitable(one)]
            if left:
                self.executor.settle_in_background(left)
            raise

    def _item_completed(self, number: int, value: Any, at: Place) -> Any:
        field, below = self.fields[number], self.items[number]
        if below is not None and not _is_nothing(value):
            complete = self._chosen(field, below, value, at[0])
            if complete is not None:
                return complete(value, at)
        return self._left(field, _item_type(field), at[0], at, value)

    async def _item_awaited(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            found = self._item_completed(number, await value, at)
            return await found if self.executor.is_awaitable(found) else found
        except Exception as error:  # as above
            return self._item_failed(number, error, at)

    async def _item_then(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            return await value
        except Exception as error:  # as above
            return self._item_failed(number, error, at)

    def _item_failed(self, number: int, error: Exception, at: Place) -> None:
        field, path = self.fields[number], path_of(at)
        self.executor.handle_field_error(error, _item_type(field), field.details, path)

    async def later(self, made: Any, awaiting: Awaiting) -> Any:
        """The object or list, once all that it awaits is there."""
        if len(awaiting) == 1:
            [(key, one)] = awaiting
            made[key] = await one
            return made
        found = await gather_with_cancel(*(one for _, one in awaiting))
        for (key, _), one in zip(awaiting, found, strict=True):
            made[key] = one
        return made


def _error() -> Exception:
    error = sys.exc_info()[1]
    assert isinstance(error, Exception)  # only these are handled
    return error


def _is_nothing(value: object) -> bool:
    return value is None or value is Undefined or isinstance(value, Exception)


def _item_type(field: Field) -> Any:
    kind: Any = field.definition.type
    return (kind.of_type if field.kind.required else kind).of_type
