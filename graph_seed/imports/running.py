"""An import from the file to the report.

file ── read ──> spool ── places ── settle ──> chunks ── once ──> told ──> report, rejections
                                                         (stage)
Lines go in by village and household, at most CHUNK at once and never half a household. A chunk is
one transaction with its receipt: a process that was killed goes on where it stopped when the same
file is sent again, and a file that is through changes nothing.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import LiteralString, TypeAlias

from facts.bookshelf import read_book
from facts.law import NoScheme
from facts.lawbook import LawBook
from facts.receipt import today
from facts.season import Season
from facts.vault import Vault
from graph.gateway import Gateway, Store
from graph_seed.imports.arriving import apply_roster
from graph_seed.imports.checking import Read, read, settle
from graph_seed.imports.column import Against
from graph_seed.imports.figures import apply_quotas
from graph_seed.imports.forms import FORMS
from graph_seed.imports.groups import apply_list, apply_vouchers
from graph_seed.imports.journal import OVER, Report, at_work, begin, keep_rejections, note
from graph_seed.imports.known import any_known, hash_of, known_people
from graph_seed.imports.leaving import let_go
from graph_seed.imports.limits import LIMITS, Limits
from graph_seed.imports.money import apply_payments, apply_receipts
from graph_seed.imports.order import Order
from graph_seed.imports.places import place_lines, units_below
from graph_seed.imports.rejection import Fault, FileRefused, Rejection
from graph_seed.imports.responsible import apply_posts
from graph_seed.imports.spool import Kept, Spool
from graph_seed.imports.stage import Stage, once
from graph_seed.imports.task import Task
from graph_seed.imports.told import Became, Told
from policy.imports import ImportKind, ImportStatus

CHUNK = 1_000  # the year's sequence is held while a chunk commits
LANES = 2  # of villages: while the engine writes a chunk of one, one of the other is worked out
LOOKED_UP = 10_000  # people at once

Apply: TypeAlias = Callable[[Store, Task, Sequence[Kept], str], Awaitable[list[Told]]]
APPLY: Mapping[ImportKind, Apply] = {
    ImportKind.ROSTER: apply_roster,
    ImportKind.PAYMENTS: apply_payments,
    ImportKind.CATEGORY_LIST: apply_list,
    ImportKind.QUOTAS: apply_quotas,
    ImportKind.POSTS: apply_posts,
    ImportKind.FUND_RECEIPTS: apply_receipts,
    ImportKind.E_VOUCHERS: apply_vouchers,
}
UNITS = frozenset({ImportKind.QUOTAS, ImportKind.POSTS})  # name units of any level

# (:Season {key: year})
READ_SEASON: LiteralString = "MATCH (s:Season {key: $year}) RETURN s.opens AS opens"


@dataclass
class Run:
    """One import while it runs."""

    gateway: Gateway
    order: Order
    vault: Vault
    limits: Limits = LIMITS
    begun: Callable[[Report], None] = lambda report: None
    watch: Callable[[Report], None] = lambda report: None
    counts: Counter[Became] = field(default_factory=Counter)


async def run_import(run: Run, path: Path, file_name: str) -> Report:
    """Read, check and, unless it is a dry run, write; what was done before is not done again."""
    directory = run.gateway.directory
    key = await asyncio.to_thread(run.order.key, path)
    report = await begin(directory, key, run.order, file_name)
    run.begun(report)
    if report.status in OVER:
        return report
    with (
        tempfile.TemporaryDirectory(prefix="zeren-import-") as folder,
        Spool(Path(folder) / "spool") as spool,
    ):
        try:
            async with at_work(directory, report.key):
                report = await _through(run, report, key, path, spool)
        except FileRefused as refusal:
            return await _refuse(run, report, refusal.rejection)
        except NoScheme as error:
            return await _refuse(run, report, Rejection(0, Fault.NO_SCHEME, str(error)))
        except BaseException:
            await note(directory, replace(report, status=ImportStatus.FAILED))
            raise
    return report


async def _refuse(run: Run, report: Report, rejection: Rejection) -> Report:
    directory = run.gateway.directory
    report = await keep_rejections(directory, report, [(rejection, ())])
    report = replace(report, status=ImportStatus.REJECTED)
    await note(directory, report)
    return report


async def _through(run: Run, report: Report, key: str, path: Path, spool: Spool) -> Report:
    order, form = run.order, FORMS[run.order.kind]
    directory, store = run.gateway.directory, run.gateway.at(run.order.within)
    book = await read_book(directory)
    against = Against(await store.transact(today), names_of(book))
    found = await asyncio.to_thread(read, path, form, against, spool, run.limits)
    task = await _task(store, order, key, book, run.vault)
    units = task.units
    await place_lines(store, spool, order.within, units, found.sheet, order.kind in UNITS)
    await asyncio.to_thread(settle, spool, form, found.sheet)
    report = _counted(replace(report, status=ImportStatus.APPLYING), run, found, spool)
    await note(directory, report)
    named: set[str] = set()

    async def through(lines: list[Kept]) -> None:
        nonlocal report
        await _chunk(run, store, task, lines, spool, found.sheet)
        if order.complete is not None:
            named.update(await _named(store, task, lines))
        report = _counted(report, run, found, spool)
        await note(directory, report)
        run.watch(report)

    async def lane(lines: Iterator[Kept]) -> None:
        for part in chunks(lines):
            await through(part)

    parts = _parts(spool, order.kind)
    if len(parts) > 1 and await _all_new(store, task, spool):
        for error in await asyncio.gather(*map(lane, parts), return_exceptions=True):
            if error is not None:
                raise error
    else:
        for part in parts:
            await lane(part)
    about: list[Rejection] = []
    if order.complete is not None:
        about = await _leave(run, store, task, named, report.rejected)
    report = _counted(report, run, found, spool)
    report = await keep_rejections(directory, report, _returned(spool, about))
    done = ImportStatus.CHECKED if order.dry_run else ImportStatus.APPLIED
    report = replace(report, status=done)
    await note(directory, report)
    return report


def _parts(spool: Spool, kind: ImportKind) -> list[Iterator[Kept]]:
    """Lines by lane: no lane waits for another one's village. The same whenever a file comes."""
    if kind is not ImportKind.ROSTER or LANES == 1:
        return [spool.lines()]
    villages = spool.villages()
    return [spool.lines(villages[at::LANES]) for at in range(LANES)]


async def _all_new(store: Store, task: Task, spool: Spool) -> bool:
    """A roster of people of whom nobody is on record: no chunk then touches what another does.

    Somebody on record may leave a home of one chunk for a home of another; then their order counts.
    """
    for lines in chunks(spool.lines(), LOOKED_UP):
        if await any_known(store, [hash_of(task.vault, one.line) for one in lines]):
            return False
    return True


def names_of(book: LawBook) -> dict[str, str]:
    """Every name of every group, with its key."""
    found = {}
    for category in book.categories.values():
        for name in (*category.aliases, category.name, category.key):
            found[name] = category.key
    return found


async def _task(store: Store, order: Order, key: str, book: LawBook, vault: Vault) -> Task:
    row = await store.one(READ_SEASON, year=order.year)
    if row is None:
        command = f"python -m graph_seed season --year {order.year} --opens {order.year - 1}-09-01"
        message = f"{order.year} 年度尚未开始；请先登记年度的起始日，如：{command}"
        raise FileRefused(Fault.NO_SEASON, message)
    season = Season(order.year, row["opens"].to_native())
    units = await units_below(store, order.within)
    return Task(key, order, FORMS[order.kind], season, book, vault, units)


def chunks(lines: Iterator[Kept], most: int = CHUNK) -> Iterator[list[Kept]]:
    """Lines in their order; a household stays together, however large."""
    held: list[Kept] = []
    home: list[Kept] = []
    for one in lines:
        if home and (one.place.household == "" or _home(one) != _home(home[-1])):
            if held and len(held) + len(home) > most:
                yield held
                held = []
            held += home
            home = []
        home.append(one)
    if held and len(held) + len(home) > most:
        yield held
        held = []
    if held or home:
        yield held + home


def _home(one: Kept) -> tuple[str, str]:
    return one.place.village, one.place.household


async def _chunk(
    run: Run, store: Store, task: Task, lines: list[Kept], spool: Spool, sheet: str | None
) -> None:
    """One transaction; what it tells is counted and put beside the rows."""
    rows = [f"{one.row} {one.place}" for one in lines]
    receipt = f"{task.key}|{blake2b('|'.join(rows).encode(), digest_size=12).hexdigest()}"
    apply = APPLY[task.order.kind]

    async def work(stage: Stage) -> list[Told]:
        return await apply(stage, task, lines, receipt)

    for told in await once(store, receipt, rows, work, task.order.dry_run):
        run.counts[told.became] += 1
        if told.rejection is not None:
            spool.turn_down(told.row, replace(told.rejection, sheet=sheet))


async def _named(store: Store, task: Task, lines: Sequence[Kept]) -> set[str]:
    """The people of a chunk who are on the list that is declared complete."""
    hashes = [
        task.vault.hash(one.line.id_number.text)
        for one in lines
        if one.line.category == task.order.complete
    ]
    people = await known_people(store, hashes, task.season.year)
    return {person.key for person in people.values()}


async def _leave(
    run: Run, store: Store, task: Task, named: set[str], refused: int
) -> list[Rejection]:
    """Who is not on the complete list; what stands in the way is about the whole file."""
    about = []
    for told in await let_go(store, task, named, refused):
        if told.rejection is None:
            run.counts[told.became] += 1
        else:
            about.append(told.rejection)
    return about


def _counted(report: Report, run: Run, found: Read, spool: Spool) -> Report:
    rows, refused = spool.counts()
    done = sum(run.counts[became] for became in Became if became is not Became.REJECTED)
    return replace(
        report,
        rows=rows,
        processed=refused + done if report.status is ImportStatus.APPLYING else 0,
        created=run.counts[Became.CREATED],
        changed=run.counts[Became.CHANGED],
        unchanged=run.counts[Became.UNCHANGED],
        rejected=refused,
        sheet=found.sheet,
        warnings=found.warnings,
        headers=found.headers,
    )


def _returned(
    spool: Spool, about: Sequence[Rejection]
) -> Iterator[tuple[Rejection, Sequence[str]]]:
    """Every rejection in the order of the rows; the cells of a row stand with its first."""
    yield from ((one, ()) for one in about)
    for _, cells, reasons in spool.returned():
        for at, reason in enumerate(reasons):
            yield reason, cells if at == 0 else ()
