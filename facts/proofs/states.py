"""States: in every village those of its total add up to the people who are registered there."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import LiteralString

from facts.proofs.course import LOCK, VILLAGES_AT_ONCE, Run
from facts.proofs.proof import Proof
from graph.gateway import Store, Transaction

# by village of the present value: a move before confirmation counts a person elsewhere
READ_REGISTERED: LiteralString = """
UNWIND $villages AS village
WITH village + '|' + toString($year) AS roll, village
RETURN collect([village, COLLECT {
  MATCH (:Roster {key: roll})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
  WHERE n.now_state IS NOT NULL
  WITH n.now_village AS at, count(n) AS people
  RETURN [at, people]
}, COLLECT {
  MATCH (t:Total {key: roll + '|all'})
  RETURN t.paid + t.fully_subsidised + t.covered_elsewhere + t.departed + t.refused + t.unpaid
}]) AS rolls
"""

REGISTERED = Proof("STATES_DIFFER", "各状态人数之和与在册人数不符", READ_REGISTERED)


async def prove_states(run: Run, villages: list[str], every: list[str]) -> None:
    """Of villages; `every`: the rolls on which somebody may count there."""
    people: Counter[str] = Counter()
    states: Counter[str] = Counter()
    rolls: defaultdict[str, set[str]] = defaultdict(set)
    for at in range(0, len(every), VILLAGES_AT_ONCE):
        part = every[at : at + VILLAGES_AT_ONCE]
        for roll, counted, stated in await _rolls(run, run.store, part):
            states[roll] += stated
            for village, number in counted:
                people[village] += number
                rolls[village].add(roll)
    for village in sorted(set(villages)):
        if people[village] != states[village]:
            await _count_again(run, village, sorted({village} | rolls[village]))


async def _count_again(run: Run, village: str, rolls: list[str]) -> None:
    async def body(transaction: Transaction) -> tuple[int, int]:
        await transaction.run(LOCK, year=run.year)
        found = await _rolls(run, transaction, rolls)
        people = sum(dict(counted).get(village, 0) for _, counted, _ in found)
        return people, sum(stated for roll, _, stated in found if roll == village)

    people, states = await run.store.transact(body)
    if people != states:
        key = f"{village}|{run.year}"
        run.verdict.name(REGISTERED, [(key, str(states), str(people))])


async def _rolls(
    run: Run, reader: Store | Transaction, villages: Sequence[str]
) -> list[tuple[str, list[tuple[str, int]], int]]:
    """By roll: how many people count in which village, and what the village's total says."""
    read = reader.read if isinstance(reader, Store) else reader.run
    [row] = await read(READ_REGISTERED, year=run.year, villages=list(villages))
    return [
        (roll, [(village, number) for village, number in counted], sum(stated))
        for roll, counted, stated in row["rolls"]
    ]
