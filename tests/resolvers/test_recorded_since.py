"""A figure of a past day, less what was recorded since, is what was shown on that day."""

from datetime import date, timedelta
from typing import Any

from graph.gateway import Gateway
from policy.vocabulary import State
from schema.root import make_context, schema
from tests.campaigns import COUNTY, backdate, disposition, small_campaign, today

PAID = date(2021, 10, 8)
FIGURES = "registered enrolled contributionPaid"


async def test_what_was_recorded_since_is_what_was_not_shown_then(graph: Gateway) -> None:
    made = await small_campaign(graph)
    await made.post("early", [made.payment(PAID, "h1a")])
    await backdate(graph, 3)
    departed = disposition("h2a", State.DEPARTED, date(2021, 11, 2))
    await made.post("late", [made.payment(PAID, "h1b"), made.payment(PAID, "h3a")], [departed])
    day = today() - timedelta(days=1)
    text = f"""{{ jurisdiction(code: "{COUNTY}") {{
      known: progress(year: 2022, asOf: "{day}") {{
        {FIGURES} recordedSince {{ {FIGURES} changes }} }}
      shown: progress(year: 2022, asOf: "{day}", knownOn: "{day}") {{ {FIGURES} }}
      now: progress(year: 2022) {{ recordedSince {{ {FIGURES} changes }} }} }} }}"""
    found: Any = await schema.execute(text, context_value=make_context(graph, today()))
    assert found.data["jurisdiction"] == {
        "known": {
            "registered": 8,
            "enrolled": 3,
            "contributionPaid": "960.00",
            "recordedSince": {
                "registered": 0,
                "enrolled": 2,
                "contributionPaid": "640.00",
                "changes": 3,
            },
        },
        "shown": {"registered": 8, "enrolled": 1, "contributionPaid": "320.00"},
        "now": {
            "recordedSince": {
                "registered": 0,
                "enrolled": 0,
                "contributionPaid": "0.00",
                "changes": 0,
            }
        },
    }
