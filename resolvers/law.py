"""Which law holds for a unit in a year, and what it says: schemes, notices, clauses."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from facts.bookshelf import book_of, read_book
from facts.lawbook import LawBook
from policy.law import Category as PolicyCategory
from policy.law import UnknownCategory
from policy.scheme import Scheme as LawScheme
from resolvers.sums import Sums
from schema.context import AsOf, Soon
from schema.errors import ApiError, Code
from schema.law import Category, Clause, Notice, NoticeConnection, NoticeEdge
from schema.node import PageInfo
from schema.scheme import Rule, Scheme


@dataclass(slots=True)
class LawShown:
    """The law as one request sees it; the book is read when the first question needs it."""

    sums: Sums
    _book: LawBook | None = None
    _found: dict[tuple[str, int], LawScheme | None] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def book(self) -> LawBook:
        """The same book for the whole request."""
        async with self._lock:
            if self._book is None:
                self._book = await read_book(self.sums.store)
        return self._book

    async def book_of(self, versions: Sequence[str]) -> LawBook:
        """The same, where a statement has read the versions of the law along."""
        async with self._lock:
            if self._book is None:
                self._book = await book_of(self.sums.store, versions)
        return self._book

    async def prepare(self) -> None:
        """Have the book here, so that the fields of a tree need not wait."""
        await self.book()

    def now(self, code: str, year: int) -> LawScheme | None:
        """The scheme in force; the book and the place are here already."""
        if (code, year) not in self._found:
            assert self._book is not None  # awaited before
            self._found[code, year] = self._book.nearest(self.upwards(code, year), year)
        return self._found[code, year]

    def own(self, code: str, year: int) -> LawScheme | None:
        """The scheme of a notice that a place issued itself; the book is here already."""
        assert self._book is not None  # awaited before
        return self._book.nearest([code], year)

    @property
    def held_groups(self) -> list[PolicyCategory]:
        """All groups, in their order; the book is here already."""
        assert self._book is not None  # awaited before
        return list(self._book.categories.values())

    def upwards(self, code: str, year: int) -> list[str]:
        """The place and all above it, placeholders too, in the tree of the season."""
        parents = self.sums.tree(AsOf(year)).parents
        found, at = [], code if code in parents else None
        while at is not None:
            found.append(at)
            at = parents[at]
        return found

    @property
    def is_here(self) -> bool:
        return self._book is not None

    async def of(self, code: str, year: int) -> LawScheme | None:
        """The scheme in force for a place, None where no notice of the year is held."""
        await self.book()
        await self.sums.geography.ensure(code)
        return self.now(code, year)

    async def needed(self, code: str, year: int) -> LawScheme:
        """The scheme in force; UNKNOWN for a place that is not, NO_SCHEME without a notice."""
        found = await self.of(code, year)
        if found is None:
            self.place_of(code)
            book = await self.book()
            held = "、".join(f"{n.issuer}/{n.year}" for n in book.notices.values() if n.year)
            raise ApiError(
                Code.NO_SCHEME,
                f"{code} 在 {year} 年度没有适用的通知；已有：{held or '无'}",
                unit=code,
                year=year,
            )
        return found

    def place_of(self, code: str) -> None:
        if code not in self.sums.geography.forest.places:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", unit=code)

    async def scheme(self, code: str, year: int) -> Scheme | None:
        found = await self.of(code, year)
        return None if found is None else Scheme.of(found)

    async def notice(self, key: str) -> Notice | None:
        found = (await self.book()).notices.get(key)
        return None if found is None else Notice.of(found)

    async def clause(self, notice: str | None, number: str | None) -> Clause | None:
        found = (await self.book()).clause(notice, number)
        return None if found is None else Clause.of(found)

    async def clause_by_key(self, key: str) -> Clause | None:
        notice, _, number = key.partition("|")
        return await self.clause(notice, number)

    def cited(self, key: str) -> Soon[Clause | None]:
        """The same, at once where the book is here."""
        if self._book is None:
            return self.clause_by_key(key)
        notice, _, number = key.partition("|")
        found = self._book.clause(notice, number)
        return None if found is None else Clause.of(found)

    async def category(self, key: str) -> Category | None:
        found = (await self.book()).categories.get(key)
        return None if found is None else Category.of(found)

    async def many(self, keys: tuple[str, ...]) -> list[Category]:
        """Groups by their keys; each is held, rules name no others."""
        book = await self.book()
        return [Category.of(book.categories[key]) for key in keys]

    async def scheme_by_key(self, key: str) -> Scheme | None:
        """By code and year of the notice itself."""
        found = await self._own(key)
        return None if found is None else Scheme.of(found)

    async def rule_by_key(self, key: str) -> Rule | None:
        """By the scheme, kind and key of the rule."""
        scheme = await self._own("|".join(key.split("|")[:2]))
        shown = [Rule.of(rule, scheme) for rule in scheme.rules] if scheme else []
        return next((rule for rule in shown if rule.id == f"Rule:{key}"), None)

    async def _own(self, key: str) -> LawScheme | None:
        book = await self.book()
        for notice in book.notices.values():
            if notice.year is not None and key == f"{notice.issuer}|{notice.year}":
                return book.scheme(notice.key)
        return None

    async def notices(self, first: int, after: str | None) -> NoticeConnection:
        """All notices but the common readings, in the order of their keys."""
        book = await self.book()
        keys = sorted(key for key, one in book.notices.items() if one.year is not None)
        rest = [key for key in keys if after is None or key > after]
        nodes = [Notice.of(book.notices[key]) for key in rest[:first]]
        return NoticeConnection(
            edges=[NoticeEdge(node=node, cursor=node.key) for node in nodes],
            nodes=nodes,
            page_info=PageInfo(
                has_next_page=len(rest) > first,
                has_previous_page=len(rest) < len(keys),
                start_cursor=nodes[0].key if nodes else None,
                end_cursor=nodes[-1].key if nodes else None,
            ),
            total_count=len(keys),
        )

    async def categories(self, names: list[str] | None) -> frozenset[str]:
        """The keys of groups as clients or notices name them; an unknown one is an error."""
        book = await self.book()
        try:
            return frozenset(book.category(name).key for name in names or ())
        except UnknownCategory as error:
            raise ApiError(Code.BAD_INPUT, str(error), field="categories") from error
