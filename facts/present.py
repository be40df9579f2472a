"""What people and households say of now, put right where entry and Changes say otherwise."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import LiteralString

from facts.account import LOCK_ACCOUNTS, LOCK_PEOPLE
from facts.kept import say
from facts.recount import Plain, Subject, recount
from graph.gateway import Row, Store, Transaction

PERSON = ("village", "state", "due_fen", "subsidy_fen", "category", "categories", "e_voucher")
HOUSEHOLD = ("village", "settled")

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


async def _put(transaction: Transaction, mended: Sequence[Subject]) -> None:
    people = [one for one in mended if not one.is_household]
    households = [one for one in mended if one.is_household]
    await transaction.run(PUT_PEOPLE, rows=[_row(one, PERSON) for one in people])
    await transaction.run(PUT_HOUSEHOLDS, rows=[_row(one, HOUSEHOLD) for one in households])


def _row(subject: Subject, names: tuple[str, ...]) -> Row:
    left: Plain = subject.left or (None,) * len(names)
    now: Row = {f"now_{name}": value for name, value in zip(names, left, strict=True)}
    if not subject.is_household:
        now["now_categories"] = list(now["now_categories"] or ()) or None
        now["paid_fen"] = subject.paid_fen
    return {"of": subject.key, "now": now}


def _texts(subject: Subject) -> tuple[str, str, str]:
    """Key, what it says, what its facts leave; only what differs."""
    left = _row(subject, HOUSEHOLD if subject.is_household else PERSON)["now"]
    says = _row(_as_said(subject), HOUSEHOLD if subject.is_household else PERSON)["now"]
    names = [name for name in left if left[name] != says[name]]
    if subject.left == ():
        return subject.key, _text(says, [*says]), "变更记录互相矛盾"
    return subject.key, _text(says, names), _text(left, names)


def _as_said(subject: Subject) -> Subject:
    """A subject whose facts leave just what it says."""
    net = Counter({("", subject.says): 1}) if subject.says else Counter()
    return replace(subject, net=net, paid_fen=subject.says_paid_fen)


def _text(now: Row, names: list[str]) -> str:
    return ", ".join(f"{name} {now[name]}" for name in names)
