"""Cells by group and by channel, as far as the viewer may see them.

administrator; officer in their area      every cell of every day
department in its area                    its own groups, of every day
everybody else, and elsewhere             policy/suppression.py; a department its own groups
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policy.places import NATION_CODE
from policy.suppression import closed_month, is_large, is_published, shown
from policy.viewer import Role
from policy.vocabulary import Channel
from resolvers.area import Area
from resolvers.figures import Figures, Sum
from resolvers.sums import Sums
from resolvers.tree import Tree
from schema.context import AsOf
from schema.errors import ApiError, Code


@dataclass(slots=True)
class Cells:
    """Of one request."""

    sums: Sums
    area: Area

    def sees_every(self, code: str, asked: AsOf) -> bool:
        """Whether no cell of a place that has been read is hidden from the viewer."""
        return self.area.viewer.sees_households and self._holds(code, asked)

    def _holds(self, code: str, asked: AsOf) -> bool:
        """In another day's tree a place may have been the viewer's that is so no longer."""
        if asked.tree_on is not None:
            return self.area.viewer.sees_all
        return self.area.holds(code, self.sums.tree(asked))

    async def categories(self, code: str, asked: AsOf) -> dict[str, Sum]:
        """The people of each group."""
        await self.sums.geography.ensure(code)
        own = await self.area.groups()
        if self.area.viewer.role in (Role.PUBLIC, Role.ANALYST) or not self._holds(code, asked):
            found = await self._published_categories(code, self._published(asked))
        else:
            figures = await self.sums.categories.load(code, asked)
            found = {key: one.sum_of(code) for key, one in figures.items()}
        return {key: here for key, here in found.items() if own is None or key in own}

    async def channels(self, code: str, asked: AsOf) -> dict[Channel, Figures]:
        """The money of each channel; all channels of a place or none, as they add up."""
        await self.sums.geography.ensure(code)
        if self.sees_every(code, asked):
            return await self.sums.channels.load(code, asked)
        asked = self._published(asked)
        top = await self._top(code, asked)
        found = await self.sums.channels.load(top, asked)
        tree = self.sums.tree(asked)
        cells = {
            one: tuple(f.sum_of(one).payments for f in found.values()) for one in tree.below(top)
        }
        return found if code in _shown(top, tree, cells) else {}

    async def _published_categories(self, code: str, asked: AsOf) -> dict[str, Sum]:
        top = await self._top(code, asked)
        found = await self.sums.categories.load(top, asked)
        tree = self.sums.tree(asked)
        return {
            key: figures.sum_of(code)
            for key, figures in found.items()
            if code in _shown(top, tree, {one: (s.registered,) for one, s in figures.sums.items()})
        }

    def _published(self, asked: AsOf) -> AsOf:
        """The question with the day by which all must have been known; raises FORBIDDEN."""
        today = self.sums.today
        known = asked.known_on or closed_month(today)
        if not (is_published(asked.as_of, today) and is_published(known, today)) or asked.tree_on:
            last = closed_month(today)
            message = f"分类别、分渠道的数据按月公布：asOf 请填已结束月份的最后一天，如 {last}"
            raise ApiError(Code.FORBIDDEN, message, field="asOf", lastPublished=last.isoformat())
        return replace(asked, known_on=known)

    async def _top(self, code: str, asked: AsOf) -> str:
        """The province of a place, with all that is below it here; the nation for itself."""
        tree = self.sums.tree(asked)
        top, parent = code, tree.parents.get(code)
        while parent is not None and parent != NATION_CODE:
            top, parent = parent, tree.parents.get(parent)
        await self.sums.geography.ensure(top)
        return top


def _shown(top: str, tree: Tree, cells: Mapping[str, tuple[int, ...]]) -> frozenset[str]:
    """Provinces are shown each for itself; so the nation only where none of them is hidden."""
    present = {place: cell for place, cell in cells.items() if any(cell)}
    if top != NATION_CODE:
        return shown(top, tree.children, present)
    provinces = [present[one] for one in tree.children(top) if one in present]
    return frozenset({top} if provinces and all(map(is_large, provinces)) else ())
