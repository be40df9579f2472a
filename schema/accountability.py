"""Accountability chains: everyone who answers for somebody or something on a day."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

from policy.chain import Direction
from schema.context import Info
from schema.department import Department
from schema.law import Clause, LazyJurisdiction
from schema.post import Holding, Post

if TYPE_CHECKING:
    from schema.household import Household
    from schema.jurisdiction import Jurisdiction
    from schema.person import Person
    from schema.subsidy import Subsidy

AccountabilityDirection = Direction
strawberry.enum(
    Direction,
    name="AccountabilityDirection",
    description="UPWARD: through village, township, county, city, province. SIDEWAYS: to the "
    "departments of the groups, or of the unit.",
)

AccountabilitySubject: TypeAlias = Annotated[
    Annotated["Person", strawberry.lazy("schema.person")]
    | Annotated["Household", strawberry.lazy("schema.household")]
    | Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]
    | Annotated["Subsidy", strawberry.lazy("schema.subsidy")],
    strawberry.union(name="AccountabilitySubject", description="Whom or what a chain is about."),
]


@strawberry.type(
    description="One who answers. post is null where a department answers and no post of it is on "
    "record; holder is null while nobody holds the post. Both are gaps."
)
class AccountabilityLink:
    direction: AccountabilityDirection = strawberry.field(description="Upward or sideways.")
    distance: int = strawberry.field(
        description="Steps from the subject: 0 for the household, its grid or the unit itself."
    )
    department: Department | None = strawberry.field(
        description="The department, or where the post belongs."
    )
    post: Post | None = strawberry.field(description="The post.")
    holder: Holding | None = strawberry.field(description="Who held it on that day.")
    duty: str = strawberry.field(description="What it answers for.")
    unit: strawberry.Private[str]
    clause_key: strawberry.Private[str | None]

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit for which it answers.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)

    @strawberry.field(
        graphql_type=Clause | None,
        description="The clause that makes it answer; null where people gave it.",
    )
    def clause(self, info: Info) -> Any:
        return info.context.law.cited(self.clause_key) if self.clause_key else None


@strawberry.type(
    description="Everyone who answers (责任链) on a day, by the law of that day: the latest "
    "notices that had begun."
)
class AccountabilityChain:
    subject: AccountabilitySubject = strawberry.field(description="Whom or what it is about.")
    on: date = strawberry.field(description="The day.")
    links: list[AccountabilityLink] = strawberry.field(
        description="From the nearest upwards, then sideways."
    )
    gaps: list[str] = strawberry.field(
        description="Vacant posts, groups without a post, departments without a post on record."
    )
