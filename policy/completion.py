"""Whether a duty can be completed by what somebody reports, and with how much money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from policy.duties import Part, reached
from policy.money import Fen, yuan


@dataclass(frozen=True, slots=True)
class Refused:
    """A code of docs/errors.md, the field of the input at fault, and why."""

    code: str
    message: str
    field: str


def accept(money: bool, amount: int | None, parts: Sequence[Part], new: Part) -> Part | Refused:
    """What is put on record: the part with its amount, the rest where none was given.

    amount: the whole as the rule states it; parts: what is on record, in its order.
    """
    done = reached(money, amount, parts, date.max)
    if done.done_on is not None:
        return Refused("DUPLICATE", f"这项职责已于{done.done_on}完成", "duty")
    if money:
        return _money(amount, done.whole_fen, done.there_fen or 0, new)
    if new.amount_fen is not None or new.of_fen is not None:
        return Refused("BAD_INPUT", "这项职责与资金无关，不能写金额", "amount")
    return new


def _money(amount: int | None, said: int | None, there: int, new: Part) -> Part | Refused:
    """A part of money; `said`: the whole as it stands on record."""
    if amount is not None and new.of_fen not in (None, amount):
        message = f"of: {_yuan(new.of_fen)}，通知规定总额为{_yuan(amount)}"
        return Refused("AMOUNT_MISMATCH", message, "of")
    whole = next((one for one in (amount, new.of_fen, said) if one is not None), None)
    if whole is None:
        return Refused("BAD_INPUT", "通知没有写明总额，请用of写明应到位的总额", "of")
    given = whole - there if new.amount_fen is None else new.amount_fen
    if whole <= 0:
        return Refused("BAD_INPUT", f"of: {_yuan(whole)}，应大于0", "of")
    if given <= 0 and new.amount_fen is not None:
        return Refused("BAD_INPUT", f"amount: {_yuan(given)}，应大于0", "amount")
    if there + given > whole or given < 0:
        message = f"已到位{_yuan(there)}，总额{_yuan(whole)}，还差{_yuan(whole - there)}"
        return Refused("AMOUNT_MISMATCH", message, "amount")
    return replace(new, amount_fen=given)


def _yuan(fen: int | None) -> str:
    return f"{yuan(Fen(fen or 0))}元"
