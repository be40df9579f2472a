"""A graph and the model side by side: what is sent to one is told to the other.

Requests go through facts.writing.record; some are cut off after a statement and sent again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import LiteralString, TypeVar

from facts.entry import enter
from facts.people import add_people
from facts.receipt import IdempotencyConflict
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.request import Outcome, Refused, Request
from facts.season import Season, open_season
from facts.vault import Vault
from facts.writing import record
from graph.gateway import Gateway, Row, Store, Transaction
from policy.timeline import Terms
from policy.vocabulary import Sex
from tests.campaigns import BACKDATE_TALLIES, VILLAGES
from tests.model.accepting import accept
from tests.model.book import Listing
from tests.model.clerk import Clerk, Enter
from tests.model.drawing import Drawn, Plan, Step, chosen
from tests.model.eras import GROUPS, YEAR

T = TypeVar("T")
HOMES = {
    "h1": (VILLAGES[0], 3),
    "h2": (VILLAGES[0], 2),
    "h3": (VILLAGES[1], 1),
    "h4": (VILLAGES[1], 2),
}


class CutOff(Exception):
    """The connection broke; nothing of the transaction is there."""


@dataclass
class Cutting(Transaction):
    """Breaks off after some statements."""

    inner: Transaction
    left: int

    async def run(self, statement: LiteralString, **parameters: object) -> list[Row]:
        if not self.left:
            raise CutOff
        self.left -= 1
        return await self.inner.run(statement, **parameters)


@dataclass(frozen=True)
class CutStore(Store):
    """A store whose transactions break off after the n-th statement, or just before the commit."""

    cut: int = 0

    async def transact(
        self, body: Callable[[Transaction], Awaitable[T]], is_money: bool = False
    ) -> T:
        async def cut_off(transaction: Transaction) -> T:
            await body(Cutting(transaction, self.cut))
            raise CutOff

        return await super().transact(cut_off, is_money)


# what was recorded before today; the end of a listing stays as late as it was
BACKDATE: LiteralString = """
MATCH (n) WHERE n.recorded IS NOT NULL
SET n.recorded = n.recorded - 86400000
"""


@dataclass
class Campaign:
    """`sent`: every batch of one request with its first answer."""

    graph: Gateway
    clerk: Clerk
    drawn: Drawn
    terms: Terms
    sent: list[tuple[Request, Outcome]] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.graph.directory

    def law(self, village: str) -> Terms:
        return self.terms

    async def go(self, step: Step) -> None:
        """One step; what each deed comes to must be what the clerk made of it."""
        if step.next_day:
            await self.store.write(BACKDATE)
            await self.store.write(BACKDATE_TALLIES, days=1)
            self.clerk.book.clock += 1
        batch: list[tuple[Request, list[bool]]] = []
        for number, draws in enumerate(step.requests):
            deeds = [deed for draw in draws if (deed := self.drawn.deed(draw)) is not None]
            imports = [one for one in deeds if isinstance(one, Enter)]
            deeds = [one for one in deeds if not isinstance(one, Enter)]
            done = [accept(self.clerk, deed) for deed in deeds]
            if deeds:
                key = f"r{len(self.sent)}.{self.drawn.number}.{number}"
                batch.append((Request(key, tuple(deeds)), done))
            await self.send(batch if imports else [], step)
            batch = [] if imports else batch
            for one in imports:
                await self.enter(one, step)
        await self.send(batch, step)
        if step.again is not None and self.sent:
            await self.repeat(*chosen(self.sent, step.again))

    async def send(self, batch: list[tuple[Request, list[bool]]], step: Step) -> None:
        if not batch:
            return
        requests = [request for request, _ in batch]
        if step.cut is not None:
            await self.cut_off(lambda store: record(store, requests, self.law), step.cut)
        outcomes = await record(self.store, requests, self.law)
        for (request, done), outcome in zip(batch, outcomes, strict=True):
            assert isinstance(outcome, Outcome)
            found = [not isinstance(answer, Refused) for answer in outcome.answers]
            assert found == done, list(zip(request.deeds, outcome.answers, done, strict=True))
            if any(done):
                self.sent.append((request, outcome))

    async def cut_off(self, body: Callable[[Store], Awaitable[object]], cut: int) -> None:
        store = self.store
        try:
            await body(CutStore(store.driver, store.database, store.seen, cut))
        except CutOff:
            return
        raise AssertionError("it went through without its store")

    async def repeat(self, request: Request, outcome: Outcome) -> None:
        """The same again is answered as before; another body under its key is refused."""
        other = replace(request, body="another")
        [again, conflict] = [
            (await record(self.store, [one], self.law))[0] for one in (request, other)
        ]
        assert isinstance(conflict, IdempotencyConflict)
        assert isinstance(again, Outcome)
        assert again.again
        assert [str(one) for one in again.answers] == [str(one) for one in outcome.answers]

    async def enter(self, deed: Enter, step: Step) -> None:
        assert accept(self.clerk, deed)
        season = Season(YEAR, self.clerk.era.opens)
        receipt = f"e{self.drawn.number}"
        if step.cut is not None:
            await self.cut_off(
                lambda store: enter(store, receipt, season, [deed.household], self.law), step.cut
            )
        came = [
            await enter(self.store, receipt, season, [deed.household], self.law) for _ in range(2)
        ]
        assert came[0] == came[1]


async def begin(graph: Gateway, plan: Plan) -> Campaign:
    """Four households in two villages, on the roll; some of them on lists already."""
    era, clerk = plan.era, Clerk(plan.era)
    await open_season(graph.directory, Season(YEAR, era.opens))
    people = {
        home: [f"{home}{letter}" for letter in "abc"[:size]] for home, (_, size) in HOMES.items()
    }
    clerk.households = {home: village for home, (village, _) in HOMES.items()}
    clerk.homes = {one: (home, era.opens) for home, some in people.items() for one in some}
    listed = _listed(clerk, plan)
    clerk.book.listings += [Listing(row.person, row.category, row.since, None, 0) for row in listed]
    homes = [
        HouseholdRow(home, home, village, None, tuple(map(_member, people[home])))
        for home, (village, _) in HOMES.items()
    ]
    vault = Vault.of(bytes(32))
    await add_people(graph.directory, "people", homes, listed, [], since=era.opens, vault=vault)
    campaign = Campaign(graph, clerk, Drawn(clerk), era.terms())
    await enter(graph.directory, "entry", Season(YEAR, era.opens), list(HOMES), campaign.law)
    for home in HOMES:
        assert accept(clerk, Enter(home))
    return campaign


def _member(key: str) -> MemberRow:
    return MemberRow(key, f"某{key}", Sex.FEMALE, date(1980, 1, 1), None, "户主")


def _listed(clerk: Clerk, plan: Plan) -> list[ListingRow]:
    """No two of one person and group."""
    found: dict[tuple[str, str], ListingRow] = {}
    for person, group, day in plan.listed:
        at = chosen(sorted(clerk.homes), person), chosen(GROUPS, group)
        found[at] = ListingRow(*at, plan.era.day(day), None, "名单", "CIVIL_AFFAIRS")
    return list(found.values())
