"""Measures stacks in turns: round by round, in another order each time, after a warm-up."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.client import BenchError
from bench.rivals.cases import PAYMENT_FEN, READ, Cases
from bench.rivals.client import Load, Run
from bench.rivals.cpu import spent_ms
from bench.rivals.sample import Sample
from bench.rivals.stack import Stack
from bench.rivals.told import tell
from bench.rivals.works import CLIENTS, Work

WARM_CLIENTS, WARM_SECONDS = 2, 2.0
WARM_PAYERS, WARM_PAYMENTS = (
    16,
    1_500,
)  # an engine that has just started takes several times as long
NO_END = 1_000_000


@dataclass
class Turns:
    """`seconds`: of a workload, stack and round in all, shared by one client and many."""

    stacks: Sequence[Stack]
    cases: Cases
    rounds: int
    seconds: float

    async def measured(self, work: Work) -> AsyncIterator[Sample]:
        """All samples of a workload, as they come; between them a run can be ended."""
        stacks = [one for one in self.stacks if work in READ or not one.is_anew]
        for stack in stacks:
            self._warm(stack, work)
            await asyncio.sleep(0)
        for number in range(self.rounds):
            for stack in Random(number).sample(stacks, len(stacks)):
                for at, clients in enumerate(CLIENTS[work]):
                    if work is Work.PAYMENT:
                        left = (self.rounds - number) * len(CLIENTS[work]) - at
                        yield await self._paid(stack, number, clients, left)
                    else:
                        bodies = self.cases.bodies(stack, work, clients)
                        yield self._sample(stack, work, number, clients, bodies)
                    await asyncio.sleep(0)

    def _warm(self, stack: Stack, work: Work) -> None:
        if work is Work.PAYMENT:
            run = Run(stack.door, self.cases.payments(stack, WARM_PAYMENTS), NO_END)
            _driven(run, stack, work, WARM_PAYERS)
        else:
            bodies = self.cases.bodies(stack, work, WARM_CLIENTS)
            run = Run(stack.door, bodies, WARM_SECONDS)
            _driven(run, stack, work, WARM_CLIENTS)

    async def _paid(self, stack: Stack, number: int, clients: int, left: int) -> Sample:
        """Exact: the sums are what they were, and what was acknowledged."""
        bodies = self.cases.payments(stack, self._most(stack, left))
        before = await stack.paid()
        sample = self._sample(stack, Work.PAYMENT, number, clients, bodies)
        taken = len(sample.times_ms) - sample.errors
        after, due = await stack.paid(), before.plus(taken, PAYMENT_FEN)
        return replace(sample, exact=after == due)

    def _most(self, stack: Stack, left: int) -> int:
        """With us each household pays once: those that are left are shared by what is left."""
        if not stack.is_own:
            return NO_END
        own = sum(one.is_own and not one.is_anew for one in self.stacks)
        return max(1, len(self.cases.unpaid) // (left * own))

    def _sample(
        self, stack: Stack, work: Work, number: int, clients: int, bodies: Iterator[bytes]
    ) -> Sample:
        seconds = self.seconds / 2
        done = stack.dialect.done if work is Work.PAYMENT else b""
        service, database = spent_ms(stack.service), spent_ms(stack.database)
        load = _driven(Run(stack.door, bodies, seconds, done), stack, work, clients)
        if not load.times:
            raise BenchError(f"{work.value}: nobody is left to pay; ask for fewer rounds")
        if load.errors:
            tell(f"{stack.name} {work.value}: {load.errors} errors, the last: {load.example}")
        return Sample(
            work.value,
            stack.name,
            number,
            clients,
            load.seconds,
            tuple(load.times),
            spent_ms(stack.service) - service,
            spent_ms(stack.database) - database,
            load.size,
            load.errors,
        )


def _driven(run: Run, stack: Stack, work: Work, clients: int) -> Load:
    """Raises BenchError with the name of who could not go on."""
    try:
        load = run.go(clients)
    except (BenchError, OSError) as error:
        so_far = f"after {len(run.load.times)} answers to {clients} clients"
        raise BenchError(f"{stack.name} {work.value}: {error}, {so_far}") from error
    if load.reopened:
        tell(f"{stack.name} {work.value}: closed {load.reopened} connections before it answered")
    return load
