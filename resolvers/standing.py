"""Which groups a person stands in, and what the law makes of that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import LiteralString

from graph.gateway import Row
from policy.claims import SubsidyFacts
from policy.scheme import extended
from policy.subsidy import decide
from resolvers.area import Area
from resolvers.extensions import Extensions
from resolvers.law import LawShown
from resolvers.tree import day_of
from schema.decision import SubsidyDecision
from schema.law import Category
from schema.person_category import PersonCategory

# (:Listing {category, from, to})-[:OF]->(:Person)<-[:OF]-(:Participation {key: person|year})
LISTINGS: LiteralString = """
UNWIND $people AS person
MATCH (p:Person {key: person})
OPTIONAL MATCH (n:Participation {key: person + '|' + toString($year)})
RETURN collect({village: n.now_village, listings: COLLECT {
  MATCH (p)<-[:OF]-(l:Listing)
  RETURN l {.category, .from, .to, .list, .department} ORDER BY l.from, l.category
}, county: head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(:Household)-[:LIVES_IN]->(v:Jurisdiction)
  RETURN left(v.code, 6) ORDER BY m.from DESC
})}) AS people
"""


@dataclass(slots=True)
class PersonLaw:
    """The law for one person of the roll."""

    law: LawShown
    extensions: Extensions
    area: Area
    today: date

    async def categories(self, person: str, on: date | None) -> list[PersonCategory]:
        """The groups of a day, today where left out; oldest first."""
        day = on or self.today
        found = await self._person(person, 0)
        rows, county = found["listings"], found.get("county")
        book = await self.law.book()
        seen = await self.area.groups()
        return [
            PersonCategory(
                category=Category.of(book.categories[row["category"]]),
                since=row["from"].to_native(),
                to=day_of(row["to"]),
                list=row["list"],
                lister=f"{county}|{row['department']}" if county and row["department"] else None,
            )
            for row in _holding(rows, day)
            if row["category"] in book.categories and (seen is None or row["category"] in seen)
        ]

    async def subsidy(self, person: str, year: int, on: date | None) -> SubsidyDecision | None:
        """None off the roll of the year, without a scheme, or where another department's group
        decides: then a department does not learn which."""
        found = await self._person(person, year)
        if found["village"] is None:
            return None
        scheme = await self.law.of(found["village"], year)
        if scheme is None:
            return None
        day = on or self.today
        listed = _holding(found["listings"], day)
        since = {row["category"]: row["from"].to_native() for row in listed}
        longer = await self.extensions.here(found["village"], year, day)
        facts = SubsidyFacts(frozenset(since), day, since, extension_granted=longer is not None)
        scheme = extended(scheme, longer.until) if longer else scheme
        decision = decide(scheme, facts)
        seen = await self.area.groups()
        if seen is not None:
            if decision.category is not None and decision.category not in seen:
                return None
            decision = decide(scheme, replace(facts, categories=facts.categories & seen))
        return SubsidyDecision.of(decision, (await self.law.book()).categories)

    async def _person(self, person: str, year: int) -> Row:
        row = await self.law.sums.store.one(LISTINGS, people=[person], year=year)
        people: list[Row] = row["people"] if row else []
        return people[0] if people else {"village": None, "listings": []}


def _holding(rows: Sequence[Row], day: date) -> list[Row]:
    """From a day, until before a day."""
    return [
        row
        for row in rows
        if row["from"].to_native() <= day and (row["to"] is None or day < row["to"].to_native())
    ]
