"""A made-up schema in which all happens that can: each kind of type, of value, of mistake."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Generic, NewType, TypeVar

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.extensions import FieldExtension
from strawberry.schema.config import StrawberryConfig

T = TypeVar("T")
Even = NewType("Even", int)


def even(value: Any) -> Any:
    if value % 2:
        raise ValueError(f"{value} is odd")
    return None if value == 0 else f"even {value}"


SCALARS: dict[object, Any] = {
    Even: strawberry.scalar(name="Even", serialize=even, parse_value=lambda text: Even(int(text)))
}


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = strawberry.enum_value("blue", name="AZURE")
    CRIMSON = "red"  # an alias


@strawberry.enum
class Size(IntEnum):
    SMALL = 1
    LARGE = 2


class Closed(strawberry.BasePermission):
    message = "closed"

    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool:
        return bool(kwargs.get("key"))


class Louder(FieldExtension):
    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **given: Any) -> Any:
        return f"{next_(source, info, **given)}!"


@strawberry.input
class Near:
    x: int = 3
    tags: list[str] | None = None
    colour: Colour = Colour.RED
    inner: "Near | None" = strawberry.UNSET


@strawberry.interface
class Animal:
    name: str

    @strawberry.field
    def legs(self) -> int:
        return 4


@strawberry.type
class Cat(Animal):
    lives: int = 9


@strawberry.type
class Dog(Animal):
    tail: "Odd | None" = None

    @classmethod
    def is_type_of(cls, value: Any, info: Any) -> bool:
        return isinstance(value, Dog) or value == "stray"


@strawberry.type
class Fish(Animal):
    depth: float = 1.5


class Kitten(Cat):
    """A class of which the schema knows nothing."""


@strawberry.type
class Stone:
    weight: Decimal = Decimal("1.50")


@strawberry.type
class Box(Generic[T]):
    held: T


Thing = Annotated[Cat | Stone, strawberry.union("Thing")]


class Broken:
    @property
    def text(self) -> str:
        raise RuntimeError("no text")

    def __str__(self) -> str:
        raise RuntimeError("no string")


VALUES: dict[str, Callable[[], Any]] = {
    "text": lambda: "text",
    "none": lambda: None,
    "one": lambda: 1,
    "two": lambda: 2,
    "zero": lambda: 0,
    "huge": lambda: 2**40,
    "true": lambda: True,
    "half": lambda: 0.5,
    "nan": lambda: float("nan"),
    "red": lambda: Colour.RED,
    "crimson": lambda: Colour.CRIMSON,
    "azure": lambda: Colour.BLUE,
    "large": lambda: Size.LARGE,
    "blue": lambda: "blue",
    "error": lambda: ValueError("as a value"),
    "broken": Broken,
    "day": lambda: date(2022, 1, 2),
    "cat": lambda: Cat(name="cat"),
    "kitten": lambda: Kitten(name="kitten"),
    "dog": lambda: Dog(name="dog", tail=Odd(at=5)),
    "nameless": lambda: Cat(name=None),  # type: ignore[arg-type]  # null where none may be
    "fish": lambda: Fish(name="fish"),
    "cast": lambda: strawberry.cast(Cat, Fish(name="as a cat")),
    "stray": lambda: "stray",
    "stone": lambda: Stone(),
    "odd": lambda: Odd(at=7),
    "list": lambda: ["a", None, 1],
    "words": lambda: ["a", "b"],
    "evens": lambda: (2, 4),
    "beasts": lambda: [Cat(name="a"), Kitten(name="b"), Fish(name="c"), None],
    "objects": lambda: [Cat(name="a"), Stone(), None],
    "some cats": lambda: [Cat(name="a"), Cat(name="b")],
    "cats": lambda: [Cat(name="a"), None, Cat(name=None)],  # type: ignore[arg-type]
    "mixed": lambda: (Cat(name="a"), Kitten(name="b"), Stone(), Fish(name="c"), Dog(name="d")),
    "odds": lambda: [Odd(at=1), Odd(at=2), later(Odd(at=3)), Odd(at=4)],
    "pairs": lambda: [later("x"), "y", failing("item"), None, later("z")],
    "set": lambda: {1},
    "lists": lambda: [["a"], None, ["b", None]],
    "generator": lambda: (one for one in ("p", "q")),
    "awaitable": lambda: later("later"),
    "failing": lambda: failing("late"),
    "awaited cat": lambda: later(Cat(name="slow")),
    "awaited odds": lambda: later([Odd(at=1), later(Odd(at=2))]),
    "awaited none": lambda: later(None),
}


@dataclass(frozen=True)
class Later(Generic[T]):
    """Awaitable, but no coroutine: nobody minds when it is left behind."""

    value: T
    error: str = ""
    turns: int = 1

    def __await__(self) -> Generator[None, None, T]:
        for _ in range(self.turns):
            yield
        if self.error:
            raise ValueError(self.error)
        return self.value


def later(value: T, turns: int = 1) -> Later[T]:
    return Later(value, turns=turns)


def failing(text: str) -> Later[None]:
    return Later(None, text)


def value_of(name: str) -> Any:
    if name == "raised":
        raise ValueError("raised at once")
    return VALUES[name]()


async def stream() -> AsyncIterator[str]:
    for text in ("s", "t"):
        await asyncio.sleep(0)
        yield text


@strawberry.type
class Odd:
    at: int
    odd_name: str = "plain"
    maybe: str | None = None
    attributes: strawberry.Private[dict[str, Any] | None] = None

    @strawberry.field
    def text(self, value: str = "text") -> str | None:
        return value_of(value)  # type: ignore[no-any-return]  # whatever was asked for

    @strawberry.field
    def must(self, value: str = "text") -> str:
        return value_of(value)  # type: ignore[no-any-return]  # and so in all that follow

    @strawberry.field
    async def slow(self, info: strawberry.Info, value: str = "text") -> str | None:
        await asyncio.sleep(0)
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    async def slow_must(self, value: str = "text") -> str:
        return await later(value_of(value))

    @strawberry.field
    def whole(self, value: str = "one") -> int | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def ratio(self, value: str = "half") -> float | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def flag(self, value: str = "true") -> bool | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def key(self, value: str = "text") -> strawberry.ID | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def even(self, value: str = "two") -> Even | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def evens(self, value: str = "evens") -> list[Even | None] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def day(self, value: str = "day") -> date:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def colour(self, value: str = "red") -> Colour | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def size(self, value: str = "large") -> Size:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def cat(self, value: str = "cat") -> Cat | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    async def slow_cat(self, info: strawberry.Info, value: str = "cat") -> Cat:
        return await later(value_of(value), 2)

    @strawberry.field
    def stone(self, value: str = "stone") -> Stone | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def animal(self, value: str = "dog") -> Animal | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def thing(self, value: str = "stone") -> Thing:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def things(self, value: str = "objects") -> list[Thing | None] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def animals(self, value: str = "beasts") -> list[Animal | None]:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def cats(self, value: str = "some cats") -> list[Cat]:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def maybe_cats(self, value: str = "some cats") -> list[Cat | None] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def words(self, value: str = "list") -> list[str | None] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def sure_words(self, value: str = "words") -> list[str] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def tables(self, value: str = "lists") -> list[list[str] | None]:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    def streamed(self) -> list[str]:
        return stream()  # type: ignore[return-value]  # graphql-core reads it to its end

    @strawberry.field
    def odd(self, value: str = "odd") -> "Odd | None":
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    async def slow_odd(self) -> "Odd":
        return await later(Odd(at=self.at + 1))

    @strawberry.field
    def odds(self, value: str = "odds") -> list["Odd"] | None:
        return value_of(value)  # type: ignore[no-any-return]

    @strawberry.field
    async def loaded(self, info: strawberry.Info) -> int:
        return await info.context["loader"].load(self.at)  # type: ignore[no-any-return]

    @strawberry.field
    def loaded_by(self, info: strawberry.Info) -> int | None:
        soon: Awaitable[int] = info.context["loader"].load(self.at)
        return soon  # type: ignore[return-value]  # graphql-core awaits it

    @strawberry.field
    def box(self) -> Box[int]:
        return Box(held=self.at)

    @strawberry.field
    def boxed(self) -> Box["Odd"]:
        return Box(held=Odd(at=9))

    @strawberry.field(permission_classes=[Closed])  # type: ignore[untyped-decorator]
    def guarded(self, key: str | None = None) -> str | None:
        return f"open by {key}"

    @strawberry.field(extensions=[Louder()])  # type: ignore[untyped-decorator]
    def loud(self, word: str = "hey") -> str:
        return word

    @strawberry.field
    def place(self, info: strawberry.Info) -> str:
        return f"{info.path.as_list()} {info.field_name} {info.python_name}"

    @strawberry.field
    async def slow_place(self, info: strawberry.Info) -> str:
        await asyncio.sleep(0)
        return f"{info.path.as_list()} {sorted(info.variable_values)}"

    @strawberry.field
    def selected(self, info: strawberry.Info) -> "Odd":
        names = [str(getattr(one, "name", one)) for one in info.selected_fields[0].selections]
        return Odd(at=len(names), odd_name=" ".join(names))

    @strawberry.field
    def near(self, where: Near, words: list[str] | None = None, size: Size = Size.SMALL) -> str:
        found = f"{where} {words} {size!r}"
        if words is not None:
            words.append("changed")
        return found

    @strawberry.field
    def given(
        self,
        info: strawberry.Info,
        even: Even | None = strawberry.UNSET,
        on: Annotated[date | None, strawberry.argument(name="from")] = None,
        colour: Colour | None = Colour.BLUE,
        number: int = 5,
    ) -> str:
        return f"{even!r} {on!r} {colour!r} {number!r}"

    @strawberry.field
    @staticmethod
    def still() -> str:
        return "still"

    @strawberry.field
    def rooted(self, parent: strawberry.Parent[Any], number: int = 1) -> str:
        return f"{parent.at} {number}"


@strawberry.type
class Query:
    @strawberry.field
    def odd(self, info: strawberry.Info, at: int = 1) -> Odd:
        return Odd(at=at)

    @strawberry.field
    async def slow_odd(self, info: strawberry.Info) -> Odd | None:
        return await later(Odd(at=3))

    @strawberry.field
    def many(self, count: int = 3) -> list[Odd]:
        return [Odd(at=at) for at in range(count)]

    @strawberry.field
    def never(self) -> Odd | None:
        raise RuntimeError("never")

    @strawberry.field
    def nobody(self) -> Odd:
        return None  # type: ignore[return-value]  # an error that reaches the root


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def count(self, info: strawberry.Info) -> int:
        info.context["counted"].append(await later(len(info.context["counted"])))
        return len(info.context["counted"])


def batches() -> dict[str, Any]:
    """A context whose loader remembers what it was asked for."""
    asked: list[list[int]] = []

    async def load(keys: list[int]) -> list[int | BaseException]:
        asked.append(keys)
        await asyncio.sleep(0)
        return [ValueError(f"no {key}") if key == 4 else key * 10 for key in keys]

    return {"loader": DataLoader(load), "asked": asked, "counted": []}


SCHEMA = strawberry.Schema(
    Query,
    Mutation,
    types=[Cat, Dog, Fish],
    config=StrawberryConfig(scalar_map=SCALARS),
)
