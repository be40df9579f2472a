"""The household of a season as a step function: on the roll or not, settled or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy.steps import Step, value_on
from policy.timeline import Value
from policy.vocabulary import State


@dataclass(frozen=True, slots=True)
class AccountValue:
    """What a household adds to the sums on a day; settled: nobody counted in it is UNPAID."""

    village: str
    settled: bool


def account_steps(
    village: str, members: Sequence[tuple[Step[Value], ...]]
) -> tuple[Step[AccountValue], ...]:
    """The household's values from those of its members; None while nobody of it is on the roll."""
    steps: list[Step[AccountValue]] = []
    last: AccountValue | None = None
    for day in sorted({step.on for member in members for step in member}):
        states = [value.state for value in (value_on(member, day) for member in members) if value]
        value = AccountValue(village, State.UNPAID not in states) if states else None
        if value != last or not steps:
            steps.append(Step(day, value))
        last = value
    return tuple(steps)
