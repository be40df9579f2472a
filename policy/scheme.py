"""The scheme of a unit in a year: for each value, the nearest notice that speaks of it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeVar, cast, get_args, get_type_hints

from policy.law import Clause, MissingStandard, Notice, Reading, Rule, UnknownReading
from policy.money import Fen, percent, yuan
from policy.standards import Standard
from policy.windows import WindowTerms

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the law for readers. inherited_from: the unit whose notice states it."""

    key: str
    name: str
    value: str | None
    unit: str | None
    note: str | None
    clause: Clause
    inherited_from: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """Rules in the order in which notices name them, nearest notice first."""

    jurisdiction: str
    year: int
    notices: tuple[Notice, ...]
    rules: tuple[Rule[Any], ...]
    missing_notices: tuple[str, ...] = ()
    _index: dict[tuple[type, str], tuple[Rule[Any], ...]] = field(default_factory=dict, repr=False)
    _kinds: dict[type, tuple[Rule[Any], ...]] = field(default_factory=dict, repr=False)
    _days: list[date] = field(default_factory=list, repr=False)
    memory: dict[object, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for rule in self.rules:
            kind = type(rule.terms)
            self._kinds[kind] = (*self._kinds.get(kind, ()), rule)
            self._index[kind, rule.key] = (*self._index.get((kind, rule.key), ()), rule)
        begins = {rule.valid_from for rule in self.rules if rule.valid_from}
        ends = {rule.valid_to + timedelta(days=1) for rule in self.rules if rule.valid_to}
        self._days.extend(sorted(begins | ends))

    def of(self, terms: type[T], on: date | None = None) -> tuple[Rule[T], ...]:
        """All rules of a kind that are in force on a day."""
        rules = cast(tuple[Rule[T], ...], self._kinds.get(terms, ()))
        return rules if not self._days else tuple(r for r in rules if r.holds(on))

    def get(self, terms: type[T], key: str, on: date | None = None) -> Rule[T] | None:
        """The rule of that kind and key; without a day, the latest."""
        rules = self._index.get((terms, key), ())
        found = rules if not self._days else [r for r in rules if r.holds(on)]
        return cast("Rule[T] | None", found[-1] if found else None)

    def standard(self, key: str, on: date | None = None) -> Rule[Standard]:
        """The rule that states a value; unset counts as stated."""
        rule = self.get(Standard, key, on)
        if rule is None:
            raise MissingStandard(f"{self.jurisdiction}/{self.year}: no notice states {key!r}")
        return rule

    def fen(self, key: str, on: date | None = None) -> Fen | None:
        """An amount, None where it is unset or no notice speaks of it."""
        rule = self.get(Standard, key, on)
        return cast("Fen | None", rule.terms.value if rule else None)

    def day(self, key: str) -> date | None:
        """A day, None where it is unset or no notice speaks of it."""
        rule = self.get(Standard, key)
        return cast("date | None", rule.terms.value if rule else None)

    def choice(self, key: str) -> str:
        """How a silence is read."""
        return cast(str, self.standard(key).terms.value)

    def period(self, on: date) -> int:
        """Between which dated rules a day lies; what was decided holds for the whole period."""
        return bisect_right(self._days, on)

    @property
    def turns(self) -> tuple[date, ...]:
        """The days on which a rule comes into force or is no longer in force."""
        return tuple(self._days)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Each reading once, in the order of the rules."""
        return tuple({r.key: r for rule in self.rules for r in rule.readings}.values())

    def choose(self, choices: Mapping[str, str]) -> "Scheme":
        """The scheme under other readings; an unknown reading is an error."""
        if not choices:
            return self
        known = {reading.key for reading in self.readings}
        if unknown := sorted(set(choices) - known):
            raise UnknownReading(f"no reading {unknown[0]!r}; there are {', '.join(sorted(known))}")
        rules = tuple(rule.choose(dict(choices)) for rule in self.rules)
        return Scheme(self.jurisdiction, self.year, self.notices, rules, self.missing_notices)

    def inherited_from(self, rule: Rule[Any]) -> str | None:
        return None if rule.source == self.jurisdiction else rule.source

    def parameter(self, key: str) -> Parameter | None:
        """A standard by its key."""
        rule = self.get(Standard, key)
        if rule is None:
            return next((found for found in self.parameters() if found.key == key), None)
        return self._parameter(rule, key, rule.terms.text(), rule.terms)

    def parameters(self) -> tuple[Parameter, ...]:
        """Every standard by its key, every other number of a rule as kind.rule.term."""
        found: list[Parameter] = []
        for rule in self.rules:
            if isinstance(rule.terms, Standard):
                found.append(self._parameter(rule, rule.key, rule.terms.text(), rule.terms))
                continue
            stem = f"{rule.kind}.{rule.key}"
            found += [self._parameter(rule, k, v) for k, v in _numbers(stem, rule.terms)]
        return tuple(found)

    def _parameter(
        self, rule: Rule[Any], key: str, value: str | None, standard: Standard | None = None
    ) -> Parameter:
        unit = standard.unit.value if standard else None
        origin = self.inherited_from(rule)
        return Parameter(key, rule.name, value, unit, rule.note, rule.clause, origin)


def _numbers(stem: str, terms: object, *, money: bool = False) -> Iterable[tuple[str, str]]:
    """Numbers and days within terms as people write them, with the path to each."""
    if is_dataclass(terms):
        amounts = _amounts(type(terms))
        for term in fields(terms):
            inner = getattr(terms, term.name)
            yield from _numbers(f"{stem}.{term.name}", inner, money=term.name in amounts)
    elif isinstance(terms, tuple):
        for place, item in enumerate(terms, start=1):
            yield from _numbers(f"{stem}.{place}", item, money=money)
    elif isinstance(terms, Fraction):
        yield stem, percent(terms)
    elif isinstance(terms, int | date) and not isinstance(terms, bool):
        yield stem, yuan(Fen(terms)) if money and isinstance(terms, int) else str(terms)


def _amounts(kind: type) -> frozenset[str]:
    """Which terms of a kind of rule are money: at run time fen are plain numbers."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if _is_money(hint))


def _is_money(hint: object) -> bool:
    return hint is Fen or any(_is_money(part) for part in get_args(hint))


def resolve(notices: tuple[Notice, ...], jurisdiction: str = "", year: int = 0) -> Scheme:
    """Notices nearest first, the common readings last: the first that speaks of a value wins."""
    nearest = notices[0]
    rules: list[Rule[Any]] = []
    spoken: set[tuple[str, str]] = set()
    for notice in notices:
        rules += [rule for rule in notice.rules if (rule.kind, rule.key) not in spoken]
        spoken |= {(rule.kind, rule.key) for rule in notice.rules}
    held = {notice.number for notice in notices}
    cited = dict.fromkeys(c for notice in notices for c in notice.cites if c not in held)
    return Scheme(
        jurisdiction or nearest.issuer,
        year or nearest.year or 0,
        notices,
        tuple(rules),
        tuple(cited),
    )


def collection(scheme: Scheme) -> Rule[WindowTerms]:
    """The ordinary window of a scheme."""
    rule = scheme.get(WindowTerms, "collection")
    if rule is None:
        raise MissingStandard(f"{scheme.jurisdiction}/{scheme.year}: no notice opens a window")
    return rule


def extended(scheme: Scheme, until: date) -> Scheme:
    """The scheme whose ordinary window, once extended, stays open until a day."""
    found: Scheme | None = scheme.memory.get(("extended", until))
    if found is None:
        window = collection(scheme)
        longer = replace(window, terms=replace(window.terms, extended_to=until))
        rules = tuple(longer if rule is window else rule for rule in scheme.rules)
        found = Scheme(
            scheme.jurisdiction, scheme.year, scheme.notices, rules, scheme.missing_notices
        )
        scheme.memory["extended", until] = found
    return found


def benefit_period(scheme: Scheme) -> tuple[date, date]:
    """First and last day of benefits of the scheme's year."""
    first = date.fromisoformat(f"{scheme.year}-{scheme.choice('benefits_from')}")
    return first, date.fromisoformat(f"{scheme.year}-{scheme.choice('benefits_to')}")


def total_cost(scheme: Scheme) -> Fen | None:
    """Personal and fiscal part together, None where either is unset."""
    if (stated := scheme.fen("total_cost")) is not None:
        return stated
    personal, fiscal = scheme.fen("personal_contribution"), scheme.fen("fiscal_subsidy")
    return None if personal is None or fiscal is None else Fen(personal + fiscal)
