"""The kinds of groups of sums, by the first letter of the group, and the columns of each.

a   all                        everything that progress shows
c   c|category                 people by state, who stand in the group
h   h|channel                  money
l   l|department kind|…        subsidies, and how far they have come
"""

from typing import Any

ALL = "a"
BY_CATEGORY, BY_CHANNEL, OWED = "c", "h", "l"

COLUMNS = (
    "paid",
    "fully_subsidised",
    "covered_elsewhere",
    "departed",
    "refused",
    "unpaid",
    "vouchers",
    "due_fen",
    "subsidy_fen",
    "paid_fen",
    "payments",
    "households",
    "settled",
    "changes",
)
OWED_COLUMNS = (
    "subsidies",
    "unset",
    "subsidy_fen",
    "payable_fen",
    "requested_fen",
    "disbursed_fen",
    "received_fen",
)
NAMES = {
    ALL: COLUMNS,
    BY_CATEGORY: (*COLUMNS[:7], "subsidy_fen"),
    BY_CHANNEL: ("paid_fen", "payments"),
    OWED: OWED_COLUMNS,
}
# as statements give them, whatever the kind
GIVEN = (*COLUMNS, *(name for name in OWED_COLUMNS if name not in COLUMNS))
PLACES = {kind: [GIVEN.index(name) + 2 for name in names] for kind, names in NAMES.items()}


def names_of(group: str) -> tuple[str, ...]:
    """What is kept of a group."""
    return NAMES[group[0]]


def kept(row: list[Any]) -> list[Any]:
    """Village, group, and of all that was given what is kept of the group."""
    return [row[0], row[1], *(row[at] for at in PLACES[row[1][0]])]
