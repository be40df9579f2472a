"""The law as rows of the graph, and the book of all notices that is read from them.

    Notice ── notice_row ──> (:Notice)<-[:OF]-(:Clause)<-[:CITES]-(:Rule) ── LawBook ──> Scheme

A rule keeps its whole terms and readings as JSON beside what people look for, so that the graph
alone is enough to rebuild it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from facts.lawtext import hints_of, record_of, text_of, value_of
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
from policy.standards import TYPES, Standard

COMMON = "common"  # the notice of what is done where all others are silent
Row = dict[str, Any]
HEAD = (
    "key",
    "title",
    "number",
    "issuer",
    "year",
    "issued_on",
    "valid_from",
    "valid_to",
    "expired",
    "parent",
)


def notice_row(notice: Notice) -> Row:
    """A notice with its clauses and rules; the same notice has the same version."""
    row: Row = {name: getattr(notice, name) for name in HEAD}
    row["cites"] = list(notice.cites)
    row["findings"] = _json([text_of(finding) for finding in notice.findings])
    row["clauses"] = [
        {"key": clause_key(clause), "number": clause.number, "text": clause.text, "place": place}
        for place, clause in enumerate(notice.clauses)
    ]
    row["rules"] = [_rule_row(rule, place) for place, rule in enumerate(notice.rules)]
    return row | {"version": _digest(row)}


def category_row(category: Category, place: int) -> Row:
    """A group as it stands in the graph."""
    row = {**text_of(category), "place": place}
    return row | {"version": _digest(row)}


def clause_key(clause: Clause) -> str:
    return f"{clause.notice}|{clause.number}"


def rule_key(rule: Rule[Any]) -> str:
    """Unique in a graph: a notice may state a value once for each period."""
    since = f"|{rule.valid_from}" if rule.valid_from else ""
    return f"{rule.clause.notice}|{rule.kind}|{rule.key}{since}"


def _rule_row(rule: Rule[Any], place: int) -> Row:
    return {
        "key": rule_key(rule),
        "kind": rule.kind,
        "rule": rule.key,
        "name": rule.name,
        "source": rule.source,
        "note": rule.note,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "clause": rule.clause.number,
        "also": [clause.number for clause in rule.also],
        "cited": [clause_key(clause) for clause in (rule.clause, *rule.also)],
        "terms": _json(text_of(rule.terms)),
        "readings": _json([_reading_text(reading) for reading in rule.readings]),
        "place": place,
    }


def _reading_text(reading: Reading) -> Row:
    return {
        "key": reading.key,
        "question": reading.question,
        "chosen": reading.chosen,
        "clause": reading.clause.number if reading.clause else None,
        "alternatives": [
            [one.name, {name: text_of(value) for name, value in one.sets}]
            for one in reading.alternatives
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _digest(row: Row) -> str:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def notice_of(row: Row) -> Notice:
    """The notice that `notice_row` made a row of."""
    clauses = {c["number"]: Clause(row["key"], c["number"], c["text"]) for c in row["clauses"]}
    return Notice(
        **{name: row[name] for name in HEAD},
        cites=tuple(row["cites"]),
        clauses=tuple(clauses.values()),
        rules=tuple(_rule_of(rule, clauses) for rule in row["rules"]),
        findings=tuple(record_of(SourceFinding, one) for one in json.loads(row["findings"])),
    )


def _rule_of(row: Row, clauses: Mapping[str, Clause]) -> Rule[Any]:
    terms, readings = json.loads(row["terms"]), json.loads(row["readings"])
    cls = KINDS[row["kind"]]
    return Rule(
        kind=row["kind"],
        key=row["rule"],
        name=row["name"],
        source=row["source"],
        clause=clauses[row["clause"]],
        terms=value_of(cls, terms),
        also=tuple(clauses[number] for number in row["also"]),
        note=row["note"],
        readings=tuple(_reading_of(cls, one, terms, clauses) for one in readings),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _reading_of(cls: type, raw: Row, terms: Row, clauses: Mapping[str, Clause]) -> Reading:
    kinds = {"value": TYPES[value_of(cls, terms).unit]} if cls is Standard else hints_of(cls)
    alternatives = tuple(
        Alternative(name, tuple((term, value_of(kinds[term], v)) for term, v in sets.items()))
        for name, sets in raw["alternatives"]
    )
    clause = clauses[raw["clause"]] if raw["clause"] else None
    return Reading(raw["key"], raw["question"], raw["chosen"], alternatives, clause)


def category_of(row: Row) -> Category:
    """The group that `category_row` made a row of."""
    return record_of(Category, {name: row[name] for name in hints_of(Category)})


@dataclass(frozen=True, slots=True)
class LawBook:
    """All notices and groups of a graph; schemes are resolved once."""

    notices: Mapping[str, Notice]
    categories: Mapping[str, Category]
    schemes: dict[str, Scheme] = field(default_factory=dict)

    def nearest(self, places: Iterable[str], year: int) -> Scheme | None:
        """The scheme of the first of these places that has a notice of the year."""
        for place in places:
            for notice in self.notices.values():
                if notice.issuer == place and notice.year == year:
                    return self.scheme(notice.key)
        return None

    def scheme(self, key: str) -> Scheme:
        """The scheme that a notice makes with those that it follows and the common readings."""
        found = self.schemes.get(key)
        if found is None:
            found = self.schemes[key] = resolve(self._chain(key))
        return found

    def _chain(self, key: str) -> tuple[Notice, ...]:
        chain: list[Notice] = []
        at: str | None = key
        while at is not None:
            chain.append(self.notices[at])
            at = self.notices[at].parent
        return (*chain, self.notices[COMMON]) if COMMON in self.notices else tuple(chain)

    def clause(self, notice: str | None, number: str | None) -> Clause | None:
        """A clause by its notice and number, None where the graph does not hold it."""
        held = self.notices[notice].clauses if notice and notice in self.notices else ()
        return next((clause for clause in held if clause.number == number), None)

    def category(self, name: str) -> Category:
        """A group by its key, its name or as a notice prints it."""
        for one in self.categories.values():
            if name in (one.key, one.name, *one.aliases):
                return one
        raise UnknownCategory(f"没有名为 {name} 的群体；已知：{'、'.join(self.categories)}")
