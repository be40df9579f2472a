"""What the code list and acting.yaml say: divisions, parents before children.

china.zip ──> lines of a province ──> Division, Division, …   (its layout: pack.py)
                                          └ acting units and their other names, from acting.yaml
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipFile

import yaml

from graph_seed.divisions.pack import ARCHIVE, BrokenList
from policy.places import LENGTHS, NATION_CODE, Level, level_of, parent_code

ACTING = Path(__file__).parent / "acting.yaml"

# Rows of the code list that stand for no authority (J1).
PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class UnknownProvince(Exception):
    """A province was asked for that the code list does not have; the message names them all."""


class BadActing(Exception):
    """acting.yaml has a row that cannot be; the message names the code and the remedy."""


@dataclass(frozen=True, slots=True)
class Division:
    """One place of the tree as the sources give it."""

    code: str
    name: str
    level: Level
    parent: str | None
    placeholder: bool = False
    acting: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acting:
    """A unit that acts as a township in a campaign (J2); name is None where the list has it."""

    code: str
    name: str | None
    aliases: tuple[str, ...]
    source: str


NATION = Division(NATION_CODE, "全国", Level.NATION, None)


def provinces(archive: Path = ARCHIVE) -> list[str]:
    """The two-digit codes of all provinces of the list."""
    with ZipFile(archive) as file:
        return sorted(name.removesuffix(".txt") for name in file.namelist())


def read(chosen: Collection[str] | None = None, archive: Path = ARCHIVE) -> Iterator[Division]:
    """The nation, then each chosen province (all: None) with what is below it, parents first."""
    known = provinces(archive)
    for province in chosen or ():
        if province not in known:
            raise UnknownProvince(f"{province}: no such province; there are {' '.join(known)}")
    yield NATION
    acting = {unit.code: unit for unit in read_acting()}
    with ZipFile(archive) as file:
        for province in known if chosen is None else sorted(set(chosen)):
            lines = file.read(f"{province}.txt").decode().splitlines()
            yield from _with_acting(_unpack(lines), province, acting)


def _unpack(lines: Iterable[str]) -> Iterator[Division]:
    """Codes and parents out of the ends and tabs of a member."""
    lengths = list(LENGTHS.values())[1:]
    path: list[tuple[str, str]] = [(NATION_CODE, NATION.name)]  # code and name down to here
    for line in lines:
        tabs = len(line) - len(line.lstrip("\t"))
        end, _, name = line[tabs:].partition(" ")
        code = ("" if tabs == 0 else path[tabs][0]) + end if end else _next(path[tabs + 1][0])
        parent, above = path[tabs]
        if len(code) != lengths[tabs]:
            raise BrokenList(f"{ARCHIVE.name}: {line!r} is damaged; make it again (pack.py)")
        del path[tabs + 1 :]
        path.append((code, name))
        level = level_of(code)
        yield Division(code, name, level, parent, _stands_for_nothing(level, name, above))


def _next(code: str) -> str:
    return str(int(code) + 1)


def _stands_for_nothing(level: Level, name: str, above: str) -> bool:
    """市辖区 and the like; also the row that repeats a unit to fill a level (东莞市 441900)."""
    repeats = level in (Level.COUNTY, Level.TOWNSHIP) and name == above
    return repeats or (level is Level.CITY and name in PLACEHOLDERS)


def _with_acting(
    divisions: Iterable[Division], province: str, acting: dict[str, Acting]
) -> Iterator[Division]:
    """Mark the acting units of the list; those without a code in it come last."""
    left = {code: unit for code, unit in acting.items() if code.startswith(province)}
    for division in divisions:
        unit = left.pop(division.code, None)
        yield division if unit is None else _marked(division, unit)
    for code, unit in left.items():
        if unit.name is None:
            raise BadActing(f"acting.yaml: {code} is not in the code list; give it a name")
        yield Division(
            code, unit.name, level_of(code), parent_code(code), acting=True, aliases=unit.aliases
        )


def _marked(division: Division, unit: Acting) -> Division:
    return replace(division, acting=True, aliases=unit.aliases)


def read_acting(path: Path = ACTING) -> list[Acting]:
    """The acting units with their sources, in code order."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    units = [
        Acting(row["code"], row.get("name"), tuple(row["aliases"]), row["source"]) for row in rows
    ]
    return sorted(units, key=lambda unit: unit.code)
