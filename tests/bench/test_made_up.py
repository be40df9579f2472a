"""The made-up campaign is the same at every run, and rivals hold the sums of the same figures."""

import pytest

from bench.made_up import COUNTY, FEN, MadeUp, figures_of
from bench.province import sums_of
from bench.rivals.rows import Rows, rows_of
from bench.roll import SEASON


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return MadeUp(households=200)


@pytest.fixture(scope="module")
def rows(made: MadeUp) -> Rows:
    return rows_of(made)


def test_a_village_has_the_same_figures_at_every_run() -> None:
    assert figures_of("430102001001") == figures_of("430102001001")
    assert figures_of("430102001001") != figures_of("430102001002")


def test_half_of_the_county_has_paid(made: MadeUp) -> None:
    figures = [one for code, one in made.figures().items() if code.startswith(COUNTY)]
    assert sum(one.quota for one in figures) == 600
    assert sum(one.paid_fen for one in figures) == 300 * FEN


def test_what_is_written_adds_up_to_the_figures() -> None:
    said = figures_of("430102001001")
    row = sums_of({"430102001001": said}, SEASON.opens)["430102001001", "all", SEASON.opens]
    assert row["paid"] + row["fully_subsidised"] + row["unpaid"] == said.quota
    assert row["paid_fen"] == said.paid * FEN


def test_a_place_of_a_rival_holds_what_its_villages_add_up_to(made: MadeUp, rows: Rows) -> None:
    province, villages = rows.places[0], [row for row in rows.places if row.level == "VILLAGE"]
    assert len(villages) == 29_534
    assert province.enrolled == sum(row.village_enrolled or 0 for row in villages)
    assert province.fen == sum(one.paid_fen for one in made.figures().values())


def test_everything_a_rival_holds_refers_to_what_is_there(rows: Rows) -> None:
    codes = {row.code for row in rows.places}
    assert len(codes) == len(rows.places)
    assert {row.grid for row in rows.households} | {row.place for row in rows.posts} <= codes
    assert {row.household for row in rows.people} == {row.number for row in rows.households}


def test_fourteen_posts_answer_for_a_household(rows: Rows) -> None:
    grid = rows.households[0].grid
    above = {grid[:size] for size in (2, 4, 6, 9, 12, 14)}
    assert sum(row.place in above for row in rows.posts) == 14
