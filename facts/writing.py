"""The one way into the graph: requests of facts, in one transaction, each answered for itself.

Request, Request, … ── record ──> Outcome, Outcome, …

1 receipts    rivals wait; what came before is answered from its row
2 locks       people, rolls, accounts, keys ascending                       facts/reading.py
3 a reading   of what was locked; the law decides deed by deed              facts/<noun>.py
4 facts, Changes, present values                                            facts/following.py
5 sequences by year, totals and tallies; nothing is touched afterwards      facts/sums.py
"""

from collections.abc import Callable, Sequence
from typing import Any, LiteralString

from facts import deeds as d
from facts.advancing import advance, reverse_advance
from facts.disposing import dispose
from facts.law import NoScheme
from facts.lawbook import LawBook
from facts.listing import activate, end_mark, mark
from facts.members import correct_person, move, register
from facts.order import ANSWER, write_rows
from facts.paying import pay
from facts.reading import read_room, together
from facts.receipt import IdempotencyConflict, digest_of
from facts.refunds import close_refund, open_refund
from facts.request import Answer, Deed, Outcome, Refused, Request, from_text, to_text
from facts.reversing import reverse
from facts.rolls import confirm, correct_roster
from facts.room import Desk, Room
from facts.season import TermsOf
from facts.special import enrol
from facts.sums import write_sums
from graph.gateway import Row, Store, Transaction

HANDLERS: dict[type, Callable[[Desk, Any], Row]] = {
    d.Pay: pay,
    d.Reverse: reverse,
    d.Dispose: dispose,
    d.Mark: mark,
    d.EndMark: end_mark,
    d.Activate: activate,
    d.Register: register,
    d.Move: move,
    d.CorrectRoster: correct_roster,
    d.CorrectPerson: correct_person,
    d.EnrolSpecially: enrol,
    d.ConfirmRoster: confirm,
    d.OpenRefund: open_refund,
    d.CloseRefund: close_refund,
    d.Advance: advance,
    d.ReverseAdvance: reverse_advance,
}

# (:Receipt {key, body, answer})
TAKE_RECEIPTS: LiteralString = """
UNWIND $rows AS row
MERGE (r:Receipt {key: row.key})
  ON CREATE SET r.body = row.body
SET r.lock = 1
RETURN r.key AS key, r.body AS body, r.answer AS answer
"""

# a refusal leaves nothing: the same key may come again when the reason is gone
DROP: LiteralString = """
UNWIND $keys AS key
MATCH (r:Receipt {key: key})
DELETE r
"""


async def record(
    store: Store, requests: Sequence[Request], law: LawBook | TermsOf
) -> list[Outcome | IdempotencyConflict]:
    """Do what is asked, each request once; in one transaction, in the order given."""

    async def body(transaction: Transaction) -> list[Outcome | IdempotencyConflict]:
        known = await _take(transaction, requests)
        fresh = [one for one in requests if one.key not in known]
        done = await _do(transaction, fresh, law) if fresh else {}
        return [known.get(one.key) or done[one.key] for one in requests]

    return await store.transact(body)


async def _take(
    transaction: Transaction, requests: Sequence[Request]
) -> dict[str, Outcome | IdempotencyConflict]:
    """The answers of earlier times; a key that came with another body is a conflict."""
    digests = {one.key: digest_of(one.said()) for one in requests}
    rows = [{"key": key, "body": body} for key, body in sorted(digests.items())]
    found: dict[str, Outcome | IdempotencyConflict] = {}
    for row in await transaction.run(TAKE_RECEIPTS, rows=rows):
        if row["body"] != digests[row["key"]]:
            found[row["key"]] = IdempotencyConflict(
                f"key {row['key']} was sent before with another body; use a new key for a new fact"
            )
        elif row["answer"] is not None:
            found[row["key"]] = from_text(row["answer"])
    return found


async def _do(
    transaction: Transaction, requests: Sequence[Request], law: LawBook | TermsOf
) -> dict[str, Outcome]:
    needs = together(deed.needs() for one in requests for deed in one.deeds)
    room = await read_room(transaction, needs, law)
    outcomes = {one.key: _decide(room, one) for one in requests}
    kept = {one.key: _keeps(one, outcomes[one.key]) for one in requests}
    if not any(kept.values()) and not room.following.rows:
        await transaction.run(DROP, keys=sorted(kept))
        return outcomes
    room.following.rows[ANSWER] = [
        {"key": key, "answer": to_text(outcomes[key].answers)} for key in sorted(kept) if kept[key]
    ]
    await write_rows(transaction, room.following.rows)
    if dropped := sorted(key for key in kept if not kept[key]):
        await transaction.run(DROP, keys=dropped)
    for year, sums in sorted(room.following.sums.items()):
        await write_sums(transaction, year, sums)
    return outcomes


def _keeps(request: Request, outcome: Outcome) -> bool:
    return request.keeps_refusals or len(outcome.refusals) < len(outcome.answers)


def _decide(room: Room, request: Request) -> Outcome:
    return Outcome(tuple(_one(room, request, at, deed) for at, deed in enumerate(request.deeds)))


def _one(room: Room, request: Request, at: int, deed: Deed) -> Answer:
    """What one deed comes to; a refused one leaves the room as it was."""
    receipt = request.key if len(request.deeds) == 1 else f"{request.key}|{at}"
    desk = Desk(room, receipt, request.by)
    try:
        answer = HANDLERS[type(deed)](desk, deed)
    except NoScheme as error:
        return Refused("NO_SCHEME", str(error), "year")
    except Refused as refused:
        return refused
    desk.done()
    return answer
