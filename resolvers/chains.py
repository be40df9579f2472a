"""Accountability chains: read in one statement, put together by resolvers/tracing.py.

subject ── its household and village on that day ── every unit above, by its mark
        └─ posts that answer for the household alone, groups of its people

What a unit holds under its mark the process knows, or reads (resolvers/stations.py); households
beside those that were asked for may be at hand too (resolvers/nearby.py).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from strawberry.dataloader import DataLoader

from graph.errors import GraphError
from graph.gateway import Row
from resolvers.area import Area
from resolvers.law import LawShown
from resolvers.nearby import ON_EACH_SIDE, Home, Stamp, asked, nearby
from resolvers.posts import PostsShown
from resolvers.stations import units_of
from resolvers.subjects import AHEAD, NEXT, STATEMENTS, About
from resolvers.tracing import Found, Tracing
from resolvers.tree import Tree
from schema.accountability import AccountabilityChain, AccountabilityLink
from schema.household import Household
from schema.jurisdiction import Jurisdiction
from schema.person import Person
from schema.subsidy import Subsidy

Subject = Person | Household | Jurisdiction | Subsidy
Asked = tuple[About, str, date]


@dataclass(slots=True)
class Chains:
    """Chains of one request; those of a list are read together."""

    law: LawShown
    posts: PostsShown
    area: Area
    today: date
    afresh: Callable[[], "Chains"]  # the same of the viewer, of which nothing was read yet
    loader: DataLoader[Asked, Found] = field(init=False)
    ahead: DataLoader[Asked, None] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._read)
        self.ahead = DataLoader(self._read_ahead)

    async def person(self, subject: Person, on: date | None) -> AccountabilityChain:
        """Their household's chain, and the departments of their groups."""
        return await self._shown(subject, About.PERSON, subject.key, on)

    async def household(self, subject: Household, on: date | None) -> AccountabilityChain:
        """Its posts, grid and village, and the departments of its people's groups."""
        return await self._shown(subject, About.HOUSEHOLD, subject.key, on)

    async def place(self, subject: Jurisdiction, on: date | None) -> AccountabilityChain:
        """The unit's own posts, those above, and the departments of the nearest that has any."""
        return await self._shown(subject, About.PLACE, subject.code, on)

    async def subsidy(self, subject: Subsidy, on: date | None) -> AccountabilityChain:
        """The person's chain, and the departments of the subsidy's group alone."""
        return await self._shown(subject, About.SUBSIDY, subject.key, on)

    async def read_ahead(self, label: str, key: str, on: date | None) -> None:
        """A person or household that is going to be asked for, and for its chain, at once."""
        await self.ahead.load((About[label.upper()], key, on or self.today))

    async def _shown(
        self, subject: Subject, about: About, key: str, on: date | None
    ) -> AccountabilityChain:
        day = on or self.today
        found = await self.loader.load((about, key, day))
        return AccountabilityChain(
            subject=subject, on=day, links=await self._links(found), gaps=list(found.chain.gaps)
        )

    async def _links(self, found: Found) -> list[AccountabilityLink]:
        """Those of the process, unless a department is to be read for them."""
        if found.links is None:
            if unknown := found.unknown:
                more = [await self.posts.department(key) for key in unknown]
                return found.shown(one for one in more if one is not None)
            found.links = found.shown()
        return found.links

    async def _read(self, asked: list[Asked]) -> list[Found]:
        found: dict[Asked, Found] = {}
        for about, on in dict.fromkeys((about, on) for about, _, on in asked):
            keys = [key for kind, key, day in asked if (kind, day) == (about, on)]
            [row] = await self.law.sums.store.read(STATEMENTS[about], keys=keys, on=on)
            found |= await self._chains(about, on, row)
        return [found[one] for one in asked]

    async def _chains(self, about: About, on: date, row: Row) -> dict[Asked, Found]:
        tracing = await self._tracing(on, row)
        return {(about, one["key"], on): tracing.found(one) for one in row["subjects"]}

    async def _tracing(self, on: date, row: Row) -> Tracing:
        """All that the chains of these subjects lead through."""
        book, seen = await self.law.book_of(row["versions"]), await self.area.groups()
        units = await units_of(self.law.sums.store, row["epoch"], row["units"])
        places = {unit.place.code: unit.place for unit in units}
        self.law.sums.geography.forest.hold(places.values())
        by_code = {unit.place.code: unit for unit in units}
        grids = frozenset(one["grid"] for one in row["subjects"])
        return Tracing(book, on, Tree(places, on, season=False), by_code, grids, seen)

    async def _read_ahead(self, asked: list[Asked]) -> list[None]:
        for about, on in dict.fromkeys((about, on) for about, _, on in asked):
            keys = [key for kind, key, day in asked if (kind, day) == (about, on)]
            if about is About.HOUSEHOLD:
                await self._households(keys, on)
            else:
                await self._ahead(about, keys, on)
        return [None for _ in asked]

    async def _ahead(self, about: About, keys: list[str], on: date) -> dict[str, str | None]:
        """Prime subjects that the viewer may see, with their chains; by key the village."""
        statement = AHEAD[about, self.area.viewer.sees_all]
        row = await self._read_seen(statement, on, keys=keys)
        own = {one["key"]: one for one in row["own"]}
        people = self.posts.people
        loader = people.persons.by_key if about is About.PERSON else people.homes.by_key
        loader.prime_many({key: own.get(key) for key in keys})
        row["subjects"] = [one for one in row["subjects"] if one["key"] in own]
        self.loader.prime_many(await self._chains(about, on, row))
        return {one["key"]: one["place"] for one in row["subjects"]}

    async def _read_seen(self, statement: LiteralString, on: date, **given: object) -> Row:
        area = await self.area.parameters()
        [row] = await self.law.sums.store.read(statement, on=on, today=self.today, **given, **area)
        return row

    async def _households(self, keys: list[str], on: date) -> None:
        """From what is at hand, or read; then have at hand what will be asked for next."""
        stamp = await Stamp.of(self.law.sums.geography)
        unknown = [key for key in keys if not self._recall(stamp, key, on)]
        villages = await self._ahead(About.HOUSEHOLD, unknown, on) if unknown else {}
        for village, key in {village: key for key, village in villages.items()}.items():
            if stamp is None or village is None:
                continue
            if nearby.meets_again(stamp, asked(self.area.viewer, village, on), key):
                with suppress(GraphError):  # what was asked for is read already
                    await self.afresh().learn(village, key, on)

    def _recall(self, stamp: Stamp | None, key: str, on: date) -> bool:
        """Whether a household is at hand."""
        home = nearby.home(stamp, asked(self.area.viewer, key, on))
        if home is None:
            return False
        self.law.sums.geography.forest.hold(home.places)
        self.posts.people.homes.by_key.prime(key, home.own)
        self.loader.prime((About.HOUSEHOLD, key, on), home.found)
        return True

    async def learn(self, village: str, key: str, on: date) -> None:
        """Have a household at hand, and those on either side of it in its village."""
        stamp = await Stamp.of(self.law.sums.geography)  # before the law is read, or anything else
        if stamp is None:
            return
        viewer, given = self.area.viewer, {"village": village, "key": key, "limit": ON_EACH_SIDE}
        row = await self._read_seen(NEXT[viewer.sees_all], on, **given)
        subjects = {one["key"]: one for one in row["subjects"]}
        tracing = await self._tracing(on, row)
        homes = (Home(own, subjects[own["key"]], tracing) for own in row["own"])
        nearby.keep(stamp, {asked(viewer, one.own["key"], on): one for one in homes})
