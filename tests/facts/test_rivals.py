"""Writers that meet: the same request twice, the same household, the same key."""

import asyncio
from datetime import date, timedelta

from facts.entry import enter
from facts.people import add_people
from facts.posting import Posting, Refusal, post
from facts.reconcile import reconcile
from facts.records import DispositionRow
from graph.gateway import Gateway
from policy.vocabulary import State
from tests.facts.small import (
    LISTINGS,
    OPENS,
    POSTING,
    SEASON,
    V1,
    VAULT,
    household,
    on_the_roll,
    payment,
    settle_in,
    terms_of,
    totals,
)

ON = date(2021, 10, 8)


async def is_right(graph: Gateway) -> bool:
    found = await reconcile(graph.directory, 2022, terms_of=terms_of)
    return not found.differences and not found.retraced


async def test_the_same_request_twice_at_once_is_done_once(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    answers = await asyncio.gather(
        *(post(graph.directory, "r", SEASON, POSTING, terms_of) for _ in range(4))
    )
    assert answers == [[]] * 4
    assert (await totals(graph.directory))[f"{V1}|all"]["payments"] == 2
    assert await is_right(graph)


async def test_of_three_who_pay_for_one_household_at_once_one_settles_it(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    answers: list[list[Refusal]] = await asyncio.gather(
        *(
            post(
                graph.directory,
                f"r{n}",
                SEASON,
                Posting([payment(f"p{n}", "h1", "ab", ON + timedelta(days=n))]),
                terms_of,
            )
            for n in range(3)
        )
    )
    codes = [[refusal.code for refusal in answer] for answer in answers]
    first = codes.index([])  # whose payment came first; on a day before it nobody is enrolled yet
    assert codes == [["AMOUNT_MISMATCH"]] * first + [[]] + [["ALREADY_ENROLLED"]] * (2 - first)
    assert (await totals(graph.directory))[f"{V1}|all"]["paid_fen"] == 64000
    assert await is_right(graph)


async def test_writers_that_cross_do_not_lock_each_other_out(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    await asyncio.gather(
        *(
            post(
                graph.directory,
                f"r{n}",
                SEASON,
                Posting(
                    dispositions=[
                        DispositionRow(who, State.REFUSED if n % 2 else State.UNPAID, ON, "证明")
                        for who in ("abe" if n % 2 else "eba")
                    ]
                ),
                terms_of,
            )
            for n in range(12)
        )
    )
    assert await is_right(graph)


async def test_a_household_is_entered_once_by_two_at_once(graph: Gateway) -> None:
    await settle_in(graph.directory)
    came = await asyncio.gather(
        *(enter(graph.directory, f"e{n}", SEASON, ["h1", "h2"], terms_of) for n in range(3))
    )
    assert sorted(came) == [0, 0, 4]
    assert await is_right(graph)


async def test_an_empty_household_is_entered_once_by_two_at_once(graph: Gateway) -> None:
    await settle_in(graph.directory)
    await add_people(
        graph.directory, "more", [household("h9", V1)], LISTINGS[:0], [], since=OPENS, vault=VAULT
    )
    came = await asyncio.gather(
        *(enter(graph.directory, f"e{n}", SEASON, ["h9"], terms_of) for n in range(3))
    )
    assert came == [0, 0, 0]
    assert await is_right(graph)


async def test_one_payment_key_for_two_households_at_once_counts_once(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    rows = [payment("same", "h1", "a", ON), payment("same", "h3", "e", ON)]
    answers = await asyncio.gather(
        *(
            post(graph.directory, f"r{n}", SEASON, Posting([row]), terms_of)
            for n, row in enumerate(rows)
        )
    )
    assert sorted(one.code for answer in answers for one in answer) == ["DUPLICATE"]
    assert await is_right(graph)
