"""What is read for a root and then holds for every place below it, once a request.

load(code, asked) ── roots asked for at once ──> read(asked, roots) -> places, T
                  └─ known(code, asked) ──────> T, without waiting

Where memory holds it for every place (`Kept`), it is not read.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

from resolvers.tree import Forest, Tree
from schema.context import AsOf
from schema.errors import ApiError, Code

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """How memory answers for every place at once: `ready` gives it when `bring` could have it."""

    bring: Callable[[AsOf], Awaitable[None]]
    ready: Callable[[AsOf], T | None]


class Spread(Generic[T]):
    """One kind of reading; `tree_of` says over which tree a question sums."""

    def __init__(
        self,
        forest: Forest,
        tree_of: Callable[[AsOf], Tree],
        read: Callable[[AsOf, Sequence[str]], Awaitable[tuple[Sequence[str], T]]],
        kept: Kept[T] | None = None,
    ) -> None:
        self._forest = forest
        self._tree_of = tree_of
        self._read_roots = read
        self._kept = kept
        self._whole: dict[AsOf, T] = {}
        self._found: dict[AsOf, dict[str, T]] = {}
        self._loader: DataLoader[tuple[AsOf, str], None] = DataLoader(self._read)

    def known(self, code: str, asked: AsOf) -> T | None:
        """What holds for this place, when it is here."""
        whole = self._whole.get(asked)
        if whole is None and self._kept is not None:
            whole = self._kept.ready(asked)
            if whole is not None:
                self._whole[asked] = whole
        if whole is not None and code in self._forest.places:
            return whole
        return self._found.get(asked, {}).get(code)

    async def load(self, code: str, asked: AsOf) -> T:
        """What holds for this place; raises UNKNOWN for a code that no place has."""
        await self._forest.ensure(code)
        if code not in self._forest.places:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", unit=code)
        if self._kept is not None:
            await self._kept.bring(asked)
        found = self.known(code, asked)
        if found is None:
            await self._loader.load((asked, self._top(code, asked)))
            found = self._found[asked][code]
        return found

    def forget(self) -> None:
        """What was read before something was written."""
        self._found.clear()
        self._whole.clear()
        self._loader.clear_all()

    def _top(self, code: str, asked: AsOf) -> str:
        """The highest place above it whose whole sub-tree was asked for."""
        parents, top, forest = self._tree_of(asked).parents, code, self._forest
        parent = parents.get(code)
        while parent is not None and (forest.view is not None or forest.has(parent)):
            if forest.view is None or parent in forest.roots:
                top = parent
            parent = parents.get(parent)
        return top

    async def _read(self, keys: list[tuple[AsOf, str]]) -> list[None]:
        for asked in dict.fromkeys(asked for asked, _ in keys):
            roots = sorted({root for question, root in keys if question == asked})
            places, found = await self._read_roots(asked, roots)
            self._found.setdefault(asked, {}).update(dict.fromkeys(places, found))
        return [None for _ in keys]
