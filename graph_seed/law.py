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
from pathlib import Path
from typing import Any

from graph_seed.law_files import Source, read_source, read_yaml
from graph_seed.law_posts import check_posts
from graph_seed.law_rules import clause_of, read_rules
from graph_seed.typed import LawFileError, Place, build, listing, mapping
from policy.law import Category, Clause, Notice, Rule, SourceFinding, UnknownCategory
from policy.scheme import Scheme, resolve

FOLDER = Path(__file__).parent / "notices"
COMMON = "common"
SEVERITIES = ("INFO", "WARNING", "ERROR")


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


def read_sources(folder: Path = FOLDER) -> tuple[Source, ...]:
    """The files of every notice of a folder, unchecked."""
    return tuple(read_source(path) for path in sorted(folder.iterdir()) if path.is_dir())


def read_notices(folder: Path = FOLDER) -> tuple[Notice, ...]:
    """All notices of a folder, checked, in the order of their keys."""
    categories = read_categories(folder)
    found = tuple(notice_of(source, categories) for source in read_sources(folder))
    for notice in found:
        _check_parents(notice, {each.key: each for each in found})
        check_posts(notice.key, chain(found, notice.key))
    return found


def _check_parents(notice: Notice, by_key: dict[str, Notice]) -> None:
    """Whom a notice follows is there, and nobody follows themselves."""
    at, seen = notice, {notice.key}
    while at.parent is not None:
        place = Place(f"{at.key}/notice.yaml", field="parent")
        if at.parent not in by_key:
            raise place.error(f"no notice {at.parent!r}; there are {', '.join(sorted(by_key))}")
        if at.parent in seen:
            raise place.error(f"{at.parent!r} follows itself; name the notice of a unit above")
        at = by_key[at.parent]
        seen.add(at.key)


def notice_of(source: Source, categories: dict[str, Category]) -> Notice:
    """One notice with its clauses, rules and findings; raises LawFileError."""
    place = Place(f"{source.key}/notice.yaml")
    head = build(Notice, {"key": source.key, **mapping(source.head, place)}, place)
    clauses = _read_clauses(source)
    rules: list[Rule[Any]] = []
    for kind, raws in source.rules.items():
        rules += read_rules(kind, raws, head, clauses, categories)
    return replace(
        head,
        clauses=tuple(clauses.values()),
        rules=tuple(rules),
        findings=_read_findings(source, clauses),
    )


def _read_clauses(source: Source) -> dict[str, Clause]:
    place = Place(f"{source.key}/clauses.yaml")
    texts = mapping(source.clauses, place)
    for number, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise replace(place, rule=number).error("the clause says nothing")
    return {n: Clause(source.key, n, text.strip()) for n, text in texts.items()}


def _read_findings(source: Source, clauses: dict[str, Clause]) -> tuple[SourceFinding, ...]:
    place = Place(f"{source.key}/findings.yaml")
    found = []
    for raw in listing(source.findings, place):
        entry = dict(mapping(raw, place))
        at = replace(place, rule=str(entry.get("key", "?")))
        clause = clause_of(entry.pop("clause", None), clauses, at.at("clause"))
        also = tuple(clause_of(n, clauses, at.at("also")) for n in entry.pop("also", []))
        if entry.get("severity") not in SEVERITIES:
            raise at.at("severity").error(
                f"{entry.get('severity')!r} is not one of {', '.join(SEVERITIES)}"
            )
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
    return (*found, by_key[COMMON]) if COMMON in by_key else tuple(found)


def scheme_of(notices: tuple[Notice, ...], key: str) -> Scheme:
    """The scheme that a notice makes."""
    return resolve(chain(notices, key))
