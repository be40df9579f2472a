"""One cell to one value, or BadCell with what is wrong and what to write instead."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeVar

from graph_seed.imports.cells import Broken, Cell, text_of
from graph_seed.imports.column import Against, Parse
from graph_seed.imports.rejection import BadCell, Fault
from policy.identity import IdNumber, InvalidIdNumber, mask
from policy.identity import parse as parse_id

EnumT = TypeVar("EnumT", bound=Enum)

LONGEST_TEXT = 200
DIGITS_KEPT = 15  # of a number; a spreadsheet replaces those behind them by zeros
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(1, 80_000)  # up to the year 2119
OLDEST_DAY = date(1890, 1, 1)
MOST_FEN = 10**11
MOST_PEOPLE = 2_000_000_000
SEVERAL = re.compile(r"[、，,;；\s/]+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"\d")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")


def plain(cell: Cell) -> str:
    """The text of a cell, characters in one form; BadCell where it holds no value."""
    if isinstance(cell, Broken):
        raise BadCell(
            Fault.CELL_ERROR, f"单元格没有值（{cell.what}）；请改为数值或文字，不要用公式"
        )
    found = text_of(cell)
    if not found.isascii():
        found = unicodedata.normalize("NFKC", found)
    found = found.strip().removeprefix("'")
    if _CONTROL.search(found):
        raise BadCell(Fault.BAD_TEXT, "含有看不见的控制字符，请重新输入")
    return found


def text(cell: Cell, against: Against) -> str:
    """Words on one line."""
    found = " ".join(plain(cell).split())
    if len(found) > LONGEST_TEXT:
        raise BadCell(Fault.BAD_TEXT, f"文字长 {len(found)} 个字符，上限 {LONGEST_TEXT}")
    return found


def name(cell: Cell, against: Against) -> str:
    """A person's name, without the blanks that set short ones apart (张  三)."""
    found = text(cell, against)
    if _LETTER.search(found) is None:
        found = found.replace(" ", "")
    if not found or _DIGIT.search(found):
        raise BadCell(Fault.BAD_TEXT, f"姓名“{found}”不像姓名，请核对")
    return found


def id_number(cell: Cell, against: Against) -> IdNumber:
    """A whole identity number; a number cell has lost its last digits."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        digits = text_of(cell)
        if len(digits) > DIGITS_KEPT:
            raise _digits_lost(digits)
    found = plain(cell)
    if _SCIENTIFIC.fullmatch(found):
        raise _digits_lost(found)
    try:
        return parse_id(found, against.today)
    except InvalidIdNumber as error:
        raise BadCell(Fault.ID_NUMBER, error.message) from None


def _digits_lost(digits: str) -> BadCell:
    said = mask(digits) if len(digits) == 18 else "（科学计数）"
    return BadCell(
        Fault.ID_DIGITS_LOST,
        f"身份证号码 {said} 存成了数值，第16位起已丢失；请把该列设为文本格式后重新填写",
    )


def id_numbers(cell: Cell, against: Against) -> tuple[IdNumber, ...]:
    """One or several, divided by 、 or a comma."""
    if not isinstance(cell, str):
        return (id_number(cell, against),)
    found = tuple(id_number(part, against) for part in SEVERAL.split(plain(cell)) if part)
    if len({number.text for number in found}) < len(found):
        raise BadCell(Fault.DUPLICATE, "同一个身份证号码写了两次，请删去一个")
    return found


def past_day(cell: Cell, against: Against) -> date:
    """A day that has come."""
    found = day(cell)
    if found > against.today:
        raise BadCell(Fault.FUTURE_DATE, f"{found} 晚于今天 {against.today}，请核对")
    return found


def day(cell: Cell) -> date:
    """A day in any usual form: 2021-10-18, 2021/10/18, 2021年10月18日, 20211018, a serial."""
    found = plain(cell)
    if found.isdigit() and len(found) <= 5 and int(found) in SERIALS:
        return _known(SERIAL_ZERO + timedelta(days=int(found)))
    if isinstance(cell, float) and int(cell) in SERIALS:
        return _known(SERIAL_ZERO + timedelta(days=int(cell)))
    parts = _DAY.fullmatch(found) or _COMPACT.fullmatch(found)
    if parts is None:
        raise BadCell(Fault.BAD_DATE, f"“{found}”不是日期；请写成 2021-10-18 的形式")
    try:
        return _known(date(*map(int, parts.groups())))
    except ValueError:
        raise BadCell(Fault.BAD_DATE, f"没有“{found}”这一天，请核对") from None


def _known(found: date) -> date:
    if found < OLDEST_DAY:
        raise BadCell(Fault.BAD_DATE, f"{found} 早于 {OLDEST_DAY}，请核对")
    return found


def amount(cell: Cell, against: Against) -> int:
    """Fen, from yuan with at most two places; more than nothing."""
    said = format(cell, ".15g") if isinstance(cell, float) else plain(cell)
    bare = said.replace(",", "").removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    try:
        fen = Decimal(bare) * 100
    except InvalidOperation:
        message = f"“{said}”不是金额；请以元为单位填写，如 320 或 320.00"
        raise BadCell(Fault.BAD_AMOUNT, message) from None
    if not fen.is_finite() or not 0 < fen <= MOST_FEN:
        raise BadCell(
            Fault.BAD_AMOUNT, f"金额“{said}”应大于 0、不超过 {MOST_FEN // 100:,} 元；退费请另行登记"
        )
    if fen != fen.to_integral_value():
        raise BadCell(Fault.BAD_AMOUNT, f"金额“{said}”多于两位小数；请精确到分")
    return int(fen)


def people(cell: Cell, against: Against) -> int:
    """A number of people."""
    said = plain(cell).replace(",", "").removesuffix("人").strip()
    if not (said.isascii() and said.isdigit() and int(said) <= MOST_PEOPLE):
        raise BadCell(Fault.BAD_NUMBER, f"“{said}”不是人数；请填写 0 或正整数")
    return int(said)


def order(cell: Cell, against: Against) -> int:
    """1 for the first born of a day, 2 for the second."""
    said = plain(cell)
    if said not in {"1", "2", "3", "4", "5", "6"}:
        raise BadCell(Fault.BAD_NUMBER, f"“{said}”不是次序；双胞胎填 1 和 2")
    return int(said)


def year(cell: Cell, against: Against) -> int:
    """The year of a scheme: 2022, 2022年, 2022年度."""
    said = plain(cell).removesuffix("度").removesuffix("年").strip()
    if not (said.isascii() and said.isdigit() and 2000 <= int(said) <= 2100):
        raise BadCell(Fault.BAD_NUMBER, f"“{said}”不是年度；请写成 2022 的形式")
    return int(said)


def choice(named: Mapping[EnumT, tuple[str, ...]]) -> Parse:
    """A parser of words: each member by its names, the first of which is offered."""
    members = {_folded(word): member for member, words in named.items() for word in words}
    members |= {_folded(member.name): member for member in named}
    offered = tuple(words[0] for words in named.values())

    def chosen(cell: Cell, against: Against) -> EnumT:
        said = plain(cell)
        member = members.get(_folded(said))
        if member is None:
            message = f"“{said}”不在可选范围内；请填写其中之一：{'、'.join(offered)}"
            raise BadCell(Fault.BAD_CHOICE, message, candidates=offered)
        return member

    return chosen


def category(cell: Cell, against: Against) -> str:
    """The key of a group, by any of the names that notices print for it."""
    said = plain(cell)
    found = against.categories.get(said) or against.categories.get("".join(said.split()))
    if found is None:
        names = tuple(dict.fromkeys(against.categories))
        near = tuple(one for one in names if set(said) & set(one) and (said in one or one in said))
        hint = f"；是否为：{'、'.join(near[:5])}" if near else "；请按通知中的名称填写"
        raise BadCell(
            Fault.UNKNOWN_CATEGORY, f"没有名为“{said}”的人员类别{hint}", candidates=near[:5]
        )
    return found


def _folded(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()
