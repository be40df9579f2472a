"""Extensions of a window: which hold where, and granting one."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.extending import grant
from facts.receipt import IdempotencyConflict
from graph.gateway import Row
from policy.law import Rule
from policy.scheme import collection
from policy.windows import WindowTerms
from resolvers.law import LawShown
from resolvers.refusal import check_key, conflict, no_scheme, refusal
from resolvers.tree import day_of
from schema.context import AsOf
from schema.errors import Code
from schema.extension import Extension, GrantExtensionInput, GrantExtensionPayload
from schema.law import Clause
from schema.payload import UserError

# (:Extension {key: code|year|receipt})-[:FOR]->(:Jurisdiction)
EXTENSIONS: LiteralString = """
MATCH (e:Extension {year: $year})-[:FOR]->(j:Jurisdiction)
WITH e, j ORDER BY e.recorded, e.key
RETURN collect(e {.until, .granted_on, .document, unit: j.code}) AS extensions
"""


@dataclass(slots=True)
class Extensions:
    """An extension counts once it is granted, for its unit and all below it."""

    law: LawShown
    today: date
    _granted: dict[int, dict[str, list[Row]]] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def here(self, code: str, year: int, on: date | None = None) -> Extension | None:
        """The one that keeps the window open longest, granted by a day to the unit or above."""
        scheme = await self.law.of(code, year)
        self.law.place_of(code)
        places, day = self.law.upwards(code, year), on or self.today
        by_unit = await self._of(year)
        granted = [
            one
            for place in places
            for one in by_unit.get(place, ())
            if _plain(one["granted_on"]) <= day
        ]
        if not granted:
            return None
        longest = max(granted, key=lambda one: _plain(one["until"]))  # the nearest of equal ones
        return _extension(longest, collection(scheme) if scheme else None)

    async def _of(self, year: int) -> dict[str, list[Row]]:
        """All of a year by unit, read once a request: they are few."""
        async with self._lock:
            if year not in self._granted:
                row = await self.law.sums.store.one(EXTENSIONS, year=year)
                by_unit: dict[str, list[Row]] = {}
                for one in (row or {"extensions": []})["extensions"]:
                    by_unit.setdefault(one["unit"], []).append(one)
                self._granted[year] = by_unit
            return self._granted[year]

    async def grant(self, given: GrantExtensionInput) -> GrantExtensionPayload:
        """Put it on record; the same key and input give the first answer again."""
        check_key(given.idempotency_key)
        error = await self._refuse(given)
        if error is not None:
            return GrantExtensionPayload(extension=None, user_errors=[error])
        scheme = await self.law.needed(given.jurisdiction, given.year)
        rule = collection(scheme)
        key = f"extension|{given.idempotency_key}"
        row: Row = {
            "unit": given.jurisdiction,
            "until": given.until,
            "granted_on": given.on,
            "document": given.document.strip(),
        }
        try:
            cited = rule.clause.notice, rule.clause.number
            below = sorted(self.law.sums.tree(AsOf(given.year)).below(given.jurisdiction))
            late = await self.law.book(), below, rule.terms.closes
            await grant(self.law.sums.store, key, given.year, cited, row, late)
        except IdempotencyConflict:
            return GrantExtensionPayload(extension=None, user_errors=[conflict()])
        self._granted.clear()
        return GrantExtensionPayload(extension=_extension(row, rule), user_errors=[])

    async def _refuse(self, given: GrantExtensionInput) -> UserError | None:
        scheme = await self.law.of(given.jurisdiction, given.year)
        self.law.place_of(given.jurisdiction)
        if scheme is None:
            return no_scheme(given.jurisdiction, given.year)
        if not given.document.strip():
            return refusal(Code.BAD_INPUT, "document 不能为空：须写明批准延长的文件", "document")
        if given.on > self.today:
            return refusal(Code.FUTURE_DATE, f"on: {given.on} 晚于今天 {self.today}", "on")
        return _outside(collection(scheme), given.until)


def _outside(rule: Rule[WindowTerms], until: date) -> UserError | None:
    """What the window says against a last day."""
    terms = rule.terms
    if terms.extended_to is None:
        message = f"{rule.name}截至 {terms.closes}，通知没有规定可以延长"
    elif not terms.closes < until <= terms.extended_to:
        message = f"until: {until}，应晚于 {terms.closes} 且不晚于 {terms.extended_to}"
    else:
        return None
    return refusal(Code.OUTSIDE_WINDOW, message, "until", rule.clause)


def _extension(row: Row, rule: Rule[WindowTerms] | None) -> Extension:
    until, granted_on = (_plain(row[name]) for name in ("until", "granted_on"))
    return Extension(
        until=until,
        granted_on=granted_on,
        document=row["document"],
        clause=Clause.of(rule.clause) if rule else None,
        unit=row["unit"],
    )


def _plain(value: object) -> date:
    found = value if isinstance(value, date) else day_of(value)
    assert found is not None  # an extension has both days
    return found
