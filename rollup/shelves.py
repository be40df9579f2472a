"""What readers made of the places of a year: by kind of question, then by place."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Any

KINDS = 32

Shelf = dict[str, Any]  # by the place's code


class Shelves:
    """Of the kinds asked for last; so many entries in all, counted when a kind is asked for."""

    def __init__(self, most: int, kept: Iterable[tuple[Hashable, Shelf]] = ()) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Shelf] = OrderedDict(kept)

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def of(self, kind: Hashable) -> Shelf:
        """To be looked at and added to."""
        found = self._kept.get(kind)
        if found is None:
            found = self._kept[kind] = {}
        self._kept.move_to_end(kind)
        while len(self._kept) > KINDS or (len(self._kept) > 1 and len(self) > self._most):
            self._kept.popitem(last=False)
        if len(found) > self._most:
            found.clear()
        return found

    def without(self, codes: Iterable[str]) -> "Shelves":
        """A copy in which nothing is known of these places."""
        kept = {kind: dict(shelf) for kind, shelf in self._kept.items()}
        for shelf in kept.values():
            for code in codes:
                shelf.pop(code, None)
        return Shelves(self._most, kept.items())
