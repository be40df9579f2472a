"""What of the API changes no sooner than a sequence of the graph.

Places and their sums now, as memory keeps them (rollup/): the tree has a sequence, and each year.
All else may change without one (posts, imports, extensions, the law, findings, figures given for
assessments): what is not named here, or has other arguments, is not stamped.
"""

from collections.abc import Mapping

# by type and field: the type of what it gives, and the arguments that it may have
Table = Mapping[str, Mapping[str, tuple[str, frozenset[str]]]]

NAMES = (
    "id",
    "code",
    "name",
    "aliases",
    "level",
    "placeholder",
    "actingUnit",
    "validFrom",
    "validTo",
)
NUMBERS = (
    "year",
    "asOf",
    "quota",
    "registered",
    "enrolled",
    "paid",
    "fullySubsidised",
    "coveredElsewhere",
    "departed",
    "refused",
    "unpaid",
    "completionRate",
    "coverageRate",
    "shortfall",
    "contributionDue",
    "contributionPaid",
    "subsidyDue",
    "eVouchers",
    "households",
    "householdsSettled",
)
AMONG_SIBLINGS = ("rank", "siblings")
PLAIN = ("", frozenset[str]())


def _given(*arguments: str) -> frozenset[str]:
    return frozenset(arguments)


STAMPED: Table = {
    "Query": {"jurisdiction": ("Jurisdiction", _given("code"))},
    "Jurisdiction": {
        **dict.fromkeys(NAMES, PLAIN),
        "parent": ("Jurisdiction", _given("on")),
        "ancestors": ("Jurisdiction", _given("on")),
        "children": ("Jurisdiction", _given("on", "includePlaceholders")),
        "progress": ("Progress", _given("year")),
    },
    "Progress": {
        **dict.fromkeys([*NUMBERS, *AMONG_SIBLINGS], PLAIN),
        "jurisdiction": ("Jurisdiction", _given()),
    },
}

# of a place: what changes with itself and what is below it, the same for every viewer
BELOW: Table = {
    "Jurisdiction": {
        **dict.fromkeys(NAMES, PLAIN),
        "children": ("Jurisdiction", _given("includePlaceholders")),
        "progress": ("Progress", _given("year")),
    },
    "Progress": dict.fromkeys(NUMBERS, PLAIN),
}

# fields and types that show more than the graph as it is on a day: the clock (an import that was
# cut off), who asks, or a reading that goes on record
PASSING = frozenset(
    {"Import", "import", "imports", "viewer", "personByIdNumber", "idReads", "idNumber"}
)
