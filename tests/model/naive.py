"""What the numbers must be, worked out from scratch of all that was recorded by a day.

Written for clarity after the rules alone; nothing of policy.ledger is in it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tests.model.book import DISBURSED, RECEIVED, REQUESTED, Recorded
from tests.model.eras import LONG, owing_group
from tests.model.walk import Value, Walk

ENROLLED = ("paid", "fully_subsidised")


class Subsidy(NamedTuple):
    """One subsidy on one day: fen that have come to each station or further."""

    village: str
    unset: int
    come: tuple[int, int, int, int, int]


Sums = Counter[tuple[str, str, str]]  # village, group, column


@dataclass
class Known(Recorded):
    """All that was known by the end of a day, and what it comes to."""

    walks: dict[str, dict[date, Value | None]] = field(default_factory=dict)

    def value(self, person: str, day: date) -> Value | None:
        """None: not on the roll. After the last days of a season nothing changes."""
        if person not in self.walks:
            self.walks[person] = dict(Walk(self, person).days())
        return self.walks[person].get(min(day, self.era.day(LONG)))

    @cached_property
    def subsidies(self) -> dict[tuple[str, str], dict[date, Subsidy | None]]:
        """By person and group, day by day."""
        return {
            (person, group): dict(self._subsidy(person, group))
            for person in self.entries
            for group in self._groups(person)
        }

    def _groups(self, person: str) -> list[str]:
        values = [self.value(person, day) for day in self.days(person)]
        by_law = {owing_group(one.category) for one in values if one and one.category}
        return sorted(by_law | {one.group for one in self.movements if one.person == person})

    def _subsidy(self, person: str, group: str) -> Iterator[tuple[date, Subsidy | None]]:
        """What the law gives, and what batches have moved: that is held where it stands."""
        moved = [one for one in self.movements if (one.person, one.group) == (person, group)]
        village: str | None = None
        for day in self.days(person):
            value = self.value(person, day)
            village = value.village if value else village
            category = value.category if value else None
            theirs = value if category and owing_group(category) == group else None
            came = [
                sum(one.beyond(station) for one in moved if one.on <= day)
                for station in (REQUESTED, DISBURSED, RECEIVED)
            ]
            home = village or self.entries[person].village
            yield day, _standing(home, theirs, *came) if theirs or any(came) else None

    def sums(self, day: date) -> Sums:
        """What every village adds up to on a day."""
        sums: Sums = Counter()
        for person in self.entries:
            _add_person(sums, self.value(person, day))
        for account, village in self.book.villages.items():
            states = self._states(account, day)
            sums[village, "all", "households"] += bool(states)
            sums[village, "all", "settled"] += bool(states) and "unpaid" not in states
        for one in self.money:
            if one.on <= day:
                for group in ("all", f"h|{one.channel}"):
                    village = self.book.villages[one.account]
                    sums[village, group, "paid_fen"] += one.amount_fen
                    sums[village, group, "payments"] += one.counted
        for (_, group), days in self.subsidies.items():
            _add_subsidy(sums, group, days.get(min(day, self.era.day(LONG))))
        return Counter({at: number for at, number in sums.items() if number})

    def _states(self, account: str, day: date) -> list[str]:
        members = [person for person, held in self.account_of.items() if held == account]
        values = [self.value(person, day) for person in members if person in self.entries]
        return [value.state for value in values if value]


def _add_person(sums: Sums, value: Value | None) -> None:
    if value is None:
        return
    sums[value.village, "all", "due_fen"] += value.due_fen
    sums[value.village, "all", "subsidy_fen"] += value.subsidy_fen
    for group in ("all", *(f"c|{category}" for category in value.groups)):
        sums[value.village, group, value.state] += 1
        sums[value.village, group, "vouchers"] += value.voucher
    if value.category:
        sums[value.village, f"c|{value.category}", "subsidy_fen"] += value.subsidy_fen


COLUMNS = ("subsidy_fen", "payable_fen", "requested_fen", "disbursed_fen", "received_fen")


def _add_subsidy(sums: Sums, group: str, one: Subsidy | None) -> None:
    if one is None:
        return
    sums[one.village, f"l|{group}", "subsidies"] += 1
    sums[one.village, f"l|{group}", "unset"] += one.unset
    for column, fen in zip(COLUMNS, one.come, strict=True):
        sums[one.village, f"l|{group}", column] += fen


def _standing(
    village: str, theirs: Value | None, requested: int, disbursed: int, received: int
) -> Subsidy:
    """An amount falls only by what can be moved back; payable: all asked of the person is done."""
    amount = max(theirs.subsidy_fen if theirs else 0, requested)
    payable = amount if theirs and theirs.state in ENROLLED else requested
    unset = int(theirs is not None and theirs.subsidy_fen == 0)
    return Subsidy(village, unset, (amount, payable, requested, disbursed, received))
