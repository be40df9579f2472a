"""The files of a county that is made up for the measurement."""

import csv
import io

from bench.residents import LIST_HEADERS, PAYMENT_HEADERS, listed, paid, villages, written
from bench.roster import roster


def lines(people: int) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(roster(villages(), people, 1).decode())))


def test_the_county_has_92_villages() -> None:
    assert len(villages()) == 92
    assert {code[:6] for code in villages()} == {"430502"}


def test_every_fiftieth_of_the_people_is_on_the_list() -> None:
    people = lines(101)
    assert [row[0] for row in listed(people)] == [people[at]["身份证号码"] for at in (0, 50, 100)]


def test_every_tenth_household_pays_for_all_of_it() -> None:
    people = lines(100)
    orders = list(paid(people))
    first = [one for one in people if one["户编号"] == "1-000000"]
    assert orders[0] == (
        "O0",
        villages()[0],
        "1-000000",
        f"{320 * len(first)}.00",
        "2021-10-15",
        "小程序",
    )
    assert [order[2] for order in orders] == [
        f"1-{at:06}" for at in range(0, len({one["户编号"] for one in people}), 10)
    ]


def test_a_file_begins_with_its_headers() -> None:
    assert written(LIST_HEADERS, []).decode() == "身份证号码,姓名,人员类别,认定日期\r\n"
    assert len(PAYMENT_HEADERS) == 6
