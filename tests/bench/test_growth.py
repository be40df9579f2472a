"""How figures grow is told by the last two sizes that have one."""

import pytest

from bench.growth import Column, exponent, table

SIZES = (10, 100, 1_000)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3.0, 20.0, 200.0), 1.0),
        ((3.0, 20.0, 2_000.0), 2.0),
        ((3.0, 20.0, 20.0), 0.0),
        ((2.0, 20.0, "TOO_LARGE"), 1.0),
        ((2.0, None, 200.0), 1.0),
    ],
)
def test_the_exponent_is_that_of_the_last_two(values: list[float], expected: float) -> None:
    assert exponent(SIZES, values) == pytest.approx(expected)


@pytest.mark.parametrize("values", [(1.0, None, None), (None, 0.5, 9.0), ("A", "B", "C")])
def test_what_is_too_small_or_stands_alone_has_no_exponent(values: list[float]) -> None:
    assert exponent(SIZES, values) is None


def test_a_table_has_a_column_for_each_size_and_says_why_there_is_no_figure() -> None:
    columns: list[Column] = [
        {"tree, ms": 4.0},
        {"tree, ms": 40.0, "store, MB": 1234.0},
        {"tree, ms": "LIMIT"},
    ]
    assert table("places", SIZES, columns).splitlines() == [
        "| places | 10 | 100 | 1,000 | growth |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| tree, ms | 4.00 | 40.0 | LIMIT | 1.0 |",
        "| store, MB | – | 1,234 | – | – |",
    ]
