"""Files over HTTP: sent, looked at, given back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import LiteralString

import httpx
import pytest
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette

from api.imports import ImportDesk
from api.tokens import Door, issue
from facts.vault import Vault
from graph.gateway import Gateway
from graph_seed.imports.limits import LIMITS
from policy.viewer import Role, Viewer
from tests.drawn import draw

KEY = b"k" * 32
TOWN = "341302113"
OFFICER = Viewer("officer", Role.OFFICER, (TOWN,))
CSV = (
    "村,户编号,姓名,身份证号码,与户主关系\n"
    f"{TOWN}201,0001,张三,99001019900101001X,户主\n"
    f"{TOWN}201,0001,李四,990010198802030025,配偶\n"
).encode()
# (:Import {key}) that is over
THROUGH: LiteralString = """
MATCH (i:Import {key: $key}) WHERE i.finished_at IS NOT NULL
RETURN i.status AS status, i.created AS created, i.rejected AS rejected
"""
ADDRESS = f"/imports/roster?within={TOWN}&year=2022"


@pytest.fixture(scope="module")
async def ground(emptied: Gateway) -> Gateway:
    return await draw(emptied)


@pytest.fixture
async def desk(ground: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=ImportDesk(ground, Door(KEY), Vault.of(bytes(32))).routes())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def bearer(viewer: Viewer) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue(KEY, viewer, timedelta(hours=1))}"}


async def send(client: httpx.AsyncClient, viewer: Viewer, address: str) -> httpx.Response:
    files = {"file": ("名册.csv", CSV)}
    return await client.post(address, files=files, headers=bearer(viewer))


async def test_a_file_gets_its_report_and_its_bad_rows_back(desk: httpx.AsyncClient) -> None:
    answer = await send(desk, OFFICER, f"{ADDRESS}&dryRun=true")
    report = answer.json()
    assert (answer.status_code, report["status"], report["fileName"]) == (
        200,
        "CHECKED",
        "名册.csv",
    )
    assert (report["rows"], report["created"], report["rejected"]) == (2, 1, 1)
    [rejection] = report["rejections"]["nodes"]
    assert (rejection["row"], rejection["code"]) == (3, "ID_NUMBER")
    back = await desk.get(f"/imports/{report['id']}/rejected.xlsx", headers=bearer(OFFICER))
    with CalamineWorkbook.from_filelike(BytesIO(back.content)) as book:
        [_, row] = book.get_sheet_by_index(0).to_python()
    assert row[2:4] == ["李四", "990010********0025"]


@pytest.mark.parametrize(
    ("viewer", "address", "status", "code"),
    [
        (Viewer("x", Role.ANALYST), ADDRESS, 403, "FORBIDDEN"),
        (Viewer("x", Role.OFFICER, ("43",)), ADDRESS, 400, "UNKNOWN"),
        (Viewer("x", Role.DEPARTMENT, (TOWN,), f"{TOWN}|CIVIL_AFFAIRS"), ADDRESS, 403, "FORBIDDEN"),
        (OFFICER, ADDRESS.replace("roster", "menu"), 404, "UNKNOWN"),
        (OFFICER, "/imports/roster?year=2022", 400, "BAD_INPUT"),
        (OFFICER, f"{ADDRESS}&on=2021-13-01", 400, "BAD_INPUT"),
        (OFFICER, f"{ADDRESS}&dryRun=yes", 400, "BAD_INPUT"),
    ],
)
async def test_what_may_not_be_sent_is_refused(
    desk: httpx.AsyncClient, viewer: Viewer, address: str, status: int, code: str
) -> None:
    answer = await send(desk, viewer, address)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    desk: httpx.AsyncClient,
) -> None:
    headers = {**bearer(OFFICER), "Content-Type": "multipart/form-data; boundary=x"}
    headers["Content-Length"] = str(2 * LIMITS.file_bytes)
    answer = await desk.post(ADDRESS, content=b"--x\r\n", headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["what"] == "file"


async def test_a_body_without_the_file_is_refused(desk: httpx.AsyncClient) -> None:
    answer = await desk.post(ADDRESS, files={"other": b"x"}, headers=bearer(OFFICER))
    assert answer.status_code == 400
    assert "file 部分" in answer.json()["errors"][0]["message"]


async def test_a_template_offers_the_groups_of_the_law(desk: httpx.AsyncClient) -> None:
    answer = await desk.get("/imports/category_list/template.xlsx")
    with CalamineWorkbook.from_filelike(BytesIO(answer.content)) as book:
        words = book.get_sheet_by_name("选项").to_python()
    assert "特困人员" in {cell for row in words for cell in row}


async def test_rows_of_another_area_are_as_if_they_were_not_there(
    desk: httpx.AsyncClient,
) -> None:
    report = (await send(desk, OFFICER, f"{ADDRESS}&dryRun=true")).json()
    other = bearer(Viewer("x", Role.OFFICER, ("43",)))
    answer = await desk.get(f"/imports/{report['id']}/rejected.xlsx", headers=other)
    assert answer.status_code == 404


async def test_who_does_not_wait_gets_the_id_and_the_file_goes_in(
    desk: httpx.AsyncClient, ground: Gateway
) -> None:
    answer = await send(desk, OFFICER, f"{ADDRESS}&wait=false")
    assert (answer.status_code, answer.json()["status"]) == (202, "CHECKING")
    key = answer.json()["id"].removeprefix("Import:")
    row = None
    async with asyncio.timeout(30):
        while row is None:
            await asyncio.sleep(0.05)
            row = await ground.directory.one(THROUGH, key=key)
    assert (row["status"], row["created"], row["rejected"]) == ("APPLIED", 1, 1)
