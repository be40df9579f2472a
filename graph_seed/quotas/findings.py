"""What contradicts itself in an annex: worked out from its figures, or found by people.

Figures are never corrected; a finding says what was expected and what stands there (Q1, Q2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_seed.quotas.annex import FOLDER, Annex, Line, Standard
from graph_seed.quotas.fields import FEN, BadAnnex, load_yaml, mapping

SEVERITIES = ("INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction of a source, for clerks; the key is that of its node."""

    key: str
    notice: str
    unit: str
    year: int
    clause: str
    severity: str
    message: str
    expected: str
    found: str


def of_figures(annex: Annex) -> list[Finding]:
    """Totals that the rows do not add up to, amounts that are not people × standard."""
    return [*_totals(annex), *_amounts(annex)]


def _totals(annex: Annex) -> Iterator[Finding]:
    people = sum(line.people for line in annex.lines)
    if annex.total_people is not None and people != annex.total_people:
        yield _finding(
            annex,
            "sum-of-people",
            "WARNING",
            f"{annex.clause}各行人数相加为{people}人，合计栏却印为{annex.total_people}人；各行照印采用",
            (str(people), str(annex.total_people)),
        )
    fen = sum(line.amount_fen or 0 for line in annex.lines)
    if annex.total_fen is not None and fen != annex.total_fen:
        yield _finding(
            annex,
            "sum-of-amounts",
            "WARNING",
            f"{annex.clause}各行金额相加为{yuan(fen)}元，合计栏却印为{yuan(annex.total_fen)}元；各行照印采用",
            (yuan(fen), yuan(annex.total_fen)),
        )


def _amounts(annex: Annex) -> Iterator[Finding]:
    """One finding for the table, however many of its rows are concerned."""
    standard = annex.standard
    if standard is None:
        return
    wrong = [
        line
        for line in annex.lines
        if line.amount_fen is not None and line.amount_fen != line.people * standard.fen
    ]
    if wrong:
        found = _rate(wrong)
        before = _before(standard)
        message = (
            f"{annex.clause}有{len(wrong)}行金额按每人{found}元计算，"
            f"{standard.clause}规定的个人缴费标准却是每人{yuan(standard.fen)}元{before}；金额照印保留"
        )
        yield _finding(annex, "amount-per-person", "ERROR", message, (yuan(standard.fen), found))


def _rate(lines: list[Line]) -> str:
    """The yuan a person that the amounts come from: one figure, or all that occur."""
    rates = {yuan_each(line.amount_fen or 0, line.people) for line in lines}
    return "、".join(sorted(rates))


def _before(standard: Standard) -> str:
    return "" if standard.before_fen is None else f"（上一年为{yuan(standard.before_fen)}元）"


def yuan(fen: int) -> str:
    """Whole yuan without places, others with two."""
    return str(fen // FEN) if fen % FEN == 0 else f"{fen // FEN}.{fen % FEN:02d}"


def yuan_each(fen: int, people: int) -> str:
    """An even share as yuan; as a fraction where it is not even."""
    return yuan(fen // people) if people and fen % people == 0 else f"{yuan(fen)}/{people}"


def _finding(
    annex: Annex, name: str, severity: str, message: str, values: tuple[str, str]
) -> Finding:
    key = f"{annex.notice}|{annex.clause}|{name}"
    where = (annex.notice, annex.unit, annex.year, annex.clause)
    return Finding(key, *where, severity, message, *values)


def editorial(path: Path = FOLDER / "findings.yaml") -> list[Finding]:
    """What people found: headings, numbering."""
    rows = load_yaml(path)
    if not isinstance(rows, list):
        raise BadAnnex(f"{path.name}: a list of findings is expected")
    return [_read(f"{path.name}, row {number}", row) for number, row in enumerate(rows, 1)]


def _read(place: str, row: object) -> Finding:
    field = mapping(place, row).only(
        *("notice", "name", "unit", "year", "clause", "severity", "message", "expected", "found")
    )
    return Finding(
        key="|".join(field.text(part) for part in ("notice", "clause", "name")),
        notice=field.text("notice"),
        unit=field.unit("unit"),
        year=field.number("year"),
        clause=field.text("clause"),
        severity=field.choice("severity", SEVERITIES),
        message=field.text("message"),
        expected=field.text("expected"),
        found=field.text("found"),
    )
