"""Citizen identity numbers by GB 11643: area (6), birth date (8), order (3), check digit (1).

The order is odd for men and even for women. No message or repr here shows a whole number.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from policy.vocabulary import Sex

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OLDEST_YEARS = 130
_DIGITS = frozenset("0123456789")
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")


class IdFault(Enum):
    """What is wrong with a number, in the order in which it is looked for."""

    LENGTH = "LENGTH"
    CHARACTERS = "CHARACTERS"
    BIRTH_DATE = "BIRTH_DATE"
    CHECK_DIGIT = "CHECK_DIGIT"


class InvalidIdNumber(ValueError):
    """A number that cannot exist; `message` is for clerks and holds at most the mask."""

    def __init__(self, code: IdFault, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that can exist, with what it says of its holder."""

    text: str = field(repr=False)
    birth: date
    sex: Sex

    @property
    def masked(self) -> str:
        """For those who need not see it."""
        return mask(self.text)


def check_digit(seventeen: str) -> str:
    """The eighteenth character for the seventeen digits before it (ISO 7064, MOD 11-2)."""
    return CHECKS[sum(map(int.__mul__, map(int, seventeen), WEIGHTS)) % 11]


def mask(number: str) -> str:
    """Area and last four characters; all stars where it is not 18 characters long."""
    if len(number) != 18:
        return "*" * len(number)
    return f"{number[:6]}********{number[14:]}"


def normalise(text: str) -> str:
    """Without spaces around it, digits half-width, the check letter in upper case."""
    return text.strip().translate(_NARROW)


def parse(text: str, on: date) -> IdNumber:
    """The number as it stands on a day, or `InvalidIdNumber`; who is born later cannot have one."""
    number = normalise(text)
    _check_shape(number)
    birth = _birth(number, on)
    if number[17] != check_digit(number[:17]):
        raise InvalidIdNumber(
            IdFault.CHECK_DIGIT, f"身份证号码 {mask(number)} 校验位不符，请对照证件逐位核对"
        )
    return IdNumber(number, birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _check_shape(number: str) -> None:
    if len(number) == 15:
        raise InvalidIdNumber(IdFault.LENGTH, "15位旧身份证号码已停用，请填写18位号码")
    if len(number) != 18:
        raise InvalidIdNumber(IdFault.LENGTH, f"身份证号码应为18位，现为{len(number)}位，请核对")
    if not (_DIGITS.issuperset(number[:17]) and number[17] in CHECKS):
        raise InvalidIdNumber(
            IdFault.CHARACTERS, "身份证号码前17位应为数字，第18位应为数字或X，请核对"
        )


def _birth(number: str, on: date) -> date:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidIdNumber(
            IdFault.BIRTH_DATE, f"身份证号码 {mask(number)} 中的出生日期不存在，请核对第7至14位"
        ) from None
    if birth > on:
        raise InvalidIdNumber(
            IdFault.BIRTH_DATE, f"身份证号码 {mask(number)} 中的出生日期晚于{on}，请核对第7至14位"
        )
    if birth.year < on.year - OLDEST_YEARS:
        year = on.year - OLDEST_YEARS
        raise InvalidIdNumber(
            IdFault.BIRTH_DATE,
            f"身份证号码 {mask(number)} 中的出生日期早于{year}年，请核对第7至14位",
        )
    return birth
