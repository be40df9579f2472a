"""Identity numbers by GB 11643 (D5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.identity import IdFault, InvalidIdNumber, check_digit, mask, parse
from policy.vocabulary import Sex

DAY = date(2021, 10, 18)
births = st.dates(date(1900, 1, 1), DAY)


def number(birth: date, order: int = 1, area: str = "990001") -> str:
    seventeen = f"{area}{birth:%Y%m%d}{order:03d}"
    return seventeen + check_digit(seventeen)


def fault(text: str, on: date = DAY) -> IdFault:
    with pytest.raises(InvalidIdNumber) as caught:
        parse(text, on)
    assert len(text.strip()) < 15 or text.strip() not in caught.value.message
    return caught.value.code


def test_check_digit_of_the_example_in_the_standard() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@given(births, st.integers(0, 999))
def test_a_number_tells_birth_and_sex(birth: date, order: int) -> None:
    parsed = parse(number(birth, order), DAY)
    assert parsed.birth == birth
    assert parsed.sex is (Sex.MALE if order % 2 else Sex.FEMALE)


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_detected(birth: date, order: int, at: int, by: int) -> None:
    right = number(birth, order)
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    assert fault(wrong) in (IdFault.CHECK_DIGIT, IdFault.BIRTH_DATE)


@given(births, st.integers(0, 999), st.sampled_from("0123456789X"))
def test_only_one_check_digit_fits(birth: date, order: int, last: str) -> None:
    right = number(birth, order)
    if last != right[17]:
        assert fault(right[:17] + last) is IdFault.CHECK_DIGIT


def test_leap_days_exist_in_leap_years_alone() -> None:
    assert parse(number(date(2000, 2, 29)), DAY).birth == date(2000, 2, 29)
    seventeen = "99000119000229001"
    assert fault(seventeen + check_digit(seventeen)) is IdFault.BIRTH_DATE


def test_who_is_born_after_the_day_cannot_have_a_number() -> None:
    tomorrow = number(DAY + timedelta(days=1))
    assert fault(tomorrow) is IdFault.BIRTH_DATE
    assert parse(tomorrow, DAY + timedelta(days=1)).birth == DAY + timedelta(days=1)


def test_nobody_is_older_than_130() -> None:
    assert fault(number(date(1890, 12, 31))) is IdFault.BIRTH_DATE
    assert parse(number(date(1891, 1, 1)), DAY).birth.year == 1891


def test_spaces_full_width_digits_and_a_small_x_are_read() -> None:
    assert parse("\u3000１１０１０５１９４９１２３１００２ｘ \n", DAY).text == "11010519491231002X"
    assert parse("11010519491231002x", DAY).text == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", IdFault.LENGTH),
        ("9900011990010112", IdFault.LENGTH),
        ("9900011990010100123", IdFault.LENGTH),
        ("1101051949123100X2", IdFault.CHARACTERS),
        ("11010519491231002Y", IdFault.CHARACTERS),
        ("1101051949123100²X", IdFault.CHARACTERS),
        ("110105194912310٠2X", IdFault.CHARACTERS),
        ("11010519491331002X", IdFault.BIRTH_DATE),
        ("110105194912310021", IdFault.CHECK_DIGIT),
    ],
)
def test_the_first_fault_is_named(text: str, code: IdFault) -> None:
    assert fault(text) is code


def test_an_old_number_of_15_digits_is_refused_clearly() -> None:
    with pytest.raises(InvalidIdNumber, match="15位旧身份证号码已停用，请填写18位号码") as caught:
        parse("110105491231002", DAY)
    assert caught.value.code is IdFault.LENGTH


def test_the_mask_keeps_area_and_last_four() -> None:
    assert mask("431123199001011234") == "431123********1234"
    assert mask("4311231990") == "**********"


def test_no_repr_shows_the_number() -> None:
    parsed = parse("11010519491231002X", DAY)
    assert "19491231" not in repr(parsed)
    assert parsed.masked == "110105********002X"
