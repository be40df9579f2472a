"""Changes: what shifted in a participation or an account, and why. Append-only.

A value stands in a node as plain properties under a prefix (`before_state`, `after_due_fen`, …), so
that whoever explores the graph reads it without us. A value of None leaves no property.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import LiteralString, TypeVar

from graph.gateway import Row
from policy.ledger import SubsidyValue
from policy.roll import AccountValue
from policy.steps import Shift
from policy.timeline import Value
from policy.vocabulary import State


class Cause(Enum):
    """What kind of fact made a change."""

    REGISTERED = "REGISTERED"
    PAYMENT = "PAYMENT"
    REVERSAL = "REVERSAL"
    REFUND = "REFUND"
    DISPOSITION = "DISPOSITION"
    CATEGORY_MARKED = "CATEGORY_MARKED"
    CATEGORY_ENDED = "CATEGORY_ENDED"
    MOVED = "MOVED"
    CORRECTED = "CORRECTED"
    E_VOUCHER = "E_VOUCHER"
    ADVANCE = "ADVANCE"


@dataclass(frozen=True, slots=True)
class Origin:
    """The fact behind a change: what kind it is, and what shows it."""

    cause: Cause
    evidence: str | None = None
    amount_fen: int | None = None


OWED_NAMES = (
    "village",
    "subsidies",
    "unset",
    "amount_fen",
    "payable_fen",
    "requested_fen",
    "disbursed_fen",
    "received_fen",
)
NAMES = (
    "village",
    "settled",
    "state",
    "due_fen",
    "subsidy_fen",
    "category",
    "categories",
    "e_voucher",
)


def properties(prefix: str, value: Value | AccountValue | SubsidyValue | None) -> Row:
    """A value as the properties of a node; of None, that none of them is left."""
    if isinstance(value, SubsidyValue):
        return {f"{prefix}_{name}": getattr(value, name) for name in OWED_NAMES}
    if value is None:
        return {f"{prefix}_{name}": None for name in NAMES}
    if isinstance(value, AccountValue):
        return {f"{prefix}_village": value.village, f"{prefix}_settled": value.settled}
    return {
        f"{prefix}_village": value.village,
        f"{prefix}_state": value.state.value,
        f"{prefix}_due_fen": value.due_fen,
        f"{prefix}_subsidy_fen": value.subsidy_fen,
        f"{prefix}_category": value.category,
        f"{prefix}_categories": list(value.categories) or None,
        f"{prefix}_e_voucher": value.e_voucher,
    }


def value_of(prefix: str, row: Row) -> Value | None:
    """The way back."""
    if row.get(f"{prefix}_state") is None:
        return None
    return Value(
        village=row[f"{prefix}_village"],
        state=State(row[f"{prefix}_state"]),
        due_fen=row[f"{prefix}_due_fen"],
        subsidy_fen=row[f"{prefix}_subsidy_fen"],
        category=row.get(f"{prefix}_category"),
        categories=tuple(row.get(f"{prefix}_categories") or ()),
        e_voucher=row[f"{prefix}_e_voucher"],
    )


def account_value_of(prefix: str, row: Row) -> AccountValue | None:
    """The way back, of a household."""
    if row.get(f"{prefix}_village") is None:
        return None
    return AccountValue(row[f"{prefix}_village"], row[f"{prefix}_settled"])


# (:Change)-[:CHANGED]->(:Participation), each with the engine's time
RECORD_CHANGES: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
CREATE (c:Change)-[:CHANGED]->(n)
SET c += row.change, c.recorded = datetime.transaction().epochMillis
"""

# (:Change)-[:CHANGED]->(:Account)
RECORD_ACCOUNT_CHANGES: LiteralString = """
UNWIND $rows AS row
MATCH (a:Account {key: row.of})
CREATE (c:Change)-[:CHANGED]->(a)
SET c += row.change, c.recorded = datetime.transaction().epochMillis
"""


# (:Change)-[:CHANGED]->(:Subsidy)
RECORD_SUBSIDY_CHANGES: LiteralString = """
UNWIND $rows AS row
MATCH (b:Subsidy {key: row.of})
CREATE (c:Change)-[:CHANGED]->(b)
SET c += row.change, c.recorded = datetime.transaction().epochMillis
"""


V = TypeVar("V", Value, AccountValue, SubsidyValue)


def change_rows(
    receipt: str,
    of: str,
    shifts: Iterable[Shift[V]],
    origins: Mapping[date, Origin],
    otherwise: Origin,
    by: str | None = None,
) -> Iterator[Row]:
    """One row a shift; its key says which request wrote it, its origin which fact of that day."""
    for number, shift in enumerate(shifts):
        origin = origins.get(shift.on, otherwise)
        change = {
            "key": f"{receipt}|{of}|{number}",
            "on": shift.on,
            "cause": origin.cause.value,
            "evidence": origin.evidence,
            "amount_fen": origin.amount_fen,
            "by": by,
            **properties("before", shift.before),
            **properties("after", shift.after),
        }
        yield {
            "of": of,
            "change": {name: value for name, value in change.items() if value is not None},
        }
