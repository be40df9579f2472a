"""What follows from facts: timelines before and after, and all that differs between them.

    accounts before, after ── Following.follow ──> participations, Changes, present values, sums

Pure: what is to be written is collected by statement, and nothing is written here.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.account import AccountFacts
from facts.change import (
    RECORD_ACCOUNT_CHANGES,
    RECORD_CHANGES,
    change_rows,
    properties,
)
from facts.law import Law
from facts.owing import Owed, owe
from facts.sums import Sums, add_entry, add_households, add_shifts, no_sums
from facts.told import Rows, Steps, Told
from graph.gateway import Row
from policy.roll import AccountValue, account_steps
from policy.steps import differences, shifts
from policy.timeline import timeline

# (:Account)-[:ON]->(:Roster); a row holds all households of one village with the same value; their
# numbers, which stay as they are, give the order of pages
CREATE_ACCOUNTS: LiteralString = """
UNWIND $rows AS row
MERGE (r:Roster {key: row.roster})
  ON CREATE SET r.village = row.account.village, r.year = row.account.year
WITH row, r
UNWIND row.households AS one
OPTIONAL MATCH (h:Household {key: one.household})
CREATE (a:Account {key: one.key, household: one.household, number: h.number})-[:ON]->(r)
SET a += row.account, a.recorded = datetime.transaction().epochMillis
"""

# (:Participation)-[:OF]->(:Person), (:Participation)-[:IN]->(:Account); a row holds all people who
# come in with the same value: a map of it for each of them took half the time
CREATE_PARTICIPATIONS: LiteralString = """
UNWIND $rows AS row
UNWIND row.people AS one
MATCH (p:Person {key: one.person}), (a:Account {key: one.account})
CREATE (n:Participation {key: one.key})-[:OF]->(p)
CREATE (n)-[:IN]->(a)
SET n += row.participation, n.recorded = datetime.transaction().epochMillis
"""

# (:Participation)-[:IN]->(the other account); the lists of the roll that it left still find it
MOVE_PARTICIPATIONS: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})-[old:IN]->(before:Account), (a:Account {key: row.account})
DELETE old
CREATE (n)-[:IN]->(a)
MERGE (n)-[:WAS_IN]->(before)
"""

SET_NOW: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
SET n += row.now
"""

SET_ACCOUNTS_NOW: LiteralString = """
UNWIND $rows AS row
MATCH (a:Account {key: row.of})
SET a += row.now
"""


Timelines = dict[tuple[str, int], tuple[Steps, str]]  # by person and year, with the account


@dataclass
class Following:
    """Collects what follows from the requests of one transaction."""

    law: Law
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    sums: dict[int, Sums] = field(default_factory=dict)  # by year
    _alike: dict[tuple[object, ...], Row] = field(default_factory=dict)  # rows by what they share

    def of_year(self, year: int) -> Sums:
        return self.sums.setdefault(year, no_sums())

    def follow(
        self,
        before: Mapping[str, AccountFacts],
        after: Mapping[str, AccountFacts],
        told: Told,
        law_before: Law | None = None,
    ) -> None:
        """Accounts by key as one request found and leaves them; new ones only in `after`.

        `law_before`: where it is the law that changes.
        """
        old, new = _timelines(before, law_before or self.law), _timelines(after, self.law)
        for at, (steps, account) in new.items():
            person, year = at
            was = old.get(at)
            if was is None:
                self._enter(person, year, account, steps, told)
                continue
            if was[1] != account:
                of = f"{person}|{year}"
                self.rows[MOVE_PARTICIPATIONS].append({"of": of, "account": account})
            if steps is not was[0]:
                self._change(person, year, was[0], steps, told)
        self._subsidies(before, after, old, new, told)
        for key, account_after in after.items():
            self._household(key, before.get(key), account_after, old, new, told)

    def _subsidies(
        self,
        before: Mapping[str, AccountFacts],
        after: Mapping[str, AccountFacts],
        old: Timelines,
        new: Timelines,
        told: Told,
    ) -> None:
        """What the same timelines make of each person's subsidies."""
        for (person, year), (steps, key) in new.items():
            was = old.get((person, year))
            moved = after[key].movements.get(person, ())
            known = before[was[1]].movements.get(person, ()) if was else ()
            if was and was[0] is steps and known == moved:
                continue
            terms = self.law.terms(after[key].village, year)
            owe(
                self.rows,
                self.of_year(year),
                told,
                (person, year),
                self.law.seat(after[key].village, year),
                Owed(was[0] if was else (), known, terms),
                Owed(steps, moved, terms),
            )

    def _enter(self, person: str, year: int, account: str, steps: Steps, told: Told) -> None:
        """A participation that is new: its first value stands in it, later ones are Changes."""
        of, sums = f"{person}|{year}", self.of_year(year)
        first, *later = shifts(steps)
        if first.after:
            add_entry(sums, first.on, first.after)
        add_shifts(sums, later)
        self.rows[RECORD_CHANGES] += change_rows(
            told.receipt, of, later, told.of(person), told.otherwise, told.by
        )
        shared = (CREATE_PARTICIPATIONS, year, told.by, first, steps[-1].value)
        row = self._alike.get(shared)
        if row is None:
            participation = {
                "year": year,
                "entered_on": first.on,
                "entered_by": told.by,
                "paid_fen": 0,
                **properties("entry", first.after),
                **properties("now", steps[-1].value),
            }
            row = self._alike[shared] = {"participation": participation, "people": []}
            self.rows[CREATE_PARTICIPATIONS].append(row)
        row["people"].append({"key": of, "person": person, "account": account})

    def _change(self, person: str, year: int, before: Steps, after: Steps, told: Told) -> None:
        of = f"{person}|{year}"
        changed = differences(before, after)
        add_shifts(self.of_year(year), changed)
        self.rows[RECORD_CHANGES] += change_rows(
            told.receipt, of, changed, told.of(person), told.otherwise, told.by
        )
        if before[-1].value != after[-1].value:
            self.rows[SET_NOW].append({"of": of, "now": properties("now", after[-1].value)})

    def _household(
        self,
        key: str,
        before: AccountFacts | None,
        after: AccountFacts,
        old: Timelines,
        new: Timelines,
        told: Told,
    ) -> None:
        members = [new[person, after.year][0] for person in after.people]
        steps = account_steps(after.village, members)
        sums, now = self.of_year(after.year), steps[-1].value if steps else None
        if before is None:
            add_households(sums, shifts(steps))
            rest = shifts(steps)[1:]
            entry = steps[0].value if steps else None
            if steps:
                self._found(after, steps[0].on, entry, now)
        else:
            were = [old[person, after.year][0] for person in before.people]
            known = account_steps(after.village, were)
            rest = list(differences(known, steps))
            add_households(sums, rest)
            if rest and (known[-1].value if known else None) != now:
                row = {"of": key, "now": properties("now", now)}
                self.rows[SET_ACCOUNTS_NOW].append(row)
        self.rows[RECORD_ACCOUNT_CHANGES] += change_rows(
            told.receipt, key, rest, told.of_all(), told.otherwise, told.by
        )

    def _found(
        self, account: AccountFacts, on: date, entry: AccountValue | None, now: AccountValue | None
    ) -> None:
        """A household that is new on the roll."""
        roster = f"{account.village}|{account.year}"
        shared = (CREATE_ACCOUNTS, roster, on, entry, now)
        row = self._alike.get(shared)
        if row is None:
            common = {
                "village": account.village,
                "year": account.year,
                "entered_on": on,
                **properties("entry", entry),
                **properties("now", now),
            }
            row = self._alike[shared] = {"roster": roster, "account": common, "households": []}
            self.rows[CREATE_ACCOUNTS].append(row)
        row["households"].append({"key": account.key, "household": account.household})


def _timelines(accounts: Mapping[str, AccountFacts], law: Law) -> Timelines:
    found: Timelines = {}
    for key, account in accounts.items():
        terms = law.terms(account.village, account.year)
        for person, facts in account.people.items():
            found[person, account.year] = timeline(facts, terms), key
    return found
