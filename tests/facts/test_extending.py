"""Whom an extension reaches."""

from datetime import date

from facts.bookshelf import read_book
from facts.entry import enter
from facts.extending import grant
from facts.people import add_people
from facts.proofs.verify import verify
from facts.reconcile import reconcile
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.season import Season
from facts.vault import Vault
from graph.gateway import Gateway
from policy.vocabulary import Sex
from tests.drawn import ask, draw

SEASON, VILLAGE = Season(2022, date(2021, 9, 1)), "341302113201"
HEAD = MemberRow("a", "某人", Sex.FEMALE, date(1980, 1, 1), None, "户主")
EXTENSION = {"unit": "34", "until": date(2022, 2, 28), "granted_on": date(2021, 11, 30)}
STATE = '{ node(id: "Person:a") { ... on Person { state(year: 2022) } } }'


async def test_a_grant_of_a_province_reaches_a_county_that_closes_earlier(graph: Gateway) -> None:
    store = (await draw(graph)).directory
    book = await read_book(store)
    late = ListingRow("a", "destitute", date(2021, 12, 10), None, "名单", "CIVIL_AFFAIRS")
    home = HouseholdRow("h", "1", VILLAGE, None, (HEAD,))
    vault = Vault.of(bytes(32))
    await add_people(store, "p", [home], [late], [], since=SEASON.opens, vault=vault)
    await enter(store, "e", SEASON, ["h"], book)
    assert (await ask(graph, STATE))["node"]["state"] == "UNPAID"  # 蕲县镇 closes on 30 November
    row = EXTENSION | {"document": "皖医保〔2021〕1号"}
    below = ["34", "3413", "341302", "341302113", VILLAGE]
    await grant(store, "x", 2022, ("n", "1"), row, (book, below, date(2021, 12, 31)))
    assert (await ask(graph, STATE))["node"]["state"] == "FULLY_SUBSIDISED"
    assert (await verify(store, 2022)).is_clean
    assert (await reconcile(store, 2022, repair=False)).is_right
