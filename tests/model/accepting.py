"""Which deeds a clerk would accept; whatever is refused leaves the book as it was."""

from collections.abc import Callable
from typing import Any

from facts import deeds as d
from tests.model.clerk import Clerk, Enter, Refusal
from tests.model.granting import advance, reverse_advance
from tests.model.living import (
    activate,
    confirm,
    correct_roster,
    dispose,
    end_mark,
    enter,
    mark,
    move,
    register,
)
from tests.model.taking import close_refund, open_refund, pay, reverse

HANDLERS: dict[type, Callable[[Clerk, Any], None]] = {
    d.Pay: pay,
    d.Reverse: reverse,
    d.Dispose: dispose,
    d.Mark: mark,
    d.EndMark: end_mark,
    d.Activate: activate,
    d.Register: register,
    d.Move: move,
    d.CorrectRoster: correct_roster,
    d.ConfirmRoster: confirm,
    d.OpenRefund: open_refund,
    d.CloseRefund: close_refund,
    d.Advance: advance,
    d.ReverseAdvance: reverse_advance,
    Enter: enter,
}


def accept(clerk: Clerk, deed: Any) -> bool:
    """Whether the clerk does it."""
    try:
        HANDLERS[type(deed)](clerk, deed)
    except Refusal:
        return False
    return True
