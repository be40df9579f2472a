"""Persons of a request: each kind of question about many of them in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Row, Store
from policy.vocabulary import Sex, State
from resolvers.area import PERSON_SEEN, Area
from resolvers.households_along import PERSON
from resolvers.moment import Moment
from resolvers.tree import day_of
from schema.node import node_id
from schema.person import Person

# (:Person)
FIND: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person {key: key})"""
SHOWN: LiteralString = """p {.key, .name, .sex, .id_mask, birth: toString(p.birth),
  voucher_on: toString(p.voucher_on)}"""
FOUND: LiteralString = " RETURN collect(" + SHOWN + ") AS persons"
PERSONS: LiteralString = FIND + FOUND
PERSONS_SEEN: LiteralString = FIND + " WHERE " + PERSON_SEEN + FOUND
# the same as the last of what another statement returns
ALONG: LiteralString = "COLLECT {" + FIND + " RETURN " + SHOWN + "} AS own"
ALONG_SEEN: LiteralString = (
    "COLLECT {" + FIND + " WHERE " + PERSON_SEEN + " RETURN " + SHOWN + "} AS own"
)

# (:Person)-[:MEMBER_OF {from, to, relation}]->(:Household); the head first, then by age
BEGIN_MEMBERS: LiteralString = """
UNWIND $asked AS one
WITH one[0] AS household, $days[one[1]] AS on
RETURN collect(COLLECT {
  MATCH (:Household {key: household})<-[m:MEMBER_OF]-(p:Person)
  WHERE m.from <= on AND (m.to IS NULL OR on < m.to)"""
END_MEMBERS: LiteralString = """
  RETURN p {.key, .name, .sex, .id_mask, birth: toString(p.birth),
    voucher_on: toString(p.voucher_on), relation: m.relation}
  ORDER BY m.relation <> '户主', p.birth, p.key
}) AS members
"""
MEMBERS: LiteralString = BEGIN_MEMBERS + END_MEMBERS
MEMBERS_SEEN: LiteralString = BEGIN_MEMBERS + " AND " + PERSON_SEEN + END_MEMBERS

# (:Participation {key: person|year})<-[:CHANGED]-(:Change)
STATES: LiteralString = """
UNWIND $persons AS person
MATCH (n:Participation {key: person + '|' + toString($year)})
CALL (n) {
  WITH n WHERE n.entered_on <= $as_of AND n.recorded <= $until
  RETURN 1 AS sign, n.entry_state AS state
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
  RETURN -1 AS sign, c.before_state AS state
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
  RETURN 1 AS sign, c.after_state AS state
}
WITH person, state, sum(sign) AS hits WHERE hits = 1 AND state IS NOT NULL
RETURN collect([person, state]) AS states
"""

# (:Participation {now_village, entry_village})<-[:CHANGED]-(:Change {before_village})
COUNTED_IN: LiteralString = """
UNWIND $asked AS one
RETURN collect([head(COLLECT {
  MATCH (n:Participation {key: one[0] + '|' + toString(one[1])})
  RETURN coalesce(n.now_village, head(COLLECT {
    MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.before_village IS NOT NULL
    RETURN c.before_village ORDER BY c.on DESC, c.recorded DESC LIMIT 1
  }), n.entry_village)
})]) AS villages
"""


HEAD = "户主"
SEXES = {sex.value: sex for sex in Sex}


@dataclass(slots=True)
class Family:
    """The members of a household, in their order."""

    head: Person | None = None
    members: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Persons:
    """What one request asks about persons; equal questions are asked once."""

    store: Store
    area: Area
    known: dict[str, Row] = field(default_factory=dict)
    made: dict[str, Person] = field(default_factory=dict)
    families: dict[tuple[str, date], Family] = field(default_factory=dict)  # read along
    by_key: DataLoader[str, Row | None] = field(init=False)
    members: DataLoader[tuple[str, date], list[Row]] = field(init=False)
    states: DataLoader[tuple[str, Moment], State | None] = field(init=False)
    counted_in: DataLoader[tuple[str, int], str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)
        self.members = DataLoader(self._members)
        self.states = DataLoader(self._states)
        self.counted_in = DataLoader(self._counted_in)

    def shown(self, row: Row) -> Person:
        """A person as the API shows them, kept for further questions.

        Of a row with key and name alone nothing else is going to be asked.
        """
        key, sex = row["key"], row.get("sex")
        self.known[key] = row
        if (found := self.made.get(key)) is not None:
            return found
        self.made[key] = made = Person(
            id=node_id("Person", key),
            name=row["name"],
            birth_date=_day(row.get("birth")),
            sex=SEXES[sex] if sex else None,
            key=key,
            mask=row.get("id_mask"),
        )
        return made

    def keep(self, homes: Sequence[tuple[str, date]], rows: Iterable[Sequence[Any]]) -> None:
        """The members of these households; each has the number of its household, in order."""
        families = [Family() for _ in homes]
        self.families.update(zip(homes, families, strict=True))
        for at, relation, *values in rows:
            person = self.shown(dict(zip(PERSON, values, strict=False)))
            family = families[at]
            family.members.append(person)
            if relation == HEAD and family.head is None:
                family.head = person

    async def voucher_on(self, key: str) -> date | None:
        """The day on which the e-voucher was activated."""
        row = self.known.get(key) or await self.by_key.load(key)
        return _day(row["voucher_on"]) if row else None

    async def _by_key(self, keys: list[str]) -> list[Row | None]:
        statement = PERSONS if self.area.viewer.sees_all else PERSONS_SEEN
        row = await self.store.one(statement, keys=keys, **await self.area.parameters())
        found = {one["key"]: one for one in (row or {"persons": []})["persons"]}
        return [found.get(key) for key in keys]

    async def _members(self, asked: list[tuple[str, date]]) -> list[list[Row]]:
        statement = MEMBERS if self.area.viewer.sees_all else MEMBERS_SEEN
        area = await self.area.parameters()
        at = {day: place for place, day in enumerate(dict.fromkeys(day for _, day in asked))}
        homes = [[household, at[day]] for household, day in asked]
        [row] = await self.store.read(statement, asked=homes, days=list(at), **area)
        members: list[list[Row]] = row["members"]
        return members

    async def _states(self, asked: list[tuple[str, Moment]]) -> list[State | None]:
        found: dict[tuple[str, Moment], State] = {}
        for moment in dict.fromkeys(moment for _, moment in asked):
            persons = [person for person, at in asked if at == moment]
            [row] = await self.store.read(STATES, persons=persons, **moment.parameters())
            found.update(((person, moment), State(state)) for person, state in row["states"])
        return [found.get(one) for one in asked]

    async def _counted_in(self, asked: list[tuple[str, int]]) -> list[str | None]:
        [row] = await self.store.read(COUNTED_IN, asked=[list(one) for one in asked])
        return [village for [village] in row["villages"]]


def _day(value: Any) -> date | None:
    """Of a list of people days come as text: the driver takes ten times as long for its own."""
    return date.fromisoformat(value) if isinstance(value, str) else day_of(value)
