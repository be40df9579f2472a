"""Hand-overs of posts and what posts answer for: written once, what came before kept.

1 the receipt   2 the posts are locked, keys ascending   3 a new statement reads what is there
4 holdings.py decides   5 what ends and what begins is written

A refusal leaves nothing behind, its receipt neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import LiteralString

from facts.holdings import (
    LONGEST_DUTY,
    LONGEST_NAME,
    Assigned,
    Held,
    PostRefused,
    Target,
    assign,
    check_day,
    check_text,
    hand_over,
)
from facts.receipt import answer, take_receipt, today
from graph.gateway import Row, Store, Transaction


@dataclass(slots=True)
class Standing:
    """A post as it is on record, and as the transaction goes on changing it."""

    key: str
    held: list[Held]
    assigned: list[Assigned]


# (:Post {lock})
LOCK: LiteralString = """
UNWIND $keys AS key
MATCH (p:Post {key: key})
SET p.lock = 1
"""

# (:Holding {from, to})-[:OF]->(:Post)-[:ANSWERS_FOR {duty, from, to, grid}]->(place or household)
STANDING: LiteralString = """
UNWIND $keys AS key
MATCH (p:Post {key: key})
RETURN collect({key: key, held: COLLECT {
  MATCH (p)<-[:OF]-(h:Holding)
  RETURN [h.key, h.name, toString(h.from), toString(h.to)] ORDER BY h.from, h.key
}, assigned: COLLECT {
  MATCH (p)-[a:ANSWERS_FOR]->(t)
  RETURN [a.key, a.duty, t.code, a.grid, CASE WHEN t:Household THEN t.key END,
    toString(a.from), toString(a.to)] ORDER BY a.from, a.key
}}) AS posts
"""


async def lock_posts(transaction: Transaction, keys: Iterable[str]) -> dict[str, Standing]:
    """The posts that exist, by key, held until the transaction ends."""
    order = sorted(set(keys))
    await transaction.run(LOCK, keys=order)
    [row] = await transaction.run(STANDING, keys=order)
    return {one["key"]: _standing(one) for one in row["posts"]}


def _standing(row: Row) -> Standing:
    held = [Held(key, name, _day(since), _end(to)) for key, name, since, to in row["held"]]
    assigned = [
        Assigned(key, duty, Target(place, grid, household), _day(since), _end(to))
        for key, duty, place, grid, household, since, to in row["assigned"]
    ]
    return Standing(row["key"], held, assigned)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _end(text: str | None) -> date | None:
    return None if text is None else _day(text)


# (:Holding)-[:OF]->(:Post)
END_HOLDINGS: LiteralString = """
UNWIND $rows AS row
MATCH (h:Holding {key: row.key})
SET h.to = row.to
"""
BEGIN_HOLDINGS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Post {key: row.post})
CREATE (h:Holding {key: row.key, name: row.name, from: row.from, to: row.to,
  recorded: datetime.transaction().epochMillis})-[:OF]->(p)
"""

# (:Post)-[:ANSWERS_FOR]->(:Jurisdiction or :Household)
END_ASSIGNED: LiteralString = """
UNWIND $rows AS row
MATCH (:Post {key: row.post})-[a:ANSWERS_FOR {key: row.key}]->()
SET a.to = row.to
"""
BEGIN_ASSIGNED: LiteralString = """
UNWIND $rows AS row
MATCH (p:Post {key: row.post})
CALL (row) {
  MATCH (t:Jurisdiction {code: row.place}) RETURN t
  UNION ALL
  MATCH (t:Household {key: row.household}) RETURN t
}
CREATE (p)-[:ANSWERS_FOR {key: row.key, duty: row.duty, clause: row.clause, from: row.from,
  to: row.to, grid: row.grid, recorded: datetime.transaction().epochMillis}]->(t)
"""


# (:Post)-[:ANSWERS_FOR]->(:Jurisdiction {posts}): who keeps a unit in memory reads it again
MARK_UNITS: LiteralString = """
UNWIND $posts AS key
MATCH (:Post {key: key})-[:ANSWERS_FOR]->(j:Jurisdiction)
WITH DISTINCT j ORDER BY j.code
SET j.posts = coalesce(j.posts, 0) + 1
"""


class Ledger:
    """What a transaction ends and begins; written in a number of statements that does not grow."""

    def __init__(self, receipt: str) -> None:
        self.receipt = receipt
        self.ended: dict[str, Row] = {}
        self.begun: dict[str, Row] = {}
        self.closed: list[Row] = []
        self.given: list[Row] = []
        self.changed: set[str] = set()  # posts

    def hand_over(self, post: Standing, name: str | None, since: date) -> None:
        """Raises PostRefused; the standing is as it will be."""
        ending = hand_over(post.held, name, since)
        self.changed.add(post.key)
        if ending is not None:
            over = Held(ending.key, ending.name, ending.since, since)
            post.held = [over if one.key == ending.key else one for one in post.held]
            if ending.key in self.begun:
                self.begun[ending.key]["to"] = since
            else:
                self.ended[ending.key] = {"key": ending.key, "to": since}
        if name is not None:
            key = f"{self.receipt}|{post.key}|{len(self.begun)}"
            post.held.append(Held(key, name, since))
            row = {"key": key, "post": post.key, "name": name, "from": since, "to": None}
            self.begun[key] = row

    def assign(
        self,
        post: Standing,
        duty: str,
        target: Target,
        since: date,
        last: date | None,
        clause: str | None = None,
    ) -> None:
        """Raises PostRefused; ends what stands, or begins anew."""
        until = None if last is None else last + timedelta(days=1)
        ending = assign(post.assigned, duty, target, since, last)
        self.changed.add(post.key)
        if ending is not None:
            self.closed.append({"post": post.key, "key": ending.key, "to": until})
            return
        key = f"{self.receipt}|{post.key}|{len(self.given)}"
        post.assigned.append(Assigned(key, duty, target, since, until))
        what = {"place": target.place, "grid": target.grid, "household": target.household}
        said = {"duty": duty, "clause": clause, "from": since, "to": until}
        self.given.append({"key": key, "post": post.key, **what, **said})

    async def write(self, transaction: Transaction) -> None:
        """Everything at once."""
        await transaction.run(END_HOLDINGS, rows=list(self.ended.values()))
        await transaction.run(BEGIN_HOLDINGS, rows=list(self.begun.values()))
        await transaction.run(END_ASSIGNED, rows=self.closed)
        await transaction.run(BEGIN_ASSIGNED, rows=self.given)
        await transaction.run(MARK_UNITS, posts=sorted(self.changed))


async def hand_over_post(
    store: Store, receipt: str, post: str, name: str | None, since: date
) -> None:
    """Once; raises PostRefused, and IdempotencyConflict for another hand-over under the key."""

    async def body(transaction: Transaction) -> None:
        if await take_receipt(transaction, receipt, [post, repr(name), str(since)]) is not None:
            return
        check_day(since, await today(transaction))
        taker = None if name is None else check_text(name, "name", LONGEST_NAME)
        standing = _known(await lock_posts(transaction, [post]), post)
        ledger = Ledger(receipt)
        ledger.hand_over(standing, taker, since)
        await ledger.write(transaction)
        await answer(transaction, receipt, post)

    await store.transact(body)


async def assign_responsibility(
    store: Store,
    receipt: str,
    post: str,
    duty: str,
    target: Target,
    since: date,
    last: date | None,
) -> None:
    """Once; raises PostRefused, and IdempotencyConflict for another one under the key."""
    lines = [post, duty, repr(target), str(since), str(last)]

    async def body(transaction: Transaction) -> None:
        if await take_receipt(transaction, receipt, lines) is not None:
            return
        check_day(since, await today(transaction))
        text = check_text(duty, "duty", LONGEST_DUTY)
        standing = _known(await lock_posts(transaction, [post]), post)
        check_target(await read_targets(transaction, [target]), target)
        ledger = Ledger(receipt)
        ledger.assign(standing, text, target, since, last)
        await ledger.write(transaction)
        await answer(transaction, receipt, post)

    await store.transact(body)


def _known(found: dict[str, Standing], post: str) -> Standing:
    if post not in found:
        raise PostRefused("UNKNOWN", f"没有岗位 {post}", "post")
    return found[post]


# (:Household {grid})-[:LIVES_IN]->(:Jurisdiction)
TARGETS: LiteralString = """
RETURN COLLECT {
  UNWIND $places AS code
  MATCH (j:Jurisdiction {code: code})
  RETURN [j.code, j.level = 'VILLAGE', COLLECT {
    MATCH (j)<-[l:LIVES_IN]-(h:Household) WHERE l.to IS NULL AND h.grid IS NOT NULL
    WITH DISTINCT h.grid AS grid RETURN grid ORDER BY grid
  }]
} AS places, COLLECT {
  UNWIND $households AS key
  MATCH (h:Household {key: key}) RETURN h.key
} AS households
"""


@dataclass(frozen=True, slots=True)
class Targets:
    """What there is of what was named: places with their groups, None where they have none."""

    grids: dict[str, list[str] | None]
    households: frozenset[str]


async def read_targets(transaction: Transaction, asked: Sequence[Target]) -> Targets:
    """The places and households that exist, with the groups of villages."""
    places = sorted({one.place for one in asked if one.place is not None})
    homes = sorted({one.household for one in asked if one.household is not None})
    [row] = await transaction.run(TARGETS, places=places, households=homes)
    grids = {code: (groups if village else None) for code, village, groups in row["places"]}
    return Targets(grids, frozenset(row["households"]))


def check_target(known: Targets, target: Target) -> None:
    """One of both, there, and a group that a household of the village stands in."""
    if (target.place is None) == (target.household is None):
        raise PostRefused("BAD_INPUT", "jurisdiction 与 household 须给且只给一个", "jurisdiction")
    if target.household is not None:
        if target.grid is not None:
            raise PostRefused("BAD_INPUT", "household 不能与 grid 同时给出", "grid")
        if target.household not in known.households:
            raise PostRefused("UNKNOWN", f"没有户 {target.household}", "household")
        return
    _check_place(known, target.place or "", target.grid)


def _check_place(known: Targets, place: str, grid: str | None) -> None:
    if place not in known.grids:
        raise PostRefused("UNKNOWN", f"没有代码为 {place} 的单位", "jurisdiction")
    groups = known.grids[place]
    if grid is None:
        return
    if groups is None:
        raise PostRefused("BAD_INPUT", f"{place} 不是村（社区），没有组", "grid")
    if groups and grid not in groups:
        raise PostRefused("UNKNOWN", f"{place} 没有{grid}", "grid", groups)
