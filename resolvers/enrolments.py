"""Enrolments: who is enrolled in a year since when, and what the notice says of it."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import LiteralString

from strawberry.dataloader import DataLoader

from facts.change import value_of
from facts.lawtext import record_of
from graph.gateway import Row, Store
from policy import enrolment
from policy.scheme import Scheme, benefit_period, collection, extended
from policy.terms import EnrolmentEvent
from policy.timeline import Value
from policy.vocabulary import State
from resolvers.area import Area
from resolvers.changes import pair_of
from resolvers.extensions import Extensions
from resolvers.law import LawShown
from schema.decision import EnrolmentDecision
from schema.enrolment import Enrolment
from schema.node import node_id

ENROLLED = (State.PAID, State.FULLY_SUBSIDISED)

# (:Participation {key: person|year})<-[:CHANGED]-(:Change)
PARTICIPATIONS: LiteralString = """
UNWIND $keys AS key
MATCH (n:Participation {key: key})-[:OF]->(p:Person)
RETURN collect({key: key, person: p.key, entry: properties(n), changes: COLLECT {
  MATCH (n)<-[:CHANGED]-(c:Change) RETURN properties(c)
}}) AS rows
"""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who is enrolled today, without a break since a day."""

    key: str
    person: str
    year: int
    since: date
    value: Value
    special: Row | None


@dataclass(slots=True)
class Enrolments:
    """What one request asks about enrolments of people whom the viewer sees."""

    store: Store
    law: LawShown
    extensions: Extensions
    area: Area
    by_key: DataLoader[str, Enrolled | None] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)

    async def shown(self, key: str) -> Enrolment | None:
        """By person|year; None for who is not enrolled, and without a scheme."""
        found = await self.by_key.load(key)
        scheme = await self.law.of(found.value.village, found.year) if found else None
        if found is None or scheme is None:
            return None
        decision = await self._decision(found, scheme)
        first, last = benefit_period(scheme)
        return Enrolment(
            id=node_id("Enrolment", key),
            year=found.year,
            basis=decision.basis or collection(scheme).name,
            enrolled_on=found.since,
            benefits_from=decision.benefits_from or first,
            benefits_to=decision.benefits_to or last,
            decision=EnrolmentDecision.of(decision),
            person_key=found.person,
            village=found.value.village,
        )

    async def _decision(self, found: Enrolled, scheme: Scheme) -> enrolment.EnrolmentDecision:
        """As it was stored for a special enrolment; an ordinary one is decided anew, for a
        department out of its own groups, without reasons that may name others."""
        seen = await self.area.groups()
        if found.special:
            stored = record_of(enrolment.EnrolmentDecision, found.special)
            return stored if seen is None else replace(stored, because=())
        longer = await self.extensions.here(found.value.village, found.year, found.since)
        opens = collection(scheme).terms.opens
        facts = enrolment.EnrolmentFacts(
            event=EnrolmentEvent.ORDINARY,
            on=max(found.since, opens or found.since),  # fully subsidised before it opens
            categories=frozenset(found.value.categories).intersection(
                found.value.categories if seen is None else seen
            ),
            extension_granted=longer is not None,
        )
        return enrolment.decide(extended(scheme, longer.until) if longer else scheme, facts)

    async def _by_key(self, keys: list[str]) -> list[Enrolled | None]:
        [row] = await self.store.read(PARTICIPATIONS, keys=keys)
        found = {one["key"]: self._enrolled(one) for one in row["rows"]}
        return [found.get(key) for key in keys]

    def _enrolled(self, row: Row) -> Enrolled | None:
        entry = row["entry"]
        standing = [step for step in _steps(entry, row["changes"]) if step[0] <= self.area.today]
        since: date | None = None
        value: Value | None = None
        for day, value in standing:
            is_enrolled = value is not None and value.state in ENROLLED
            since = (since or day) if is_enrolled else None
        if since is None or value is None:
            return None
        special = json.loads(entry["special_decision"]) if entry.get("special_decision") else None
        return Enrolled(row["key"], row["person"], entry["year"], since, value, special)


def _steps(entry: Row, changes: list[Row]) -> list[tuple[date, Value | None]]:
    """The value from each day on; Changes that were taken back cancel out."""
    turns: dict[date, Counter[Value | None]] = {}
    turns.setdefault(entry["entered_on"].to_native(), Counter())[value_of("entry", entry)] += 1
    for change in changes:
        before, after = pair_of(change)
        at = turns.setdefault(change["on"].to_native(), Counter())
        at[before] -= 1
        at[after] += 1
    left: Counter[Value | None] = Counter()
    steps: list[tuple[date, Value | None]] = []
    for day in sorted(turns):
        left.update(turns[day])
        steps.append((day, next((one for one, n in left.items() if one and n > 0), None)))
    return steps
