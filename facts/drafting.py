"""What a posting comes to, worked out account by account from what was locked and read.

Pure: everything that is to be written ends in a `Draft`, and nothing is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from facts.account import AccountFacts
from facts.change import Cause, change_rows, properties
from facts.records import DispositionRow, PaymentRow
from facts.season import Season, TermsOf
from facts.sums import Sums, add_households, add_payment, add_shifts, no_sums
from graph.gateway import Row
from policy.roll import account_steps
from policy.steps import Step, differences, value_on
from policy.timeline import Disposed, Due, ParticipationFacts, Settled, Terms, Value, timeline
from policy.vocabulary import State


@dataclass(frozen=True, slots=True)
class Posting:
    """What one request says: facts of one year."""

    payments: Sequence[PaymentRow] = ()
    dispositions: Sequence[DispositionRow] = ()

    def people(self) -> list[str]:
        """Everyone whose participation it touches."""
        named = {person for row in self.payments for person in row.people}
        return sorted(named | {row.person for row in self.dispositions})

    def rows(self) -> list[PaymentRow | DispositionRow]:
        """All of it, payments first."""
        return [*self.payments, *self.dispositions]

    def body(self) -> list[str]:
        """What a receipt compares: the same only for the same rows."""
        return [repr(row) for row in self.rows()]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken."""

    row: PaymentRow | DispositionRow
    code: str
    message: str


@dataclass
class Draft:
    """What is to be written, while it is being decided."""

    payments: list[Row] = field(default_factory=list)
    shares: list[Row] = field(default_factory=list)
    dispositions: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    account_changes: list[Row] = field(default_factory=list)
    now: list[Row] = field(default_factory=list)
    accounts_now: list[Row] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    sums: Sums = field(default_factory=no_sums)


@dataclass
class Drafter:
    """Decides account by account; pure but for the draft that it fills."""

    out: Draft
    receipt: str
    season: Season
    terms_of: TermsOf
    today: date
    payments: set[str]  # keys that are on record

    def draft(self, accounts: dict[str, AccountFacts], posting: Posting) -> None:
        home = {person: key for key, account in accounts.items() for person in account.people}
        by_account: dict[str, tuple[list[DispositionRow], list[PaymentRow]]] = {
            key: ([], []) for key in accounts
        }
        for disposition in posting.dispositions:
            if disposition.person not in home:
                self._refuse(disposition, "UNKNOWN", "此人不在本年度名册上")
            elif self._is_timely(disposition, disposition.on):
                by_account[home[disposition.person]][0].append(disposition)
        for payment in sorted(posting.payments, key=lambda row: (row.paid_on, row.key)):
            key = f"{payment.household}|{self.season.year}"
            if key not in accounts or not set(payment.people) <= set(accounts[key].people):
                self._refuse(payment, "UNKNOWN", "缴费人不在该户本年度名册上")
            elif payment.key in self.payments:
                self._refuse(payment, "DUPLICATE", f"缴费记录 {payment.key} 已登记")
            elif self._is_timely(payment, payment.paid_on):
                self.payments.add(payment.key)
                by_account[key][1].append(payment)
        for key, (dispositions, payments) in by_account.items():
            self._account(accounts[key], dispositions, payments)

    def _is_timely(self, row: PaymentRow | DispositionRow, on: date) -> bool:
        """A fact is of a day from the opening of its season to today."""
        if on > self.today:
            self._refuse(row, "FUTURE_DATE", f"日期 {on} 晚于今天 {self.today}")
        elif on < self.season.opens:
            self._refuse(row, "BEFORE_ENTRY", f"日期 {on} 早于本年度开始日 {self.season.opens}")
        return self.season.opens <= on <= self.today

    def _refuse(self, row: PaymentRow | DispositionRow, code: str, message: str) -> None:
        self.out.refusals.append(Refusal(row, code, message))

    def _account(
        self,
        account: AccountFacts,
        dispositions: list[DispositionRow],
        payments: list[PaymentRow],
    ) -> None:
        terms = self.terms_of(account.village)
        facts = dict(account.people)
        before = {person: timeline(known, terms) for person, known in facts.items()}
        causes: dict[str, dict[date, Cause]] = {person: {} for person in facts}
        for disposition in dispositions:
            facts[disposition.person] = self._dispose(facts[disposition.person], disposition)
            causes[disposition.person][disposition.on] = Cause.DISPOSITION
        for payment in payments:
            self._pay(account, facts, terms, payment, causes)
        after = {
            person: before[person]
            if facts[person] is account.people[person]
            else timeline(facts[person], terms)
            for person in facts
        }
        for person in facts:
            if after[person] is not before[person]:
                self._person(person, before[person], after[person], causes[person])
        self._household(account, list(before.values()), list(after.values()), causes)

    def _dispose(self, facts: ParticipationFacts, row: DispositionRow) -> ParticipationFacts:
        of = f"{row.person}|{self.season.year}"
        disposed = Disposed(row.on, len(facts.dispositions), row.state)
        disposition = {
            "key": f"{of}|{disposed.order}",
            "order": disposed.order,
            "state": row.state.value,
            "on": row.on,
            "evidence": row.evidence,
        }
        self.out.dispositions.append({"of": of, "disposition": disposition})
        return replace(facts, dispositions=(*facts.dispositions, disposed))

    def _pay(
        self,
        account: AccountFacts,
        facts: dict[str, ParticipationFacts],
        terms: Terms,
        row: PaymentRow,
        causes: dict[str, dict[date, Cause]],
    ) -> None:
        dues = {person: _owed(facts[person], terms, row.paid_on) for person in row.people}
        owed = {person: due for person, due in dues.items() if due}
        if not owed:
            self._refuse(row, "AMOUNT_MISMATCH", f"{row.paid_on} 当日无应缴金额，或已另行缴清")
            return
        for person, due in owed.items():
            known = facts[person]
            settled = Settled(row.paid_on, due.counter_fen, due, len(known.settlements))
            facts[person] = replace(known, settlements=(*known.settlements, settled))
            causes[person][row.paid_on] = Cause.PAYMENT
            of = f"{person}|{self.season.year}"
            self.out.shares.append(_share(row.key, of, due, settled.order))
        amount_fen = sum(due.counter_fen for due in owed.values())
        self.out.payments.append({"account": account.key, "payment": _payment(row, amount_fen)})
        add_payment(self.out.sums, account.village, row.paid_on, row.channel, amount_fen)

    def _person(
        self,
        person: str,
        before: tuple[Step[Value], ...],
        after: tuple[Step[Value], ...],
        causes: dict[date, Cause],
    ) -> None:
        of = f"{person}|{self.season.year}"
        changed = differences(before, after)
        add_shifts(self.out.sums, changed)
        self.out.changes += change_rows(self.receipt, of, changed, causes, Cause.CORRECTED)
        if before[-1].value != after[-1].value:
            self.out.now.append({"of": of, "now": properties("now", after[-1].value)})

    def _household(
        self,
        account: AccountFacts,
        before: list[tuple[Step[Value], ...]],
        after: list[tuple[Step[Value], ...]],
        causes: dict[str, dict[date, Cause]],
    ) -> None:
        of_day = {day: cause for person in causes.values() for day, cause in person.items()}
        old, new = account_steps(account.village, before), account_steps(account.village, after)
        changed = differences(old, new)
        add_households(self.out.sums, changed)
        self.out.account_changes += change_rows(
            self.receipt, account.key, changed, of_day, Cause.CORRECTED
        )
        if changed and old[-1].value != new[-1].value:
            now = properties("now", new[-1].value)
            self.out.accounts_now.append({"of": account.key, "now": now})


def _owed(facts: ParticipationFacts, terms: Terms, day: date) -> Due | None:
    """What the counter takes from somebody on a day; None who owes nothing, or is excused.

    Nor is anything owed by who is paid from a later day on: the money would settle nothing.
    """
    steps = timeline(facts, terms)
    value, last = value_on(steps, day), steps[-1].value
    if value is None or value.state is not State.UNPAID or not value.due_fen:
        return None
    if last and last.state is State.PAID:
        return None
    return Due(value.due_fen, value.subsidy_fen, value.category)


def _share(payment: str, of: str, due: Due, order: int) -> Row:
    share = {
        "order": order,
        "amount_fen": due.counter_fen,
        "due_fen": due.counter_fen,
        "subsidy_fen": due.subsidy_fen,
        "category": due.category,
    }
    return {"payment": payment, "of": of, "share": share}


def _payment(row: PaymentRow, amount_fen: int) -> Row:
    return {
        "key": row.key,
        "amount_fen": amount_fen,
        "paid_on": row.paid_on,
        "channel": row.channel.value,
        "evidence": row.evidence,
    }
