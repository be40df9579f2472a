"""What a service asks itself when it has started, so that nobody waits for the first time.

An engine that has just started plans each statement when it first comes: one to four seconds for a
chain, a page or a payment. So a household that owes something is looked up, and asked about as
clerks do, by an officer and by who sees all; its payment is worked out too, and undone.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from facts.bookshelf import read_book
from facts.deeds import Pay
from facts.request import Request
from facts.writing import rehearse
from graph.gateway import Gateway
from policy.viewer import Role, Viewer
from policy.vocabulary import Channel
from resolvers.answers import Answers
from rollup.memory import Rollup
from schema.node import node_id
from schema.root import context_of, schema

NAME = "rehearsal"

# (:Account {key, year, now_village})<-[:IN]-(:Participation)-[:OF]->(:Person)
SOMEBODY: LiteralString = """
MATCH (a:Account) WHERE a.now_settled = false AND a.now_village IS NOT NULL
WITH a LIMIT 1
MATCH (a)<-[:IN]-(:Participation)-[:OF]->(p:Person)
RETURN split(a.key, '|')[0] AS household, a.year AS year, a.now_village AS village, p.key AS person
LIMIT 1
"""

VILLAGE = """
query Village($village: JurisdictionCode!, $year: Int!) {
  jurisdiction(code: $village) {
    progress(year: $year) { enrolled unpaid contributionDue }
    households(year: $year, unpaidOnly: true, first: 20) { nodes {
      number contributionDue(year: $year) contributionPaid(year: $year)
      head { name idNumber } members { id name birthDate state(year: $year) }
    } }
  }
}
"""
LIST = """
query List($village: JurisdictionCode!, $year: Int!) {
  jurisdiction(code: $village) {
    households(year: $year, unpaidOnly: true, first: 20) { nodes {
      number contributionDue(year: $year) village { code } head { name } members { id name }
    } }
  }
}
"""
CHAIN = """
query Chain($household: ID!) {
  node(id: $household) { ... on Household { accountability { links {
    jurisdiction { name } department { name } post { title } holder { name }
  } } } }
}
"""
PERSON = """
query Person($person: ID!, $year: Int!) {
  node(id: $person) { ... on Person {
    name birthDate state(year: $year) enrolment(year: $year) { id }
    categories { category { name } } changes(year: $year) { on }
  } }
}
"""
PAYMENT = """
query Payment($payment: ID!) {
  node(id: $payment) { ... on Payment { amount } }
}
"""
QUESTIONS = {
    Role.OFFICER: (VILLAGE, CHAIN, PERSON, PAYMENT),
    Role.ADMINISTRATOR: (LIST, CHAIN),
}

logger = logging.getLogger("zeren.rehearsal")


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who owes something."""

    household: str
    year: int
    village: str
    person: str

    @property
    def variables(self) -> dict[str, Any]:
        return {
            "village": self.village,
            "year": self.year,
            "household": node_id("Household", self.household),
            "person": node_id("Person", self.person),
            "payment": node_id("Payment", NAME),
        }


@asynccontextmanager
async def rehearsing(gateway: Gateway, rollup: Rollup | None, today: date) -> AsyncIterator[None]:
    """Beside the block; given up when it ends."""
    task = asyncio.create_task(rehearsed(gateway, rollup, today))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def rehearsed(gateway: Gateway, rollup: Rollup | None, today: date) -> None:
    """Whatever happens, a service runs without it; what happened is in the log."""
    try:
        faults = await rehearsal(gateway, rollup, today)
    except Exception as error:  # nobody waits for it who could be told
        faults = [repr(error)]
    for fault in faults:
        logger.warning("not rehearsed, the first such question will take longer: %s", fault)


async def rehearsal(gateway: Gateway, rollup: Rollup | None, today: date) -> list[str]:
    """All of it, one after the other; what was answered by an error or refused."""
    row = await gateway.directory.one(SOMEBODY)
    if row is None:
        return []
    somebody, faults = Somebody(**row), []
    for role, texts in QUESTIONS.items():
        viewer = Viewer(NAME, role, (somebody.village,))
        for text in texts:
            context = context_of(viewer, gateway, today, rollup=rollup)
            result = await schema.execute(
                text, variable_values=somebody.variables, context_value=context
            )
            faults += [error.message for error in result.errors or ()]
        chains = Answers(viewer, gateway, today, rollup=rollup).chains
        await chains.learn(somebody.village, somebody.household, today)
    return faults + await _payment(gateway, somebody, today)


async def _payment(gateway: Gateway, somebody: Somebody, today: date) -> list[str]:
    store = gateway.at(somebody.village)
    deed = Pay(
        NAME, somebody.year, (), today, Channel.APP, household=somebody.household, collected=True
    )
    return await rehearse(store, [Request(NAME, (deed,))], await read_book(gateway.directory))
