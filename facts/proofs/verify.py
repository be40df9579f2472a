"""Proves on what is stored that a year is right; nothing is changed.

    every proof, some villages at a time, no locks     what is wrong may be a write in between
    a village that is suspect, once more               under the year's sequence: only that counts
    totals and present values against facts            facts/reconcile.py, without its repairs

The number of statements grows with the villages, never with what they hold; the graph itself looks
for what is wrong and answers with that alone.
"""

from collections.abc import Iterable
from typing import LiteralString

from facts.proofs import days, money, pages, reversals, roll, rows, subsidies
from facts.proofs.course import LOCK, VILLAGES_AT_ONCE, Run
from facts.proofs.proof import Proof
from facts.proofs.states import REGISTERED, prove_states
from facts.proofs.verdict import Verdict
from facts.reconcile import Difference, reconcile, rolls_of
from graph.gateway import Row, Store, Transaction

PAGE, LARGE_PAGE = 10_000, 50  # nodes
PROOFS = (
    *money.PROOFS,
    *reversals.PROOFS,
    *roll.PROOFS,
    *days.PROOFS,
    *subsidies.PROOFS,
    *rows.PROOFS,
)
OF_YEAR = Proof("YEAR_PAID_DIFFERS", "全年汇总的已缴金额与各笔缴费之和不符", money.PAID_OF_YEAR)
SUMS_CODE, PRESENT_CODE = "SUMS_DIFFER", "PRESENT_DIFFERS"
CODES = (
    *(proof.code for proof in (*PROOFS, REGISTERED, OF_YEAR, *pages.PROOFS, *pages.LARGE)),
    *(SUMS_CODE, PRESENT_CODE),
)


class UnknownYear(Exception):
    """The graph has no season of that year."""


class UnknownUnit(Exception):
    """The graph has no place with that code."""


# (:Season {key, opens}); villages with a roll and those that only have rows
READ_SEASON: LiteralString = """
MATCH (s:Season {key: $year})
RETURN s.opens AS opens, COLLECT {
  MATCH (r:Roster {year: $year}) RETURN r.village AS village
  UNION MATCH (t:Total {year: $year}) RETURN t.village AS village
  UNION MATCH (d:Tally {year: $year}) RETURN d.village AS village
} AS villages, date(datetime({
  epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'})) AS today
"""

# (unit)<-[:PART_OF*]-(village), of any day
READ_BELOW: LiteralString = """
MATCH (unit:Jurisdiction {code: $unit})
RETURN COLLECT { MATCH (unit)<-[:PART_OF*0..5]-(v:Jurisdiction) RETURN DISTINCT v.code } AS codes
"""


async def verify(store: Store, year: int, unit: str | None = None) -> Verdict:
    """A year, or what of it lies in a unit; raises UnknownYear, UnknownUnit."""
    row = await store.one(READ_SEASON, year=year)
    if row is None:
        raise UnknownYear(f"no season {year} is on record; load its roster first")
    every = sorted(row["villages"])
    villages = await _within(store, unit, every)
    opens, today = row["opens"].to_native(), row["today"].to_native()
    verdict = Verdict(len(villages), len(PROOFS) + (3 if unit else 4))
    run = Run(store, year, opens, today, verdict)
    for at in range(0, len(villages), VILLAGES_AT_ONCE):
        part = villages[at : at + VILLAGES_AT_ONCE]
        for proof in PROOFS:
            for village, *_ in await run.look(store, proof, part):
                run.suspects[village].add(proof)
    for village, proofs in sorted(run.suspects.items()):
        await _settle(run, village, proofs)
    rolls = every if unit is None else await rolls_of(store, year, villages)
    await prove_states(run, villages, rolls)
    await _reconciled(run, None if unit is None else villages)
    if unit is None:
        await _of_year(run)
    return verdict


async def _within(store: Store, unit: str | None, villages: list[str]) -> list[str]:
    if unit is None:
        return villages
    row = await store.one(READ_BELOW, unit=unit)
    if row is None:
        raise UnknownUnit(f"no place with code {unit}; look it up, or load its province first")
    below = set(row["codes"])
    return [village for village in villages if village in below]


async def _settle(run: Run, village: str, proofs: Iterable[Proof]) -> None:
    """Look again at a village while nobody else commits; what is wrong now is wrong."""
    ordered = sorted(proofs, key=PROOFS.index)

    async def body(transaction: Transaction) -> list[tuple[Proof, list[Row]]]:
        await transaction.run(LOCK, year=run.year)
        return [(proof, await run.look(transaction, proof, [village])) for proof in ordered]

    for proof, found in await run.store.transact(body):
        run.verdict.name(proof, [(key, is_, must) for _, key, is_, must in found])


async def _reconciled(run: Run, within: list[str] | None) -> None:
    """Totals, tallies and present values against all facts and Changes."""
    found = await reconcile(run.store, run.year, within=within, repair=False)
    for one in found.differences:
        run.verdict.add(*_coded(one, run.year), one.key, one.found, one.expected)


def _coded(one: Difference, year: int) -> tuple[str, str]:
    if one.key.startswith(f"{one.village}|{year}|"):
        return SUMS_CODE, "汇总与事实不符"
    return PRESENT_CODE, "现状与登记值及变更记录不符"


async def _of_year(run: Run) -> None:
    """All money of the year; counted again while nobody commits, where it differs."""
    first = await run.store.one(OF_YEAR.statement, year=run.year)
    if first and first["found"] == first["expected"]:
        return

    async def body(transaction: Transaction) -> Row:
        await transaction.run(LOCK, year=run.year)
        [row] = await transaction.run(OF_YEAR.statement, year=run.year)
        return row

    row = await run.store.transact(body)
    if row["found"] != row["expected"]:
        run.verdict.name(OF_YEAR, [(str(run.year), str(row["found"]), str(row["expected"]))])


async def verify_pages(store: Store) -> Verdict:
    """Everything of a database that no roll leads to, whatever its year."""
    verdict = Verdict(proofs=len(pages.PROOFS) + len(pages.LARGE))
    for proof in pages.PROOFS:
        await _turn(store, proof, PAGE, verdict)
    for proof in pages.LARGE:
        await _turn(store, proof, LARGE_PAGE, verdict)
    return verdict


async def _turn(store: Store, proof: Proof, size: int, verdict: Verdict) -> None:
    """Page by page; a page with something wrong is read twice, and only what stays counts."""
    after = ""
    while True:
        [page] = await store.read(proof.statement, after=after, size=size)
        if page["wrong"]:
            [again] = await store.read(proof.statement, after=after, size=size)
            stays = [tuple(row) for row in again["wrong"] if row in page["wrong"]]
            verdict.name(proof, stays)
        if page["last"] is None:
            return
        after = page["last"]
