"""Three-way matching: what the roll says is due, what was paid, what the fund confirmed.

| asked first to last                        | result        |
| ------------------------------------------ | ------------- |
| no household is known                      | UNKNOWN_PAYER |
| due, and at least twice of it paid         | PAID_TWICE    |
| paid more than due                         | OVER          |
| paid less than due                         | SHORT         |
| paid as due, the fund says something else  | UNCONFIRMED   |
| all three are the same                     | AGREED        |
"""

from dataclasses import dataclass
from enum import Enum

from policy.money import Fen


class MatchResult(Enum):
    """What due, paid and confirmed come to."""

    AGREED = "AGREED"
    SHORT = "SHORT"
    OVER = "OVER"
    UNCONFIRMED = "UNCONFIRMED"
    UNKNOWN_PAYER = "UNKNOWN_PAYER"
    PAID_TWICE = "PAID_TWICE"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one household, or of a payer whom no roll knows; amounts in fen."""

    due: Fen
    paid: Fen
    confirmed: Fen
    is_known: bool = True


def match(standing: Standing) -> MatchResult:
    """What a household's three figures come to."""
    due, paid = standing.due, standing.paid
    if not standing.is_known:
        return MatchResult.UNKNOWN_PAYER
    if due > 0 and 2 * due <= paid:
        return MatchResult.PAID_TWICE
    if paid != due:
        return MatchResult.OVER if paid > due else MatchResult.SHORT
    return MatchResult.AGREED if standing.confirmed == paid else MatchResult.UNCONFIRMED
