"""The whole API, and who answers it. Only this module names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from execution.executor import compiled
from facts.vault import Vault
from facts.writer import Writers
from graph.gateway import Gateway
from policy.places import NATION_CODE
from policy.viewer import OPERATOR, Viewer
from resolvers.analysis import Analysis
from resolvers.area import Area
from resolvers.assessments import Assessments
from resolvers.campaigns import CampaignsShown
from resolvers.cells import Cells
from resolvers.chains import Chains
from resolvers.decisions import Decisions
from resolvers.desk import Desk
from resolvers.duties import Duties
from resolvers.duty_desk import DutyDesk
from resolvers.explorer import Explorer
from resolvers.extensions import Extensions
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.identities import IdentitiesRead
from resolvers.imports import ImportsShown
from resolvers.inputs import AssessmentInputs
from resolvers.law import LawShown
from resolvers.ledgers import LedgersShown
from resolvers.money_desk import MoneyDesk
from resolvers.overpaid import Overpaid
from resolvers.people import PeopleShown
from resolvers.people_desk import PeopleDesk
from resolvers.posts import PostsShown
from resolvers.progress import Sums
from resolvers.quotas import QuotasSet
from resolvers.records import RecordsShown
from resolvers.rights import RightsHeld
from resolvers.sanctions import AllFindings, Sanctions
from resolvers.standing import PersonLaw
from resolvers.tree import Forest
from rollup.memory import Rollup
from schema.context import Context
from schema.department import Department
from schema.duty import Duty
from schema.enrolment import Enrolment
from schema.household import Household
from schema.law import Category, Clause
from schema.mutation import Mutation
from schema.payment import Payment
from schema.person import Person
from schema.post import Post
from schema.query import Query
from schema.refund import Refund
from schema.scalars import SCALARS
from schema.scheme import Rule
from schema.subscription import Subscription


def make_context(gateway: Gateway, today: date, *, rollup: Rollup | None = None) -> Context:
    """For programs on this side of the door, which see all; requests: `context_of`."""
    return context_of(OPERATOR, gateway, today, rollup=rollup)


def context_of(
    viewer: Viewer,
    gateway: Gateway,
    today: date,
    vault: Vault | None = None,
    writers: Writers | None = None,
    rollup: Rollup | None = None,
) -> Context:
    """What one request of a viewer is answered from; `today`: the civil day in China.

    Without the vault no identity number is opened, and nobody is found by one. `writers`: those of
    the process, in which requests that arrive together are written together. `rollup`: what the
    process keeps in memory of the tree and its sums.
    """
    store = gateway.directory
    geography = Geography(Forest(store, rollup), today)
    sums = Sums(store, geography, today)
    law = LawShown(sums)
    area = Area(viewer, law, today)
    campaigns = CampaignsShown(sums, law, Cells(sums, area))
    extensions = Extensions(law, today)
    assessments = Assessments(campaigns, extensions, area, today)
    people = PeopleShown(store, sums, area, today)
    person_law = PersonLaw(law, extensions, area, today)
    duties = Duties(law, people, today)
    rights = RightsHeld(store, area, duties)
    sanctions = Sanctions(assessments, duties)
    posts = PostsShown(law, people)
    writer = (writers or Writers(gateway)).at(NATION_CODE)

    def afresh() -> Context:
        return context_of(viewer, gateway, today, vault, writers, rollup)

    desk = Desk(viewer, writer, law, afresh)
    return Context(
        today=today,
        viewer=viewer,
        rights=rights,
        identities=IdentitiesRead(store, area, people.persons, vault),
        places=geography,
        campaigns=campaigns,
        people=people,
        findings=AllFindings(FindingsShown(geography, area), Overpaid(geography, area), sanctions),
        law=law,
        decisions=Decisions(law, extensions),
        person_law=person_law,
        assessments=assessments,
        assessment_inputs=AssessmentInputs(assessments, today),
        extensions=extensions,
        imports=ImportsShown(store, area),
        posts=posts,
        chains=Chains(law, posts, area, today),
        ledgers=LedgersShown(store, law, people, person_law, area, today),
        analysis=Analysis(law, area, today),
        explorer=Explorer(store, area),
        duties=duties,
        duty_desk=DutyDesk(duties),
        records=RecordsShown(people, law, extensions),
        quotas=QuotasSet(campaigns),
        money_desk=MoneyDesk(desk, area),
        people_desk=PeopleDesk(desk, vault, today),
        afresh=afresh,
    )


_schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[
        Person,
        Household,
        Clause,
        Category,
        Rule,
        Department,
        Duty,
        Post,
        Payment,
        Refund,
        Enrolment,
    ],
    config=StrawberryConfig(scalar_map=SCALARS),
)
schema = compiled(_schema)  # answers queries by plans
