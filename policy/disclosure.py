"""Which cells of a table of people may be shown to who may not see persons.

    counts by 1 to n dimensions ── suppress ──> Suppression: the cells to hide

Known to everybody are the sums over public dimensions (places, states). Besides them an attacker
may have asked for every coarser table of the same people: these are decided first, by the same
rule. A cell is hidden when it holds fewer than ten people. A hidden number stays unknown while
there is a *move*: another table of whole numbers, none negative, that agrees with all that is shown
anywhere and differs in that number by one. The moves here are boxes,

    (a, b) −1   (a, b') +1
    (a', b) +1  (a', b') −1        and so in one dimension, or in more than two

which leave every sum over one of their dimensions as it is; what they change must be hidden. A box
over all dimensions of a table changes none of its sums: where people lack for a move, such boxes
are added to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

FEWEST = 10  # people of a cell that is shown
NEAR = 6  # values of a dimension that are tried as the other side of a box
MOST_BOXES = 2_000  # tried for one cell
ENOUGH = 24  # boxes that fit, to choose the best of
MOST_GROUPS = 200  # of people, in which a move of a coarser table is tried
MOST_MENDED = 300  # moves of a table to which boxes are added: each takes milliseconds
MENDED_ENOUGH = 3  # ways to do that, to choose the best of
MOST_MENDS = 6  # boxes that are added to one move
LENDERS = 3  # values of a dimension that are tried as the other side of such a box

Key = tuple[str, ...]
Dims = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """People by dimensions; `public`: the dimensions whose sums everybody may know."""

    domains: Sequence[Sequence[str]]  # every value that a dimension can have
    counts: Mapping[Key, int]
    public: frozenset[int]


@dataclass(frozen=True, slots=True)
class Suppression:
    """Cells to hide, empty ones among them; whole: nothing of the table may be shown."""

    hidden: frozenset[Key]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Other numbers that fit as well: what is added to the cells of one table."""

    by_cell: Mapping[Key, int]

    def turned(self) -> "Move":
        return Move({key: -step for key, step in self.by_cell.items()})

    def plus(self, other: "Move") -> "Move":
        keys = {**self.by_cell, **other.by_cell}
        steps = {key: self.by_cell.get(key, 0) + other.by_cell.get(key, 0) for key in keys}
        return Move({key: step for key, step in steps.items() if step})


@dataclass
class Margin:
    """The table summed over all other dimensions, with what is hidden in it and why that holds."""

    dims: Dims
    counts: dict[Key, int]
    hidden: set[Key] = field(default_factory=set)
    moves: list[Move] = field(default_factory=list)

    def fits(self, move: Move) -> bool:
        """No number becomes negative."""
        return next(self.lacks(move), None) is None

    def lacks(self, move: Move) -> Iterator[Key]:
        """The numbers that would become negative."""
        by_cell = move.by_cell.items()
        return (key for key, step in by_cell if self.counts.get(key, 0) + step < 0)


def suppress(table: Table) -> Suppression:
    """The cells to hide, the same for the same table; none where all dimensions are public."""
    every = tuple(range(len(table.domains)))
    margins: dict[Dims, Margin] = {}
    for size in range(len(every) + 1):
        for dims in combinations(every, size):
            margins[dims] = Margin(dims, _summed(table.counts, dims))
            if not table.public.issuperset(dims) and not _decide(table, margins, dims):
                return Suppression(frozenset(table.counts), whole=True)
    return Suppression(frozenset(margins[every].hidden))


def _summed(counts: Mapping[Key, int], dims: Dims) -> dict[Key, int]:
    found: defaultdict[Key, int] = defaultdict(int)
    for key, people in counts.items():
        found[_at(key, dims)] += people
    return {key: people for key, people in found.items() if people}


def _at(key: Key, dims: Iterable[int]) -> Key:
    return tuple(key[dim] for dim in dims)


def _decide(table: Table, margins: dict[Dims, Margin], dims: Dims) -> bool:
    """Hide what must be hidden in one table; False where some number could not be kept unknown."""
    here, mended = margins[dims], 0
    for coarser in [margin for at, margin in margins.items() if set(at) < set(dims)]:
        where = [dims.index(dim) for dim in coarser.dims]
        within = _grouped(here, where)
        for move in coarser.moves:
            lifted = _lift(margins, here, where, within, move)
            if lifted is None and mended < MOST_MENDED:
                lifted, mended = _mended_lift(table, margins, here, where, within, move), mended + 1
            if lifted is None:
                return False
            _take(here, lifted)
    small = [key for key, people in here.counts.items() if people < FEWEST]
    for key in sorted(small, key=lambda key: (here.counts[key], key)):
        if key not in here.hidden:
            found = _box(table, margins, here, key)
            if found is None:
                return False
            _take(here, found)
    return True


def _grouped(margin: Margin, where: Sequence[int]) -> dict[Key, list[Key]]:
    """The cells behind each cell of a coarser table."""
    found: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in margin.counts:
        found[_at(key, where)].append(key)
    return found


def _take(margin: Margin, move: Move) -> None:
    margin.hidden.update(move.by_cell)
    margin.moves.append(move)


def _lift(
    margins: dict[Dims, Margin],
    here: Margin,
    where: Sequence[int],
    within: dict[Key, list[Key]],
    move: Move,
) -> Move | None:
    """A move of a coarser table within one group of people of this table; the cheapest."""
    best: tuple[tuple[int, int, Key], Move] | None = None
    for way in (move, move.turned()):
        taken = next(key for key, step in way.by_cell.items() if step < 0)
        for key in within.get(taken, ()):
            lifted = Move({_set(key, where, at): step for at, step in way.by_cell.items()})
            rank = (_shown(here, lifted), -here.counts[key], key)
            if (best is None or rank < best[0]) and here.fits(lifted):
                best = (rank, lifted) if _is_covered(margins, here, lifted) else best
    return best[1] if best else None


def _mended_lift(
    table: Table,
    margins: dict[Dims, Margin],
    here: Margin,
    where: Sequence[int],
    within: dict[Key, list[Key]],
    move: Move,
) -> Move | None:
    """The same with boxes, where no group has the people for it; the cheapest that is found."""
    rest = [place for place in range(len(here.dims)) if place not in where]
    groups = margins[_at_dims(here.dims, rest)].counts
    near = {_at(key, rest) for at in move.by_cell for key in within.get(at, ())}
    some = next(iter(here.counts))
    found: list[Move] = []
    for group in sorted(groups, key=lambda one: (one not in near, -groups[one], one))[:MOST_GROUPS]:
        for way in (move, move.turned()):
            at_group = {
                _set(_set(some, rest, group), where, at): step for at, step in way.by_cell.items()
            }
            if len(found) < MENDED_ENOUGH and _is_covered(margins, here, Move(at_group)):
                mended = _mended(table, margins, here, Move(at_group))
                found += [mended] if mended else []
    return min(found, key=lambda one: _shown(here, one)) if found else None


def _mended(table: Table, margins: dict[Dims, Margin], here: Margin, move: Move) -> Move | None:
    """With a box for each number that would be negative; None where there is none for it."""
    for _ in range(MOST_MENDS):
        key = next(here.lacks(move), None)
        if key is None:
            return move
        sides = range(len(here.dims))
        donors = [_donors(table, margins, here, key, side) for side in sides]
        boxes = (_corners(key, sides, opposite).turned() for opposite in product(*donors))
        sums = [(box, move.plus(box)) for box in islice(boxes, MOST_BOXES)]
        fit = [both for box, both in sums if not set(here.lacks(both)) & _taken(box)]
        if not fit:
            return None
        move = min(fit, key=lambda one: _shown(here, one))
    return None


def _taken(move: Move) -> set[Key]:
    return {key for key, step in move.by_cell.items() if step < 0}


def _donors(
    table: Table, margins: dict[Dims, Margin], here: Margin, key: Key, side: int
) -> list[str]:
    """Values for the other side of a box: where most people are beside a cell, and at all."""
    sums = margins[here.dims[side],].counts

    def beside(value: str) -> int:
        return here.counts.get((*key[:side], value, *key[side + 1 :]), 0)

    values = [value for value in table.domains[here.dims[side]] if value != key[side]]
    near = sorted(values, key=lambda value: (-beside(value), -sums.get((value,), 0), value))
    dense = sorted(values, key=lambda value: (-sums.get((value,), 0), value))
    return list(dict.fromkeys([*near[:LENDERS], *dense[:LENDERS]]))


def _set(key: Key, where: Sequence[int], values: Key) -> Key:
    changed = list(key)
    for dim, value in zip(where, values, strict=True):
        changed[dim] = value
    return tuple(changed)


def _shown(margin: Margin, move: Move) -> int:
    """How many people would have to be hidden besides."""
    fresh = [key for key in move.by_cell if key not in margin.hidden]
    return sum(margin.counts.get(key, 0) for key in fresh)


def _is_covered(margins: dict[Dims, Margin], here: Margin, move: Move) -> bool:
    """Whatever the move changes in coarser tables is hidden there."""
    for size in range(len(here.dims)):
        for at in combinations(range(len(here.dims)), size):
            changed: defaultdict[Key, int] = defaultdict(int)
            for key, step in move.by_cell.items():
                changed[_at(key, at)] += step
            coarser = margins[_at_dims(here.dims, at)]
            if any(step and key not in coarser.hidden for key, step in changed.items()):
                return False
    return True


def _at_dims(dims: Dims, at: Iterable[int]) -> Dims:
    return tuple(dims[place] for place in at)


def _box(table: Table, margins: dict[Dims, Margin], here: Margin, key: Key) -> Move | None:
    """The move that keeps a cell unknown and hides the fewest people; of the largest boxes."""
    for size in range(len(here.dims), 0, -1):
        found: list[tuple[int, Key, Move]] = []
        for sides in combinations(range(len(here.dims)), size):
            found += islice(_boxes(table, margins, here, key, sides), ENOUGH)
        if found:
            return min(found, key=lambda one: one[:2])[2]
    return None


def _boxes(
    table: Table, margins: dict[Dims, Margin], here: Margin, key: Key, sides: Sequence[int]
) -> Iterator[tuple[int, Key, Move]]:
    others = [_others(table, margins, here, key, side) for side in sides]
    is_full = len(sides) == len(here.dims)  # changes no sum
    for opposite in islice(product(*others), MOST_BOXES):
        box = _corners(key, sides, opposite)
        for move in (box, box.turned()):
            if here.fits(move) and (is_full or _is_covered(margins, here, move)):
                people = _shown(here, move)
                yield people, opposite, move
                if not people:
                    return


def _others(
    table: Table, margins: dict[Dims, Margin], here: Margin, key: Key, side: int
) -> list[str]:
    """Values for the other side of a box: those that hide the fewest people, then the largest."""
    dim = here.dims[side]
    sums = margins[dim,].counts

    def rank(value: str) -> tuple[int, int, str]:
        beside = (*key[:side], value, *key[side + 1 :])
        people = 0 if beside in here.hidden else here.counts.get(beside, 0)
        return people, -sums.get((value,), 0), value

    values = [value for value in table.domains[dim] if value != key[side]]
    near = sorted(values, key=rank)
    dense = sorted(values, key=lambda value: (-sums.get((value,), 0), value))
    return list(dict.fromkeys([*near[:NEAR], *dense[:NEAR]]))


def _corners(key: Key, sides: Sequence[int], opposite: Key) -> Move:
    """−1 at the cell itself and wherever an even number of sides is changed, else +1."""
    by_cell: dict[Key, int] = {}
    for flips in product((False, True), repeat=len(sides)):
        at = list(key)
        for side, value, flip in zip(sides, opposite, flips, strict=True):
            at[side] = value if flip else at[side]
        by_cell[tuple(at)] = -1 if sum(flips) % 2 == 0 else 1
    return Move(by_cell)
