"""The liability ledger of a unit: the rows of its villages added up by department."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from strawberry.dataloader import DataLoader

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
from resolvers.owed import NOTHING, Standing, Standings, read_owed, seat
from resolvers.tree import Tree
from schema.context import AsOf, OwedFilter, Soon
from schema.department import Department
from schema.errors import ApiError, Code
from schema.law import Category, Clause
from schema.ledger import Liability, LiabilityLedger
from schema.scalars import Yuan

NOWHERE = LawClause("", "", "没有适用的通知")

Row = tuple[str, str, Fund]  # department, category, fund
Villages = tuple[str, ...]


class Part(NamedTuple):
    """Villages of one seat under one scheme."""

    seat: str
    scheme: Scheme | None
    villages: Villages


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
    _sums: DataLoader[tuple[AsOf, Villages], Standings] = field(init=False)
    _seats: dict[tuple[date, str], str] = field(default_factory=dict)
    _schemes: dict[tuple[str, int], Scheme | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sums = DataLoader(self._read)

    async def liabilities(self, code: str, asked: AsOf, owed: OwedFilter) -> LiabilityLedger:
        self.area.need_persons("liabilities")
        await self.law.book()
        sums = self.law.sums
        await sums.geography.ensure(code)
        if sums.geography.known(code) is None:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", unit=code)
        day, debts = sums.as_of(asked), dict[Row, Debt]()
        parts = self._parts(code, asked)
        found = await self._sums.load_many([(asked, part.villages) for part in parts])
        for part, standings in zip(parts, found, strict=True):
            scheme = part.scheme
            due = in_place_by(scheme) if scheme else None
            for group, standing in standings:
                department = f"{part.seat}|{group.kind.value}"
                if self._is_wanted(department, group, owed):
                    rule = rule_of(scheme, group.category) if scheme else None
                    debt = debts.setdefault((department, group.category, group.fund), Debt())
                    debt.add(standing, due, rule.clause if rule else None, day)
        return await self._ledger(code, asked, day, debts)

    def _parts(self, code: str, asked: AsOf) -> list[Part]:
        """The villages of a place by who owes for them, and under which scheme."""
        tree = self.law.sums.tree(asked)
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for village in self.area.villages(code, tree):
            scheme = self.scheme(village, asked.year)
            found[self.seat(tree, village), id(scheme)].append(village)
        return [
            Part(seat, self.scheme(villages[0], asked.year), tuple(villages))
            for (seat, _), villages in found.items()
        ]

    async def _read(self, keys: list[tuple[AsOf, Villages]]) -> list[Standings]:
        """What those of one day come to is one statement, however many ledgers ask."""
        found: dict[tuple[AsOf, Villages], Standings] = {}
        for asked in dict.fromkeys(asked for asked, _ in keys):
            parts = list(dict.fromkeys(part for question, part in keys if question == asked))
            sums = self.law.sums
            standings = await read_owed(sums.store, parts, sums.span(asked))
            found.update(zip(((asked, part) for part in parts), standings, strict=True))
        return [found[key] for key in keys]

    def _is_wanted(self, department: str, group: Group, owed: OwedFilter) -> bool:
        """Whether filter and viewer let a row through."""
        category = self.category(owed.category).key if owed.category else None
        is_group = category in (None, group.category) and owed.fund in (None, group.fund)
        is_kind = self.own_kind in (None, group.kind)
        return is_group and is_kind and owed.department in (None, department)

    @property
    def own_kind(self) -> DepartmentKind | None:
        """A department sees what departments of its kind owe in its area; None: all of them."""
        viewer = self.area.viewer
        return viewer.kind if viewer.role is Role.DEPARTMENT else None

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
