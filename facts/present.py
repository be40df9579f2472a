"""What people, households and subsidies say of now, put right where their facts say otherwise."""

from collections.abc import Sequence
from typing import LiteralString

from facts.account import LOCK_ACCOUNTS, LOCK_PEOPLE
from facts.change import OWED_NAMES
from facts.kept import say
from facts.recount import Kind, Plain, Subject, recount
from graph.gateway import Row, Store, Transaction

NAMES = {
    Kind.PERSON: (
        "village",
        "state",
        "due_fen",
        "subsidy_fen",
        "category",
        "categories",
        "e_voucher",
    ),
    Kind.HOUSEHOLD: ("village", "settled"),
    Kind.SUBSIDY: OWED_NAMES,
}

# (:Account {key: household|year})<-[:IN]-(:Participation {key: person|year})
READ_KEYS: LiteralString = """
MATCH (:Roster {key: $village + '|' + toString($year)})<-[:ON]-(a:Account)
OPTIONAL MATCH (a)<-[:IN]-(:Participation)-[:OF]->(p:Person)
RETURN collect(DISTINCT a.key) AS accounts, collect(p.key) AS people
"""

PUT_PEOPLE: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
SET n += row.now
"""

PUT_HOUSEHOLDS: LiteralString = """
UNWIND $rows AS row
MATCH (a:Account {key: row.of})
SET a += row.now
"""

PUT_SUBSIDIES: LiteralString = """
UNWIND $rows AS row
MATCH (s:Subsidy {key: row.of})
SET s += row.now
"""

INSTANT: LiteralString = "RETURN datetime.transaction().epochMillis AS instant"


async def put_right(
    store: Store, year: int, village: str, repair: bool
) -> tuple[list[tuple[str, str, str]], int]:
    """Look at a roll again under the locks of its people; what differs, and how many were mended.

    Whose Changes leave more than one value is only named: nobody can say which one holds.
    """

    async def body(transaction: Transaction) -> tuple[list[tuple[str, str, str]], int]:
        [keys] = await transaction.run(READ_KEYS, year=year, village=village)
        await transaction.run(LOCK_PEOPLE, keys=sorted(keys["people"]))
        await transaction.run(LOCK_ACCOUNTS, keys=sorted(keys["accounts"]))
        counts = await recount(transaction, year, [village])
        wrong = [one for one in counts[village].subjects if not one.agrees]
        mended = [one for one in wrong if one.left != ()] if repair else []
        await _put(transaction, mended)
        if mended:
            [at] = await transaction.run(INSTANT)
            key = f"present|{village}|{year}|{at['instant']}"
            await say(transaction, key, year, village, "现状", [_texts(one) for one in mended])
        return [_texts(one) for one in wrong], len(mended)

    return await store.transact(body)


PUT = {Kind.PERSON: PUT_PEOPLE, Kind.HOUSEHOLD: PUT_HOUSEHOLDS, Kind.SUBSIDY: PUT_SUBSIDIES}


async def _put(transaction: Transaction, mended: Sequence[Subject]) -> None:
    for kind, statement in PUT.items():
        rows = [{"of": one.key, "now": _must_say(one)} for one in mended if one.kind is kind]
        if rows:
            await transaction.run(statement, rows=rows)


def _must_say(subject: Subject) -> Row:
    """The properties that its facts leave."""
    return _now(subject.kind, subject.left or None, subject.paid_fen, subject.step)


def _says(subject: Subject) -> Row:
    """The properties that it has."""
    return _now(subject.kind, subject.says, subject.says_paid_fen, subject.says_step)


def _now(kind: Kind, value: Plain | None, paid_fen: int, step: str | None) -> Row:
    names = NAMES[kind]
    filled = zip(names, value or (None,) * len(names), strict=True)
    now: Row = {f"now_{name}": one for name, one in filled}
    if kind is Kind.PERSON:
        now["now_categories"] = list(now["now_categories"] or ()) or None
        now["paid_fen"] = paid_fen
    if kind is Kind.SUBSIDY:
        now["step"] = step
    return now


def _texts(subject: Subject) -> tuple[str, str, str]:
    """Key, what it says, what its facts leave; only what differs."""
    left, says = _must_say(subject), _says(subject)
    names = [name for name in left if left[name] != says[name]]
    if subject.left == ():
        return subject.key, _text(says, [*says]), "变更记录互相矛盾"
    return subject.key, _text(says, names), _text(left, names)


def _text(now: Row, names: list[str]) -> str:
    return ", ".join(f"{name} {now[name]}" for name in names)
