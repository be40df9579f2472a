"""Money, codes and days on the wire."""

import pytest

from schema.errors import ApiError
from schema.scalars import parse_code, parse_date, parse_yuan, yuan_text


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (1, "0.01"), (32000, "320.00"), (-5, "-0.05"), (-12345, "-123.45")],
)
def test_fen_are_written_as_yuan_and_read_back(fen: int, text: str) -> None:
    assert yuan_text(fen) == text
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("wrong", [320, 320.0, "3.205", "three", "", "NaN", "Infinity", None, True])
def test_an_amount_that_is_no_text_of_yuan_is_refused(wrong: object) -> None:
    with pytest.raises(ApiError, match=r"320\.00"):
        parse_yuan(wrong)


@pytest.mark.parametrize("code", ["0", "43", "4311", "431123", "431122L01", "431123402206"])
def test_a_code_of_any_level_is_taken(code: str) -> None:
    assert parse_code(code) == code


@pytest.mark.parametrize("wrong", ["", "1", "431", "43112", "4311234022", 43, "43112a", "４３"])
def test_what_is_no_code_is_refused(wrong: object) -> None:
    with pytest.raises(ApiError, match="区划代码"):
        parse_code(wrong)


@pytest.mark.parametrize("wrong", ["2021-02-29", "20211031", "2021-W44-7", "", 20211031])
def test_what_is_no_day_is_refused(wrong: object) -> None:
    with pytest.raises(ApiError, match="2021-12-31"):
        parse_date(wrong)
