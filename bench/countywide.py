"""What the people of a county cost: questions about one, about pages of them and about all."""

import asyncio
import time
from dataclasses import dataclass, replace
from itertools import count
from typing import LiteralString

import orjson

from bench.asking import Asker, asked_in, p50
from bench.chain import chain_query
from bench.client import BenchError
from bench.deeds import payment_of
from bench.growth import Column, Value
from bench.ledger import ledger_query
from bench.memory import engine_mb, held_mb, highest_mb
from bench.nationwide import trend_query
from bench.residents import COUNTY, PAYING, SEASONS
from bench.roll import Home
from bench.tree import tree_query
from facts.reconcile import reconcile
from graph.settings import Settings
from graph_seed.demo.schemes import law_of
from resolvers.pages import Position
from rollup.kept import kept
from schema.node import node_id

YEAR = SEASONS[0].year
NOTICE = "hunan-2022"
DEEP = 9 / 10  # of the villages with people lie before a far page

# (:Roster {key: village|year})
ROLLS: LiteralString = """
MATCH (r:Roster {year: $year}) WITH r.village AS village ORDER BY village
RETURN collect(village) AS villages
"""

# (:Household {number})<-[:MEMBER_OF]-(:Person)
HOMES: LiteralString = """
UNWIND $numbers AS number
MATCH (:Roster {key: $village + '|' + toString($year)})<-[:ON]-(a:Account)
MATCH (h:Household {key: a.household}) WHERE h.number = number
RETURN h.key AS key, COLLECT { MATCH (h)<-[:MEMBER_OF]-(p:Person) RETURN p.key } AS people
"""
PAGE = """query ($after: String) {{ jurisdiction(code: "{code}") {{
  {field}(year: 2022, first: 50, after: $after{more}) {{
    totalCount nodes {{ id {shown} }} pageInfo {{ endCursor hasNextPage }} }} }} }}"""
BREAKDOWN = (
    '{{ breakdown(jurisdiction: "{}", year: 2022, by: [{}]) {{ cells {{ keys people }} }} }}'
)
PERSON = 'query {{ node(id: "{}") {{ ... on Person {{ name household {{ number }} }} }} }}'


def page_query(field: str, shown: str, more: str = "") -> str:
    """Fifty of a list of the county, from a cursor on."""
    return PAGE.format(code=COUNTY, field=field, shown=shown, more=more)


UNPAID = page_query("households", "number", ", unpaidOnly: true")


@dataclass(frozen=True, slots=True)
class Someone:
    """Whom the questions are about: homes of the first village that have not paid."""

    homes: list[Home]
    far: str  # a cursor deep in the list of households


def measure(settings: Settings) -> Column:
    """In a process that has done nothing else."""
    return asyncio.run(_measured(settings))


async def _measured(settings: Settings) -> Column:
    found: dict[str, Value] = {}
    async with asked_in(settings) as plain:
        someone = await _someone(plain)
        async with kept(plain.gateway.directory) as rollup:
            asker = replace(plain, rollup=rollup)
            for name, (query, after) in _questions(someone).items():
                found[f"{name}, ms"] = await asker.p50(query, after=after)
            found["one payment, ms"] = await _payment(asker, someone)
        found["process after the questions, MB"] = held_mb()
        begun = time.perf_counter()
        done = await reconcile(plain.gateway.directory, YEAR, repair=False)
        if not done.is_right:
            raise BenchError(f"{len(done.differences)} sums are not what the facts come to")
        found["reconcile --check, s"] = time.perf_counter() - begun
        found["highest of the process, MB"] = highest_mb()
        found["highest of the engine, MB"] = engine_mb(settings)
    return found


def _questions(someone: Someone) -> dict[str, tuple[str, str | None]]:
    """By name: what is asked, and the cursor."""
    home = someone.homes[0]
    everybody = page_query("people", "name")
    return {
        "progress of the county": (tree_query(COUNTY, 1), None),
        "50 unpaid households, the first": (UNPAID, None),
        "50 unpaid households, far in": (UNPAID, someone.far),
        "50 households": (page_query("households", "number"), None),
        "50 people": (everybody, None),
        "50 people by name": (page_query("people", "name", ', name: "某甲"'), None),
        "50 payments": (page_query("payments", "amount"), None),
        "50 changes": (page_query("changes", "on").replace("nodes { id on", "nodes { on"), None),
        "a person by id": (PERSON.format(node_id("Person", home.people[0])), None),
        "chain of a household": (chain_query(node_id("Household", home.key)), None),
        "ledger of the county": (ledger_query(COUNTY), None),
        "trend of the county": (trend_query(COUNTY), None),
        "breakdown by state": (BREAKDOWN.format(COUNTY, "STATE"), None),
        "breakdown by place and age": (BREAKDOWN.format(COUNTY, "CHILD, AGE_BAND"), None),
    }


async def _someone(asker: Asker) -> Someone:
    store = asker.gateway.directory
    [rolls] = await store.read(ROLLS, year=YEAR)
    codes: list[str] = rolls["villages"]
    numbers = [f"1-{at:06}" for at in range(60) if at % PAYING]
    rows = await store.read(HOMES, village=codes[0], year=YEAR, numbers=numbers)
    homes = [Home(row["key"], tuple(row["people"])) for row in rows]
    far = Position(codes[int(len(codes) * DEEP)], "1-", "")
    return Someone(homes, far.cursor)


async def _payment(asker: Asker, someone: Someone) -> Value:
    """Each of another household, by the mutation."""
    terms, at = law_of({COUNTY: NOTICE})(COUNTY), count()

    async def pay() -> None:
        body = orjson.loads(payment_of(someone.homes[next(at)], terms).body)
        data = await asker.ask(body["query"], **body["variables"])
        if errors := data["recordPayment"]["userErrors"]:
            raise BenchError(errors[0]["code"])

    return await p50(pay)
