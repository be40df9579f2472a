"""Places in depth-first order: what lies below a place is a run of rows behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rollup.tree import Tree


@dataclass(frozen=True, slots=True)
class Order:
    """Of one tree: the place of each row, the row of each place, the end of each sub-tree."""

    tree: Tree
    codes: list[str]
    at: dict[str, int]
    ends: list[int]

    @classmethod
    def of(cls, tree: Tree) -> "Order":
        codes = list(_depth_first(tree))
        at = {code: row for row, code in enumerate(codes)}
        ends = [row + 1 for row in range(len(codes))]
        for row in range(len(codes) - 1, -1, -1):
            above = at.get(tree.parents[codes[row]] or "")
            if above is not None:
                ends[above] = max(ends[above], ends[row])
        return cls(tree, codes, at, ends)

    def over(self, tree: Tree) -> "Order":
        """The same rows of a tree that differs in names alone."""
        return Order(tree, self.codes, self.at, self.ends)

    def upwards(self, codes: Iterable[str]) -> set[str]:
        """These places and all above them."""
        found: set[str] = set()
        for code in codes:
            at: str | None = code
            while at is not None and at not in found:
                found.add(at)
                at = self.tree.parents.get(at)
        return found


def _depth_first(tree: Tree) -> Iterator[str]:
    roots = [code for code, parent in tree.parents.items() if parent not in tree.places]
    for root in sorted(roots):
        yield from tree.below(root)
