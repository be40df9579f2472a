"""What clients send while processes are killed: deeds, and those that follow from their answers.

six households of ten    recordPayment
two                      recordPayment ── its payment ──> reversePayment
one                      recordDisposition ──> recordPayment for who is left
one                      markCategory ──> recordPayment for the other ──> advanceSubsidies
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import orjson

from bench.roll import NOTICE, SEASON, Home
from policy.timeline import Listed, Terms
from schema.node import node_id

PAID_ON, BACK_ON, LISTED_ON, ASKED_ON = (
    date(2021, 10, 15),
    date(2021, 10, 20),
    date(2021, 9, 10),
    date(2022, 1, 10),
)
FULL = "destitute"  # its subsidy is all of the contribution


class Kind(Enum):
    """The mutation, as in the answer."""

    PAY = "recordPayment"
    REVERSE = "reversePayment"
    DISPOSE = "recordDisposition"
    MARK = "markCategory"
    ADVANCE = "advanceSubsidies"


Payload = Mapping[str, Any]  # of one mutation
Follow = Callable[[Payload], "Deed"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One request; `subject`: what must stand in the graph just once, `follow`: what comes next."""

    kind: Kind
    key: str
    body: bytes
    subject: str
    amount_fen: int = 0
    follow: Follow | None = None


def deeds_of(home: Home, at: int, terms: Terms) -> Deed:
    """The first deed of a household, by its place on the roll."""
    each = terms.dues((), PAID_ON).counter_fen
    every = each * len(home.people)
    match at % 10:
        case 0 | 5:
            return _pay(home, every, lambda payload: _reverse(home, every, payload))
        case 3:
            return _dispose(home, lambda _: _pay(home, every - each))
        case 8:
            listed = (Listed(FULL, LISTED_ON),)
            due = terms.dues(listed, PAID_ON)
            ask = _advance(home, terms.group_of(FULL), due.subsidy_fen)
            return _mark(home, lambda _: _pay(home, every - each, lambda _: ask))
    return _pay(home, every)


def payment_of(home: Home, terms: Terms) -> Deed:
    """The household pays as a whole, and nothing follows."""
    return _pay(home, terms.dues((), PAID_ON).counter_fen * len(home.people))


def _pay(home: Home, amount_fen: int, follow: Follow | None = None) -> Deed:
    given = {
        "household": node_id("Household", home.key),
        "year": SEASON.year,
        "amount": f"{amount_fen // 100}.{amount_fen % 100:02}",
        "paidOn": str(PAID_ON),
        "channel": "APP",
    }
    return _deed(Kind.PAY, home, given, f"{home.key}|{SEASON.year}", amount_fen, follow)


def _reverse(home: Home, amount_fen: int, paid: Payload) -> Deed:
    given = {"payment": paid["payment"]["id"], "on": str(BACK_ON), "reason": "错收"}
    return _deed(Kind.REVERSE, home, given, f"{home.key}|{SEASON.year}", -amount_fen)


def _dispose(home: Home, follow: Follow) -> Deed:
    person = home.people[-1]
    given = {
        "person": node_id("Person", person),
        "year": SEASON.year,
        "state": "COVERED_ELSEWHERE",
        "on": str(LISTED_ON),
        "evidence": "参保证明",
    }
    return _deed(Kind.DISPOSE, home, given, f"{person}|{SEASON.year}", 0, follow)


def _mark(home: Home, follow: Follow) -> Deed:
    person = home.people[0]
    given = {
        "person": node_id("Person", person),
        "category": FULL,
        "from": str(LISTED_ON),
        "list": "名单",
    }
    return _deed(Kind.MARK, home, given, person, 0, follow)


def _advance(home: Home, group: str, amount_fen: int) -> Deed:
    """Who owes it stands first in the text of a group."""
    subsidy = f"{home.people[0]}|{SEASON.year}|{group}"
    unit, department = NOTICE.unit, group.partition("|")[0]
    given = {
        "department": node_id("Department", f"{unit}|{department}"),
        "jurisdiction": unit,
        "year": SEASON.year,
        "to": "REQUESTED",
        "on": str(ASKED_ON),
        "document": f"请{home.key}号",
        "subsidies": [node_id("Subsidy", subsidy)],
    }
    return _deed(Kind.ADVANCE, home, given, subsidy, amount_fen)


SHOWN = {Kind.PAY: "payment { id }"}
MUTATION = """mutation ($input: {input}!) {{
  {name}(input: $input) {{ {shown} userErrors {{ message code }} }}
}}"""


def _deed(
    kind: Kind,
    home: Home,
    given: Mapping[str, object],
    subject: str,
    amount_fen: int,
    follow: Follow | None = None,
) -> Deed:
    name = kind.value
    query = MUTATION.format(
        input=f"{name[0].upper()}{name[1:]}Input", name=name, shown=SHOWN.get(kind, "")
    )
    key = f"{kind.name}-{home.key}"
    body = {"query": query, "variables": {"input": {"idempotencyKey": key, **given}}}
    return Deed(kind, key, orjson.dumps(body), subject, amount_fen, follow)
