"""One annex of a notice, as its YAML file has it: who should enrol how many.

Every error names file, row and field. Money is printed in yuan and kept in fen.
"""

from dataclasses import dataclass
from pathlib import Path

from graph_seed.quotas.fields import FEN, BadAnnex, Field, load_yaml, mapping
from policy.places import Level

FOLDER = Path(__file__).parent
BASES = ("QUOTA", "RESIDENTS", "HARDSHIP", "INSURED", "MANAGED_PATIENTS")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row; `row` counts from 1."""

    row: int
    name: str
    people: int
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Standard:
    """What the notice sets for one person, and what held the year before."""

    fen: int
    clause: str
    before_fen: int | None


@dataclass(frozen=True, slots=True)
class Annex:
    """A table of quotas with its printed totals; the totals are None where none is printed."""

    notice: str
    year: int
    unit: str
    level: Level
    base: str
    clause: str
    source: str
    lines: tuple[Line, ...]
    total_people: int | None
    total_fen: int | None
    standard: Standard | None


def read_annex(path: Path) -> Annex:
    """Parse and check one annex."""
    head = mapping(path.name, load_yaml(path)).only(
        *("notice", "year", "unit", "level", "base", "clause", "source"),
        *("printed", "standard", "rows"),
    )
    printed = head.below("printed").only("people", "amount_yuan")
    return Annex(
        notice=head.text("notice"),
        year=head.number("year"),
        unit=head.unit("unit"),
        level=Level(head.choice("level", tuple(level.value for level in Level))),
        base=head.choice("base", BASES),
        clause=head.text("clause"),
        source=head.text("source"),
        lines=_lines(path.name, head.values.get("rows")),
        total_people=printed.number_or_none("people"),
        total_fen=printed.fen_or_none("amount_yuan"),
        standard=_standard(head.below("standard")) if "standard" in head.values else None,
    )


def _lines(file: str, rows: object) -> tuple[Line, ...]:
    if not isinstance(rows, list) or not rows:
        raise BadAnnex(f"{file}: rows must be a list with at least one row")
    lines = [_line(number, f"{file}, row {number}", row) for number, row in enumerate(rows, 1)]
    seen: dict[str, int] = {}
    for line in lines:
        if line.name in seen:
            raise BadAnnex(
                f"{file}, row {line.row}: name {line.name} stands in row {seen[line.name]} already"
            )
        seen[line.name] = line.row
    return tuple(lines)


def _line(number: int, place: str, row: object) -> Line:
    field = mapping(place, row).only("name", "people", "amount_yuan")
    return Line(
        number, field.text("name"), field.number("people"), field.fen_or_none("amount_yuan")
    )


def _standard(field: Field) -> Standard:
    field.only("yuan", "clause", "before_yuan")
    fen = field.number("yuan") * FEN
    return Standard(fen, field.text("clause"), field.fen_or_none("before_yuan"))


def annexes(folder: Path = FOLDER) -> list[Annex]:
    """All annexes of a folder, by file name; findings.yaml is not one."""
    files = sorted(path for path in folder.glob("*.yaml") if path.name != "findings.yaml")
    return [read_annex(path) for path in files]
