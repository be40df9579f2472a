"""Changes as the API shows them."""

from collections.abc import Collection, Mapping

from facts.change import value_of
from graph.gateway import Row
from policy.law import Category as LawCategory
from policy.timeline import Value
from resolvers.dated import instant
from schema.change import Change, ChangeCause
from schema.law import Category
from schema.person import Person
from schema.scalars import Yuan

Pair = tuple[Value | None, Value | None]  # before, after


def pair_of(row: Row) -> Pair:
    """What a Change, or an entry, ends and begins."""
    if "entered_on" in row:
        return None, value_of("entry", row)
    return value_of("before", row), value_of("after", row)


def shown(
    row: Row,
    person: Person,
    categories: Mapping[str, LawCategory],
    asked: str | None = None,
    groups: Collection[str] | None = None,
) -> Change:
    """A row of resolvers/changes_page.py; groups: a department's, which sees no other and no
    money of households."""
    change = row["change"]
    before, after = pair_of(change)
    turned = _turned(before, after, asked, groups)
    amount_fen = change.get("amount_fen") if groups is None else None
    category = categories.get(turned) if turned else None
    is_entry = "entered_on" in change
    return Change(
        on=row["on"].to_native(),
        recorded_at=instant(row["recorded"]),
        person=person,
        cause=ChangeCause.REGISTERED if is_entry else ChangeCause(change["cause"]),
        from_=before.state if before else None,
        to=after.state if after else None,
        category=Category.of(category) if category else None,
        amount=None if amount_fen is None else Yuan(amount_fen),
        evidence=change.get("evidence"),
        by=change.get("by"),
        takes_back=(after, before) in [pair_of(one) for one in _earlier(row)],
    )


def _turned(
    before: Value | None, after: Value | None, asked: str | None, groups: Collection[str] | None
) -> str | None:
    """The group that came, else the one that went; the one asked for, where it is among them."""
    old = before.categories if before else ()
    new = after.categories if after else ()
    came = [one for one in new if one not in old]
    turned = came + [one for one in old if one not in new]
    turned = [one for one in turned if groups is None or one in groups]
    return asked if asked in turned else next(iter(turned), None)


def _earlier(row: Row) -> list[Row]:
    """What had been recorded about that day before."""
    return [*row["earlier"], *([row["entry"]] if row["entry"] else [])]
