"""What was so on a day, as far as known on a day: the values of people and households folded.

    entry (+1), before of each Change (-1), after (+1) ── same value ──> 1: it holds, 0: it does not

Only what happened by `as_of` and was recorded by `until` goes in, as in the tallies.
"""

from dataclasses import dataclass
from datetime import date

from graph.gateway import Row
from resolvers.figures import Span, until_of

EVER_AFTER = 2**62


@dataclass(frozen=True, slots=True)
class Moment:
    """A year as of the end of a day; `until`: epoch milliseconds of the last record in it."""

    year: int
    as_of: date
    until: int

    @classmethod
    def of(cls, span: Span) -> "Moment":
        """Now is all that is on record; what turns on a coming day is not yet."""
        if span.is_now:
            return cls(span.year, span.as_of, EVER_AFTER)
        return cls(span.year, span.as_of, until_of(span))

    @property
    def is_now(self) -> bool:
        """Whether present values say the same: nothing on record turns on a coming day."""
        return self.until == EVER_AFTER

    def parameters(self) -> Row:
        return {"year": self.year, "as_of": self.as_of, "until": self.until}
