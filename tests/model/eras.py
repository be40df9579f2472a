"""Made-up law, and where in it today lies; shared by the service and by the model as numbers alone.

Five groups: 五保 nothing to pay, 低保 half, 困境 a fixed amount, 脱贫 pays first and is given it
back, 优抚 an amount that the notice leaves open. All others pay the contribution, which rises on
one day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from policy.timeline import Due, Listed, Terms
from tests.campaigns import today

YEAR = 2022
LONG = 80  # days from the opening, after which nothing happens
GROUPS = ("五保", "低保", "困境", "脱贫", "优抚")
BEFORE_FEN, AFTER_FEN = 32_000, 38_000


class Owes(NamedTuple):
    """What the law makes of somebody's groups on a day, in fen."""

    counter_fen: int
    subsidy_fen: int
    category: str | None = None
    pays_first: bool = False

    @property
    def is_full(self) -> bool:
        return self.counter_fen == 0 and self.subsidy_fen > 0 and not self.pays_first


def owing_group(category: str) -> str:
    """Who owes the subsidy: department kind|category|fund|rule."""
    kind = "HEALTHCARE_SECURITY" if category == "低保" else "CIVIL_AFFAIRS"
    return f"{kind}|{category}|FISCAL|made-up/{category}"


@dataclass(frozen=True, slots=True)
class Era:
    """Days of a season, counted from its opening; `age`: how long ago it opened."""

    name: str
    age: int
    rises: int
    closes: int  # the first day after the window
    benefits: int

    @property
    def opens(self) -> date:
        return today() - timedelta(days=self.age)

    def day(self, number: int) -> date:
        return self.opens + timedelta(days=number)

    @property
    def last(self) -> date:
        """Of the days that facts can be of."""
        return min(today(), self.day(LONG))

    @property
    def kept_from(self) -> date:
        """From this day on nobody loses a full subsidy with the group that gave it."""
        return self.day(min(self.closes, self.benefits))

    def owes(self, groups: frozenset[str], day: date) -> Owes:
        """The first group that holds decides."""
        whole = BEFORE_FEN if day < self.day(self.rises) else AFTER_FEN
        if "五保" in groups:
            return Owes(0, whole, "五保")
        if "低保" in groups:
            return Owes(whole - 16_000, 16_000, "低保")
        if "困境" in groups:
            return Owes(whole - 10_001, 10_001, "困境")
        if "脱贫" in groups:
            return Owes(whole, 12_000, "脱贫", pays_first=True)
        return Owes(whole, 0, "优抚" if "优抚" in groups else None)

    def terms(self) -> Terms:
        """As the service asks for it."""

        def dues(listed: tuple[Listed, ...], day: date) -> Due:
            return Due(*self.owes(frozenset(one.category for one in listed), day))

        turns = (self.day(self.rises),)
        return Terms(dues, self.day(self.closes), self.day(self.benefits), turns, owing_group)


ERAS = (
    Era("long ago", 900, 30, 40, 50),
    Era("benefits before the window closes", 900, 45, 50, 40),
    Era("in the middle", 60, 20, 50, 65),
    Era("what lies ahead", 40, 43, 45, 48),
)
