"""Files of what departments owe and of the subsidies behind it, on the drawn county."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from starlette.requests import Request

from api.app import create_app
from graph.gateway import Gateway
from policy.ledger import Station
from policy.steps import Step
from policy.timeline import Value
from policy.viewer import OPERATOR, Role, Viewer
from policy.vocabulary import State
from resolvers.exports import subsidy_rows
from schema.context import AsOf, Context
from schema.root import context_of, schema
from tests.drawn import TODAY
from tests.ledgers import Batch, Entered, put

V1, V2, HALF, OPEN = "431123100001", "431123101001", "subsistence_allowance", "child_in_hardship"
ASKED = "jurisdiction=431123&year=2022"
VIEWERS = {
    None: OPERATOR,
    "Bearer public": Viewer("public", Role.PUBLIC),
    "Bearer officer": Viewer("officer", Role.OFFICER, ("431123101",)),
    "Bearer health": Viewer("health", Role.DEPARTMENT, ("431123",), "431123|HEALTHCARE_SECURITY"),
}


def paid(village: str, category: str, fen: int) -> Step[Value]:
    value = Value(village, State.PAID, 32_000 - fen, fen, category, (category,))
    return Step(date(2021, 10, 5), value)


@pytest.fixture
async def browser(drawn: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    people = [
        Entered("a", V1, (paid(V1, HALF, 16_000),)),
        Entered("b", V2, (paid(V2, HALF, 16_000),)),
        Entered("c", V2, (paid(V2, OPEN, 0),)),
    ]
    moved = Batch(
        "1", date(2021, 11, 1), Station.PAYABLE, Station.REQUESTED, (("a", HALF, 16_000),)
    )
    await put(drawn, 2022, people, [moved])

    async def context(request: Request) -> Context:
        return context_of(VIEWERS[request.headers.get("authorization")], drawn, TODAY)

    async def look() -> None: ...

    transport = httpx.ASGITransport(create_app(schema, context, look))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def table(browser: httpx.AsyncClient, name: str, who: str | None = None) -> list[list[str]]:
    headers = {"Authorization": f"Bearer {who}"} if who else {}
    answer = await browser.get(f"/exports/{name}.csv?{ASKED}", headers=headers)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_liabilities_are_a_row_for_each_department_group_and_fund(
    browser: httpx.AsyncClient,
) -> None:
    head, *rows = await table(browser, "liabilities")
    assert head[:4] == ["责任部门", "对象类别", "资金来源", "人数"]
    nothing = ["0.00"] * 7
    assert [row[1:12] for row in rows] == [
        [
            "低保对象",
            "医疗救助资金",
            "2",
            "0",
            "320.00",
            "320.00",
            "160.00",
            "0.00",
            "0.00",
            "320.00",
            "0.00",
        ],
        ["困境儿童", "通知未明确", "1", "1", *nothing],
    ]


async def test_subsidies_stand_in_the_order_of_villages(browser: httpx.AsyncClient) -> None:
    head, *rows = await table(browser, "subsidies")
    assert head[8:11] == ["资助金额（元）", "已到位（元）", "所在环节"]
    assert [(row[0], row[3], row[8], row[10], row[11]) for row in rows] == [
        (V1, "a", "160.00", "已申请", "已拨付"),
        (V2, "b", "160.00", "应拨付", "已申请"),
        (V2, "c", "", "已标识", "应拨付"),
    ]


@pytest.mark.parametrize(("who", "people"), [("officer", ["b", "c"]), ("health", ["c"])])
async def test_a_list_of_subsidies_holds_what_the_viewer_may_see(
    browser: httpx.AsyncClient, who: str, people: list[str]
) -> None:
    assert [row[3] for row in (await table(browser, "subsidies", who))[1:]] == people
    owed = (await table(browser, "liabilities", who))[1:]
    assert sum(int(row[3]) for row in owed) == len(people)


@pytest.mark.parametrize("name", ["liabilities", "subsidies"])
async def test_who_sees_no_persons_gets_no_file(browser: httpx.AsyncClient, name: str) -> None:
    headers = {"Authorization": "Bearer public"}
    answer = await browser.get(f"/exports/{name}.xlsx?{ASKED}", headers=headers)
    code = answer.json()["errors"][0]["extensions"]["code"]
    assert (answer.status_code, code) == (403, "FORBIDDEN")


async def test_subsidies_are_read_in_parts(
    browser: httpx.AsyncClient, drawn: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.exports.BATCH", 2)
    context = context_of(OPERATOR, drawn, TODAY)
    parts = [len(part) async for part in subsidy_rows(context, "431123", AsOf(2022))]
    assert parts == [2, 1]
