"""The test plays an attacker, who adds up and solves all that is shown."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from policy.disclosure import FEWEST, Dims, Key, Suppression, Table, suppress

VALUES = "abcd"
FEW = st.one_of(st.just(0), st.integers(1, 9), st.integers(0, 40), st.integers(100, 400))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """One to three dimensions of two to four values, any of them public."""
    domains = draw(st.lists(st.sampled_from(["ab", "abc", "abcd"]), min_size=1, max_size=3))
    keys = list(product(*domains))
    counts = draw(st.lists(FEW, min_size=len(keys), max_size=len(keys)))
    public = draw(st.frozensets(st.integers(0, len(domains) - 1)))
    given = {key: people for key, people in zip(keys, counts, strict=True) if people}
    return Table(domains, given, public)


def coarser(table: Table, dims: Dims) -> Table:
    """The same people by some of the dimensions."""
    counts: dict[Key, int] = {}
    for key, people in table.counts.items():
        at = tuple(key[dim] for dim in dims)
        counts[at] = counts.get(at, 0) + people
    public = frozenset(place for place, dim in enumerate(dims) if dim in table.public)
    return Table([table.domains[dim] for dim in dims], counts, public)


def shown(table: Table) -> Iterator[tuple[Dims, Key, int]]:
    """Every sum that somebody can see: of this table, and of the coarser ones."""
    every = tuple(range(len(table.domains)))
    for size in range(len(every) + 1):
        for dims in combinations(every, size):
            part = coarser(table, dims)
            told = suppress(part)
            for key in product(*part.domains):
                if not told.whole and key not in told.hidden:
                    yield dims, key, part.counts.get(key, 0)


def between(table: Table, dims: Dims, at: Key) -> tuple[int, int]:
    """The least and the most people that a sum can stand for, by all that is shown."""
    cells = list(product(*table.domains))
    rows = [_row(cells, known, key) for known, key, _ in shown(table)]
    figures = [people for _, _, people in shown(table)]
    rules = LinearConstraint(np.array(rows), figures, figures)
    target = _row(cells, dims, at)
    whole = np.ones(len(cells), dtype=np.int64)
    least, most = (
        milp(sign * target, constraints=rules, integrality=whole, bounds=Bounds(0))
        for sign in (1, -1)
    )
    assert least.fun is not None
    assert most.fun is not None
    return round(least.fun), round(-most.fun)


def _row(cells: list[Key], dims: Dims, at: Key) -> NDArray[np.float64]:
    return np.array([float(tuple(cell[dim] for dim in dims) == at) for cell in cells])


@settings(max_examples=60)
@given(tables())
def test_no_hidden_number_can_be_worked_out(table: Table) -> None:
    told = suppress(table)
    every = tuple(range(len(table.domains)))
    if told.whole:
        return
    for size in range(1, len(every) + 1):
        for dims in combinations(every, size):
            for key in suppress(coarser(table, dims)).hidden:
                least, most = between(table, dims, key)
                assert least < most


@settings(max_examples=50)
@given(tables())
def test_no_small_cell_is_shown_but_where_all_is_public(table: Table) -> None:
    told = suppress(table)
    small = {key for key, people in table.counts.items() if people < FEWEST}
    if table.public >= set(range(len(table.domains))):
        assert told.hidden == frozenset()
    else:
        assert told.hidden >= small


@settings(max_examples=50)
@given(tables())
def test_a_table_of_large_cells_is_shown_whole(table: Table) -> None:
    large = {key: people + FEWEST for key, people in table.counts.items()}
    assert suppress(Table(table.domains, large, table.public)).hidden == frozenset()


GROUPS, AGES, STATES = "nlsdowtm", "cyagoe", "pfeg"
WEIGHTS = [900, 32, 20, 12, 8, 6, 3, 2], [8, 15, 20, 35, 15, 7], [88, 5, 4, 3]


def test_a_county_by_group_age_and_state_hides_little_but_small_cells() -> None:
    drawn, domains = Random(3), (GROUPS, AGES, STATES)
    columns = [drawn.choices(*both, k=7_000) for both in zip(domains, WEIGHTS, strict=True)]
    counts: dict[Key, int] = Counter(zip(*columns, strict=True))
    told = suppress(Table(domains, counts, frozenset({2})))
    small = {key for key, people in counts.items() if people < FEWEST}
    assert not told.whole
    assert (len(counts), len(small), len(told.hidden & counts.keys())) == (104, 63, 64)
    assert sum(counts[key] for key in told.hidden & counts.keys()) == 171


def test_where_no_group_has_the_people_for_a_move_others_lend_them() -> None:
    counts: dict[Key, int] = {("a", "x", "p"): 1, ("a", "y", "q"): 1, ("b", "y", "p"): 30}
    told = suppress(Table(["ab", "xy", "pq"], counts, frozenset({2})))
    assert (told.whole, len(told.hidden)) == (False, 7)
    assert ("b", "x", "q") not in told.hidden


def test_a_small_cell_takes_the_smallest_partner_with_it() -> None:
    counts: dict[Key, int] = {("f",): 3, ("m",): 40, ("x",): 12}
    assert suppress(Table(["fmx"], counts, frozenset())).hidden == {("f",), ("x",)}


def test_a_small_cell_of_a_village_is_not_the_rest_of_its_row_or_column() -> None:
    counts: dict[Key, int] = {("v", "f"): 3, ("v", "m"): 40, ("w", "f"): 30, ("w", "m"): 50}
    counts |= {("u", "f"): 20, ("u", "m"): 20}
    hidden = {("v", "f"), ("v", "m"), ("u", "f"), ("u", "m")}
    assert suppress(Table(["uvw", "fm"], counts, frozenset({0}))).hidden == hidden


def test_who_stands_alone_is_hidden_among_those_who_are_not_there() -> None:
    told = suppress(Table(["fm"], {("f",): 3}, frozenset()))
    assert told == Suppression(frozenset({("f",), ("m",)}))


def test_a_table_that_cannot_be_kept_secret_is_not_shown_at_all() -> None:
    told = suppress(Table(["f"], {("f",): 3}, frozenset()))
    assert told == Suppression(frozenset({("f",)}), whole=True)
