"""Two households of 双牌县 2022 by the real law, and mutations put to the whole schema.

ha 43112310 0001: ha1 (户主), ha2      hb: hb1 (特困), hb2 (低保, pays first)
"""

from datetime import date
from typing import Any

from facts.bookshelf import read_book
from facts.entry import enter
from facts.people import add_people
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.season import Season
from facts.vault import Vault
from graph.gateway import Gateway
from policy.viewer import OPERATOR
from policy.vocabulary import Sex
from schema.root import context_of, schema
from tests.drawn import TODAY

VILLAGE = "431123100001"
SEASON = Season(2022, date(2021, 9, 1))
VAULT = Vault.of(bytes(32))


def _home(key: str, *members: str) -> HouseholdRow:
    people = [
        MemberRow(one, f"李{one}", Sex.FEMALE, date(1970, 1, 1), None, "户主" if not at else "子")
        for at, one in enumerate(members)
    ]
    return HouseholdRow(key, f"{key}号", VILLAGE, "1组", tuple(people))


async def two_households(graph: Gateway) -> Gateway:
    """On the roll since the season opened; nobody has paid."""
    store = graph.directory
    homes = [_home("ha", "ha1", "ha2"), _home("hb", "hb1", "hb2")]
    listings = [
        ListingRow("hb1", "destitute", SEASON.opens, None, "名单", "CIVIL_AFFAIRS"),
        ListingRow("hb2", "subsistence_allowance", SEASON.opens, None, "名单", "CIVIL_AFFAIRS"),
    ]
    await add_people(store, "people", homes, listings, [], since=SEASON.opens, vault=VAULT)
    await enter(store, "entry", SEASON, ["ha", "hb"], await read_book(store))
    return graph


async def do(graph: Gateway, name: str, wanted: str, /, **given: Any) -> Any:
    """The payload of one mutation with this input."""
    kind = name[0].upper() + name[1:]
    text = f"""mutation($input: {kind}Input!) {{
      {name}(input: $input) {{ {wanted} userErrors {{ code message field clause {{ number }} }} }}
    }}"""
    context = context_of(OPERATOR, graph, TODAY, VAULT)
    given = {"idempotencyKey": name, **given}
    found = await schema.execute(text, variable_values={"input": given}, context_value=context)
    assert found.errors is None, found.errors
    assert found.data is not None
    return found.data[name]


async def codes(graph: Gateway, name: str, /, **given: Any) -> list[str]:
    """Of the refusals of one mutation."""
    payload = await do(graph, name, "__typename", **given)
    return [one["code"] for one in payload["userErrors"]]
