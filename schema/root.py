"""The whole API, and who answers it. Only this module names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from facts.vault import Vault
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Viewer
from resolvers.area import Area
from resolvers.assessments import Assessments
from resolvers.campaigns import CampaignsShown
from resolvers.decisions import Decisions
from resolvers.duties import Duties
from resolvers.duty_desk import DutyDesk
from resolvers.extensions import Extensions
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.imports import ImportsShown
from resolvers.inputs import AssessmentInputs
from resolvers.law import LawShown
from resolvers.people import PeopleShown
from resolvers.progress import Sums
from resolvers.rights import RightsHeld
from resolvers.sanctions import AllFindings, Sanctions
from resolvers.standing import PersonLaw
from resolvers.tree import Forest
from schema.context import Context
from schema.duty import Duty
from schema.household import Household
from schema.law import Category, Clause
from schema.mutation import Mutation
from schema.person import Person
from schema.query import Query
from schema.scalars import SCALARS
from schema.scheme import Rule


def make_context(gateway: Gateway, today: date) -> Context:
    """For programs on this side of the door, which see all; requests: `context_of`."""
    return context_of(OPERATOR, gateway, today)


def context_of(
    viewer: Viewer, gateway: Gateway, today: date, vault: Vault | None = None
) -> Context:
    """What one request of a viewer is answered from; `today`: the civil day in China.

    Without the vault no identity number is opened, and nobody is found by one.
    """
    store = gateway.directory
    geography = Geography(Forest(store), today)
    sums = Sums(store, geography, today)
    law = LawShown(sums)
    campaigns = CampaignsShown(sums, law)
    extensions = Extensions(law, today)
    assessments = Assessments(campaigns, extensions, today)
    area = Area(viewer, law, today)
    rights = RightsHeld(viewer, law, today)
    duties = Duties(law, today)
    sanctions = Sanctions(assessments, duties)
    return Context(
        today=today,
        viewer=viewer,
        rights=rights,
        places=geography,
        campaigns=campaigns,
        people=PeopleShown(store, sums, area, today),
        findings=AllFindings(FindingsShown(geography, area), sanctions),
        law=law,
        decisions=Decisions(law, extensions),
        person_law=PersonLaw(law, extensions, area, today),
        assessments=assessments,
        assessment_inputs=AssessmentInputs(assessments, today),
        extensions=extensions,
        imports=ImportsShown(store, area),
        duties=duties,
        duty_desk=DutyDesk(duties),
    )


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[Person, Household, Clause, Category, Rule, Duty],
    config=StrawberryConfig(scalar_map=SCALARS),
)
