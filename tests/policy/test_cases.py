"""The cases of tests/cases: one situation each, worked out by hand from the notices.

A case names a notice, a day, one question (parameter, scheme, subsidy, steps, window, enrolment,
refund, target, deadline, reading, finding or assessment), what is expected of its answer, and the
clause on which the answer must rest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from graph_seed.law import read_notices, scheme_of
from graph_seed.law_files import read_yaml
from graph_seed.typed import Place, value
from policy import enrolment, refund, subsidy, targets
from policy.assessment import Assessment, Figure
from policy.assessments import assess
from policy.deadlines import deadlines
from policy.money import Fen, percent, yuan
from policy.reasons import Reason
from policy.scheme import Scheme, benefit_period, total_cost
from policy.terms import EnrolmentEvent
from policy.windows import WindowTerms

FOLDER = Path(__file__).parent.parent / "cases"
NOTICES = read_notices()
MONEY = {
    "contribution",
    "subsidy",
    "own_payment",
    "advance_payment",
    "amount",
    "total_cost",
}
PLACE = Place("case")
Given = Mapping[str, Any]
Answer = tuple[dict[str, object], set[str]]


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{at}-{case['who']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for at, case in enumerate(read_yaml(path, Place(path.name)), start=1)
    ]


def clauses(reasons: Iterable[Reason]) -> set[str]:
    return {reason.clause.number for reason in reasons if reason.clause}


def shown(name: str, found: object) -> object:
    """As the case files write it."""
    match found:
        case None:
            return ""
        case bool():
            return str(found).lower()
        case Enum():
            return found.name
        case Fraction():
            return str(found)
        case int() if name in MONEY:
            return yuan(Fen(found))
        case tuple() | list():
            return [shown(name, item) for item in found]
        case dict():
            return {key: shown(key, item) for key, item in found.items()}
    return str(found)


def typed(cls: type, given: Given) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {name: value(hints[name], raw, PLACE) for name, raw in given.items()}


def fields_of(record: Any) -> dict[str, object]:
    return {f.name: getattr(record, f.name) for f in fields(record)}


def ask_parameter(scheme: Scheme, when: date, given: Given) -> Answer:
    found = scheme.parameter(given["key"])
    assert found is not None
    return {**fields_of(found), "noted": bool(found.note)}, {found.clause.number}


def ask_scheme(scheme: Scheme, when: date, given: Given) -> Answer:
    nearest, (first, last) = scheme.notices[0], benefit_period(scheme)
    answer: dict[str, object] = {
        "missing": scheme.missing_notices,
        "notices": [notice.key for notice in scheme.notices],
        "total_cost": total_cost(scheme),
        "benefits": [first, last],
        "expired": nearest.expired_on(when),
        "valid": [nearest.valid_from, nearest.valid_to],
        "jurisdiction": scheme.jurisdiction,
    }
    return answer, {clause.number for notice in scheme.notices for clause in notice.clauses}


def subsidy_facts(given: Given, when: date) -> subsidy.SubsidyFacts:
    rest = {k: v for k, v in given.items() if k not in ("categories", "recognised_on")}
    groups = frozenset(given.get("categories", []))
    day = given.get("recognised_on")
    recognised = {g: date.fromisoformat(day) for g in groups} if day else {}
    facts = subsidy.SubsidyFacts(groups, when, recognised)
    return replace(facts, **typed(subsidy.SubsidyFacts, rest))


def ask_subsidy(scheme: Scheme, when: date, given: Given) -> Answer:
    found = subsidy.decide(scheme, subsidy_facts(given, when))
    return {**fields_of(found), "noted": bool(found.note)}, clauses(found.because)


def ask_steps(scheme: Scheme, when: date, given: Given) -> Answer:
    rule = scheme.get(subsidy.SubsidyTerms, given["category"])
    assert rule is not None
    return {"steps": subsidy.known_steps(rule.terms)}, {rule.clause.number}


def ask_window(scheme: Scheme, when: date, given: Given) -> Answer:
    rule = scheme.get(WindowTerms, given["key"])
    assert rule is not None
    issued = next(n.issued_on for n in scheme.notices if n.key == rule.clause.notice)
    extended = given.get("extension_granted") == "true"
    is_open = rule.terms.holds(when, extended, issued)
    return {**fields_of(rule.terms), "open": is_open}, {rule.clause.number}


def ask_enrolment(scheme: Scheme, when: date, given: Given) -> Answer:
    rest = {k: v for k, v in given.items() if k not in ("categories", "event")}
    facts = enrolment.EnrolmentFacts(
        value(EnrolmentEvent, given.get("event", "ORDINARY"), PLACE),
        when,
        categories=frozenset(given.get("categories", [])),
    )
    found = enrolment.decide(scheme, replace(facts, **typed(enrolment.EnrolmentFacts, rest)))
    return {**fields_of(found), "noted": bool(found.note)}, clauses(found.because)


def ask_refund(scheme: Scheme, when: date, given: Given) -> Answer:
    facts = refund.RefundFacts(on=when, **typed(refund.RefundFacts, given))
    found = refund.decide(scheme, facts)
    return fields_of(found), clauses(found.because)


def ask_target(scheme: Scheme, when: date, given: Given) -> Answer:
    rule = scheme.get(targets.TargetTerms, given["key"])
    assert rule is not None
    base = int(given["base"]) if given.get("base") else None
    found = targets.measure(rule, base, int(given.get("reached", 0)))
    answer: dict[str, object] = {
        "rate": percent(rule.terms.rate),
        "of": rule.terms.base,
        "by": rule.terms.by,
        "assessed": rule.terms.assessed,
        "missing": found.missing,
        "met": found.met,
        "inherited_from": scheme.inherited_from(rule),
    }
    return answer, {rule.clause.number, *(clause.number for clause in rule.also)}


def ask_deadline(scheme: Scheme, when: date, given: Given) -> Answer:
    found = next(d for d in deadlines(scheme) if d.key == given["key"])
    answer: dict[str, object] = {
        "day": found.day,
        "overdue": found.overdue(when),
        "noted": bool(found.note),
    }
    return answer, {found.clause.number}


def ask_reading(scheme: Scheme, when: date, given: Given) -> Answer:
    found = next(r for r in scheme.readings if r.key == given["key"])
    names = [alternative.name for alternative in found.alternatives]
    assert found.clause is not None
    return {"chosen": found.chosen, "alternatives": names}, {found.clause.number}


def ask_finding(scheme: Scheme, when: date, given: Given) -> Answer:
    found = next(f for f in scheme.notices[0].findings if f.key == given["key"])
    return {"severity": found.severity}, {found.clause.number}


def figures_of(given: Given, when: date) -> tuple[Figure, ...]:
    """unit -> figure -> number, or day -> number."""
    found = []
    for unit, entries in given["figures"].items():
        for key, raw in entries.items():
            days = raw if isinstance(raw, dict) else {when.isoformat(): raw}
            found += [
                Figure(unit, key, Fraction(number), date.fromisoformat(day))
                for day, number in days.items()
            ]
    return tuple(found)


def ask_assessment(scheme: Scheme, when: date, given: Given) -> Answer:
    extended = given.get("extension_granted") == "true"
    results = assess(
        scheme, given["rule"], when, figures_of(given, when), extension_granted=extended
    )
    found = next(result for result in results if result.unit == given.get("unit", "甲"))
    reasons = [*found.because, *(r for item in found.items for r in item.because)]
    return _assessed(found, reasons), clauses(reasons) or {found.rule.clause.number}


def _assessed(found: Assessment, reasons: list[Reason]) -> dict[str, object]:
    return {
        "score": found.score,
        "rank": found.rank,
        "amount": found.amount,
        "provisional": found.provisional,
        "ties": found.ties,
        "missing": [entry.key for entry in found.missing],
        "items": [item.key for item in found.items],
        "points": {item.key: item.points for item in found.items},
        "arithmetic": [reason.arithmetic for reason in reasons if reason.arithmetic],
    }


ASK: dict[str, Callable[[Scheme, date, Given], Answer]] = {
    name.removeprefix("ask_"): function
    for name, function in list(globals().items())
    if name.startswith("ask_")
}


@pytest.mark.parametrize("case", cases())
def test_the_law_as_worked_out_by_hand(case: Given) -> None:
    scheme = scheme_of(NOTICES, case["notice"]).choose(case.get("readings", {}))
    kind = next(name for name in case if name in ASK)
    when = date.fromisoformat(case.get("when", "2021-10-01"))
    answer, rests_on = ASK[kind](scheme, when, case[kind])
    found = {name: shown(name, answer[name]) for name in case["expect"]}
    assert found == case["expect"]
    assert case["clause"] in rests_on
    assert not set(case) - {"who", "when", "notice", kind, "expect", "clause", "readings"}


IDS = (
    [f"S{n}" for n in range(1, 8)]
    + [f"B{n}" for n in range(1, 15)]
    + [f"W{n}" for n in range(1, 7)]
    + [f"E{n}" for n in range(1, 13)]
    + ["Q3", "Q4"]
    + [f"A{n}" for n in range(1, 8)]
)


def test_every_rule_has_at_least_two_cases() -> None:
    counts = {path.stem: len(read_yaml(path, PLACE)) for path in FOLDER.glob("*.yaml")}
    assert [name for name in IDS if counts.get(name, 0) < 2] == []
    assert set(counts) <= set(IDS)
