"""Bands of age, as statistics of the campaign are read."""

from datetime import date

BANDS = (0, 6, 18, 35, 60, 75)  # first year of each


def age_on_new_year(birth: date, year: int) -> int:
    """Full years on 1 January; who is born later in the year counts as newborn."""
    return max(0, year - birth.year - ((birth.month, birth.day) > (1, 1)))


def band_key(first: int) -> str:
    """6 -> "6-17"; the last band is open: "75+"."""
    later = [band for band in BANDS if band > first]
    return f"{first}-{later[0] - 1}" if later else f"{first}+"
