"""Running sums in blocks, held against plain additions."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rollup.columns import SIZE, Columns

ROWS = 2 * SIZE + 5
rows = st.dictionaries(
    st.integers(0, ROWS - 1), st.tuples(st.integers(-(2**50), 2**50), st.integers(0, 9)), max_size=9
)


@settings(max_examples=50)
@given(st.lists(rows, max_size=4), st.tuples(st.integers(0, ROWS), st.integers(0, ROWS)))
def test_any_run_of_rows_is_the_sum_of_what_was_put_there_last(
    changes: list[dict[int, tuple[int, int]]], ends: tuple[int, int]
) -> None:
    start, end = sorted(ends)
    columns, plain = Columns.zeros(ROWS, 2), dict[int, tuple[int, int]]()
    for change in changes:
        columns, plain = columns.with_rows(change), plain | change
    inside = [row for at, row in plain.items() if start <= at < end]
    assert columns.total(start, end) == [sum(row[side] for row in inside) for side in (0, 1)]


def test_an_older_version_keeps_what_it_had() -> None:
    before = Columns.zeros(ROWS, 1).with_rows({3: (7,), SIZE: (5,)})
    after = before.with_rows({3: (1,)})
    assert (before.total(0, ROWS), after.total(0, ROWS)) == ([12], [6])
    assert list(after.rows()) == [(3, [1]), (SIZE, [5])]


@settings(max_examples=50)
@given(rows, st.permutations([*range(8)]), st.integers(0, 7))
def test_rows_that_move_are_those_that_were(
    change: dict[int, tuple[int, int]], turned: list[int], lost: int
) -> None:
    goes = [at - at % 8 + turned[at % 8] for at in range(ROWS - ROWS % 8)]
    goes += [at + SIZE for at in range(len(goes), ROWS)]  # the last ones into another block
    to = np.array([-1 if at % 8 == lost else one for at, one in enumerate(goes)])
    moved = Columns.zeros(ROWS, 2).with_rows(change).moved(to, ROWS + SIZE)
    kept = {goes[at]: list(row) for at, row in change.items() if at % 8 != lost and any(row)}
    assert list(moved.rows()) == sorted(kept.items())
    assert moved.total(0, ROWS + SIZE) == [sum(row[at] for row in kept.values()) for at in (0, 1)]


def test_blocks_without_a_row_take_no_memory() -> None:
    assert Columns.zeros(1_000_000, 14).bytes < 150_000
    assert Columns.zeros(1_000_000, 14).with_rows({5: [1] * 14}).bytes < 400_000
