"""Duties as the API shows them: of a rule, or of an error that was reported."""

from dataclasses import dataclass
from datetime import date

from facts.duties import part_of
from graph.gateway import Row
from policy.duties import DutyTerms, Occurrence, Part
from policy.law import Clause, Rule
from resolvers.tree import day_of
from schema.duty import Duty, duty_id


@dataclass(frozen=True, slots=True)
class Stated:
    """A duty of a rule: who has it, and each of its times."""

    rule: Rule[DutyTerms]
    unit: str
    department: str
    times: tuple[Occurrence, ...]

    def key(self, year: int, time: Occurrence) -> str:
        """The same for ever: whom it concerns, which rule, who answers, which time."""
        kind = self.department.partition("|")[2]
        stem = f"{self.unit}|{year}|{self.rule.key}|{kind}"
        return f"{stem}|{time.key}" if time.key else stem


def rule_duty(
    stated: Stated, time: Occurrence, year: int, parts: tuple[Part, ...], on: date
) -> Duty:
    """One time of a duty that a rule states, as it stands on a day."""
    rule, terms, key = stated.rule, stated.rule.terms, stated.key(year, time)
    return Duty(
        id=duty_id(key),
        text=terms.text,
        deadline=time.deadline,
        recurring=terms.recurring(),
        note=rule.note,
        key=key,
        unit=stated.unit,
        year=year,
        department_key=stated.department,
        household=None,
        rests_on=rule.clause,
        is_money=terms.money,
        amount_fen=terms.amount,
        parts=parts,
        day=on,
        starts=time.starts,
        rule=rule.key,
    )


def error_duty(row: Row, clause: Clause | None, on: date) -> Duty:
    """The duty of a roster error; its clause stays named when a notice was loaded anew."""
    return Duty(
        id=duty_id(row["key"]),
        text=row["text"],
        deadline=day_of(row["deadline"]),
        recurring=row.get("recurring"),
        note=None,
        key=row["key"],
        unit=row["unit"],
        year=row["year"],
        department_key=row["department"],
        household=row["household"],
        rests_on=clause or Clause(row["notice"], row["clause"], ""),
        is_money=False,
        amount_fen=None,
        parts=tuple(part_of(part) for part in row["parts"]),
        day=on,
        starts=day_of(row["reported_on"]),
        rule=row["rule"],
    )
