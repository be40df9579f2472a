"""Departments of a request, by key, in one statement."""

from dataclasses import dataclass, field
from typing import LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Store
from policy.terms import DepartmentKind
from resolvers.geography import Geography
from schema.department import Department
from schema.node import node_id

# as the departments of counties are mostly called; the name on record comes first
NAMES = {
    DepartmentKind.HEALTHCARE_SECURITY: "医疗保障局",
    DepartmentKind.FINANCE: "财政局",
    DepartmentKind.CIVIL_AFFAIRS: "民政局",
    DepartmentKind.DISABLED_PERSONS_FEDERATION: "残疾人联合会",
    DepartmentKind.RURAL_REVITALISATION: "乡村振兴局",
    DepartmentKind.VETERANS_AFFAIRS: "退役军人事务局",
    DepartmentKind.EDUCATION: "教育局",
    DepartmentKind.HEALTH: "卫生健康局",
}

# (:Department {key: unit|kind})
DEPARTMENTS: LiteralString = """
UNWIND $keys AS key
MATCH (d:Department {key: key})
RETURN collect([d.key, d.name]) AS departments
"""


@dataclass(slots=True)
class Departments:
    """A department that owes money is shown also where none is on record under its key."""

    store: Store
    geography: Geography
    by_key: DataLoader[str, Department] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)

    async def _by_key(self, keys: list[str]) -> list[Department]:
        row = await self.store.one(DEPARTMENTS, keys=keys)
        names = dict((row or {"departments": []})["departments"])
        held = self.geography.forest.places
        await self.geography.ensure(*{key.split("|")[0] for key in keys} - {*held})
        return [self._shown(key, names.get(key)) for key in keys]

    def _shown(self, key: str, name: str | None) -> Department:
        unit, kind = key.split("|")[0], DepartmentKind(key.split("|")[1])
        return Department(
            id=node_id("Department", key),
            name=name or NAMES.get(kind, kind.value),
            kind=kind,
            jurisdiction=self.geography.place(unit),
        )
