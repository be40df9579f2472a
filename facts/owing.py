"""What follows for subsidies: their ledgers before and after, and all that differs.

timeline, movements of a person ── owe ──> (:Subsidy)-[:FOR]->(:Participation), Changes, sums
                                           (:Subsidy)-[:PART_OF]->(:Liability)-[:OWED_BY]->
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from facts.change import OWED_NAMES, RECORD_SUBSIDY_CHANGES, change_rows, properties
from facts.sums import Sums, add_subsidies
from facts.told import Rows, Steps, Told
from graph.gateway import Row
from policy.ledger import Movement, SubsidySteps, subsidy_steps
from policy.steps import differences
from policy.timeline import Terms

# (:Subsidy {key: person|year|group})-[:FOR]->(:Participation)
SET_SUBSIDIES: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
MERGE (b:Subsidy {key: row.key})
  ON CREATE SET b += row.head
MERGE (b)-[:FOR]->(n)
SET b += row.now
"""

# (:Subsidy)-[:PART_OF]->(:Liability {key: village|year|group})-[:OWED_BY]->(:Department)
SET_LIABILITIES: LiteralString = """
UNWIND $rows AS row
MERGE (l:Liability {key: row.key})
  ON CREATE SET l += row.head
WITH l, row
MATCH (b:Subsidy {key: row.subsidy})
MERGE (b)-[:PART_OF]->(l)
WITH l, row
MATCH (d:Department {key: row.head.department})
MERGE (l)-[:OWED_BY]->(d)
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What the ledgers of one person follow from."""

    steps: Steps
    movements: Sequence[Movement]
    terms: Terms

    def ledgers(self) -> dict[str, SubsidySteps]:
        """By group, as in `l|group`."""
        return subsidy_steps(self.steps, self.movements, self.terms.group_of)


def owe(
    rows: Rows,
    sums: Sums,
    told: Told,
    whose: tuple[str, int],
    seat: str,
    before: Owed,
    after: Owed,
) -> None:
    """Collect what differs between two ledgers of a person's year; departments of `seat` owe."""
    person, year = whose
    old, new = before.ledgers(), after.ledgers()
    for group in sorted({*old, *new}):
        was, now = old.get(group, ()), new.get(group, ())
        changed = differences(was, now)
        if not changed:
            continue
        key = f"{person}|{year}|{group}"
        add_subsidies(sums, group, changed)
        rows[RECORD_SUBSIDY_CHANGES] += change_rows(
            told.receipt, key, changed, told.of(person), told.otherwise, told.by
        )
        _now(rows, whose, seat, group, now, first=not was)


def _now(
    rows: Rows, whose: tuple[str, int], seat: str, group: str, steps: SubsidySteps, *, first: bool
) -> None:
    person, year = whose
    key, last = f"{person}|{year}|{group}", steps[-1].value if steps else None
    kind, category, fund, rule = (*group.split("|", 3), "", "", "")[:4]
    known = next((step.value for step in steps if step.value), None)
    head: Row = {"group": group, "year": year, "category": category, "fund": fund, "rule": rule}
    if known:
        head["department"] = f"{seat}|{kind}"
    now = properties("now", last) if last else dict.fromkeys(EMPTY)
    now["step"] = last.station.value if last else None
    rows[SET_SUBSIDIES].append({"of": f"{person}|{year}", "key": key, "head": head, "now": now})
    if first and known:
        liability = f"{known.village}|{year}|{group}"
        row = {"key": liability, "subsidy": key, "head": {**head, "village": known.village}}
        rows[SET_LIABILITIES].append(row)


EMPTY = [f"now_{name}" for name in OWED_NAMES]
