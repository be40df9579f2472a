"""Random campaigns, recorded by the service and counted by hand; MODEL_EXAMPLES asks for more.

MODEL_EXAMPLES=500 MODEL_DEEDS=30 make test TESTS=tests/model
"""

import os
from typing import LiteralString

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.gateway import Gateway
from tests.campaigns import COUNTY, CREATE_PLACES, TOWNSHIP, VILLAGES
from tests.model.comparing import compare_answers, compare_payments, compare_sums, prove
from tests.model.drawing import Plan, plans
from tests.model.season import begin

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "7"))
DEEDS = int(os.environ.get("MODEL_DEEDS", "12"))

PLACES = [
    ["0", "NATION", None],
    ["99", "PROVINCE", "0"],
    ["9901", "CITY", "99"],
    [COUNTY, "COUNTY", "9901"],
    [TOWNSHIP, "TOWNSHIP", COUNTY],
    *([village, "VILLAGE", TOWNSHIP] for village in VILLAGES),
]

CLEAR: LiteralString = """
MATCH (n) WHERE NOT n:Migration|Jurisdiction
DETACH DELETE n
"""


@pytest.fixture(scope="module")
async def places(emptied: Gateway) -> Gateway:
    """Three villages and all above them; every example clears what it wrote."""
    for row in PLACES:
        await emptied.directory.write(CREATE_PLACES, rows=[row])
    return emptied


# as of which day of the season (None: today), as known how many days of recording ago
QUESTIONS = st.lists(st.tuples(st.none() | st.integers(-1, 75), st.integers(0, 3)), max_size=2)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plans(DEEDS), QUESTIONS)
async def test_every_number_equals_the_count_by_hand(
    places: Gateway, plan: Plan, questions: list[tuple[int | None, int]]
) -> None:
    await places.directory.write(CLEAR)
    campaign = await begin(places, plan)
    for step in plan.steps:
        await campaign.go(step)
    await compare_sums(campaign)
    await compare_answers(campaign, None, None)
    for number, ago in questions:
        day = None if number is None else min(plan.era.day(number), plan.era.last)
        await compare_answers(campaign, day, max(0, campaign.clerk.seen - ago))
    await compare_payments(campaign)
    await prove(campaign)
