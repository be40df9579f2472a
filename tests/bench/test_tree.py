"""The benchmark measures what it says: checked against a toy service on a real port."""

import threading
from collections.abc import Iterator

import pytest
import strawberry
import uvicorn

from api.address import base, bind
from api.app import create_app
from bench.client import BenchError
from bench.table import table
from bench.tree import measure, tree_query
from bench.workload import Measured, Target
from graph.settings import Settings


@strawberry.type
class Progress:
    quota: int = 1
    registered: int = 1
    enrolled: int = 1
    unpaid: int = 0
    completion_rate: str = "1.0000"
    contribution_paid: str = "320.00"


@strawberry.type
class Jurisdiction:
    code: str
    name: str = "某地"

    @strawberry.field
    def progress(self, year: int) -> Progress:
        return Progress()

    @strawberry.field
    def children(self) -> "list[Jurisdiction]":
        return [Jurisdiction(code=f"{self.code}{n}") for n in range(3)]


@strawberry.type
class Query:
    @strawberry.field
    def jurisdiction(self, code: str) -> Jurisdiction | None:
        return Jurisdiction(code=code) if code == "4311" else None


async def nothing(*_: object) -> object:
    return None


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    app = create_app(strawberry.Schema(Query), nothing, nothing)
    listening = bind(Settings(port=0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield Target(base(listening), statements=iter(range(0, 1_000, 40)).__next__)
    server.should_exit = True
    thread.join()


def test_a_tree_is_measured_with_its_size_and_statements(target: Target) -> None:
    measured = measure(target, rounds=20)
    assert len(measured.times_ms) == 20
    assert measured.amount.startswith("40 places, ")  # 1 + 3 + 9 + 27
    assert measured.statements == 2.0
    assert measured.baseline == "orjson.dumps"


def test_a_place_that_is_not_there_is_told(target: Target) -> None:
    with pytest.raises(BenchError, match="no tree of 4399"):
        measure(target, rounds=1, code="4399")


def test_the_query_asks_8_fields_of_each_level() -> None:
    assert tree_query().count("contributionPaid") == 4
    assert tree_query(levels=1) == (
        'query { jurisdiction(code: "4311") { code name progress(year: 2022)'
        " { quota registered enrolled unpaid completionRate contributionPaid } } }"
    )


def test_the_table_gives_ratios_and_leaves_out_what_nobody_counted() -> None:
    measured = Measured((4.0, 5.0, 6.0), 3.25, "40 places, 9 KB", None, "orjson.dumps", 0.5)
    assert table({"tree": measured}).splitlines() == [
        "work  p50 ms  p95 ms  CPU ms  statements  ratio  to            on",
        "tree     5.0     6.8     3.2           –   10.0  orjson.dumps  40 places, 9 KB",
    ]
