"""The state of the rolls of a unit."""

from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Store
from resolvers.counts import STATES
from resolvers.tree import day_of
from schema.roster import Roster

# (:Roster {key: village|year, confirmed_on}), (:Total {key: village|year|all})
ROSTERS: LiteralString = """
UNWIND $every AS village
MATCH (r:Roster {key: village + '|' + toString($year)})
OPTIONAL MATCH (t:Total {key: village + '|' + toString($year) + '|all'})
RETURN count(r) AS villages, count(r.confirmed_on) AS confirmed, max(r.confirmed_on) AS last,
  sum(t.households) AS households,
  sum(reduce(n = 0, column IN $states | n + t[column])) AS people
"""


async def read_roster(store: Store, unit: str, villages: Sequence[str], year: int) -> Roster | None:
    """The sums of a unit's rolls; None where none of its villages has one."""
    [row] = await store.read(ROSTERS, every=villages, year=year, states=list(STATES))
    if not row["villages"]:
        return None
    is_confirmed = row["confirmed"] == row["villages"]
    return Roster(
        villages=row["villages"],
        confirmed=row["confirmed"],
        confirmed_on=day_of(row["last"]) if is_confirmed else None,
        households=row["households"],
        people=row["people"],
        unit=unit,
        year=year,
    )
