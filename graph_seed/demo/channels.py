"""By which channel a household pays, by the age of its head, and the evidence that it leaves.

Shares are estimates; an evidence number begins with 演示 so that nobody takes it for a real one.
"""

from datetime import date
from itertools import accumulate
from random import Random

from graph_seed.demo.plan import Counters
from policy.vocabulary import Channel

_YOUNG_UNTIL, _MIDDLE_UNTIL = 45, 62

# Percent for heads below 45, below 62, older.
_SHARES = {
    Counters.ONLINE: {
        Channel.APP: (38, 30, 9),
        Channel.MINI_PROGRAM: (54, 44, 13),
        Channel.ONLINE_BANKING: (3, 1, 0),
        Channel.VILLAGE_AGENT: (5, 25, 78),
    },
    Counters.MIXED: {
        Channel.APP: (30, 20, 5),
        Channel.MINI_PROGRAM: (47, 33, 10),
        Channel.ONLINE_BANKING: (6, 3, 1),
        Channel.BANK_COUNTER: (3, 10, 14),
        Channel.POS: (4, 7, 7),
        Channel.SELF_SERVICE: (3, 4, 3),
        Channel.DEDUCTION: (2, 5, 4),
        Channel.VILLAGE_AGENT: (5, 18, 56),
    },
}
_CHANNELS = {counters: tuple(shares) for counters, shares in _SHARES.items()}
_CUMULATIVE = {
    (counters, band): tuple(accumulate(percent[band] for percent in shares.values()))
    for counters, shares in _SHARES.items()
    for band in range(3)
}

_PAPER = {
    Channel.BANK_COUNTER: "演示回单",
    Channel.POS: "演示签购单",
    Channel.VILLAGE_AGENT: "演示收据",
    Channel.DEDUCTION: "演示扣款单",
}

# Payments by the hour from 7 to 21: a rush in the morning, a lesser one after supper.
_HOURS = tuple(accumulate((4, 10, 14, 13, 9, 5, 4, 6, 7, 7, 6, 4, 6, 4, 1)))
_FIRST_HOUR = 7


def channel(rng: Random, counters: Counters, head_age: int) -> Channel:
    """One channel that stands open, as people of that age choose."""
    band = (head_age >= _YOUNG_UNTIL) + (head_age >= _MIDDLE_UNTIL)
    return rng.choices(_CHANNELS[counters], cum_weights=_CUMULATIVE[counters, band])[0]


def evidence(rng: Random, by: Channel, paid_on: date, area: str, number: int) -> str:
    """A slip or order number with the minute of payment, once in the whole demo."""
    hour = _FIRST_HOUR + rng.choices(range(len(_HOURS)), cum_weights=_HOURS)[0]
    minute = rng.randrange(60)
    paper = _PAPER.get(by, "演示订单")
    return f"{paper}{paid_on:%Y%m%d}{hour:02d}{minute:02d}-{area}-{number:05d}"
