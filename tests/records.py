"""Facts as other writers put them on record, by small statements of the agreed shape."""

import json
from datetime import date
from typing import Any, LiteralString

from facts.lawtext import text_of
from facts.sums import add_money, no_sums, write_sums
from graph.gateway import Gateway
from policy.law import Clause
from policy.money import Fen
from policy.reasons import Reason
from policy.refund import RefundDecision
from policy.vocabulary import Channel
from schema.root import make_context, schema
from tests.campaigns import SEASON, today

# (:Payment)-[:ON {amount_fen}]->(:Account), (:Payment)-[:SETTLES]->(:Participation)
PAY: LiteralString = """
CREATE (y:Payment)
SET y = $payment, y.recorded = datetime.transaction().epochMillis
WITH y
CALL (y) {
  UNWIND $shares AS share
  MATCH (a:Account {key: share[0]})
  CREATE (y)-[:ON {amount_fen: share[1]}]->(a)
  RETURN collect([a.village, share[1]]) AS villages
}
CALL (y) {
  UNWIND $people AS person
  MATCH (n:Participation {key: person + '|' + toString($year)})
  CREATE (y)-[:SETTLES {order: 0, amount_fen: 0}]->(n)
}
RETURN villages
"""


async def pay(
    graph: Gateway,
    key: str,
    on: date,
    shares: dict[str, int],
    people: tuple[str, ...] = (),
    channel: Channel = Channel.APP,
    **more: object,
) -> None:
    """Money on the accounts of households, in fen, with its effect on the sums."""
    payment = {
        "key": key,
        "year": SEASON.year,
        "amount_fen": sum(shares.values()),
        "paid_on": on,
        "channel": channel.value,
        **more,
    }
    accounts = [[f"{home}|{SEASON.year}", fen] for home, fen in shares.items()]
    [row] = await graph.directory.write(
        PAY, payment=payment, shares=accounts, people=list(people), year=SEASON.year
    )
    sums = no_sums()
    for village, fen in row["villages"]:
        add_money(sums, village, on, channel, fen)
    await graph.directory.transact(lambda writing: write_sums(writing, SEASON.year, sums))


DECISION = RefundDecision(
    allowed=True,
    amount=Fen(32_000),
    until=date(2021, 12, 31),
    because=(Reason("待遇期开始前可以退费", Clause("qixian-2022", "八", "可以退费")),),
)

# (:Refund)-[:OF]->(:Payment)
REFUND: LiteralString = """
MATCH (y:Payment {key: $payment})
CREATE (r:Refund {recorded: datetime.transaction().epochMillis})-[:OF]->(y)
SET r += $refund
"""


async def refund(graph: Gateway, key: str, payment: str, opened_on: date, **more: object) -> None:
    """A case of PAID_TWICE over 320 yuan, allowed until the end of 2021."""
    case = {
        "key": key,
        "year": SEASON.year,
        "reason": "PAID_TWICE",
        "opened_on": opened_on,
        "amount_fen": 32_000,
        "deadline": date(2021, 12, 31),
        "people": [],
        "evidence": "收据两份",
        "decision": json.dumps(text_of(DECISION)),
        **more,
    }
    await graph.directory.write(REFUND, payment=payment, refund=case)


async def answered(graph: Gateway, text: str, **variables: Any) -> Any:
    """The data of an answer without errors, asked today."""
    context = make_context(graph, today())
    found = await schema.execute(text, variable_values=variables, context_value=context)
    assert found.errors is None
    return found.data
