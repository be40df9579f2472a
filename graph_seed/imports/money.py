"""Payments that were collected, and what the fund received, against the roll of the year."""

from collections.abc import Sequence
from typing import LiteralString

from facts.deeds import Pay
from facts.fundreceipts import FundReceiptRow, record_fund_receipts
from facts.request import Deed
from graph.gateway import Store
from graph_seed.imports.forms.payments import PaymentLine
from graph_seed.imports.forms.receipts import FundReceiptLine
from graph_seed.imports.known import (
    KnownHousehold,
    KnownPerson,
    hashes_of,
    known_households,
    known_people,
)
from graph_seed.imports.presence import absent
from graph_seed.imports.rejection import Fault
from graph_seed.imports.spool import Kept
from graph_seed.imports.task import Task, do
from graph_seed.imports.told import Became, Told, rejected
from policy.money import Fen, yuan

# (:Payment {key})
READ_PAYMENTS: LiteralString = """
UNWIND $keys AS key
MATCH (y:Payment {key: key})
RETURN collect([key, y.amount_fen, y.paid_on, y.channel]) AS payments
"""

# (:FundReceipt {key})
READ_RECEIPTS: LiteralString = """
UNWIND $keys AS key
MATCH (f:FundReceipt {key: key})
RETURN collect([key, f.amount_fen, f.on, f.household]) AS receipts
"""


async def apply_payments(
    store: Store, task: Task, lines: Sequence[Kept], receipt: str
) -> list[Told]:
    """Money that is in already: what is due first, the rest is kept as surplus."""
    year = task.season.year
    numbers = [number for one in lines for number in one.line.id_numbers]
    people = await known_people(store, hashes_of(task.vault, numbers), year)
    homes = await known_households(store, _homes(lines), year)
    [row] = await store.read(READ_PAYMENTS, keys=[_key(task, one.line.order) for one in lines])
    before = {key: (fen, day.to_native(), by) for key, fen, day, by in row["payments"]}
    told: list[Told] = []
    deeds: list[tuple[int, Deed, Became]] = []
    for one in lines:
        line: PaymentLine = one.line
        known = before.get(_key(task, line.order))
        if known is not None:
            told.append(_again(one.row, line, known))
            continue
        found = _pay(task, one, people, homes)
        if isinstance(found, Told):
            told.append(found)
        else:
            deeds.append((one.row, found, Became.CREATED))
    return told + await do(store, task, f"{receipt}|pay", deeds)


def _homes(lines: Sequence[Kept]) -> set[tuple[str, str]]:
    return {(one.place.village, one.place.household) for one in lines if one.place.household}


def _key(task: Task, number: str) -> str:
    return f"{task.county}|{number}"


def _again(row: int, line: PaymentLine, known: tuple[object, ...]) -> Told:
    """The same order is on record: nothing new, or a contradiction."""
    said = (line.amount_fen, line.paid_on, line.channel.value)
    if known == said:
        return Told(row, Became.UNCHANGED)
    held = f"{known[1]} 缴费 {yuan(Fen(int(str(known[0]))))} 元"
    message = f"订单号 {line.order} 已登记为{held}，与本行不同；请核对"
    return rejected(row, Fault.CONFLICT, message, "订单号", line.order)


def _pay(
    task: Task,
    one: Kept,
    people: dict[str, KnownPerson],
    homes: dict[tuple[str, str], KnownHousehold],
) -> Pay | Told:
    line: PaymentLine = one.line
    keys: list[str] = []
    for number in line.id_numbers:
        person = people.get(task.vault.hash(number.text))
        problem = absent(task, one.row, person, number, on_roll=True)
        if problem is not None:
            return problem
        assert person is not None  # else there is a problem
        keys.append(person.key)
    household = None
    if not keys:
        home = homes.get((one.place.village, one.place.household))
        if home is None or not home.entered:
            return _no_home(task, one)
        household = home.key
    return Pay(
        _key(task, line.order),
        task.season.year,
        tuple(keys),
        line.paid_on,
        line.channel,
        household=household,
        amount_fen=line.amount_fen,
        payer=line.payer,
        evidence=line.evidence or line.order,
        collected=True,
    )


def _no_home(task: Task, one: Kept) -> Told:
    home = f"{one.place.village} 的户 {one.place.household}"
    message = f"{home} 不在 {task.season.year} 年度名册上；请核对户编号，或先导入名册"
    return rejected(one.row, Fault.UNKNOWN, message, "户编号", one.place.household)


async def apply_receipts(
    store: Store, task: Task, lines: Sequence[Kept], receipt: str
) -> list[Told]:
    """What the fund confirmed; a payer whom nobody knows is kept as such."""
    homes = await known_households(store, _homes(lines), task.season.year)
    [row] = await store.read(READ_RECEIPTS, keys=[_key(task, one.line.receipt) for one in lines])
    before = {key: (fen, day.to_native(), home) for key, fen, day, home in row["receipts"]}
    told: list[Told] = []
    rows: list[FundReceiptRow] = []
    for one in lines:
        line: FundReceiptLine = one.line
        home = homes.get((one.place.village, one.place.household))
        if one.place.household and (home is None or not home.entered):
            told.append(_no_home(task, one))
            continue
        if line.on < task.season.opens:
            message = f"到账日期 {line.on} 早于本年度开始之日 {task.season.opens}"
            told.append(rejected(one.row, Fault.BEFORE_ENTRY, message, "到账日期", str(line.on)))
            continue
        known = before.get(_key(task, line.receipt))
        if known is None:
            rows.append(_receipt(task, one))
            told.append(Told(one.row, Became.CREATED))
        elif known == (line.amount_fen, line.on, line.household):
            told.append(Told(one.row, Became.UNCHANGED))
        else:
            message = f"回单号 {line.receipt} 已登记，金额、日期或户与本行不同；请核对"
            told.append(rejected(one.row, Fault.CONFLICT, message, "回单号", line.receipt))
    if rows:
        await record_fund_receipts(store, f"{receipt}|receipts", rows)
    return told


def _receipt(task: Task, one: Kept) -> FundReceiptRow:
    line: FundReceiptLine = one.line
    return FundReceiptRow(
        _key(task, line.receipt),
        task.season.year,
        one.place.village or task.order.within,
        line.household,
        line.payer,
        line.amount_fen,
        line.on,
        line.document or "",
    )
