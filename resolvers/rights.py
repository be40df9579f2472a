"""What the viewer of a request may see and write."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from policy.viewer import Viewer
from resolvers.law import LawShown
from schema.department import Department
from schema.node import node_id
from schema.terms import DepartmentKind

# (:Department {key})
DEPARTMENT: LiteralString = "MATCH (d:Department {key: $key}) RETURN d.name AS name"


@dataclass(slots=True)
class RightsHeld:
    """Of one request."""

    viewer: Viewer
    law: LawShown
    today: date

    async def department(self) -> Department | None:
        """The one that the viewer acts for; None where the graph does not hold it."""
        key, kind = self.viewer.department, self.viewer.kind
        if key is None or kind is None:
            return None
        row = await self.law.sums.store.one(DEPARTMENT, key=key)
        unit = key.split("|")[0]
        await self.law.sums.geography.ensure(unit)
        place = self.law.sums.geography.known(unit)
        if row is None or place is None:
            return None
        return Department(
            id=node_id("Department", key),
            name=row["name"],
            kind=DepartmentKind(kind.value),
            jurisdiction=place,
        )
