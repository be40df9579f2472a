"""Place names as people write them, brought to one form, and how near two of them are.

蕲县村, 蕲县村委会, 蕲县村民委员会           -> 蕲县村
蕲南矿, written 蕲南矿居委会 or 蕲南矿社区    -> 蕲南矿社区
双牌县人民政府                              -> 双牌县

Two names that have the same normal form name the same kind of unit alike. A village and a
community of one name stay apart: they are two units, or one that changed its kind on a day.
"""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

VILLAGE_ENDS = ("村民委员会", "村委会", "村委")
COMMUNITY_ENDS = ("居民委员会", "居委会", "居委")
VILLAGE, COMMUNITY = "村", "社区"
SETTLEMENTS = (VILLAGE, COMMUNITY, "嘎查")  # endings that already say what it is

OFFICES = {"人民政府": "", "街道办事处": "街道", "街道办": "街道", "管理委员会": "管委会"}


def normal(name: str) -> str:
    """The form that names are compared in; a name without a known ending stays as it is."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for long, short in OFFICES.items():
        if text.endswith(long) and len(text) > len(long):
            text = text.removesuffix(long) + short
    for ends, kind in ((VILLAGE_ENDS, VILLAGE), (COMMUNITY_ENDS, COMMUNITY)):
        for end in ends:
            if text.endswith(end) and len(text) > len(end):
                return _settlement(text.removesuffix(end), kind)
    return text


def _settlement(base: str, kind: str) -> str:
    return base if base.endswith(SETTLEMENTS) else base + kind


def stem(name: str) -> str:
    """What is left of the normal form without the kind of settlement: 蕲县村 -> 蕲县."""
    text = normal(name)
    for kind in (VILLAGE, COMMUNITY):
        if text.endswith(kind) and len(text) > len(kind) + 1:
            return text.removesuffix(kind)
    return text


def likeness(one: str, other: str) -> float:
    """0 to 1: 1 for names of one normal form, otherwise how much of the two is shared."""
    return SequenceMatcher(None, normal(one), normal(other), autojunk=False).ratio()


def best(name: str, known: Iterable[str]) -> tuple[str, float]:
    """The name or alias of a place nearest to a written one; the first of equals."""
    rated = [(other, likeness(name, other)) for other in known]
    return max(rated, key=lambda pair: pair[1])
