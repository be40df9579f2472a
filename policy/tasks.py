"""What departments must do for people of a group: draw up the list, request the money, pay it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy.departments import HOLDERS
from policy.law import Clause, Rule
from policy.money import Fen
from policy.scheme import Scheme
from policy.stations import payer
from policy.subsidy import SubsidyTerms, amounts
from policy.terms import DepartmentKind


@dataclass(frozen=True, slots=True)
class Group:
    """Somebody stands on the list of a group, since a day."""

    category: str
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Task:
    """near: a township's department of that kind has a part in it, not the county's alone."""

    kind: DepartmentKind
    duty: str
    clause: Clause | None
    near: bool = False


def tasks(
    scheme: Scheme,
    people: Iterable[Sequence[Group]],
    listed_by: Mapping[str, DepartmentKind | None],
    on: date,
) -> tuple[Task, ...]:
    """Each task once; listed_by: who lists a group where no notice says otherwise."""
    return tuple(
        dict.fromkeys(task for groups in people for task in _of(scheme, groups, listed_by, on))
    )


def _of(
    scheme: Scheme,
    groups: Sequence[Group],
    listed_by: Mapping[str, DepartmentKind | None],
    on: date,
) -> Iterator[Task]:
    """Every list that a person stands on; money only for the group that decides."""
    for group in groups:
        rule = scheme.get(SubsidyTerms, group.category, on)
        kind = (rule.terms.listed_by if rule else None) or listed_by.get(group.category)
        if kind is not None:
            yield Task(kind, f"审定{group.name}名单", rule.clause if rule else None, near=True)
    deciding = _deciding(scheme, groups, on) if groups else None
    if deciding is not None and deciding.terms.amount != Fen(0):
        yield from _money(deciding)


def _deciding(scheme: Scheme, groups: Sequence[Group], on: date) -> Rule[SubsidyTerms] | None:
    since = {group.category: group.since for group in groups}
    found = amounts(scheme, frozenset(since), on, recognised=since)
    return scheme.get(SubsidyTerms, found.rule, on) if found.rule else None


def _money(rule: Rule[SubsidyTerms]) -> Iterator[Task]:
    """Who requests, whose fund pays, who transfers: each once, for the first of these."""
    terms = rule.terms
    kinds: dict[DepartmentKind, str] = {}
    if terms.requested_by is not None:
        kinds[terms.requested_by] = f"为{rule.name}申请资助资金"
    kinds.setdefault(payer(terms), f"落实{rule.name}的资助资金")
    if terms.fund in HOLDERS:  # of medical assistance, the notices let 财政 find and transfer it
        kinds.setdefault(HOLDERS[terms.fund], f"拨付{rule.name}的资助资金")
    for kind, duty in kinds.items():
        yield Task(kind, duty, rule.clause)
