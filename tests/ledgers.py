"""Subsidies written as the write path does, out of timelines and batches that a test draws.

Households hold one person each and are named like them; groups are those of the village's scheme.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.gateway import Gateway, Row
from graph_seed.law import read_notices, scheme_of
from policy.ledger import Movement, Station, SubsidySteps, SubsidyValue, subsidy_steps
from policy.scheme import Scheme
from policy.stations import Group, group_of
from policy.steps import Step, shifts
from policy.timeline import Value

NOTICES = read_notices()
SCHEMES = {"431123": "shuangpai-2022", "430502": "shuangqing-2023", "341302": "qixian-2022"}
SEEN = date(2022, 6, 1)


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody of a village, with the values of the year."""

    person: str
    village: str
    steps: tuple[Step[Value], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a department moved: by person, deciding group and fen."""

    key: str
    on: date
    source: Station
    target: Station
    moves: tuple[tuple[str, str, int], ...]
    department: str = "431123|CIVIL_AFFAIRS"
    reverses: str | None = None


def scheme(village: str) -> Scheme:
    return scheme_of(NOTICES, SCHEMES[village[:6]])


def ledgers(
    entered: Sequence[Entered], batches: Sequence[Batch]
) -> dict[str, dict[str, SubsidySteps]]:
    """The subsidies of each person by group."""
    return {one.person: _ledger(one, batches) for one in entered}


def _ledger(one: Entered, batches: Sequence[Batch]) -> dict[str, SubsidySteps]:
    law = scheme(one.village)
    movements = [
        Movement(batch.on, group_of(law, category), batch.source, batch.target, fen, order)
        for order, batch in enumerate(batches)
        for person, category, fen in batch.moves
        if person == one.person
    ]
    return subsidy_steps(one.steps, movements, lambda category: group_of(law, category))


# (:Participation)-[:IN]->(:Account)-[:ON]->(:Roster), (:Participation)-[:OF]->(:Person)
PEOPLE: LiteralString = """
UNWIND $rows AS row
MERGE (r:Roster {key: row.village + '|' + toString($year)})
MERGE (p:Person {key: row.person}) SET p.name = row.person, p.birth = date('1970-01-01')
MERGE (h:Household {key: row.person}) SET h.number = row.person
MERGE (a:Account {key: row.person + '|' + toString($year)})
  SET a.household = row.person, a.village = row.village, a.year = $year
MERGE (n:Participation {key: row.person + '|' + toString($year)})
  SET n.now_village = row.village, n.now_categories = row.categories, n.now_state = row.state
MERGE (a)-[:ON]->(r) MERGE (n)-[:IN]->(a) MERGE (n)-[:OF]->(p)
"""

# (:Change)-[:CHANGED]->(:Subsidy)-[:FOR]->(:Participation)
SUBSIDIES: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
CREATE (s:Subsidy)-[:FOR]->(n)
SET s += row.subsidy
WITH s, row
UNWIND row.changes AS change
CREATE (c:Change)-[:CHANGED]->(s)
SET c += change, c.recorded = $recorded
"""

# (:Advance)-[:MOVED {from, to, amount_fen}]->(:Subsidy)
ADVANCES: LiteralString = """
UNWIND $rows AS row
CREATE (a:Advance) SET a += row.advance
WITH a, row
UNWIND row.moves AS move
MATCH (s:Subsidy {key: move.of})
CREATE (a)-[:MOVED {from: row.source, to: row.target, amount_fen: move.amount_fen}]->(s)
"""

SUMS: LiteralString = """
UNWIND $rows AS row
MERGE (t:Tally {key: row.key + '|' + toString(row.on) + '|' + toString($seen)})
SET t += row.columns, t.village = row.village, t.group = row.group, t.year = $year, t.on = row.on,
  t.seen = $seen
MERGE (d:Total {key: row.key})
ON CREATE SET d.village = row.village, d.group = row.group, d.year = $year, d.subsidies = 0,
  d.unset = 0, d.subsidy_fen = 0, d.payable_fen = 0, d.requested_fen = 0, d.disbursed_fen = 0,
  d.received_fen = 0
SET d.subsidies = d.subsidies + row.columns.subsidies, d.unset = d.unset + row.columns.unset,
  d.subsidy_fen = d.subsidy_fen + row.columns.subsidy_fen,
  d.payable_fen = d.payable_fen + row.columns.payable_fen,
  d.requested_fen = d.requested_fen + row.columns.requested_fen,
  d.disbursed_fen = d.disbursed_fen + row.columns.disbursed_fen,
  d.received_fen = d.received_fen + row.columns.received_fen
"""


async def put(
    graph: Gateway, year: int, entered: Sequence[Entered], batches: Sequence[Batch] = ()
) -> None:
    """Everything about these people's subsidies, recorded on 1 June 2022."""
    store = graph.directory
    recorded = (SEEN.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
    found = ledgers(entered, batches)
    await store.write(PEOPLE, year=year, rows=[_person(one) for one in entered])
    rows = [
        _subsidy(f"{person}|{year}", group, steps)
        for person, groups in found.items()
        for group, steps in groups.items()
    ]
    await store.write(SUBSIDIES, rows=rows, recorded=recorded)
    homes = {one.person: one.village for one in entered}
    advances = [_advance(batch, year, homes, recorded) for batch in batches]
    await store.write(ADVANCES, rows=advances)
    await store.write(SUMS, rows=_sums(year, found), year=year, seen=SEEN)


def _person(one: Entered) -> Row:
    last = one.steps[-1].value
    return {
        "person": one.person,
        "village": one.village,
        "categories": [last.category] if last and last.category else None,
        "state": last.state.value if last else None,
    }


def _subsidy(of: str, text: str, steps: SubsidySteps) -> Row:
    group, now = Group.read(text), steps[-1].value
    changes = [
        {"key": f"{of}|{text}|{at}", "on": shift.on}
        | _plain("before", shift.before)
        | _plain("after", shift.after)
        for at, shift in enumerate(shifts(steps))
    ]
    subsidy = {
        "key": f"{of}|{text}",
        "group": text,
        "category": group.category,
        "fund": group.fund.value,
        **_plain("now", now),
    }
    return {"of": of, "subsidy": subsidy, "changes": changes}


def _plain(prefix: str, value: SubsidyValue | None) -> Row:
    if value is None:
        return {}
    return {f"{prefix}_{name}": getattr(value, name) for name in SubsidyValue.__slots__}


def _advance(batch: Batch, year: int, homes: dict[str, str], recorded: int) -> Row:
    moves = [
        {"of": f"{person}|{year}|{group_of(scheme(homes[person]), category)}", "amount_fen": fen}
        for person, category, fen in batch.moves
    ]
    advance = {
        "key": batch.key,
        "year": year,
        "department": batch.department,
        "to": batch.target.value,
        "on": batch.on,
        "recorded": recorded,
        "document": f"文{batch.key}",
        "people": len(moves),
        "amount_fen": sum(fen for _, _, fen in batch.moves),
        "reverses": batch.reverses,
    }
    given = {name: value for name, value in advance.items() if value is not None}
    return {
        "advance": given,
        "source": batch.source.value,
        "target": batch.target.value,
        "moves": moves,
    }


def _sums(year: int, found: dict[str, dict[str, SubsidySteps]]) -> list[Row]:
    sums: defaultdict[tuple[str, str, date], Counter[str]] = defaultdict(Counter)
    for groups in found.values():
        for group, steps in groups.items():
            for shift in shifts(steps):
                for value, sign in ((shift.before, -1), (shift.after, 1)):
                    if value:
                        sums[value.village, f"l|{group}", shift.on].update(_columns(value, sign))
    return [
        {
            "key": f"{village}|{year}|{group}",
            "village": village,
            "group": group,
            "on": on,
            "columns": dict(columns),
        }
        for (village, group, on), columns in sums.items()
    ]


def _columns(value: SubsidyValue, sign: int) -> dict[str, int]:
    columns = {
        "subsidies": value.subsidies,
        "unset": value.unset,
        "subsidy_fen": value.amount_fen,
        "payable_fen": value.payable_fen,
        "requested_fen": value.requested_fen,
        "disbursed_fen": value.disbursed_fen,
        "received_fen": value.received_fen,
    }
    return {name: sign * column for name, column in columns.items()}
