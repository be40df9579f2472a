"""The liability ledger of a unit: the rows of its villages added up by department."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from policy.deadlines import Deadline
from policy.law import Category as LawCategory
from policy.law import Clause as LawClause
from policy.scheme import Scheme
from policy.stations import Group, in_place_by, rule_of
from policy.terms import DepartmentKind, Fund
from policy.viewer import Role
from resolvers.area import Area
from resolvers.law import LawShown
from resolvers.offices import Offices
from resolvers.owed import NOTHING, Owed, Standing, seat
from resolvers.tree import Tree
from schema.context import AsOf, OwedFilter, Soon
from schema.department import Department
from schema.law import Category, Clause
from schema.ledger import Liability, LiabilityLedger
from schema.scalars import Yuan

NOWHERE = LawClause("", "", "没有适用的通知")

Row = tuple[str, str, Fund]  # department, category, fund


@dataclass(slots=True)
class Debt:
    """One row while it is added up."""

    standing: Standing = NOTHING
    overdue_fen: int = 0
    deadline: date | None = None
    clause: LawClause = NOWHERE

    def add(self, here: Standing, due: Deadline | None, clause: LawClause | None, on: date) -> None:
        self.standing = Standing._make(map(int.__add__, self.standing, here))
        if due is not None and due.overdue(on):
            self.overdue_fen += here.payable_fen - here.received_fen
        day = due.day if due else None
        if due and day and (self.deadline is None or day < self.deadline):
            self.deadline, self.clause = day, due.clause
        elif self.clause is NOWHERE and clause is not None:
            self.clause = clause


@dataclass(slots=True)
class Ledger:
    """Who owes what, for one request."""

    law: LawShown
    departments: Offices
    area: Area
    _seats: dict[tuple[date, str], str] = field(default_factory=dict)
    _schemes: dict[tuple[str, int], Scheme | None] = field(default_factory=dict)

    async def liabilities(self, code: str, asked: AsOf, owed: OwedFilter) -> LiabilityLedger:
        self.area.need_persons("liabilities")
        await self.law.book()
        found = await self.law.sums.owed.load(code, asked)
        day = self.law.sums.as_of(asked)
        debts: dict[Row, Debt] = {}
        for village, group, standing in self.rows(found, code, asked, owed):
            scheme = self.scheme(village, asked.year)
            due = in_place_by(scheme) if scheme else None
            rule = rule_of(scheme, group.category) if scheme else None
            row = self.department(found.tree, village, group), group.category, group.fund
            debts.setdefault(row, Debt()).add(standing, due, rule.clause if rule else None, day)
        return await self._ledger(code, asked, day, debts)

    def rows(
        self, found: Owed, code: str, asked: AsOf, owed: OwedFilter
    ) -> Iterator[tuple[str, Group, Standing]]:
        """Those of a place that a filter lets through."""
        category = self.category(owed.category).key if owed.category else None
        for village, group, standing in found.below(self.area.villages(code, found.tree)):
            if category not in (None, group.category) or owed.fund not in (None, group.fund):
                continue
            if self.own_kind not in (None, group.kind):
                continue
            if owed.department in (None, self.department(found.tree, village, group)):
                yield village, group, standing

    @property
    def own_kind(self) -> DepartmentKind | None:
        """A department sees what departments of its kind owe in its area; None: all of them."""
        viewer = self.area.viewer
        return viewer.kind if viewer.role is Role.DEPARTMENT else None

    def department(self, tree: Tree, village: str, group: Group) -> str:
        """The key of the one that owes for the people of a village."""
        return f"{self.seat(tree, village)}|{group.kind.value}"

    def seat(self, tree: Tree, village: str) -> str:
        """The unit whose departments owe for a village."""
        at = self._seats.get((tree.day, village))
        if at is None:
            at = self._seats[tree.day, village] = seat(tree, village)
        return at

    def scheme(self, code: str, year: int) -> Scheme | None:
        """The scheme in force; the book and the place are here already."""
        at = code, year
        if at not in self._schemes:
            above = self.law.sums.tree(AsOf(year)).parents.get(code)
            own = self.law.own(code, year)
            self._schemes[at] = own or (self.scheme(above, year) if above else None)
        return self._schemes[at]

    def category(self, key: str) -> Category:
        """A group by its key or name; one that no list holds is shown by its key."""
        held = {name: one for one in self.law.held_groups for name in (one.key, one.name)}
        return Category.of(held.get(key) or LawCategory(key, key))

    async def _ledger(
        self, code: str, asked: AsOf, day: date, debts: dict[Row, Debt]
    ) -> LiabilityLedger:
        place = {one.key: at for at, one in enumerate(self.law.held_groups)}
        order = sorted(debts, key=lambda row: (row[0], place.get(row[1], 999), row[1], str(row[2])))
        keys = [department for department, _, _ in order]
        owing = dict(zip(keys, await self.departments.loader.load_many(keys), strict=True))
        rows = [
            _liability(debts[row], row[2], owing[row[0]], self.category(row[1])) for row in order
        ]
        return LiabilityLedger(
            jurisdiction=self.law.sums.geography.place(code),
            year=asked.year,
            as_of=day,
            rows=rows,
            people=sum(row.people for row in rows),
            unset_people=sum(row.unset_people for row in rows),
            amount=Yuan(sum(row.amount for row in rows)),
            received=Yuan(sum(row.received for row in rows)),
            outstanding=Yuan(sum(row.outstanding for row in rows)),
            overdue=Yuan(sum(row.overdue for row in rows)),
        )

    def received(self, code: str, asked: AsOf) -> Soon[Yuan]:
        """What has arrived for the people of a place."""
        found = self.law.sums.arrived.known(code, asked)
        if found is None:
            return self._received(code, asked)
        return Yuan(found.received_fen(code))

    async def _received(self, code: str, asked: AsOf) -> Yuan:
        found = await self.law.sums.arrived.load(code, asked)
        return Yuan(found.received_fen(code))


def _liability(debt: Debt, fund: Fund, department: Department, category: Category) -> Liability:
    here = debt.standing
    return Liability(
        department=department,
        category=category,
        fund=fund,
        people=here.subsidies,
        unset_people=here.unset,
        amount=Yuan(here.amount_fen),
        payable=Yuan(here.payable_fen),
        requested=Yuan(here.requested_fen),
        disbursed=Yuan(here.disbursed_fen),
        received=Yuan(here.received_fen),
        outstanding=Yuan(here.amount_fen - here.received_fen),
        overdue=Yuan(debt.overdue_fen),
        deadline=debt.deadline,
        clause=Clause.of(debt.clause),
    )
