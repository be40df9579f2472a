"""The whole API, and who answers it. Only this module of the room names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from execution.branches import Rules
from execution.executor import compiled
from facts.vault import Vault
from facts.writer import Writers
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Viewer
from resolvers.answers import Answers
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
from schema.stamped import BELOW
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
    """What one request of a viewer is answered from; see Answers for what is left out."""
    return Answers(viewer, gateway, today, vault, writers, rollup)


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
schema = compiled(_schema, Rules("Jurisdiction", "code", BELOW))  # answers queries by plans
