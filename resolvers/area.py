"""Whom and where a viewer may see, as part of the statements that read.

    Area.villages   lists: the places whose people are read at all
    PERSON_SEEN     of (p:Person), HOUSEHOLD_SEEN of (h:Household): what is looked up by its key
    ACCOUNT_SEEN    of (a:Account), REFUND_SEEN of (r:Refund): money of households
    SUBSIDY_SEEN    of (s:Subsidy), ADVANCE_SEEN of (v:Advance): money of departments
    AREA_HOLDS      of (j:Jurisdiction), on the day of the request

An administrator is asked by a shorter text: what needs no condition is planned three times as fast.

In the area is who lives there now, and who was ever counted there: so that behind each number of a
season stands the list of its people, wherever they went. Which villages these are says the tree of
`PART_OF`, of today and of each season (resolvers/tree.py), never the digits of their codes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.gateway import Row
from policy.viewer import Role, Viewer, own_groups
from resolvers.law import LawShown
from resolvers.tree import Tree
from schema.errors import ApiError, Code

# The names below are of these conditions alone: the statements around them have their own.

# a village (_code) with its year (_counted, 2022|341302113201) in the tree of that season
COUNTED: LiteralString = "_counted IN $joined OR _code IN $here AND NOT _counted IN $left"

AREA_HOLDS: LiteralString = "($sees_all OR j.code IN $here)"

# (p:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village), <-[:OF]-(:Participation), (:Listing)
PERSON_SEEN: LiteralString = (
    """(($groups IS NULL OR EXISTS {
  (p)<-[:OF]-(_listing:Listing) WHERE _listing.category IN $groups
}) AND (EXISTS {
  (p)-[_member:MEMBER_OF]->(:Household)-[_lives:LIVES_IN]->(_village:Jurisdiction)
  WHERE _member.from <= $area_day AND (_member.to IS NULL OR $area_day < _member.to)
    AND _lives.from <= $area_day AND (_lives.to IS NULL OR $area_day < _lives.to)
    AND _village.code IN $here
} OR EXISTS {
  MATCH (p)<-[:OF]-(_part:Participation)-[:IN]->(:Account)-[:ON]->(_roster:Roster)
  UNWIND [_part.entry_village, _part.now_village] + COLLECT {
    MATCH (_part)<-[:CHANGED]-(_change:Change) RETURN _change.after_village } AS _code
  WITH _code, toString(_roster.year) + '|' + _code AS _counted
  WHERE """
    + COUNTED
    + """
  RETURN _code
}))"""
)

# (h:Household)-[:LIVES_IN]->(village), (:Account {key: household|year})
HOUSEHOLD_SEEN: LiteralString = (
    """(($groups IS NULL OR EXISTS {
  (h)<-[:MEMBER_OF]-(:Person)<-[:OF]-(_listing:Listing) WHERE _listing.category IN $groups
}) AND (EXISTS {
  (h)-[_lives:LIVES_IN]->(_village:Jurisdiction)
  WHERE _lives.from <= $area_day AND (_lives.to IS NULL OR $area_day < _lives.to)
    AND _village.code IN $here
} OR EXISTS {
  UNWIND $years AS _year
  MATCH (_account:Account {key: h.key + '|' + _year})
  UNWIND [_account.entry_village, _account.now_village] + COLLECT {
    MATCH (_account)<-[:CHANGED]-(_change:Change) RETURN _change.after_village } AS _code
  WITH _code, _year + '|' + _code AS _counted
  WHERE """
    + COUNTED
    + """
  RETURN _code
}))"""
)

# (a:Account {household}): money of a household is nothing that departments see
ACCOUNT_SEEN: LiteralString = (
    """($groups IS NULL AND EXISTS {
  MATCH (h:Household {key: a.household}) WHERE """
    + HOUSEHOLD_SEEN
    + """ RETURN h
})"""
)

# (r:Refund {people})-[:OF]->(:Payment)-[:ON]->(:Account): all whom it is about
REFUND_SEEN: LiteralString = (
    """($groups IS NULL AND NOT EXISTS {
  MATCH (r)-[:OF]->(:Payment)-[:ON]->(a:Account)
  WHERE (size(coalesce(r.people, [])) = 0 OR EXISTS {
    (a)<-[:IN]-(:Participation)-[:OF]->(_whose:Person) WHERE _whose.key IN r.people
  }) AND NOT """
    + ACCOUNT_SEEN
    + """ RETURN a
})"""
)

# (s:Subsidy)-[:FOR]->(:Participation)-[:OF]->(:Person): of a seen person, for a seen group
SUBSIDY_SEEN: LiteralString = (
    """(($groups IS NULL OR s.category IN $groups) AND EXISTS {
  MATCH (s)-[:FOR]->(:Participation)-[:OF]->(p:Person) WHERE """
    + PERSON_SEEN
    + """ RETURN p
})"""
)

# (v:Advance {department, unit}): of a unit in the area; a department its own kind's
ADVANCE_SEEN: LiteralString = """(coalesce(v.unit, split(v.department, '|')[0]) IN $here
  AND ($own_kind IS NULL OR split(v.department, '|')[1] = $own_kind))"""


@dataclass(slots=True)
class Area:
    """Of one request; `today`: the civil day in China."""

    viewer: Viewer
    law: LawShown
    today: date
    _groups: frozenset[str] | None = None
    _places: Row | None = None

    async def parameters(self) -> Row:
        """What the conditions above are given."""
        if self._places is None:
            self._places = await self._read()
        groups, kind = await self.groups(), self.viewer.kind
        return {
            "sees_all": self.viewer.sees_all,
            "groups": None if groups is None else sorted(groups),
            "own_kind": None if groups is None or kind is None else kind.value,
            "area_day": self.today,
            **self._places,
        }

    async def _read(self) -> Row:
        """The places of the area today, and what differs from these in each season's tree."""
        roots, forest = self.viewer.jurisdictions, self.law.sums.geography.forest
        if self.viewer.sees_all or not self.viewer.may_see_persons:
            return {"here": [], "years": [], "joined": [], "left": []}
        await forest.whole(*roots)
        here = _below(forest.tree(self.today, season=False), roots)
        joined, left = [], []
        for year, opens in forest.opens.items():
            then = _below(forest.tree(opens, season=True), roots)
            joined += [f"{year}|{code}" for code in then - here]
            left += [f"{year}|{code}" for code in here - then]
        years = [str(year) for year in forest.opens]
        return {"here": sorted(here), "years": years, "joined": joined, "left": left}

    def holds(self, code: str, tree: Tree) -> bool:
        """Whether a place that has been read lies in the area."""
        return self.viewer.holds(_upwards(code, tree))

    def villages(self, code: str, tree: Tree) -> list[str]:
        """The unit and all below it, as far as they lie in the area; in code order."""
        below = tree.below(code)
        if self.holds(code, tree):
            return sorted(below)
        return sorted(_below(tree, set(self.viewer.jurisdictions).intersection(below)))

    async def groups(self) -> frozenset[str] | None:
        """The groups whose people a department sees; None: people of any group, and of none."""
        kind = self.viewer.kind
        if self.viewer.role is not Role.DEPARTMENT or kind is None:
            return None
        if self._groups is None:
            unit = str(self.viewer.department).split("|")[0]
            book = await self.law.book()
            years = {notice.year for notice in book.notices.values() if notice.year is not None}
            schemes = [await self.law.of(unit, year) for year in sorted(years)]
            held = [scheme for scheme in schemes if scheme is not None]
            self._groups = own_groups(kind, book.categories.values(), held)
        return self._groups

    def need_persons(self, field: str) -> None:
        """Raises FORBIDDEN for a role that sees no persons, wherever they are."""
        if not self.viewer.may_see_persons:
            raise forbidden(field)

    def need_households(self, field: str) -> None:
        """Raises FORBIDDEN for a role that sees no households as a whole."""
        if not self.viewer.sees_households:
            raise forbidden(field)

    def need_administrator(self, field: str) -> None:
        """Raises FORBIDDEN for everybody but administrators."""
        if not self.viewer.sees_all:
            raise forbidden(field)


def forbidden(field: str) -> ApiError:
    """The role may not ask for this at all, be it there or not."""
    return ApiError(Code.FORBIDDEN, f"{field}：您的角色无权查询", field=field)


def _below(tree: Tree, roots: Iterable[str]) -> set[str]:
    return {code for root in roots if root in tree.places for code in tree.below(root)}


def _upwards(code: str, tree: Tree) -> Iterator[str]:
    at: str | None = code
    while at is not None:
        yield at
        at = tree.parents.get(at)
