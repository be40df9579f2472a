"""What is asked, request by request: the same kinds of cases for all stacks, drawn at random."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random

import orjson

from bench.client import BenchError
from bench.made_up import FEN, MadeUp
from bench.rivals.answers import Asked
from bench.rivals.link import once
from bench.rivals.stack import Stack
from bench.rivals.works import PLACES, Work
from facts.records import HouseholdRow

PAYMENT_FEN = FEN * 3  # a household as a whole
PAID_EACH = 25  # with many clients: one of so many questions comes after a payment
READ = [work for work in Work if work is not Work.PAYMENT]
VERIFIED: Mapping[Work, int] = {work: 1 if work in PLACES else 5 for work in READ}


@dataclass
class Cases:
    """`unpaid`: households that have not paid yet; with us each of them can do so once."""

    made: MadeUp
    unpaid: deque[HouseholdRow] = field(init=False)
    townships: list[str] = field(init=False)
    _drawn: Random = field(default_factory=lambda: Random(431123))
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        homes = [home for home in self.made.homes if home.key not in self.made.paid]
        self._drawn.shuffle(homes)
        self.unpaid = deque(homes)
        self.townships = sorted({home.village[:9] for home in self.made.homes})

    def asked(self, work: Work) -> Asked:
        """One case of a workload that reads."""
        if work is Work.CHAIN:
            return Asked(home=self._drawn.choice(self.made.homes))
        if work is Work.PAGE:
            return Asked(code=self.townships[next(self._numbers) % len(self.townships)])
        return Asked()

    def bodies(self, stack: Stack, work: Work, clients: int) -> Iterator[bytes]:
        """Requests without end; of places the same one again and again, or no two the same."""
        while True:
            body = stack.dialect.body(work, self.asked(work))
            yield self._anew(stack, body, clients) if stack.is_anew else body

    def _anew(self, stack: Stack, body: bytes, clients: int) -> bytes:
        """The question as nobody asked it before, after a payment."""
        number = next(self._numbers)
        if clients == 1 or number % PAID_EACH == 0:
            for payment in self.payments(stack, 1):
                answer = once(stack.door, payment)
                if stack.dialect.done not in answer:
                    raise BenchError(f"not paid: {answer[:300].decode(errors='replace')}")
        return _marked(body, number)

    def payments(self, stack: Stack, most: int) -> Iterator[bytes]:
        """So many at most; rivals take money of a household more than once."""
        for _ in range(most):
            if not stack.is_own:
                home = self._drawn.choice(self.made.homes)
            elif self.unpaid:
                home = self.unpaid.popleft()
            else:
                return
            yield stack.dialect.body(Work.PAYMENT, Asked(home=home, key=self._key()))

    def _key(self) -> str:
        return f"bench-{next(self._numbers)}"


def _marked(body: bytes, number: int) -> bytes:
    """With a variable that the text does not have: the same question, and yet another one."""
    asked = orjson.loads(body)
    return orjson.dumps({**asked, "variables": {**asked["variables"], "number": number}})
