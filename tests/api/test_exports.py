"""Files of long lists, as a browser fetches them."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from starlette.requests import Request

from api.app import create_app
from api.sheets import as_csv, as_workbook
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Role, Viewer
from resolvers.exports import Column, Export, Kind, Row, Rows, unpaid_rows
from schema.context import AsOf, Context
from schema.root import context_of, schema
from tests.campaigns import COUNTY, TOWNSHIP, VILLAGES, Campaign, small_campaign, today

PAID = date(2021, 10, 8)
VIEWERS = {
    None: OPERATOR,
    "Bearer analyst": Viewer("analyst", Role.ANALYST),
    "Bearer officer": Viewer("officer", Role.OFFICER, (VILLAGES[1],)),
}
ASKED = f"jurisdiction={COUNTY}&year=2022"


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    made = await small_campaign(graph)
    await made.post("r", [made.payment(PAID, "h1a")])
    return made


@pytest.fixture
async def browser(campaign: Campaign) -> AsyncIterator[httpx.AsyncClient]:
    async def context(request: Request) -> Context:
        viewer = VIEWERS[request.headers.get("authorization")]
        return context_of(viewer, campaign.graph, today())

    async def look() -> None: ...

    transport = httpx.ASGITransport(create_app(schema, context, look))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


def table(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_progress_is_a_row_for_each_unit(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/exports/progress.csv?{ASKED}")
    head, *rows = table(answer)
    assert head[:4] == ["区划代码", "名称", "任务数", "名册人数"]
    assert [row[0] for row in rows] == [COUNTY, TOWNSHIP, *VILLAGES]
    assert rows[0][3:11] == ["8", "1", "1", "0", "0", "0", "0", "7"]
    assert rows[0][12:14] == ["2560.00", "320.00"]
    name = f'attachment; filename="progress-{COUNTY}-2022.csv"'
    assert answer.headers["content-disposition"] == name


async def test_a_past_day_is_that_of_the_address(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/exports/progress.csv?{ASKED}&asOf=2021-10-07")
    assert table(answer)[1][5] == "0"


async def test_unpaid_people_stand_in_the_order_of_households(browser: httpx.AsyncClient) -> None:
    _, *rows = table(await browser.get(f"/exports/unpaid.csv?{ASKED}"))
    people = [(row[0], row[2], row[3]) for row in rows]
    assert people == [
        (VILLAGES[0], "001", "张h1b"),
        (VILLAGES[0], "001", "张h1c"),
        (VILLAGES[0], "002", "张h2a"),
        (VILLAGES[0], "002", "张h2b"),
        (VILLAGES[1], "003", "张h3a"),
        (VILLAGES[1], "004", "张h4a"),
        (VILLAGES[1], "004", "张h4b"),
    ]
    assert rows[0][5:] == ["女", "1970-01-01"]


async def test_a_list_holds_what_the_viewer_may_see(browser: httpx.AsyncClient) -> None:
    officer, analyst = ({"Authorization": f"Bearer {who}"} for who in ("officer", "analyst"))
    answer = await browser.get(f"/exports/unpaid.csv?{ASKED}", headers=officer)
    assert [row[0] for row in table(answer)[1:]] == [VILLAGES[1]] * 3
    refused = await browser.get(f"/exports/unpaid.csv?{ASKED}", headers=analyst)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
        403,
        "FORBIDDEN",
    )


async def test_a_list_is_read_in_parts(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolvers.exports.BATCH", 3)
    context = context_of(OPERATOR, campaign.graph, today())
    parts = [len(part) async for part in unpaid_rows(context, COUNTY, AsOf(2022))]
    assert parts == [3, 3, 1]


async def test_a_workbook_holds_the_same(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/exports/progress.xlsx?{ASKED}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 1 + 5
    assert "<v>2560</v>" in sheet
    assert "参保人数" in sheet


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("unpaid.pdf?" + ASKED, 404, "没有 unpaid.pdf"),
        ("nothing.csv?" + ASKED, 404, "可以导出：progress.csv"),
        ("unpaid.csv?year=2022", 400, "缺少参数 jurisdiction"),
        (f"unpaid.csv?jurisdiction={COUNTY}&year=二〇二二", 400, "不是年份"),
        ("unpaid.csv?jurisdiction=990199&year=2022", 404, "没有代码为 990199 的单位"),
        (f"progress.xlsx?{ASKED}&asOf=2021", 400, "不是日期"),
    ],
)
async def test_a_wrong_address_is_explained(
    browser: httpx.AsyncClient, address: str, status: int, message: str
) -> None:
    answer = await browser.get(f"/exports/{address}")
    assert answer.status_code == status
    assert message in answer.json()["errors"][0]["message"]


HEAD = (Column("名"), Column("元", Kind.YUAN), Column("率", Kind.SHARE))


async def rows_of(*rows: Row) -> Rows:
    yield rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
async def test_a_name_that_is_a_formula_is_quoted(text: str) -> None:
    export = Export("表", HEAD, lambda context, code, asked: rows_of())
    parts = [part async for part in as_csv(export, rows_of((text, -5, 0.5)))]
    [_, row] = csv.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}", "-0.05", "0.5000"]


async def test_a_formula_is_text_in_a_workbook() -> None:
    export = Export("表", HEAD, lambda context, code, asked: rows_of())
    file = await as_workbook(export, rows_of(("=1+1", 32_000, None)))
    with file, zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
