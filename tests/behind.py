"""The list behind each number of progress, its groups and the ledger: what to ask, what must agree.

    number of Progress, CategoryProgress, Liability ── the same filter ──> totalCount or totalAmount

A list holds the viewer's area alone; the numbers of the same area are those of its root.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

STEPS = ["MARKED", "PAYABLE", "REQUESTED", "DISBURSED", "RECEIVED"]
STATES = {
    "paid": "PAID",
    "fullySubsidised": "FULLY_SUBSIDISED",
    "coveredElsewhere": "COVERED_ELSEWHERE",
    "departed": "DEPARTED",
    "refused": "REFUSED",
    "unpaid": "UNPAID",
}
ENROLLED = "states: [PAID, FULLY_SUBSIDISED]"
# figure of a row of the ledger: the stations at which its money stands
STANDS = {
    "amount": STEPS,
    "payable": STEPS[1:],
    "requested": STEPS[2:],
    "disbursed": STEPS[3:],
    "received": STEPS[4:],
    "outstanding": STEPS[:4],
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A number, and the field of a jurisdiction that lists what it counts."""

    number: Any
    list: str
    total: str

    def asked(self, place: int) -> str:
        return f"n{place}: {self.list} {{ {self.total} }}"


GROUPS = "byCategory { category { key } registered enrolled unpaid subsidyDue subsidyReceived }"
FIGURES = f"""{" ".join(STATES)} registered enrolled eVouchers households householdsSettled
  contributionPaid subsidyDue subsidyReceived byChannel {{ channel amount }}"""


def progress(day: str | None, figures: str) -> str:
    """Numbers of a unit on a day."""
    at = f'year: 2022, asOf: "{day}"' if day else "year: 2022"
    return f"progress({at}) {{ {figures} }}"


def ledger(day: str | None) -> str:
    at = f'year: 2022, asOf: "{day}"' if day else "year: 2022"
    return f"""liabilities({at}) {{ people amount rows {{ department {{ id }} category {{ key }}
      fund people amount payable requested disbursed received outstanding overdue }} }}"""


def of_people(found: Any, day: str | None) -> Iterator[Behind]:
    """Behind the numbers of Progress that are people, households and their payments."""
    at = f'year: 2022, asOf: "{day}"' if day else "year: 2022"
    until = f'year: 2022, to: "{day}"' if day else "year: 2022"
    yield Behind(found["registered"], f"people({at})", "totalCount")
    yield Behind(found["enrolled"], f"people({at}, {ENROLLED})", "totalCount")
    yield Behind(found["eVouchers"], f"people({at}, eVoucher: true)", "totalCount")
    for name, state in STATES.items():
        yield Behind(found[name], f"people({at}, state: {state})", "totalCount")
    unsettled = found["households"] - found["householdsSettled"]
    yield Behind(found["households"], f"households({at})", "totalCount")
    yield Behind(unsettled, f"households({at}, unpaidOnly: true)", "totalCount")
    yield Behind(found["contributionPaid"], f"payments({until})", "totalAmount")
    yield Behind(found["subsidyDue"], f"subsidies({at})", "totalAmount")
    yield Behind(found["subsidyReceived"], f"subsidies({at}, step: RECEIVED)", "totalAmount")
    for row in found["byChannel"]:
        given = f"{until}, channel: {row['channel']}"
        yield Behind(row["amount"], f"payments({given})", "totalAmount")


def of_groups(found: Any, day: str | None, money: bool) -> Iterator[Behind]:
    """Behind the numbers of CategoryProgress; money: what all departments owe is the viewer's."""
    at = f'year: 2022, asOf: "{day}"' if day else "year: 2022"
    for row in found["byCategory"]:
        given = f'{at}, category: "{row["category"]["key"]}"'
        yield Behind(row["registered"], f"people({given})", "totalCount")
        yield Behind(row["enrolled"], f"people({given}, {ENROLLED})", "totalCount")
        yield Behind(row["unpaid"], f"people({given}, state: UNPAID)", "totalCount")
        if money:
            arrived = f"subsidies({given}, step: RECEIVED)"
            yield Behind(row["subsidyDue"], f"subsidies({given})", "totalAmount")
            yield Behind(row["subsidyReceived"], arrived, "totalAmount")


def of_ledger(found: Any, day: str | None) -> Iterator[Behind]:
    """Behind the numbers of Liability, and their sums."""
    at = f'year: 2022, asOf: "{day}"' if day else "year: 2022"
    yield Behind(found["people"], f"subsidies({at})", "totalCount")
    yield Behind(found["amount"], f"subsidies({at})", "totalAmount")
    for row in found["rows"]:
        of = f'department: "{row["department"]["id"]}", category: "{row["category"]["key"]}"'
        given = f"{at}, {of}, fund: {row['fund']}"
        yield Behind(row["people"], f"subsidies({given})", "totalCount")
        for name, steps in STANDS.items():
            stands = f"subsidies({given}, steps: [{', '.join(steps)}])"
            yield Behind(row[name], stands, "totalAmount")
        late = f'subsidies({given}, overdueOn: "{day or "2100-01-01"}")'
        yield Behind(row["overdue"], late, "totalAmount")
