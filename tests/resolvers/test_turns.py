"""A law that turns on a coming day: what is on record about that day is not yet of today."""

from dataclasses import replace
from datetime import date

from facts.entry import enter
from graph.gateway import Gateway
from policy.timeline import Due, Listed
from schema.root import make_context, schema
from tests.facts.small import SEASON, V2, settle_in, terms_of

TURN = date(2999, 1, 1)
DRESSED = "MATCH (j:Jurisdiction) SET j.aliases = [], j.placeholder = false, j.acting = false"
QUERY = f"""{{ jurisdiction(code: "{V2}") {{ progress(year: 2022) {{ contributionDue }}
  households(year: 2022) {{ nodes {{ contributionDue(year: 2022) }} }} }} }}"""


def dearer(listed: tuple[Listed, ...], day: date) -> Due:
    return Due(40000 if day >= TURN else 32000, 0)


async def due(graph: Gateway, today: date) -> tuple[str, str]:
    """Of the village, and of its one household."""
    result = await schema.execute(QUERY, context_value=make_context(graph, today))
    assert result.data is not None, result.errors
    place = result.data["jurisdiction"]
    [household] = place["households"]["nodes"]
    return place["progress"]["contributionDue"], household["contributionDue"]


async def test_what_turns_on_a_coming_day_does_not_change_today(graph: Gateway) -> None:
    await settle_in(graph.directory)
    await graph.directory.write(DRESSED)
    terms = replace(terms_of(V2), dues=dearer, turns=(TURN,))
    await enter(graph.directory, "ahead", SEASON, ["h3"], lambda village: terms)
    assert await due(graph, date(2998, 12, 31)) == ("320.00", "320.00")
    assert await due(graph, TURN) == ("400.00", "400.00")
