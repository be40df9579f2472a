"""What readers made of places: what stays, what goes, how much there may be."""

from rollup.shelves import KINDS, Shelves


def test_what_was_made_of_a_changed_place_goes_and_all_else_stays() -> None:
    before = Shelves(100)
    before.of("tree").update(a=1, b=2)
    before.of("rates").update(a=3)
    after = before.without(["a", "z"])
    assert [after.of("tree"), after.of("rates")] == [{"b": 2}, {}]
    assert before.of("tree") == {"a": 1, "b": 2}


def test_the_kinds_that_were_asked_for_last_are_kept() -> None:
    shelves = Shelves(100)
    shelves.of("first")["a"] = 1
    for number in range(KINDS - 1):
        shelves.of(number)["a"] = 1
    shelves.of("first")
    shelves.of("one more")
    assert (shelves.of("first"), shelves.of(0)) == ({"a": 1}, {})


def test_100_000_kinds_leave_a_bounded_number_of_entries() -> None:
    shelves = Shelves(50)
    for number in range(100_000):
        shelves.of(number).update(dict.fromkeys("abcd", number))
    assert len(shelves) <= 50 + 4


def test_one_kind_that_is_too_large_begins_anew() -> None:
    shelves = Shelves(3)
    shelves.of("tree").update(a=1, b=2, c=3, d=4)
    assert shelves.of("tree") == {}
