"""Reads the notices: folders of YAML (docs/law-format.md) -> checked values of policy.law.

notices/categories.yaml          the groups
notices/common/                  what is done where all notices are silent
notices/<key>/notice.yaml        title, number, issuer, year, days
              clauses.yaml       number as printed -> what it says
              findings.yaml      contradictions of the text, shown as they are
              <kind>.yaml        its rules, one file a kind (policy/kinds.py)
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from graph_seed.typed import LawFileError, Place, build, listing, mapping, patch, value
from policy.kinds import KINDS
from policy.law import (
    Alternative,
    Category,
    Clause,
    Notice,
    Reading,
    Rule,
    SourceFinding,
    UnknownCategory,
)
from policy.scheme import Scheme, resolve
from policy.standards import TYPES, Standard, Unit
from policy.subsidy import SubsidyTerms

FOLDER = Path(__file__).parent / "notices"
HEADER = ("key", "name", "clause", "also", "note", "readings", "valid_from", "valid_to")
DAY = date | None
OTHER_FILES = ("notice", "clauses", "findings")


class PlainLoader(yaml.BaseLoader):
    """Every scalar stays text, and no key is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"{key!r} is given twice (from line {line})")
        return super().construct_mapping(node, deep)


def read_yaml(path: Path, place: Place) -> Any:
    """A file as plain lists, names and text."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), PlainLoader)
    except FileNotFoundError as error:
        raise place.error("is missing") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise place.error(f"is not readable YAML in UTF-8: {error}") from error


def read_categories(folder: Path = FOLDER) -> dict[str, Category]:
    """The groups by key, in the order of the file."""
    place = Place("categories.yaml")
    found: dict[str, Category] = {}
    for key, raw in mapping(read_yaml(folder / "categories.yaml", place), place).items():
        entry = {"key": key, **mapping(raw, place)}
        found[key] = build(Category, entry, replace(place, rule=key))
    _check_names(found.values(), place)
    return found


def _check_names(categories: Iterable[Category], place: Place) -> None:
    """One name means one group."""
    owner: dict[str, str] = {}
    for category in categories:
        for name in {category.key, category.name, *category.aliases}:
            if owner.setdefault(name, category.key) != category.key:
                raise replace(place, rule=category.key).error(
                    f"the name {name!r} belongs to {owner[name]} already"
                )


def find_category(categories: dict[str, Category], name: str) -> Category:
    """A group by its key, its name or as a notice prints it."""
    for category in categories.values():
        if name in (category.key, category.name, *category.aliases):
            return category
    raise UnknownCategory(f"no group {name!r}; known are {', '.join(categories)}")


def read_notices(folder: Path = FOLDER) -> tuple[Notice, ...]:
    """All notices of a folder, checked, in the order of their keys."""
    categories = read_categories(folder)
    found = tuple(
        read_notice(path, categories) for path in sorted(folder.iterdir()) if path.is_dir()
    )
    keys = {notice.key for notice in found}
    for notice in found:
        if notice.parent is not None and notice.parent not in keys:
            place = Place(f"{notice.key}/notice.yaml", field="parent")
            raise place.error(f"no notice {notice.parent!r}; there are {', '.join(sorted(keys))}")
    return found


def read_notice(folder: Path, categories: dict[str, Category]) -> Notice:
    """One notice with its clauses, rules and findings."""
    place = Place(f"{folder.name}/notice.yaml")
    head = build(
        Notice,
        {"key": folder.name, **mapping(read_yaml(folder / "notice.yaml", place), place)},
        place,
    )
    clauses = _read_clauses(folder)
    rules: list[Rule[Any]] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in OTHER_FILES:
            rules += _read_rules(path, head, clauses, categories)
    findings = _read_findings(folder / "findings.yaml", clauses)
    return replace(head, clauses=tuple(clauses.values()), rules=tuple(rules), findings=findings)


def _read_clauses(folder: Path) -> dict[str, Clause]:
    place = Place(f"{folder.name}/clauses.yaml")
    texts = mapping(read_yaml(folder / "clauses.yaml", place), place)
    for number, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise replace(place, rule=number).error("the clause says nothing")
    return {n: Clause(folder.name, n, text.strip()) for n, text in texts.items()}


def _read_rules(
    path: Path, notice: Notice, clauses: dict[str, Clause], categories: dict[str, Category]
) -> list[Rule[Any]]:
    place = Place(f"{path.parent.name}/{path.name}")
    if path.stem not in KINDS:
        raise place.error(f"unknown kind of rule; known are {', '.join(KINDS)}")
    rules: list[Rule[Any]] = []
    for raw in listing(read_yaml(path, place), place):
        entry = mapping(raw, place)
        at = replace(place, rule=str(entry.get("key", "?")))
        rules.append(_read_rule(path.stem, entry, notice, clauses, at))
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
    clause = _clause(head["clause"], clauses, place.at("clause"))
    return Rule(
        kind=kind,
        key=head["key"],
        name=head.get("name") or head["key"],
        source=notice.issuer,
        clause=clause,
        terms=_standard(terms, place) if cls is Standard else build(cls, terms, place),
        also=tuple(_clause(number, clauses, place.at("also")) for number in also),
        note=head.get("note"),
        readings=tuple(_reading(cls, r, terms, clause, place.at("readings")) for r in readings),
        valid_from=value(DAY, head.get("valid_from"), place.at("valid_from")),
        valid_to=value(DAY, head.get("valid_to"), place.at("valid_to")),
    )


def _clause(number: object, clauses: dict[str, Clause], place: Place) -> Clause:
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


def _read_findings(path: Path, clauses: dict[str, Clause]) -> tuple[SourceFinding, ...]:
    place = Place(f"{path.parent.name}/{path.name}")
    if not path.exists():
        return ()
    found = []
    for raw in listing(read_yaml(path, place), place):
        entry = dict(mapping(raw, place))
        at = replace(place, rule=str(entry.get("key", "?")))
        clause = _clause(entry.pop("clause", None), clauses, at.at("clause"))
        also = tuple(_clause(n, clauses, at.at("also")) for n in entry.pop("also", []))
        try:
            found.append(SourceFinding(clause=clause, also=also, **entry))
        except TypeError as error:
            raise at.error("needs key, severity, message, clause and, if any, also") from error
    return tuple(found)


def chain(notices: tuple[Notice, ...], key: str) -> tuple[Notice, ...]:
    """A notice, those that it follows, and the common readings last."""
    by_key = {notice.key: notice for notice in notices}
    if key not in by_key:
        raise LawFileError(f"no notice {key!r}; there are {', '.join(by_key)}")
    found: list[Notice] = []
    at: str | None = key
    while at is not None:
        found.append(by_key[at])
        at = by_key[at].parent
    return (*found, by_key["common"]) if "common" in by_key else tuple(found)


def scheme_of(notices: tuple[Notice, ...], key: str) -> Scheme:
    """The scheme that a notice makes."""
    return resolve(chain(notices, key))
