"""Answers of all stacks in one shape, so that they can be compared; what a request is about.

    places      {code, name, level, quota, enrolled, paid, fen, completion, children}
    cities      [code, name, quota, enrolled, paid] of each
    chain       [code, name, level, title, holder] of each post; a group counts with its village
    page        [number, head, fen, village, [key, name] of each member] of each household

Lists whose order nobody promises are sorted. Amounts are fen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from facts.records import HouseholdRow
from policy.places import LENGTHS, Level

Json = Mapping[str, Any]
VILLAGE_DIGITS = LENGTHS[Level.VILLAGE]


@dataclass(frozen=True, slots=True)
class Asked:
    """`code`: of a place; `home`: a household; `key`: of a payment, never used before."""

    code: str = ""
    home: HouseholdRow | None = None
    key: str = ""

    @property
    def household(self) -> HouseholdRow:
        """Of a request that is about one."""
        assert self.home is not None
        return self.home


def fen_of(yuan: str) -> int:
    """320.00 -> 32000."""
    return int(Decimal(yuan) * 100)


def tree(place: Json) -> dict[str, object]:
    """Of a rival, whose large numbers may be texts."""
    return {
        **{name: place[name] for name in ("code", "name", "level")},
        **{name: int(place[name]) for name in ("quota", "enrolled", "paid", "fen")},
        "completion": place["completion"],
        "children": [tree(child) for child in place.get("children") or ()],
    }


def own_tree(place: Json) -> dict[str, object]:
    """Of ours; of a place without villages we say that no quota is known, rivals hold 0."""
    progress: Json = {name: value or 0 for name, value in place["progress"].items()}
    return {
        **{name: place[name] for name in ("code", "name", "level")},
        **{name: progress[name] for name in ("quota", "enrolled", "paid")},
        "fen": fen_of(progress["contributionPaid"]),
        "completion": progress["completionRate"],
        "children": [own_tree(child) for child in place.get("children") or ()],
    }


def cities(rows: Sequence[Json]) -> list[list[object]]:
    return [
        [row["code"], row["name"], *(int(row[name]) for name in ("quota", "enrolled", "paid"))]
        for row in rows
    ]


def own_cities(province: Json) -> list[list[object]]:
    return cities([{**place, **place["progress"]} for place in province["children"]])


def chain(stations: Sequence[Json]) -> list[list[object]]:
    """The station of a group is told as its village, which is the next."""
    villages = {one["code"]: one for one in stations}
    return sorted(
        _link(villages[one["code"][:VILLAGE_DIGITS]], post, post["holder"])
        for one in stations
        for post in one["posts"]
    )


def nested_chain(grid: Json) -> list[list[object]]:
    """Each station below `above`; rivals without 1:1 edges give a list of one."""
    stations: list[Json] = []
    at: Any = grid
    while at:
        at = at[0] if isinstance(at, list) else at
        stations.append(at)
        at = at.get("above")
    return chain(stations)


def own_chain(household: Json) -> list[list[object]]:
    links = household["accountability"]["links"]
    return sorted(
        _link(
            link["jurisdiction"],
            link["post"] or {"title": None},
            (link["holder"] or {}).get("name"),
        )
        for link in links
    )


def _link(place: Json, post: Json, holder: object) -> list[Any]:
    return [place["code"], place["name"], place["level"], post["title"], holder]


def page(rows: Sequence[Json]) -> list[list[object]]:
    return [
        [
            row["number"],
            row["head"],
            row["fen"],
            _code(row["village"]),
            sorted([one["key"], one["name"]] for one in row["members"]),
        ]
        for row in rows
    ]


def _code(village: Any) -> object:
    """A code, or a list of the one place."""
    return village if isinstance(village, str) else village[0]["code"]


def own_page(place: Json) -> list[list[object]]:
    return page([_own_household(one) for one in place["households"]["nodes"]])


def _own_household(one: Json) -> Json:
    members = [
        {"key": member["id"].partition(":")[2], "name": member["name"]} for member in one["members"]
    ]
    return {
        "number": one["number"],
        "head": one["head"]["name"],
        "fen": fen_of(one["contributionDue"]),
        "village": one["village"]["code"],
        "members": members,
    }
