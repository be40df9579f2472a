"""Which county's department owes: that of the season's tree, whatever the digits of a code say."""

from datetime import date
from typing import LiteralString

import pytest

from facts.bookshelf import read_book
from facts.entry import enter
from facts.people import add_people
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.season import Season
from facts.vault import Vault
from graph.gateway import Gateway
from graph_seed.law import read_categories, read_notices
from graph_seed.posts import load_posts
from policy.vocabulary import Sex
from tests.drawn import ask, draw
from tests.worlds import MOVE, MOVING, TO

SEASON = Season(2022, date(2021, 9, 1))
HEAD = MemberRow("a", "某人", Sex.FEMALE, date(1980, 1, 1), None, "户主")
LEDGER = f"""{{ jurisdiction(code: "{MOVING}") {{
  liabilities(year: 2022) {{ rows {{ department {{ id }} people }} }} }} }}"""

# (:Subsidy)-[:PART_OF]->(:Liability)-[:OWED_BY]->(:Department)
OWED: LiteralString = """
MATCH (s:Subsidy)-[:PART_OF]->(l:Liability)-[:OWED_BY]->(d:Department)
RETURN s.department AS said, l.department AS owed, d.key AS by
"""


@pytest.mark.parametrize(
    ("moved_on", "county"), [(date(2021, 6, 1), "431123"), (date(2022, 6, 1), "341302")]
)
async def test_a_village_that_went_to_another_county_is_owed_by_that_of_the_season(
    graph: Gateway, moved_on: date, county: str
) -> None:
    store = (await draw(graph)).directory
    await store.write(MOVE, village=MOVING, to=TO, on=moved_on)
    await load_posts(graph, read_notices(), read_categories())
    listed = ListingRow("a", "destitute", SEASON.opens, None, "名单", "CIVIL_AFFAIRS")
    home = HouseholdRow("h", "1", MOVING, None, (HEAD,))
    vault = Vault.of(bytes(32))
    await add_people(store, "p", [home], [listed], [], since=SEASON.opens, vault=vault)
    await enter(store, "e", SEASON, ["h"], await read_book(store))
    [row] = (await ask(graph, LEDGER))["jurisdiction"]["liabilities"]["rows"]
    department = row["department"]["id"].removeprefix("Department:")
    assert department.partition("|")[0] == county
    assert await store.read(OWED) == [{"said": department, "owed": department, "by": department}]
