"""The accountability chain: everyone who answers for somebody or something on a day.

    household or grid ── village ── township ── county ── city ── province      UPWARD
                                       └────────┴── departments of the groups   SIDEWAYS

What is on record (posts, who held them, what they answered for) comes in as it was on that day;
what must be there comes from the law. What must be and is not is a gap, named in Chinese.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from policy.law import Clause, Rule
from policy.places import Level
from policy.responsibility import DepartmentTerms, PostTerms, Scope
from policy.scheme import Scheme
from policy.tasks import Group, Task, tasks
from policy.terms import DepartmentKind

NO_DUTY = "通知未写明职责"


class Direction(Enum):
    """Where in the chain a link stands."""

    UPWARD = "UPWARD"
    SIDEWAYS = "SIDEWAYS"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, from a day until before a day."""

    name: str
    since: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A post with one thing it answers for. unit: where it sits; clause: notice|number."""

    post: str
    title: str
    slug: str
    unit: str
    department: str | None
    duty: str
    clause: str | None = None
    grid: str | None = None
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A department that serves a unit."""

    key: str
    name: str
    kind: DepartmentKind
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A unit on the way up, with its departments, who answers for it, and its law of the day."""

    code: str
    name: str
    level: Level
    offices: tuple[Office, ...] = ()
    seats: tuple[Seat, ...] = ()
    law: Scheme | None = None

    def rule(self, office: Office) -> Rule[DepartmentTerms] | None:
        """What the law says of one of its departments."""
        for rule in self.law.of(DepartmentTerms) if self.law else ():
            terms = rule.terms
            same = (terms.department, terms.slug) == (office.kind, office.slug)
            if same and self.level in terms.levels:
                return rule
        return None

    def leads(self, office: Office) -> bool:
        """Whether a department answers for the whole campaign of the unit."""
        rule = self.rule(office)
        return rule is not None and rule.terms.leads

    def clause_of(self, seat: Seat) -> str | None:
        """The clause that wants a post of that name, where people gave it its duty."""
        rules = self.law.of(PostTerms) if self.law else ()
        return next((_key(rule.clause) for rule in rules if _filled(rule, [seat])), None)

    def wanted(self, *scopes: Scope) -> list[Rule[PostTerms]]:
        """The posts that the law wants here."""
        rules = self.law.of(PostTerms) if self.law else ()
        return [
            rule
            for rule in rules
            if rule.terms.at is self.level and rule.terms.answers_for in scopes
        ]


@dataclass(frozen=True, slots=True)
class Home:
    """A household: its grid, and the posts that answer for itself alone."""

    grid: str | None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One who answers. seat is None where a department has no post on record."""

    direction: Direction
    distance: int
    unit: str
    department: str | None
    seat: Seat | None
    duty: str
    clause: str | None


@dataclass(slots=True)
class Chain:
    """Links from the nearest upwards, then sideways; gaps in the same order, each once."""

    links: list[Link] = field(default_factory=list)
    gaps: dict[str, None] = field(default_factory=dict)

    def gap(self, text: str) -> None:
        self.gaps[text] = None

    def seated(self, distance: int, place: Station, seat: Seat) -> None:
        """A post that answers for the place, or for a part of it."""
        clause = seat.clause or place.clause_of(seat)
        what = (seat.department, seat, seat.duty, clause)
        self.links.append(Link(Direction.UPWARD, distance, place.code, *what))
        own = next((one for one in place.offices if one.key == seat.department), None)
        self._vacant(place, seat, own)

    def office(self, link: Link, place: Station, office: Office) -> None:
        """A department: a link for each of its posts that answers for the unit, or one without."""
        seats = [seat for seat in place.seats if seat.department == office.key]
        self.links += [replace(link, seat=seat) for seat in seats] or [link]
        if not seats:
            self.gap(f"{office.name}：没有登记岗位")
        for seat in seats:
            self._vacant(place, seat, office)

    def _vacant(self, place: Station, seat: Seat, office: Office | None = None) -> None:
        if seat.holder is None:
            where = office.name if office else place.name
            self.gap(f"{where}{seat.grid or ''}：{seat.title}空缺")


def trace(
    stations: Sequence[Station],
    home: Home | None = None,
    groups: Iterable[Sequence[Group]] | None = None,
    listed_by: Mapping[str, DepartmentKind | None] | None = None,
    on: date = date.max,
) -> Chain:
    """The chain over the units from the nearest up; groups: of each person, None for a place."""
    chain = Chain()
    if not stations:
        chain.gap("当日没有登记住址")
        return chain
    if home is not None:
        _at_home(chain, stations[0], home)
    for distance, place in enumerate(stations, start=0 if home is None else 1):
        _upward(chain, distance, place)
    if groups is None:
        _departments(chain, stations)
    elif stations[0].law is not None:
        wanted = tasks(stations[0].law, groups, listed_by or {}, on)
        _for_groups(chain, stations, wanted, 0 if home is None else 1)
    return chain


def _at_home(chain: Chain, village: Station, home: Home) -> None:
    for seat in home.seats:
        chain.seated(0, village, seat)
    here = [seat for seat in village.seats if seat.grid is not None and seat.grid == home.grid]
    for seat in here:
        chain.seated(0, village, seat)
    missing = [rule for rule in village.wanted(Scope.GRID) if not _filled(rule, here)]
    if missing and home.grid is None:
        names = "、".join(rule.name for rule in missing)
        chain.gap(f"{village.name}：该户没有登记所在的组，无法确定{names}")
    elif missing:
        for rule in missing:
            chain.gap(f"{village.name}{home.grid}：没有岗位负责，应有{_cited(rule)}")


def _upward(chain: Chain, distance: int, place: Station) -> None:
    before = len(chain.links)
    seats = [seat for seat in place.seats if seat.grid is None]
    own = {office.key: office for office in place.offices}
    leading = [office for office in place.offices if place.leads(office)]
    for office in leading:
        if any(seat.department == office.key for seat in seats):
            continue
        chain.office(_of_rule(Direction.UPWARD, distance, place, office), place, office)
    for seat in seats:
        if seat.department not in own or own[seat.department] in leading:
            chain.seated(distance, place, seat)
    missing = [r for r in place.wanted(Scope.UNIT, Scope.VILLAGE) if not _filled(r, place.seats)]
    for wanted in missing:
        chain.gap(f"{place.name}：没有登记{_cited(wanted)}")
    if len(chain.links) == before and not missing:
        chain.gap(f"{place.name}：没有登记牵头负责的部门或岗位")


def _departments(chain: Chain, stations: Sequence[Station]) -> None:
    """Of a place: the departments that do not lead, of the nearest unit that has any."""
    for distance, place in enumerate(stations):
        others = [office for office in place.offices if place.law and not place.leads(office)]
        for office in others:
            chain.office(_of_rule(Direction.SIDEWAYS, distance, place, office), place, office)
        if others:
            return


def _for_groups(
    chain: Chain, stations: Sequence[Station], wanted: Iterable[Task], first: int
) -> None:
    seen: set[Link] = set()  # two lists may be one duty of the township's office
    for task in wanted:
        for distance, place, office in _offices(stations, task, first):
            duty: tuple[str, str | None] = (task.duty, _key(task.clause))
            rule = place.rule(office)
            if place.level is not Level.COUNTY and rule is not None:
                duty = (rule.terms.duty, _key(rule.clause))
            link = Link(Direction.SIDEWAYS, distance, place.code, office.key, None, *duty)
            if link not in seen:
                chain.office(link, place, office)
            seen.add(link)


def _offices(
    stations: Sequence[Station], task: Task, first: int
) -> Iterator[tuple[int, Station, Office]]:
    """Whoever has the task: the county's department; for lists also those nearer by."""
    for distance, place in enumerate(stations, start=first):
        if place.level is Level.COUNTY or (task.near and place.level is Level.TOWNSHIP):
            for office in place.offices:
                if office.kind is task.kind and office.slug is None:
                    yield distance, place, office


def _of_rule(direction: Direction, distance: int, place: Station, office: Office) -> Link:
    rule = place.rule(office)
    duty, clause = (rule.terms.duty, _key(rule.clause)) if rule else (NO_DUTY, None)
    return Link(direction, distance, place.code, office.key, None, duty, clause)


def _filled(rule: Rule[PostTerms], seats: Iterable[Seat]) -> bool:
    return any(rule.key == seat.slug or rule.name == seat.title for seat in seats)


def _cited(rule: Rule[PostTerms]) -> str:
    return f"{rule.name}（{rule.clause.number}）"


def _key(clause: Clause | None) -> str | None:
    return f"{clause.notice}|{clause.number}" if clause else None
