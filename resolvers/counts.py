"""How many a list holds, from the sums of its villages: the number that progress shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Row
from policy.vocabulary import State

STATES = tuple(state.value.lower() for state in State)


@dataclass(frozen=True, slots=True)
class Columns:
    """A count as columns of a group's sums: those of `plus` less those of `minus`."""

    group: str = "all"
    plus: Sequence[str] = ()
    minus: Sequence[str] = ()

    def parameters(self) -> Row:
        return {"group": self.group, "plus": list(self.plus), "minus": list(self.minus)}


def people_columns(
    states: Sequence[State], category: str | None, e_voucher: bool | None
) -> Columns | None:
    """Where such people are counted; None: nowhere, vouchers are not counted by state."""
    group = f"c|{category}" if category else "all"
    if e_voucher is None:
        return Columns(group, [state.value.lower() for state in states or State])
    if states and set(states) != set(State):
        return None
    return Columns(group, ["vouchers"]) if e_voucher else Columns(group, STATES, ["vouchers"])


def household_columns(unpaid_only: bool) -> Columns:
    """Households counted in a village, or those of them that are not settled."""
    return Columns(plus=["households"], minus=["settled"] if unpaid_only else [])


# (:Total {key: village|year|group})
TOTALS: LiteralString = """
CALL () {
  UNWIND $every AS village
  MATCH (t:Total {key: village + '|' + toString($year) + '|' + $group})
  RETURN sum(reduce(n = 0, column IN $plus | n + t[column])
    - reduce(n = 0, column IN $minus | n + t[column])) AS total
}
"""

# (:Tally {key: village|year|group|on|seen})
TALLIES: LiteralString = """
CALL () {
  UNWIND $every AS village
  MATCH (t:Tally {year: $year, group: $group, village: village})
  WHERE t.on <= $as_of AND t.seen <= $seen_to
  RETURN sum(reduce(n = 0, column IN $plus | n + t[column])
    - reduce(n = 0, column IN $minus | n + t[column])) AS total
}
"""
