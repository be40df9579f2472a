"""The whole API, and who answers it. Only this module names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.gateway import Gateway
from resolvers.assessments import Assessments
from resolvers.campaigns import CampaignsShown
from resolvers.decisions import Decisions
from resolvers.extensions import Extensions
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.imports import ImportsShown
from resolvers.inputs import AssessmentInputs
from resolvers.law import LawShown
from resolvers.people import PeopleShown
from resolvers.progress import Sums
from resolvers.standing import PersonLaw
from resolvers.tree import Forest
from schema.context import Context
from schema.household import Household
from schema.law import Category, Clause
from schema.mutation import Mutation
from schema.person import Person
from schema.query import Query
from schema.scalars import SCALARS
from schema.scheme import Rule


def make_context(gateway: Gateway, today: date) -> Context:
    """What one request is answered from; `today`: the civil day in China."""
    store = gateway.directory
    geography = Geography(Forest(store), today)
    sums = Sums(store, geography, today)
    law = LawShown(sums)
    campaigns = CampaignsShown(sums, law)
    extensions = Extensions(law, today)
    assessments = Assessments(campaigns, extensions, today)
    return Context(
        today=today,
        places=geography,
        campaigns=campaigns,
        people=PeopleShown(store, sums, today),
        findings=FindingsShown(geography),
        law=law,
        decisions=Decisions(law, extensions),
        person_law=PersonLaw(law, extensions, today),
        assessments=assessments,
        assessment_inputs=AssessmentInputs(assessments, today),
        extensions=extensions,
        imports=ImportsShown(store),
    )


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[Person, Household, Clause, Category, Rule],
    config=StrawberryConfig(scalar_map=SCALARS),
)
