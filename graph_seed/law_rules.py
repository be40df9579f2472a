"""One rule from plain text to typed terms, with all that types alone do not say."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from graph_seed.law_posts import check_department, check_post
from graph_seed.typed import Place, build, listing, mapping, patch, value
from policy.assessment_sheet import SheetTerms
from policy.duties import DutyTerms, problem
from policy.kinds import KINDS
from policy.law import Alternative, Category, Clause, Notice, Reading, Rule
from policy.responsibility import DepartmentTerms, PostTerms
from policy.sanctions import SanctionTerms, lacking
from policy.standards import TYPES, Standard, Unit
from policy.subsidy import SubsidyTerms

HEADER = ("key", "name", "clause", "also", "note", "readings", "valid_from", "valid_to")
DAY = date | None


def read_rules(
    kind: str,
    raws: object,
    notice: Notice,
    clauses: dict[str, Clause],
    categories: dict[str, Category],
) -> list[Rule[Any]]:
    """The rules of one kind, checked one by one and against each other."""
    place = Place(f"{notice.key}/{kind}.yaml")
    if kind not in KINDS:
        raise place.error(f"unknown kind of rule; known are {', '.join(KINDS)}")
    rules: list[Rule[Any]] = []
    for raw in listing(raws, place):
        entry = mapping(raw, place)
        at = replace(place, rule=str(entry.get("key", "?")))
        rules.append(_read_rule(kind, entry, notice, clauses, at))
        _check_rule(rules[-1], categories, at)
    _check_overlap(rules, place)
    return rules


def _read_rule(
    kind: str, raw: dict[str, Any], notice: Notice, clauses: dict[str, Clause], place: Place
) -> Rule[Any]:
    head = {name: raw[name] for name in HEADER if name in raw}
    terms = {name: raw[name] for name in raw if name not in HEADER}
    cls = KINDS[kind]
    for name in ("key", "clause"):
        if not head.get(name):
            raise place.at(name).error("is missing")
    also = listing(head.get("also", []), place.at("also"))
    readings = listing(head.get("readings", []), place.at("readings"))
    clause = clause_of(head["clause"], clauses, place.at("clause"))
    return Rule(
        kind=kind,
        key=head["key"],
        name=head.get("name") or head["key"],
        source=notice.issuer,
        clause=clause,
        terms=_standard(terms, place) if cls is Standard else build(cls, terms, place),
        also=tuple(clause_of(number, clauses, place.at("also")) for number in also),
        note=head.get("note"),
        readings=tuple(_reading(cls, r, terms, clause, place.at("readings")) for r in readings),
        valid_from=value(DAY, head.get("valid_from"), place.at("valid_from")),
        valid_to=value(DAY, head.get("valid_to"), place.at("valid_to")),
    )


def clause_of(number: object, clauses: dict[str, Clause], place: Place) -> Clause:
    if number not in clauses:
        raise place.error(f"no clause {number!r} in clauses.yaml; known are {', '.join(clauses)}")
    return clauses[str(number)]


def _standard(raw: dict[str, Any], place: Place) -> Standard:
    if unknown := sorted(set(raw) - {"unit", "value"}):
        raise place.at(unknown[0]).error("unknown; known are unit, value")
    unit: Unit = value(Unit, raw.get("unit"), place.at("unit"))
    if raw.get("value") in (None, "", "null"):
        return Standard(unit)
    return Standard(unit, value(TYPES[unit], raw["value"], place.at("value")))


def _reading(
    cls: type, raw: object, terms: dict[str, Any], clause: Clause, place: Place
) -> Reading:
    given = mapping(raw, place)
    if missing := [n for n in ("key", "question", "chosen", "alternatives") if n not in given]:
        raise place.at(missing[0]).error("is missing")
    names = given["alternatives"]
    if isinstance(names, list):  # of a choice: each alternative is the value itself
        names = {name: {"value": name} for name in names}
    alternatives = []
    for name, sets in mapping(names, place.at("alternatives")).items():
        at = place.at(name)
        if cls is Standard:
            unit = terms.get("unit")
            standard = _standard({"unit": unit, **mapping(sets, at)}, at)
            alternatives.append(Alternative(name, (("value", standard.value),)))
        else:
            alternatives.append(Alternative(name, patch(cls, sets, at)))
    if given["chosen"] not in names:
        raise place.at("chosen").error(f"{given['chosen']!r} is not among its alternatives")
    return Reading(given["key"], given["question"], given["chosen"], tuple(alternatives), clause)


def _check_rule(rule: Rule[Any], categories: dict[str, Category], place: Place) -> None:
    """What types alone do not say."""
    for reading in rule.readings:
        if rule.choose({reading.key: reading.chosen}).terms != rule.terms:
            raise place.at("readings").error(
                f"the rule does not do what its reading {reading.key} chose: {reading.chosen}"
            )
    if isinstance(rule.terms, Standard) and rule.terms.value is None and not rule.note:
        raise place.at("note").error("a value that is unset needs a note of what the notice says")
    if isinstance(rule.terms, SubsidyTerms):
        _check_subsidy(rule, rule.terms, categories, place)
    if isinstance(rule.terms, SheetTerms) and rule.terms.poor not in categories:
        raise place.at("poor").error(f"no group {rule.terms.poor!r} in categories.yaml")
    if isinstance(rule.terms, DepartmentTerms):
        check_department(rule.terms, place)
    if isinstance(rule.terms, PostTerms):
        check_post(rule.terms, place)
    if isinstance(rule.terms, DutyTerms):
        _check_duty(rule, rule.terms, place)
    if isinstance(rule.terms, SanctionTerms) and (term := lacking(rule.terms)):
        raise place.at(term).error(f"is missing; {rule.terms.trigger.name} needs it")


def _check_duty(rule: Rule[Any], terms: DutyTerms, place: Place) -> None:
    """A duty has a deadline or says why none; ids of duties are made of its key."""
    if "|" in rule.key:
        raise place.at("key").error("must not hold a |")
    if rule.valid_from or rule.valid_to:
        raise place.at("valid_from").error("a duty has days of its own: by, since, until")
    if wrong := problem(terms, rule.note):
        raise place.at(wrong[0]).error(wrong[1])


def _check_subsidy(
    rule: Rule[Any], terms: SubsidyTerms, categories: dict[str, Category], place: Place
) -> None:
    if rule.key not in categories:
        raise place.at("key").error(f"no group {rule.key!r} in categories.yaml")
    if terms.amount is not None and terms.share is not None:
        raise place.at("share").error("a share and an amount together; give one")
    if terms.amount is None and terms.share is None and not rule.note:
        raise place.at("note").error("without an amount it needs a note of what the notice says")
    if terms.share is not None and not 0 <= terms.share <= 1:
        raise place.at("share").error("must lie between 0% and 100%")
    if terms.listed_by is None and categories[rule.key].listed_by is None and not rule.note:
        raise place.at("listed_by").error("nobody lists this group; name who does, or note it")


def _check_overlap(rules: list[Rule[Any]], place: Place) -> None:
    """One rule a key and day."""
    for a, b in combinations(rules, 2):
        ends_first = a.valid_to and b.valid_from and a.valid_to < b.valid_from
        ends_last = b.valid_to and a.valid_from and b.valid_to < a.valid_from
        if a.key == b.key and not (ends_first or ends_last):
            raise replace(place, rule=a.key).error("given twice for the same days")
