"""Places by name: find what a reader may mean, or resolve what a file must mean (J3).

find      every unit whose name or alias holds the text, best first, for people to choose from
resolve   names of a file inside one unit: exactly one unit each, or a reason and candidates

Neither guesses. An old name of a renamed unit stays findable as long as it is among its aliases.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import LiteralString

from graph.gateway import Store
from policy.names import best, normal, stem
from policy.places import Level, depth

HITS = 10_000  # of the index: 村委会 alone would have 400,000
LOOKED_AT = 200  # of these that are compared with the name, from the highest levels down
CANDIDATES = 5
NEAR = 0.5  # shared part of a name from which on it is worth showing


class UnknownPlace(Exception):
    """A code that the graph does not hold; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A unit that a name may mean: `matched` is its name or alias that came nearest."""

    code: str
    matched: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """The one unit that a name means."""

    code: str
    matched: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that means no unit, or several; `code` is AMBIGUOUS or UNKNOWN."""

    name: str
    within: str
    code: str
    candidates: tuple[PlaceMatch, ...]

    @property
    def message(self) -> str:
        """For clerks."""
        listed = "、".join(f"{place.matched}({place.code})" for place in self.candidates)
        what = "对应多个单位" if self.code == "AMBIGUOUS" else "没有对应的单位"
        hint = f"，候选：{listed}；请改用其中一个的代码或全称" if listed else "，请核对名称"
        return f"“{self.name}”在 {self.within} 范围内{what}{hint}"


# (place)-[:PART_OF]->…->(within)
FIND: LiteralString = """
CALL db.index.fulltext.queryNodes('place_names', $query, {limit: $hits}) YIELD node AS place, score
WHERE ($level IS NULL OR place.level = $level)
  AND ($within IS NULL OR EXISTS {
    (place)(()-[part:PART_OF WHERE part.to IS NULL]->()){0,5}(:Jurisdiction {code: $within})
  })
WITH place, score
ORDER BY place.placeholder, size(place.code), score DESC, place.code
LIMIT $limit
RETURN collect([place.code, place.name, place.aliases, place.level]) AS places
"""


async def find(
    store: Store, name: str, within: str | None = None, level: Level | None = None, first: int = 10
) -> list[PlaceMatch]:
    """The units that a name may mean, best first; nothing for a blank name."""
    text = stem(name)
    if not text:
        return []
    row = await store.one(
        FIND,
        query=_phrase(text),
        level=level.value if level else None,
        within=within,
        hits=HITS,
        limit=LOOKED_AT,
    )
    return _ranked(name, row["places"] if row else [])[:first]


def _phrase(text: str) -> str:
    """The text as one phrase of the index; a single character begins a word of it."""
    if len(text) == 1 and text.isalnum():
        return text + "*"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _ranked(name: str, places: Iterable[list[str]]) -> list[PlaceMatch]:
    """Best first: exact, most alike, highest level, code."""
    rated = []
    for code, own, aliases, level in places:
        matched, nearness = best(name, [own, *aliases])
        match = PlaceMatch(code, matched, normal(matched) == normal(name))
        rated.append((not match.exact, -nearness, depth(Level(level)), code, match))
    return [match for *_, match in sorted(rated, key=lambda each: each[:4])]


# (within)<-[:PART_OF]-…<-[:PART_OF]-(place)
BELOW: LiteralString = """
MATCH (within:Jurisdiction {code: $within})
MATCH (within)(()<-[part:PART_OF WHERE part.to IS NULL]-()){1,5}(place)
WHERE NOT place.placeholder AND ($level IS NULL OR place.level = $level)
RETURN collect([place.code, place.name, place.aliases]) AS places
"""


async def resolve(
    store: Store, names: Collection[str], within: str, level: Level | None = None
) -> dict[str, Resolved | Unresolved]:
    """Each name of a file as the one unit below `within` that it means, or why it is none."""
    row = await store.one(BELOW, within=within, level=level.value if level else None)
    below = [Named(code, (own, *aliases)) for code, own, aliases in (row["places"] if row else [])]
    if not below:
        raise UnknownPlace(f"{within}: the graph holds no places below it; load its province")
    return choose(names, within, below)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit with its name and aliases."""

    code: str
    names: tuple[str, ...]


def choose(
    names: Iterable[str], within: str, below: Collection[Named]
) -> dict[str, Resolved | Unresolved]:
    """What each name means among these units: alike to the letter first, then in normal form."""
    units = {unit.code: unit for unit in below}
    letters: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for unit in below:
        for name in unit.names:
            letters[name].add(unit.code)
            forms[normal(name)].add(unit.code)

    def meaning(name: str) -> Resolved | Unresolved:
        alike = letters.get(name.strip(), set())
        meant = alike if len(alike) == 1 else forms.get(normal(name), set())
        if len(meant) == 1:
            (code,) = meant
            return Resolved(code, best(name, units[code].names)[0])
        near = [code for form in _nearest(name, forms) for code in sorted(forms[form])]
        shown = sorted(meant) or near[:CANDIDATES]
        matches = tuple(_match(name, units[code]) for code in shown)
        return Unresolved(name, within, "AMBIGUOUS" if meant else "UNKNOWN", matches)

    return {name: meaning(name) for name in names}


def _nearest(name: str, forms: Collection[str]) -> list[str]:
    """The few normal forms that share most with this name's."""
    form = normal(name)
    signs = set(form)
    akin = [other for other in forms if 2 * len(signs & set(other)) >= len(signs)]
    return get_close_matches(form, akin, CANDIDATES, NEAR)


def _match(name: str, unit: Named) -> PlaceMatch:
    matched, _ = best(name, unit.names)
    return PlaceMatch(unit.code, matched, normal(matched) == normal(name))
