"""Money is whole fen; a share of it is rounded half up, once, where it becomes an amount."""

from fractions import Fraction
from functools import lru_cache
from typing import NewType

Fen = NewType("Fen", int)


def half_up(amount: Fraction) -> Fen:
    """The nearest whole fen, half a fen upwards."""
    return Fen((2 * amount.numerator + amount.denominator) // (2 * amount.denominator))


def share_of(whole: Fen, share: Fraction) -> Fen:
    """A share of an amount, to the fen."""
    numerator, denominator = share.as_integer_ratio()
    return Fen((2 * whole * numerator + denominator) // (2 * denominator))


def yuan(amount: Fen) -> str:
    """As people write it: 320.00."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


@lru_cache(maxsize=4096)
def percent(share: Fraction) -> str:
    """96.5%, or the fraction itself where it has no short decimal form."""
    scaled = share * 100
    if scaled.denominator == 1:
        return f"{scaled.numerator}%"
    tenths = scaled * 1000
    if tenths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    whole, rest = divmod(tenths.numerator, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") + "%"
