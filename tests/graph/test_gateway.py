import asyncio
from collections.abc import Awaitable, Callable

import pytest
from neo4j.exceptions import Neo4jError, TransientError

from graph.errors import StatementTooLarge
from graph.gateway import Gateway, Transaction, connect

ADD = "MERGE (s:Sequence {key: $key}) SET s.n = coalesce(s.n, 0) + 1 RETURN s.n AS n"
COUNT = "MATCH (s:Sequence) RETURN count(*) AS n"


async def test_a_read_refuses_to_write(graph: Gateway) -> None:
    with pytest.raises(Neo4jError, match="read access mode"):
        await graph.directory.read(ADD, key="1")
    assert await graph.directory.one(COUNT) == {"n": 0}


async def test_rows_carry_the_names_of_the_return(graph: Gateway) -> None:
    rows = await graph.directory.read("UNWIND $codes AS code RETURN code, 1 AS one", codes=["a"])
    assert rows == [{"code": "a", "one": 1}]


async def test_one_is_none_without_a_row(graph: Gateway) -> None:
    assert await graph.directory.one("MATCH (s:Sequence) RETURN s.key AS key") is None


async def test_stream_gives_row_after_row(graph: Gateway) -> None:
    rows = [row["x"] async for row in graph.directory.stream("UNWIND range(1, 3000) AS x RETURN x")]
    assert rows == list(range(1, 3001))


async def test_a_write_that_fails_leaves_nothing(graph: Gateway) -> None:
    async def body(transaction: Transaction) -> None:
        await transaction.run(ADD, key="1")
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        await graph.directory.transact(body)
    assert await graph.directory.one(COUNT) == {"n": 0}


async def test_a_transient_error_runs_the_whole_body_again(graph: Gateway) -> None:
    runs: list[int] = []

    async def body(transaction: Transaction) -> int:
        runs.append(1)
        rows = await transaction.run(ADD, key="1")
        if len(runs) == 1:
            raise TransientError("a rival held it")
        return int(rows[0]["n"])

    assert await graph.directory.transact(body) == 1
    assert len(runs) == 2


async def test_two_writers_that_deadlock_both_succeed(graph: Gateway) -> None:
    met = asyncio.Barrier(2)

    def writer(first: str, second: str) -> Callable[[Transaction], Awaitable[None]]:
        tries: list[str] = []

        async def body(transaction: Transaction) -> None:
            tries.append(first)
            await transaction.run(ADD, key=first)
            if len(tries) == 1:
                await met.wait()
            await transaction.run(ADD, key=second)

        return body

    await graph.directory.write("UNWIND ['a', 'b'] AS key CREATE (:Sequence {key: key, n: 0})")
    write = graph.directory.transact
    await asyncio.gather(write(writer("a", "b")), write(writer("b", "a")))
    rows = await graph.directory.read("MATCH (s:Sequence) RETURN s.n AS n")
    assert rows == [{"n": 2}, {"n": 2}]


async def test_a_statement_out_of_memory_is_not_tried_again(
    graph: Gateway, statements: list[str]
) -> None:
    with pytest.raises(StatementTooLarge, match="ask the graph for less"):
        await graph.directory.write("UNWIND range(1, 30000000) AS x RETURN size(collect(x)) AS n")
    assert len(statements) == 1


async def test_statements_are_counted_with_their_text(
    graph: Gateway, statements: list[str]
) -> None:
    await graph.directory.read("RETURN 1 AS one")
    await graph.directory.write(ADD, key="1")
    assert statements == ["RETURN 1 AS one", ADD]


async def test_the_province_digits_choose_the_database() -> None:
    driver = connect("bolt://127.0.0.1:1", "neo4j", "secret")
    gateway = Gateway(driver, "rest", {"43": "hunan", "34": "anhui", "44": "hunan"})
    codes = ("431123", "34", "440000", "11", "")
    chosen = [gateway.at(code).database for code in codes]
    await gateway.close()
    assert chosen == ["hunan", "anhui", "hunan", "rest", "rest"]
    assert [store.database for store in gateway.stores()] == ["rest", "hunan", "anhui"]
