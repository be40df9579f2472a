"""One execution of a plan: what the generated functions call when a value is not plain.

Awaitables are awaited in the very order and nesting of graphql-core, errors are located and
collected by it: loaders batch the same, errors come in the same order, siblings are cancelled
alike. Values of any unexpected kind are completed by graphql-core itself.

    maybe     a value that may be awaitable          then       a completed value that awaits
    awaited   a value that surely is                 later      an object or list, some of it awaits
    failed    an error: null here, or further up     completed  any value at all
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from graphql import Undefined
from graphql.execution.values import get_argument_values
from graphql.pyutils import gather_with_cancel
from strawberry.types.cast import TYPE_CAST_ATTRIBUTE

from execution.arguments import Arguments
from execution.asked import Asked, Place, path_of, raw_info
from execution.drawing import Field
from execution.kinds import Shape

if TYPE_CHECKING:
    from execution.executor import CompiledExecutor

Complete = Callable[[Any, Place], Any]
Below = Complete | Mapping[type, Complete] | None
Awaiting = Sequence[tuple[Any, Awaitable[Any]]]


class Run:
    """Of one operation. below: what completes values of a field, set by the generated functions."""

    __slots__ = ("below", "executor", "fields", "items")

    def __init__(self, executor: "CompiledExecutor", fields: Sequence[Field]) -> None:
        self.executor = executor
        self.fields = fields
        self.below: Sequence[Below] = ()
        self.items: Sequence[Below] = ()

    # what a resolver is called with

    def asked(self, number: int, at: Place | None = None) -> Asked:
        """The info of a field."""
        return Asked(self.executor, self.fields[number], at)

    def called(self, number: int) -> tuple[Any, ...]:
        """The function of a field and the values of its arguments, the same for all its values."""
        field = self.fields[number]
        return Arguments(self.executor, field).called()

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

    def whole(self, number: int, source: Any, at: Place) -> Any:
        """A field that graphql-core answers from resolver to error."""
        field = self.fields[number]
        path: Any = path_of(at)
        return self.executor.execute_field(field.parent, source, field.details, path, None)

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
        if field.kind.shape is Shape.ABSTRACT:
            found: Complete | None = below.get(type(value))
            return found if getattr(value, TYPE_CAST_ATTRIBUTE, None) is None else None
        check = field.kind.named.is_type_of
        if check is None or check(value, raw_info(self.executor, field, at)) is True:
            chosen: Complete = below
            return chosen
        return None

    def maybe(self, number: int, value: Any, at: Place) -> Any:
        """A value that a plain function or an attribute gave."""
        if self.executor.is_awaitable(value):
            return self.awaited(number, value, at)
        value = self.completed(number, value, at)
        return self.then(number, value, at) if type(value) is CoroutineType else value

    async def awaited(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            found = self.completed(number, await value, at)
            return await found if self.executor.is_awaitable(found) else found
        except Exception as error:  # GraphQL's own rule: an error belongs to its field
            return self.failed(number, error, at)

    async def then(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            return await value
        except Exception as error:  # as above
            return self.failed(number, error, at)

    def failed(self, number: int, error: Exception, at: Place, awaiting: Awaiting = ()) -> None:
        """Null and an entry of `errors`; or raises, for the field above. awaiting: left behind."""
        field, path = self.fields[number], path_of(at)
        try:
            self.executor.handle_field_error(error, field.definition.type, field.details, path)  # type: ignore[arg-type]
        except Exception:
            if awaiting:
                self.executor.settle_in_background([one for _, one in awaiting])
            raise

    # items of a list

    def item(self, number: int, value: Any, at: Place) -> Any:
        """An item that is not plain."""
        if self.executor.is_awaitable(value):
            return self._item_awaited(number, value, at)
        value = self._item_completed(number, value, at)
        return self.item_then(number, value, at) if type(value) is CoroutineType else value

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

    async def item_then(self, number: int, value: Awaitable[Any], at: Place) -> Any:
        try:
            return await value
        except Exception as error:  # as above
            return self._item_failed(number, error, at)

    def item_failed(
        self, number: int, error: Exception, at: Place, awaiting: Awaiting, rest: Sequence[Any]
    ) -> None:
        """The same of an item. rest: the list, whose items from here on may be awaitable too."""
        try:
            self._item_failed(number, error, at)
        except Exception:
            left = [one for _, one in awaiting]
            is_awaitable = self.executor.is_awaitable
            left += [one for one in rest[int(at[1]) + 1 :] if is_awaitable(one)]
            if left:
                self.executor.settle_in_background(left)
            raise

    def _item_failed(self, number: int, error: Exception, at: Place) -> None:
        field, path = self.fields[number], path_of(at)
        self.executor.handle_field_error(error, _item_type(field), field.details, path)  # type: ignore[arg-type]

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


def _is_nothing(value: object) -> bool:
    return value is None or value is Undefined or isinstance(value, Exception)


def _item_type(field: Field) -> Any:
    kind: Any = field.definition.type
    return (kind.of_type if field.kind.required else kind).of_type
