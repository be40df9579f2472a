"""A village that had no roll gets one with its first household."""

from datetime import date

import pytest

from facts.deeds import ConfirmRoster, NewHousehold, NewPerson, Register
from facts.people import add_people
from facts.request import Outcome, Refused, Request
from facts.season import open_season
from facts.writing import record
from graph.gateway import Gateway
from policy.vocabulary import Sex
from tests.facts.small import PLACES, SEASON, V1, VAULT, terms_of

ON = date(2021, 10, 8)
CONFIRMED = "MATCH (r:Roster {key: $key})<-[:ON]-(:Account) RETURN toString(r.confirmed_on) AS on"


@pytest.mark.parametrize("together", [True, False])
async def test_a_roll_can_be_confirmed_as_soon_as_somebody_stands_on_it(
    graph: Gateway, together: bool
) -> None:
    store = graph.directory
    await store.write(PLACES, codes=[V1])
    await open_season(store, SEASON)
    await add_people(store, "none", [], [], [], since=SEASON.opens, vault=VAULT)
    person = NewPerson("n", "某", Sex.FEMALE, date(2000, 1, 1))
    come = Request("come", (Register(person, NewHousehold("h", V1, "1"), "户主", ON, 2022),))
    close = Request("close", (ConfirmRoster(V1, 2022, ON),))
    for batch in [[come, close]] if together else [[come], [close]]:
        for outcome in await record(store, batch, terms_of):
            assert isinstance(outcome, Outcome)
            assert not any(isinstance(one, Refused) for one in outcome.answers)
    assert await store.read(CONFIRMED, key=f"{V1}|2022") == [{"on": "2021-10-08"}]
