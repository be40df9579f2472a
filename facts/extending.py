"""Granting an extension (延长) of a window: what it changes for people recognised too late before.

The grant and all that follows from it are one transaction. An extension counts from the day of its
grant; who was put on a list after the window closed is then in time. Whoever puts people on lists
or rolls locks the rolls first, and so does a grant: one of the two sees what the other wrote.
"""

from dataclasses import replace
from datetime import date
from typing import LiteralString

from facts.change import Cause, Origin
from facts.following import Following
from facts.law import Granted, HeldLaw
from facts.lawbook import LawBook
from facts.order import write_rows
from facts.reading import read_room, together
from facts.receipt import answer, take_receipt
from facts.request import Needs
from facts.sums import write_sums
from facts.told import Told
from graph.gateway import Row, Store, Transaction
from policy.scheme import collection

# (:Extension)-[:FOR]->(:Jurisdiction)
GRANT: LiteralString = """
MATCH (j:Jurisdiction {code: $unit})
MERGE (e:Extension {key: $key})
  ON CREATE SET e.year = $year, e.until = $until, e.granted_on = $granted_on,
    e.document = $document, e.notice = $notice, e.clause = $clause,
    e.recorded = datetime.transaction().epochMillis
MERGE (e)-[:FOR]->(j)
"""

# (:Roster {key: village|year}); where there is none yet, nobody can make one until the commit
LOCK_ROLLS: LiteralString = """
UNWIND $villages AS village
MERGE (r:Roster {key: village + '|' + toString($year)})
SET r.lock = 1
WITH r WHERE r.village IS NULL
DELETE r
"""

# (:Account {village})<-[:IN]-(:Participation)-[:OF]->(:Person)<-[:OF]-(:Listing {from})
LATE: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WHERE EXISTS { MATCH (n)-[:OF]->(:Person)<-[:OF]-(l:Listing) WHERE l.from > $closes }
WITH n ORDER BY n.key
RETURN collect(n.key) AS participations
"""


async def grant(
    store: Store,
    key: str,
    year: int,
    cited: tuple[str, str],
    row: Row,
    late: tuple[LawBook, list[str], date] | None = None,
) -> None:
    """Once; raises IdempotencyConflict where the key came with another extension.

    row: unit, until, granted_on, document. late: the law, the unit and all below it, and the last
    day of its window; without it nobody is on a roll yet.
    """
    lines = [str(value) for value in (year, *row.values())]

    async def body(transaction: Transaction) -> None:
        if await take_receipt(transaction, key, lines) is not None:
            return
        following = await _following(transaction, key, year, row, late) if late else None
        named = {"notice": cited[0], "clause": cited[1]}
        await transaction.run(GRANT, key=key, year=year, **named, **row)
        await answer(transaction, key, "granted")
        if following is not None:
            await write_rows(transaction, following.rows)
            for of_year, sums in sorted(following.sums.items()):
                await write_sums(transaction, of_year, sums)

    await store.transact(body)


async def _following(
    transaction: Transaction,
    key: str,
    year: int,
    row: Row,
    late: tuple[LawBook, list[str], date],
) -> Following | None:
    """What the timelines of those people come to, before and after the grant."""
    book, villages, closes = late
    await transaction.run(LOCK_ROLLS, villages=villages, year=year)
    first = _first_close(book, villages, year, closes)
    [found] = await transaction.run(LATE, villages=villages, year=year, closes=first)
    if not found["participations"]:
        return None
    needs = Needs(participations=tuple(found["participations"]))
    room = await read_room(transaction, together([needs]), book)
    law = room.law
    assert isinstance(law, HeldLaw)  # read from the book
    granted = Granted(row["unit"], row["granted_on"], row["until"])
    held = {**law.extensions, year: (*law.extensions.get(year, ()), granted)}
    following = Following(replace(law, extensions=held))
    why = Origin(Cause.CORRECTED, row["document"])
    told = Told(key, otherwise=why)
    following.follow(room.accounts, room.accounts, told, law_before=law)
    return following


def _first_close(book: LawBook, units: list[str], year: int, closes: date) -> date:
    """A unit below may close its own window earlier: the first last day of all."""
    own = (book.nearest([unit], year) for unit in units)
    return min([closes, *(collection(scheme).terms.closes for scheme in own if scheme)])
