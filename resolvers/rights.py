"""What the viewer of a request may write: whether all that an input names lies in the area."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Store
from policy.viewer import Role
from resolvers.area import COUNTED, Area
from resolvers.duties import Duties
from resolvers.households import HOUSEHOLDS_SEEN
from resolvers.persons import PERSONS_SEEN
from schema.department import Department
from schema.guard import Touched
from schema.node import key_of, node_id
from schema.terms import DepartmentKind

# (:Department {key})
DEPARTMENT: LiteralString = "MATCH (d:Department {key: $key}) RETURN d.name AS name"

# (:Refund)-[:OF]->(:Payment)-[:ON]->(:Account)-[:ON]->(:Roster {village, year}): all of them
MONEY: LiteralString = (
    """
UNWIND $keys AS key
OPTIONAL MATCH (:Refund {key: key})-[:OF]->(refunded:Payment)
OPTIONAL MATCH (paid:Payment {key: key})
WITH key, coalesce(refunded, paid) AS payment
WHERE payment IS NOT NULL AND EXISTS { (payment)-[:ON]->(:Account) } AND NOT EXISTS {
  MATCH (payment)-[:ON]->(:Account)-[:ON]->(_roster:Roster)
  WITH _roster.village AS _code, toString(_roster.year) AS _year
  WITH _code, _year + '|' + _code AS _counted WHERE NOT ("""
    + COUNTED
    + """)
  RETURN _code
}
RETURN collect(key) AS keys
"""
)

# (:Advance {department}), (:Post)-[:IN]->(:Department or unit)
OWNERS: LiteralString = """
UNWIND $keys AS key
OPTIONAL MATCH (a:Advance {key: key})
OPTIONAL MATCH (:Post {key: key})-[:IN]->(of)
WITH coalesce(a.department, of.key) AS department, of.code AS unit
RETURN collect([department, coalesce(unit, split(department, '|')[0])]) AS owners
"""

OWNED = (Touched.ADVANCE, Touched.DUTY, Touched.POST)


@dataclass(slots=True)
class RightsHeld:
    """Of one request. Reads for itself: what others have read may be changed by the write."""

    store: Store
    area: Area
    duties: Duties

    async def department(self) -> Department | None:
        """The one that the viewer acts for; None where the graph does not hold it."""
        key, kind = self.area.viewer.department, self.area.viewer.kind
        if key is None or kind is None:
            return None
        unit = key.split("|")[0]
        row = await self.store.one(DEPARTMENT, key=key)
        geography = self.area.law.sums.geography
        await geography.ensure(unit)
        place = geography.known(unit)
        if row is None or place is None:
            return None
        return Department(
            id=node_id("Department", key),
            name=row["name"],
            kind=DepartmentKind(kind.value),
            key=key,
            unit=unit,
        )

    async def may_write(self, named: Sequence[tuple[Touched, str]]) -> bool:
        """Whether all of these are there, and the viewer's to change."""
        by_kind: dict[Touched, set[str]] = defaultdict(set)
        for kind, key in named:
            by_kind[kind].add(key)
        return all([await self._all(kind, keys) for kind, keys in by_kind.items()])

    async def _all(self, kind: Touched, named: set[str]) -> bool:
        if kind is Touched.PLACE:
            return await self._places(named)
        if kind is Touched.GROUP:
            return await self._groups(named)
        label = Touched.PERSON.value if kind is Touched.RESIDENT else kind.value
        keys = {key for one in named if (key := key_of(one, label))}
        if len(keys) < len(named):
            return False
        if kind is Touched.DEPARTMENT:
            return keys == {self.area.viewer.department}
        if kind in OWNED:
            return await self._owned(kind, sorted(keys))
        return await self._seen(kind, sorted(keys)) == keys

    async def _places(self, codes: set[str]) -> bool:
        geography = self.area.law.sums.geography
        await geography.ensure(*codes)
        tree = geography.tree(None)
        return all(code in tree.places and self.area.holds(code, tree) for code in codes)

    async def _groups(self, names: set[str]) -> bool:
        """Groups by key or name; nobody's group is everybody's to ask an administrator for."""
        book = await self.area.law.book()
        own = await self.area.groups() or frozenset()
        known = {
            name: one.key
            for one in book.categories.values()
            for name in (one.key, one.name, *one.aliases)
        }
        return all(known.get(name) in own for name in names)

    async def _seen(self, kind: Touched, keys: list[str]) -> set[str]:
        """Those of these keys that the viewer sees."""
        area = await self.area.parameters()
        today = self.area.today
        if kind is Touched.HOUSEHOLD:
            [row] = await self.store.read(HOUSEHOLDS_SEEN, keys=keys, today=today, **area)
            return {one["key"] for one in row["households"]}
        if kind in (Touched.PERSON, Touched.RESIDENT):
            groups = None if kind is Touched.RESIDENT else area["groups"]
            [row] = await self.store.read(PERSONS_SEEN, keys=keys, **area | {"groups": groups})
            return {one["key"] for one in row["persons"]}
        [row] = await self.store.read(MONEY, keys=keys, **area)
        return set(row["keys"])

    async def _owned(self, kind: Touched, keys: list[str]) -> bool:
        """A department's own; an officer's where the unit of the owner lies in the area."""
        duties = [await self.duties.by_key(key) for key in keys] if kind is Touched.DUTY else []
        owners = [[duty.department_key, duty.unit] for duty in duties if duty]
        if kind is not Touched.DUTY:
            [row] = await self.store.read(OWNERS, keys=keys)
            owners = row["owners"]
        if len(owners) < len(keys):
            return False
        if self.area.viewer.role is Role.DEPARTMENT:
            return all(department == self.area.viewer.department for department, _ in owners)
        units = {unit for _, unit in owners}
        return None not in units and await self._places(units)
