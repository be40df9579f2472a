"""Dispositions: covered elsewhere (已在别处参保), departed (外出、死亡), refused (拒缴)."""

from dataclasses import replace
from typing import LiteralString

from facts.change import Cause, Origin
from facts.deeds import Dispose
from facts.request import Refused
from facts.room import Desk
from graph.gateway import Row
from policy.timeline import EXCUSED, Disposed
from policy.vocabulary import State

# (:Disposition)-[:ON]->(:Participation)
CREATE_DISPOSITIONS: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
CREATE (d:Disposition)-[:ON]->(n)
SET d += row.disposition, d.recorded = datetime.transaction().epochMillis
"""


def dispose(desk: Desk, deed: Dispose) -> Row:
    """Put it on record, one after another; UNPAID withdraws what was recorded."""
    if deed.state not in (*EXCUSED, State.UNPAID):
        states = "、".join(one.value for one in (*EXCUSED, State.UNPAID))
        raise Refused("BAD_INPUT", f"state: {deed.state.value}，应为 {states} 之一", "state")
    account = desk.holding(deed.person, deed.year)
    if account is None:
        raise Refused("UNKNOWN", "此人不在本年度名册上", "person")
    desk.check_day(deed.on, deed.year, "on")
    facts = account.people[deed.person]
    of = f"{deed.person}|{deed.year}"
    disposed = Disposed(deed.on, len(facts.dispositions), deed.state)
    disposition = {
        "key": f"{of}|{disposed.order}",
        "order": disposed.order,
        "state": deed.state.value,
        "on": deed.on,
        "evidence": deed.evidence,
        "by": desk.by,
    }
    desk.write(CREATE_DISPOSITIONS, {"of": of, "disposition": disposition})
    changed = replace(facts, dispositions=(*facts.dispositions, disposed))
    why = Origin(Cause.DISPOSITION, deed.evidence)
    desk.change(account, deed.person, changed, deed.on, why)
    return {"person": deed.person}
