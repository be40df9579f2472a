"""The one way into the graph: requests of facts, in one transaction, each answered for itself.

Request, Request, … ── record ──> Outcome, Outcome, …

1 receipts    rivals wait; what came before is answered from its row
2 locks       people, rolls, accounts, keys ascending                       facts/reading.py
3 a reading   of what was locked; the law decides deed by deed              facts/<noun>.py
4 facts, Changes, present values                                            facts/following.py
5 sequences by year, totals and tallies; nothing is touched afterwards      facts/sums.py

Of payments 1 and 2 are one statement, 4 and 5 another.
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
from facts.order import ANSWER, write_all
from facts.paying import pay
from facts.reading import LOCK_PAYERS, Wanted, is_payers, payers_of, read_room, together
from facts.receipt import IdempotencyConflict, digest_of
from facts.refunds import close_refund, open_refund
from facts.request import Answer, Deed, Outcome, Refused, Request, from_text, to_text
from facts.reversing import reverse
from facts.rolls import confirm, correct_roster
from facts.room import Desk, Room
from facts.season import TermsOf
from facts.special import enrol
from facts.written import Hear, Written
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

MONEY = (d.Pay, d.Reverse)  # deeds that leave alone who people are, where, and who answers

# (:Receipt {key, body, answer})
TAKE_RECEIPTS: LiteralString = """
UNWIND $rows AS row
MERGE (r:Receipt {key: row.key})
  ON CREATE SET r.body = row.body
SET r.lock = 1
RETURN collect([r.key, r.body, r.answer]) AS receipts
"""

# receipts before accounts, as in the other ways; at once, for a round trip takes longer
TAKE_AND_LOCK_PAYERS: LiteralString = (
    "CALL () {" + TAKE_RECEIPTS + "}\nCALL () {" + LOCK_PAYERS + "}\nRETURN receipts, accounts"
)

# a refusal leaves nothing: the same key may come again when the reason is gone
DROP: LiteralString = """
UNWIND $keys AS key
MATCH (r:Receipt {key: key})
DELETE r
"""


Answers = dict[str, Outcome | IdempotencyConflict]  # by key


async def record(
    store: Store,
    requests: Sequence[Request],
    law: LawBook | TermsOf,
    told: Hear | None = None,
) -> list[Outcome | IdempotencyConflict]:
    """Do what is asked, each request once; in one transaction, in the order given.

    `told` hears what the sums came to, once it is committed.
    """

    async def body(transaction: Transaction) -> tuple[Answers, list[Written]]:
        return await _record(transaction, requests, law, told is not None)

    is_money = all(isinstance(deed, MONEY) for one in requests for deed in one.deeds)
    answers, written = await store.transact(body, is_money)
    if told is not None:
        told(written)
    return [answers[one.key] for one in requests]


async def rehearse(store: Store, requests: Sequence[Request], law: LawBook | TermsOf) -> list[str]:
    """As record, and undone; what was refused. An engine plans a statement when it first comes."""
    answers, _ = await store.undone(lambda one: _record(one, requests, law, is_told=True))
    outcomes = [one for one in answers.values() if isinstance(one, Outcome)]
    return [refused.message for one in outcomes for _, refused in one.refusals]


async def _record(
    transaction: Transaction, requests: Sequence[Request], law: LawBook | TermsOf, is_told: bool
) -> tuple[Answers, list[Written]]:
    needs = _needs(requests)
    known, locked = await _take(transaction, requests, needs)
    fresh = [one for one in requests if one.key not in known]
    if not fresh:
        return known, []
    room = await read_room(transaction, _needs(fresh) if known else needs, law, locked)
    done = {one.key: _decide(room, one) for one in fresh}
    return {**known, **done}, await _write(transaction, room, fresh, done, is_told)


def _needs(requests: Sequence[Request]) -> Wanted:
    return together(deed.needs() for one in requests for deed in one.deeds)


async def _take(
    transaction: Transaction, requests: Sequence[Request], needs: Wanted
) -> tuple[Answers, list[str] | None]:
    """The answers of earlier times; a key that came with another body is a conflict.

    With the accounts that were locked on the way, where there is no more to lock than those.
    """
    digests = {one.key: digest_of(one.said()) for one in requests}
    rows = [{"key": key, "body": body} for key, body in sorted(digests.items())]
    if is_payers(needs):
        [row] = await transaction.run(TAKE_AND_LOCK_PAYERS, rows=rows, **payers_of(needs))
    else:
        [row] = await transaction.run(TAKE_RECEIPTS, rows=rows)
    found: Answers = {}
    for key, body, answer in row["receipts"]:
        if body != digests[key]:
            found[key] = IdempotencyConflict(
                f"key {key} was sent before with another body; use a new key for a new fact"
            )
        elif answer is not None:
            found[key] = from_text(answer)
    return found, row.get("accounts")


async def _write(
    transaction: Transaction,
    room: Room,
    requests: Sequence[Request],
    outcomes: dict[str, Outcome],
    is_told: bool,
) -> list[Written]:
    """What they come to, with the answers; receipts of those that were refused go."""
    kept = {one.key for one in requests if _keeps(one, outcomes[one.key])}
    if dropped := sorted(outcomes.keys() - kept):
        await transaction.run(DROP, keys=dropped)
    following = room.following
    if not kept and not following.rows:
        return []
    following.rows[ANSWER] = [
        {"key": key, "answer": to_text(outcomes[key].answers)} for key in sorted(kept)
    ]
    return await write_all(transaction, following.rows, following.sums, is_told)


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
