"""Departments by their keys, with the names on record or those that such departments bear."""

from dataclasses import dataclass, field
from typing import LiteralString

from strawberry.dataloader import DataLoader

from policy.offices import office_name
from policy.terms import DepartmentKind
from resolvers.geography import Geography
from schema.department import Department
from schema.node import node_id

# (:Department {key: code|KIND})
DEPARTMENTS: LiteralString = """
UNWIND $keys AS key
MATCH (d:Department {key: key})
RETURN collect([d.key, d.name]) AS departments
"""


@dataclass(slots=True)
class Offices:
    """Those that one request asks for, read together."""

    geography: Geography
    loader: DataLoader[str, Department] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._read)

    async def _read(self, keys: list[str]) -> list[Department]:
        row = await self.geography.forest.store.one(DEPARTMENTS, keys=keys)
        names = dict(row["departments"]) if row else {}
        held = self.geography.forest.places
        await self.geography.ensure(*sorted({key.partition("|")[0] for key in keys} - {*held}))
        return [self._shown(key, names.get(key)) for key in keys]

    def _shown(self, key: str, name: str | None) -> Department:
        unit, _, kind = key.partition("|")
        place, what = self.geography.place(unit), DepartmentKind(kind)
        return Department(
            id=node_id("Department", key),
            name=name or office_name(place.name, place.level, what),
            kind=what,
            key=key,
            unit=unit,
        )
