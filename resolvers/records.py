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
from resolvers.area import Area
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
    paid: payments.Payments
    refunded: refunds.Refunds = field(init=False)
    enrolled: Enrolments = field(init=False)
    histories: DataLoader[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        store = self.people.store
        self.refunded = refunds.Refunds(store, self.area)
        self.enrolled = Enrolments(store, self.law, self.extensions, self.area)
        self.histories = DataLoader(self._histories)

    @property
    def area(self) -> Area:
        return self.people.area

    async def _limits(self) -> Row | None:
        """Of the viewer's area; None for who sees all."""
        return None if self.area.viewer.sees_all else await self.area.parameters()

    async def payments(
        self, code: str, asked: PaymentsAsked, first: int, after: str | None
    ) -> PaymentConnection:
        self.area.need_households("payments")
        store, villages = self.people.store, await self._below(code, asked.year)
        wanted = PaymentFilter(asked.year, asked.channel, asked.since, asked.until)
        volume = await read_volume(store, villages, asked.year, "payments")
        place = dated.Place.read(after)
        limits = await self._limits()
        rows = await read_payments(store, villages, wanted, volume, place, first + 1, limits)
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
        self.area.need_households("refunds")
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
        self.area.need_households("matches")
        store, villages = self.people.store, await self._below(code, year)
        position, limits = Position.read(after), await self._limits()
        rows = await read_matches(store, villages, year, result, position, first + 1, limits)
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
        self.area.need_persons("changes")
        store, villages = self.people.store, await self._below(code, asked.year)
        wanted, groups = _wanted(asked), await self._groups()
        if groups is not None and asked.category is not None and asked.category not in groups:
            villages = []  # who of its people stands in another group is not a department's to know
        volume = await read_volume(store, villages, asked.year, "changes")
        place = dated.Place.read(after)
        rows = await read_changes(store, villages, wanted, volume, place, first + 1, groups)
        nodes = await self._changes(rows, asked.category)
        shown = dated.page(rows, nodes, first, after)
        return ChangeConnection(
            edges=[ChangeEdge(node=node, cursor=cursor) for node, cursor in shown.edges()],
            nodes=shown.nodes,
            page_info=shown.info,
            count=once(partial(count_changes, store, villages, wanted, volume, groups)),
        )

    async def _groups(self) -> list[str] | None:
        """Those of a department; None: of whatever groups."""
        groups = await self.area.groups()
        return None if groups is None else sorted(groups)

    async def _histories(self, keys: list[str]) -> list[list[Row]]:
        return await read_people_changes(self.people.store, keys, await self._groups())

    async def _changes(self, rows: Sequence[Row], category: str | None = None) -> list[Change]:
        known, own = (await self.law.book()).categories, await self._groups()
        shown = self.people.persons.shown
        return [changes.shown(row, shown(row["person"]), known, category, own) for row in rows]

    async def changes_of(self, person: str, year: int) -> list[Change]:
        return await self._changes(await self.histories.load(f"{person}|{year}"))

    async def roster(self, code: str, year: int) -> Roster | None:
        """Counts, as everybody may know them."""
        await self._known(code)
        below = sorted(self.people.sums.tree(AsOf(year)).below(code))
        return await read_roster(self.people.store, code, below, year)

    async def payment(self, key: str) -> Payment | None:
        return await self.paid.one(key)

    async def reversal_of(self, key: str) -> Payment | None:
        reversal = await self.paid.reversals.load(key)
        return await self.payment(reversal) if reversal else None

    async def people_of(self, payment: str) -> list[Person]:
        return [self.people.persons.shown(row) for row in await self.paid.people.load(payment)]

    async def payments_of_household(self, household: str, year: int) -> list[Payment]:
        self.area.need_households("payments")
        rows = await self.paid.of_household.load(f"{household}|{year}")
        return [payments.shown(row) for row in rows]

    async def payments_of(self, person: str, year: int) -> list[Payment]:
        self.area.need_households("payments")
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
        is_seen = await self.people.persons.by_key.load(key.partition("|")[0])
        return await self.enrolled.shown(key) if is_seen else None

    async def _below(self, code: str, year: int) -> list[str]:
        """The viewer's part of the unit, in the tree of the season, in code order."""
        await self._known(code)
        return self.area.villages(code, self.people.sums.tree(AsOf(year)))

    async def _known(self, code: str) -> None:
        """Have a unit read; raises UNKNOWN."""
        geography = self.people.sums.geography
        await geography.ensure(code)
        if geography.known(code) is None:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", jurisdiction=code)


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
