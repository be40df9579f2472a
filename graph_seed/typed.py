"""From the plain text of a YAML file to typed values, by the types that the policy declares."""

import re
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from policy.money import Fen

T = TypeVar("T")
INTEGER = re.compile(r"-?\d{1,9}")


class LawFileError(ValueError):
    """A file of the law that cannot be taken; the message names file, rule and field."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, for messages."""

    file: str
    rule: str = ""
    field: str = ""

    def at(self, field: str) -> "Place":
        return Place(self.file, self.rule, f"{self.field}.{field}" if self.field else field)

    def error(self, message: str) -> LawFileError:
        parts = [self.file, self.rule and f"rule {self.rule}", self.field and f"field {self.field}"]
        return LawFileError(f"{', '.join(part for part in parts if part)}: {message}")


def build(cls: type[T], raw: object, place: Place) -> T:
    """A dataclass from a mapping: unknown and missing fields are errors."""
    given = mapping(raw, place)
    hints = get_type_hints(cls)
    known = {f.name: f for f in fields(cls) if f.init}  # type: ignore[arg-type]
    if unknown := sorted(set(given) - set(known)):
        raise place.at(unknown[0]).error(f"unknown; known are {', '.join(known)}")
    for name, f in known.items():
        if name not in given and f.default is MISSING and f.default_factory is MISSING:
            raise place.at(name).error("is missing")
    return cls(**{name: value(hints[name], given[name], place.at(name)) for name in given})


def patch(cls: type, raw: object, place: Place) -> tuple[tuple[str, Any], ...]:
    """Some fields of a dataclass, typed: what another reading sets."""
    hints = get_type_hints(cls)
    given = mapping(raw or {}, place)
    for name in given:
        if name not in hints:
            raise place.at(name).error(f"unknown; known are {', '.join(hints)}")
    return tuple((name, value(hints[name], given[name], place.at(name))) for name in given)


def mapping(raw: object, place: Place) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise place.error(f"expected names with values, found {raw!r}")
    return raw


def listing(raw: object, place: Place) -> list[Any]:
    if not isinstance(raw, list):
        raise place.error(f"expected a list, found {raw!r}")
    return raw


def value(kind: Any, raw: object, place: Place) -> Any:
    """One value of a declared type. Every scalar of a file comes as text; empty is None."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if NoneType in arguments and raw in ("", "null", None):
            return None
        return value(next(a for a in arguments if a is not NoneType), raw, place)
    if origin is tuple:
        return tuple(value(arguments[0], item, place) for item in listing(raw, place))
    if origin is Literal:
        return _choice(arguments, raw, place)
    if is_dataclass(kind) and isinstance(kind, type):
        return build(kind, raw, place)
    if not isinstance(raw, str) or raw == "":
        raise place.error(f"expected {_named(kind)}, found {raw!r}")
    return _scalar(kind, raw, place)


def _scalar(kind: Any, raw: str, place: Place) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind[_choice(tuple(kind.__members__), raw, place)]
    try:
        return READERS[kind](raw)
    except (ValueError, InvalidOperation, ZeroDivisionError) as error:
        raise place.error(f"expected {_named(kind)}, found {raw!r}") from error


def _choice(names: tuple[str, ...], raw: object, place: Place) -> str:
    if raw not in names:
        raise place.error(f"{raw!r} is not one of {', '.join(names)}")
    return str(raw)


def _fen(raw: str) -> Fen:
    """Yuan with at most two decimals."""
    fen = Decimal(raw) * 100
    if fen != fen.to_integral_value():
        raise ValueError(raw)
    return Fen(int(fen))


def _share(raw: str) -> Fraction:
    """50%, 96.5% or 1/3; a bare number would be ambiguous."""
    if raw.endswith("%"):
        return Fraction(raw[:-1]) / 100
    if "/" not in raw:
        raise ValueError(raw)
    return Fraction(raw)


def _integer(raw: str) -> int:
    if not INTEGER.fullmatch(raw):
        raise ValueError(raw)
    return int(raw)


def _boolean(raw: str) -> bool:
    return {"true": True, "false": False}[raw] if raw in ("true", "false") else _wrong(raw)


def _wrong(raw: str) -> bool:
    raise ValueError(raw)


READERS: dict[Any, Any] = {
    Fen: _fen,
    Fraction: _share,
    int: _integer,
    bool: _boolean,
    date: date.fromisoformat,
    str: str,
}
NAMES = {
    Fen: "yuan",
    Fraction: "a share (50% or 1/3)",
    int: "a whole number",
    bool: "true or false",
}


def _named(kind: Any) -> str:
    return NAMES.get(
        kind, "a day (2021-12-31)" if kind is date else getattr(kind, "__name__", "text")
    )
