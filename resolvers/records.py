"""Recorded facts as the API shows them: payments, refunds, matches, changes, rolls, enrolments."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from strawberry.dataloader import DataLoader

from facts.change import Cause
from graph.gateway import Row
from policy.matching import MatchResult, Standing, match
from policy.money import Fen
from resolvers import changes, dated, payments, refunds
from resolvers.changes_page import ChangeFilter, count_changes, read_changes, read_people_changes
from resolvers.enrolments import Enrolments
from resolvers.extensions import Extensions
from resolvers.law import LawShown
from resolvers.matches_page import count_matches, read_matches
from resolvers.once import once
from resolvers.pages import Position
from resolvers.pages import page as placed
from resolvers.payments_page import PaymentFilter, count_payments, read_payments
from resolvers.people import PeopleShown
from resolvers.rosters import read_roster
from resolvers.volume import read_volume
from schema.change import Change, ChangeConnection, ChangeEdge
from schema.context import AsOf, ChangesAsked, PaymentsAsked
from schema.enrolment import Enrolment
from schema.errors import ApiError, Code
from schema.match import Match, MatchConnection, MatchEdge
from schema.payment import Payment, PaymentConnection, PaymentEdge
from schema.person import Person
from schema.refund import Refund, RefundConnection, RefundEdge
from schema.roster import Roster
from schema.scalars import Yuan


@dataclass(slots=True)
class RecordsShown:
    """Answers of one request; lists are of a unit and all below it in the tree of the season."""

    people: PeopleShown
    law: LawShown
    extensions: Extensions
    paid: payments.Payments = field(init=False)
    refunded: refunds.Refunds = field(init=False)
    enrolled: Enrolments = field(init=False)
    histories: DataLoader[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        store = self.people.store
        self.paid = payments.Payments(store)
        self.refunded = refunds.Refunds(store)
        self.enrolled = Enrolments(store, self.law, self.extensions, self.people.today)
        self.histories = DataLoader(partial(read_people_changes, store))

    async def payments(
        self, code: str, asked: PaymentsAsked, first: int, after: str | None
    ) -> PaymentConnection:
        store, villages = self.people.store, await self._below(code, asked.year)
        wanted = PaymentFilter(asked.year, asked.channel, asked.since, asked.until)
        volume = await read_volume(store, villages, asked.year, "payments")
        place = dated.Place.read(after)
        rows = await read_payments(store, villages, wanted, volume, place, first + 1)
        shown = dated.page(rows, [payments.shown(row) for row in rows], first, after)
        return PaymentConnection(
            edges=[PaymentEdge(node=node, cursor=cursor) for node, cursor in shown.edges()],
            nodes=shown.nodes,
            page_info=shown.info,
            count=once(partial(count_payments, store, villages, wanted, volume)),
        )

    async def refunds(
        self, code: str, year: int, open: bool | None, first: int, after: str | None
    ) -> RefundConnection:
        villages = await self._below(code, year)
        place = dated.Place.read(after)
        rows, total = await self.refunded.page(villages, year, open, place, first + 1)
        shown = dated.page(rows, [refunds.shown(row) for row in rows], first, after)
        return RefundConnection(
            edges=[RefundEdge(node=node, cursor=cursor) for node, cursor in shown.edges()],
            nodes=shown.nodes,
            page_info=shown.info,
            total_count=total,
        )

    async def matches(
        self, code: str, year: int, result: MatchResult | None, first: int, after: str | None
    ) -> MatchConnection:
        store, villages = self.people.store, await self._below(code, year)
        position = Position.read(after)
        rows = await read_matches(store, villages, year, result, position, first + 1)
        nodes = await asyncio.gather(*(self._match(row) for row in rows))
        shown = placed(rows, list(nodes), first, after)
        return MatchConnection(
            edges=[MatchEdge(node=node, cursor=cursor) for node, cursor in shown.edges()],
            nodes=shown.nodes,
            page_info=shown.info,
            count=once(partial(count_matches, store, villages, year, result)),
        )

    async def _match(self, row: Row) -> Match:
        home = row["home"]
        due, paid, confirmed = (Fen(row[name]) for name in ("due", "paid", "confirmed"))
        return Match(
            household=await self.people.household(home) if home else None,
            payer=row["payer"],
            due=Yuan(due),
            paid=Yuan(paid),
            confirmed=Yuan(confirmed),
            result=match(Standing(due, paid, confirmed, is_known=home is not None)),
            refund_key=row["refund"],
        )

    async def changes(
        self, code: str, asked: ChangesAsked, first: int, after: str | None
    ) -> ChangeConnection:
        store, villages = self.people.store, await self._below(code, asked.year)
        wanted = _wanted(asked)
        volume = await read_volume(store, villages, asked.year, "changes")
        place = dated.Place.read(after)
        rows = await read_changes(store, villages, wanted, volume, place, first + 1)
        nodes = await self._changes(rows, asked.category)
        shown = dated.page(rows, nodes, first, after)
        return ChangeConnection(
            edges=[ChangeEdge(node=node, cursor=cursor) for node, cursor in shown.edges()],
            nodes=shown.nodes,
            page_info=shown.info,
            count=once(partial(count_changes, store, villages, wanted, volume)),
        )

    async def _changes(self, rows: Sequence[Row], category: str | None = None) -> list[Change]:
        groups = (await self.law.book()).categories
        persons = self.people.persons
        return [changes.shown(row, persons.shown(row["person"]), groups, category) for row in rows]

    async def changes_of(self, person: str, year: int) -> list[Change]:
        return await self._changes(await self.histories.load(f"{person}|{year}"))

    async def roster(self, code: str, year: int) -> Roster | None:
        return await read_roster(self.people.store, code, await self._below(code, year), year)

    async def payment(self, key: str) -> Payment | None:
        row = await self.paid.by_key.load(key)
        return payments.shown(row) if row else None

    async def reversal_of(self, key: str) -> Payment | None:
        reversal = await self.paid.reversals.load(key)
        return await self.payment(reversal) if reversal else None

    async def people_of(self, payment: str) -> list[Person]:
        return [self.people.persons.shown(row) for row in await self.paid.people.load(payment)]

    async def payments_of_household(self, household: str, year: int) -> list[Payment]:
        rows = await self.paid.of_household.load(f"{household}|{year}")
        return [payments.shown(row) for row in rows]

    async def payments_of(self, person: str, year: int) -> list[Payment]:
        return [payments.shown(row) for row in await self.paid.of_person.load(f"{person}|{year}")]

    async def persons(self, keys: Collection[str]) -> list[Person]:
        rows = await self.people.persons.by_key.load_many(list(keys))
        return [self.people.persons.shown(row) for row in rows if row]

    async def refund(self, key: str) -> Refund | None:
        row = await self.refunded.by_key.load(key)
        return refunds.shown(row) if row else None

    async def enrolment(self, person: str, year: int) -> Enrolment | None:
        return await self.enrolled.shown(f"{person}|{year}")

    async def enrolment_by_key(self, key: str) -> Enrolment | None:
        return await self.enrolled.shown(key)

    async def _below(self, code: str, year: int) -> list[str]:
        """The unit and all below it in the tree of the season, in code order."""
        geography = self.people.sums.geography
        await geography.ensure(code)
        if geography.known(code) is None:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", jurisdiction=code)
        return sorted(self.people.sums.tree(AsOf(year)).below(code))


def _wanted(asked: ChangesAsked) -> ChangeFilter:
    """A question in the words of the record."""
    causes = tuple(Cause(cause.value) for cause in asked.causes)
    return ChangeFilter(
        asked.year,
        causes,
        asked.category,
        asked.since,
        asked.until,
        None if asked.recorded_from is None else dated.millis(asked.recorded_from),
        None if asked.recorded_to is None else dated.millis(asked.recorded_to),
    )
