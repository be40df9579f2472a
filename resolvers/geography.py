"""Jurisdictions as the API shows them: one object a place and request."""

from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from graph.gateway import Row
from policy.places import Level
from resolvers.places import find
from resolvers.tree import Forest, Place, Tree, day_of
from schema.context import Soon
from schema.jurisdiction import Jurisdiction, JurisdictionChange, JurisdictionMatch
from schema.node import node_id
from schema.scalars import JurisdictionCode
from schema.terms import JurisdictionChangeKind

# (:Jurisdiction)<-[:BEFORE]-(:JurisdictionChange)-[:AFTER]->(:Jurisdiction)
HISTORY: LiteralString = """
MATCH (:Jurisdiction {code: $code})<-[:BEFORE|AFTER]-(c:JurisdictionChange)
WITH DISTINCT c ORDER BY c.on, c.key
RETURN collect({on: c.on, kind: c.kind, old_name: c.old_name, note: c.note,
  before: COLLECT { MATCH (c)-[:BEFORE]->(j:Jurisdiction) RETURN j.code ORDER BY j.code },
  after: COLLECT { MATCH (c)-[:AFTER]->(j:Jurisdiction) RETURN j.code ORDER BY j.code }}) AS changes
"""


@dataclass(slots=True)
class Geography:
    """The tree of a day, walked without waiting wherever it has been read."""

    forest: Forest
    today: date
    shown: dict[str, Jurisdiction] = field(default_factory=dict)

    def tree(self, on: date | None) -> Tree:
        return self.forest.tree(on or self.today, season=False)

    def look(self, depth: int | None) -> None:
        """How far below a place the operation looks; None: to the villages."""
        self.forest.depth = depth

    async def ensure(self, *codes: str) -> None:
        """Have these places, where they exist, with what is above and below them."""
        await self.forest.ensure(*codes)

    def seen(self) -> object | None:
        """How far every sequence had come when memory was looked at.

        None: nobody looked, or sums are about coming days, for which memory does not answer.
        """
        view = self.forest.view
        if view is None or any(day > self.today for day in view.heads.latest.values()):
            return None
        return view.heads

    async def find(
        self, name: str, within: str | None, level: Level | None, first: int
    ) -> list[JurisdictionMatch]:
        """Units that a name may mean, best first."""
        found = await find(self.forest.store, name, within, level, first)
        await self.forest.ensure(*(match.code for match in found))
        return [
            JurisdictionMatch(
                jurisdiction=self.place(match.code), matched=match.matched, exact=match.exact
            )
            for match in found
        ]

    def known(self, code: str) -> Jurisdiction | None:
        """A place that has been read; None for a code that no place has."""
        return self.place(code) if code in self.forest.places else None

    def place(self, code: str) -> Jurisdiction:
        """A place that has been read."""
        view = self.forest.view
        found: Jurisdiction | None = (self.shown if view is None else view.land.shown).get(code)
        if found is None:
            found = _jurisdiction(self.forest.places[code])
            if view is None:
                self.shown[code] = found
            else:
                view.land.keep(code, found)
        return found

    def many(self, codes: list[str]) -> list[Jurisdiction]:
        view = self.forest.view
        shown: dict[str, Jurisdiction] = self.shown if view is None else view.land.shown
        return [shown.get(code) or self.place(code) for code in codes]

    def one(self, code: str) -> Soon[Jurisdiction | None]:
        return self.known(code) or self._one(code)

    async def _one(self, code: str) -> Jurisdiction | None:
        await self.forest.ensure(code)
        return self.known(code)

    def parent(self, code: str, on: date | None) -> Soon[Jurisdiction | None]:
        parent = self.tree(on).shown_parent(code)
        if parent is None or parent in self.forest.places:
            return None if parent is None else self.place(parent)
        return self._parent(parent, code, on)

    async def _parent(self, unread: str, code: str, on: date | None) -> Jurisdiction | None:
        """The parent of another day, which was not read with the place."""
        await self.forest.ensure(unread)
        parent = self.tree(on).shown_parent(code)
        return None if parent is None else self.place(parent)

    def ancestors(self, code: str, on: date | None) -> Soon[list[Jurisdiction]]:
        codes = self.tree(on).ancestors(code)
        unread = [one for one in codes if one not in self.forest.places]
        return self._ancestors(unread, code, on) if unread else self.many(codes)

    async def _ancestors(self, unread: list[str], code: str, on: date | None) -> list[Jurisdiction]:
        await self.forest.ensure(*unread)
        return self.many(self.tree(on).ancestors(code))

    def children(
        self, code: str, on: date | None, include_placeholders: bool
    ) -> Soon[list[Jurisdiction]]:
        if self.forest.has(code):
            return self._children(code, on, include_placeholders)
        return self._children_soon(code, on, include_placeholders)

    def _children(
        self, code: str, on: date | None, include_placeholders: bool
    ) -> list[Jurisdiction]:
        tree = self.tree(on)
        return self.many(tree.children(code) if include_placeholders else tree.shown(code))

    async def _children_soon(
        self, code: str, on: date | None, include_placeholders: bool
    ) -> list[Jurisdiction]:
        await self.forest.ensure(code)
        return self._children(code, on, include_placeholders)

    async def history(self, code: str) -> list[JurisdictionChange]:
        row = await self.forest.store.one(HISTORY, code=code)
        changes: list[Row] = row["changes"] if row else []
        named = {one for change in changes for one in (*change["before"], *change["after"])}
        await self.forest.ensure(*sorted(named))
        return [self._change(change) for change in changes]

    def _change(self, row: Row) -> JurisdictionChange:
        on = day_of(row["on"])
        assert on is not None  # a change has its day
        return JurisdictionChange(
            on=on,
            kind=JurisdictionChangeKind(row["kind"]),
            before=self.many(row["before"]),
            after=self.many(row["after"]),
            old_name=row["old_name"],
            note=row["note"],
        )


def _jurisdiction(place: Place) -> Jurisdiction:
    return Jurisdiction(
        id=node_id("Jurisdiction", place.code),
        code=JurisdictionCode(place.code),
        name=place.name,
        aliases=list(place.aliases),
        level=place.level,
        placeholder=place.placeholder,
        acting_unit=place.acting,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
    )
