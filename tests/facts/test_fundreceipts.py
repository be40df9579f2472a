from dataclasses import replace
from datetime import date, timedelta
from typing import LiteralString

import pytest

from facts.fundreceipts import (
    BadFundReceipt,
    FundReceiptRow,
    FundReceiptsDone,
    record_fund_receipts,
)
from facts.receipt import IdempotencyConflict
from graph.gateway import Gateway
from tests.campaigns import VILLAGES, small_campaign, today

ROW = FundReceiptRow("f1", 2022, VILLAGES[0], "001", None, 96_000, date(2022, 1, 10), "到账单")
STRANGER = replace(ROW, key="f2", household="077", payer="李某")

ON_RECORD: LiteralString = """
MATCH (f:FundReceipt)
WITH f ORDER BY f.key
RETURN collect([f.key, f.amount_fen, head(COLLECT { MATCH (f)-[:ON]->(a) RETURN a.key })]) AS rows
"""


async def on_record(graph: Gateway) -> list[list[object]]:
    [row] = await graph.directory.read(ON_RECORD)
    rows: list[list[object]] = row["rows"]
    return rows


async def test_rows_find_their_household_by_village_and_number(graph: Gateway) -> None:
    await small_campaign(graph)
    done = await record_fund_receipts(graph.directory, "file", [STRANGER, ROW])
    assert done == FundReceiptsDone(created=2, unchanged=0, unknown=1)
    assert await on_record(graph) == [["f1", 96_000, "h1|2022"], ["f2", 96_000, None]]


async def test_the_same_file_and_the_same_row_change_nothing(graph: Gateway) -> None:
    await small_campaign(graph)
    store = graph.directory
    first = await record_fund_receipts(store, "file", [ROW])
    assert await record_fund_receipts(store, "file", [ROW]) == first
    other = await record_fund_receipts(store, "another", [ROW, STRANGER])
    assert other == FundReceiptsDone(created=1, unchanged=1, unknown=1)
    assert len(await on_record(graph)) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [replace(ROW, amount_fen=0)],
        [replace(ROW, on=today() + timedelta(days=2))],
        [ROW, replace(ROW, amount_fen=1)],
    ],
)
async def test_a_row_that_cannot_be_is_refused_with_all_others(
    graph: Gateway, rows: list[FundReceiptRow]
) -> None:
    await small_campaign(graph)
    with pytest.raises(BadFundReceipt, match="f1"):
        await record_fund_receipts(graph.directory, "file", [STRANGER, *rows])
    assert await on_record(graph) == []


async def test_a_key_or_a_file_with_other_content_is_refused(graph: Gateway) -> None:
    await small_campaign(graph)
    await record_fund_receipts(graph.directory, "file", [ROW])
    with pytest.raises(IdempotencyConflict):
        await record_fund_receipts(graph.directory, "file", [STRANGER])
    with pytest.raises(BadFundReceipt, match="f1"):
        await record_fund_receipts(graph.directory, "new", [replace(ROW, amount_fen=1)])
    assert await on_record(graph) == [["f1", 96_000, "h1|2022"]]
