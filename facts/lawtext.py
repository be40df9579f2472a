"""Values of the law as plain JSON and back, by the types that the policy declares.

text_of(Fraction(1, 3)) -> "1/3"      value_of(Fraction, "1/3") -> Fraction(1, 3)

Nothing is checked here: what is read was checked when it was loaded.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from policy.standards import TYPES, Standard, Unit

T = TypeVar("T")


def text_of(value: object) -> Any:
    """Lists, names and scalars that JSON knows."""
    match value:
        case Enum():
            return value.name
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [text_of(item) for item in value]
        case _ if is_dataclass(value):
            return {term.name: text_of(getattr(value, term.name)) for term in fields(value)}
        case _:
            return value


def value_of(kind: Any, raw: Any) -> Any:
    """The value of a declared type that `text_of` made plain."""
    origin, arguments = get_origin(kind), get_args(kind)
    if raw is None or origin is Literal:
        return raw
    if origin in (Union, UnionType):
        return value_of(next(one for one in arguments if one is not NoneType), raw)
    if origin is tuple:
        return tuple(value_of(arguments[0], item) for item in raw)
    if kind is Standard:
        unit = Unit[raw["unit"]]
        return Standard(unit, value_of(TYPES[unit], raw["value"]))
    if is_dataclass(kind) and isinstance(kind, type):
        return record_of(kind, raw)
    return _scalar(kind, raw)


def record_of(cls: type[T], raw: dict[str, Any]) -> T:
    """A dataclass from its terms."""
    hints: dict[str, Any] = hints_of(cls)  # type: ignore[arg-type]  # classes are hashable
    return cls(**{name: value_of(hints[name], raw[name]) for name in raw})


@cache
def hints_of(cls: type[Any]) -> dict[str, Any]:
    """The declared types of a dataclass."""
    return get_type_hints(cls)


def _scalar(kind: Any, raw: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind[raw]
    if kind is date:
        return date.fromisoformat(raw)
    return Fraction(raw) if kind is Fraction else raw
