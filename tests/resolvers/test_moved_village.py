"""A village that goes to another county after the season opened keeps the law of that season."""

from graph.gateway import Gateway
from tests.drawn import ask, draw
from tests.worlds import FROM, MOVE, MOVED, MOVING, TO

CHILDREN = f"""{{ jurisdiction(code: "{TO}") {{ children {{
  code scheme(year: 2022) {{ notices {{ key }} }} }} }} }}"""
FORMER = f'{{ jurisdiction(code: "{FROM}") {{ scheme(year: 2022) {{ notices {{ key }} }} }} }}'


async def test_the_law_of_a_season_is_found_from_where_a_village_went(graph: Gateway) -> None:
    drawn = await draw(graph)
    await drawn.directory.write(MOVE, village=MOVING, to=TO, on=MOVED)
    found = await ask(drawn, CHILDREN)
    schemes = {one["code"]: one["scheme"] for one in found["jurisdiction"]["children"]}
    former = await ask(drawn, FORMER)
    assert schemes[MOVING] == former["jurisdiction"]["scheme"]
    assert schemes[MOVING] != schemes["431123100001"]
