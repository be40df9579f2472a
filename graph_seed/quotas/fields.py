"""Fields of a YAML file, each checked where it is read; every error names file, row and field."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from policy.places import level_of

FEN = 100


class BadAnnex(Exception):
    """A file of quotas or findings has a field that cannot be; the message says which."""


@dataclass(frozen=True, slots=True)
class Field:
    """A mapping of the file with the place that errors name."""

    place: str
    values: Mapping[str, object]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._bad(name, "a text (codes in quotes)")
        return value

    def number(self, name: str) -> int:
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._bad(name, "a whole number from 0")
        return value

    def number_or_none(self, name: str) -> int | None:
        return self.number(name) if name in self.values else None

    def fen_or_none(self, name: str) -> int | None:
        yuan = self.number_or_none(name)
        return None if yuan is None else yuan * FEN

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or value not in allowed:
            raise self._bad(name, "one of " + ", ".join(allowed))
        return value

    def only(self, *names: str) -> "Field":
        for name in self.values:
            if name not in names:
                raise self._bad(str(name), "left out; known are " + ", ".join(names))
        return self

    def below(self, name: str) -> "Field":
        return mapping(f"{self.place}, {name}", self.values.get(name))

    def unit(self, name: str) -> str:
        code = self.text(name)
        try:
            level_of(code)
        except ValueError as error:
            raise self._bad(name, "a division code") from error
        return code

    def _bad(self, name: str, wanted: str) -> BadAnnex:
        return BadAnnex(f"{self.place}: {name} is {self.values.get(name)!r}; it must be {wanted}")


def mapping(place: str, values: object) -> Field:
    """Names and values of one place of a file."""
    if not isinstance(values, dict):
        raise BadAnnex(f"{place}: names and values are expected here, not {values!r}")
    return Field(place, values)


def load_yaml(path: Path) -> object:
    """The content of a file; BadAnnex when it is not YAML."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadAnnex(f"{path.name}: not readable as YAML in UTF-8: {error}") from error
