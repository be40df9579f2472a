"""Made-up holders of the posts that notices name, and who answers for which group of households.

Some posts change hands in the middle of the season, some are vacant, and a few groups have nobody:
so that a chain of accountability has gaps to name. Nobody here is real.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import LiteralString

from facts.post_rows import LAST_PLACE, PostRow, record_posts
from facts.posts import hand_over_post
from graph.gateway import Row, Store
from graph_seed.demo import names
from graph_seed.demo.campaign import Campaign
from graph_seed.demo.plan import CampaignPlan
from graph_seed.law import read_notices, scheme_of
from policy.law import Rule
from policy.responsibility import PostTerms, Scope
from policy.terms import DepartmentKind
from policy.vocabulary import Sex

VACANT, HANDED_OVER, LEFT, WITHOUT_POST = 3, 6, 1, 4  # of a hundred
HELPED = "registered_poor"  # whose households have a cadre of their own
CHUNK = 2_000
HEADS = ("department_head", "federation_head")


@dataclass(frozen=True, slots=True)
class Named:
    """Who holds a post: from the start, then from a day on; None: nobody."""

    first: str | None
    then: str | None
    on: date
    leaves: bool


# (unit)<-[:PART_OF]-(below)<-[:IN]-(:Post)-[:ANSWERS_FOR]->(:Jurisdiction), as notices have them;
# what people or this file added since is left out, so that a repeat reads the same
POSTS: LiteralString = """
MATCH (:Jurisdiction {code: $unit})<-[:PART_OF*0..2]-(j)<-[:IN]-(p:Post)
WHERE p.place < $added
OPTIONAL MATCH (p)-[:IN]->(d:Department)
OPTIONAL MATCH (p)-[a:ANSWERS_FOR]->(t:Jurisdiction) WHERE a.key = p.key + '|' + t.code
WITH p, d, min(a.from) AS since ORDER BY p.unit, p.place, p.key
RETURN collect(p {.key, .title, .slug, .unit, .village, kind: d.kind, since: since}) AS posts
"""


async def appoint(store: Store, unit: str, plan: CampaignPlan, made: Campaign) -> None:
    """Everybody who holds a post in the unit's campaign; a repeat changes nothing."""
    [found] = await store.read(POSTS, unit=unit, added=LAST_PLACE)
    rules = scheme_of(read_notices(), plan.key).of(PostTerms)
    begins = min(_day(row["since"]) for row in found["posts"] if row["since"])
    rows = [row for post in found["posts"] for row in _of_post(plan, post, begins)]
    rows += _of_grids(plan, made, rules, begins)
    rows += _of_helpers(plan, made, rules, begins)
    for at in range(0, len(rows), CHUNK):
        done = await record_posts(store, f"demo|posts|{unit}|{at}", rows[at : at + CHUNK])
        if done.refused:
            raise ValueError(f"demo: {len(done.refused)} posts refused, first {done.refused[0]}")
    for post in found["posts"]:
        named = _named(plan, post["unit"], _office(post))
        if named.leaves:
            await hand_over_post(store, f"demo|left|{post['key']}", post["key"], None, named.on)


def _of_post(plan: CampaignPlan, post: Row, begins: date) -> Iterator[PostRow]:
    """The holders of a post that a notice names."""
    since = _day(post["since"]) if post["since"] else begins
    kind = DepartmentKind(post["kind"]) if post["kind"] else None
    named = _named(plan, post["unit"], _office(post))
    for name, day in ((named.first, since), (named.then, named.on)):
        if name is not None:
            unit, village = post["unit"], post["village"]
            yield PostRow(post["title"], unit, kind, name, day, village=village)


def _office(post: Row) -> str:
    """The same for the head of a department and their seat in the leading group."""
    slug: str = post["slug"]
    if slug in HEADS and post["kind"]:
        return str(post["kind"]).lower()
    return slug.removeprefix("deputy_") if slug.startswith("deputy_") else str(post["key"])


def _of_grids(
    plan: CampaignPlan, made: Campaign, rules: Sequence[Rule[PostTerms]], begins: date
) -> Iterator[PostRow]:
    """Whoever answers for each group; a few groups have nobody."""
    grids = sorted({(home.village, home.grid) for home in made.households if home.grid})
    for village, grid in grids:
        if Random(f"{plan.key}/{village}/{grid}").randrange(100) < WITHOUT_POST:
            continue
        for rule in rules:
            if rule.terms.answers_for is Scope.GRID:
                named = _named(plan, village, f"{rule.key}/{grid}")
                for name, day in ((named.first, begins), (named.then, named.on)):
                    yield _row(rule, village, name, day, grid=grid)


def _of_helpers(
    plan: CampaignPlan, made: Campaign, rules: Sequence[Rule[PostTerms]], begins: date
) -> Iterator[PostRow]:
    """One a village for the households that stand on the list of the poor."""
    listed = {row.person for row in made.listings if row.category == HELPED}
    for rule in rules:
        if rule.terms.answers_for is not Scope.HOUSEHOLD:
            continue
        for home in made.households:
            if any(member.key in listed for member in home.members):
                named = _named(plan, home.village, rule.key)
                yield _row(rule, home.village, named.first, begins, household=home.key)


def _row(
    rule: Rule[PostTerms],
    village: str,
    name: str | None,
    day: date,
    grid: str | None = None,
    household: str | None = None,
) -> PostRow:
    clause = f"{rule.clause.notice}|{rule.clause.number}"
    duty = rule.terms.duty
    return PostRow(
        rule.name, village, None, name, day, duty, grid=grid, household=household, clause=clause
    )


def _named(plan: CampaignPlan, unit: str, office: str) -> Named:
    """Drawn for the post alone, so that no other post matters."""
    rng = Random(f"{plan.key}/{unit}/{office}")
    lot = rng.randrange(100)
    days = (plan.closes - plan.collects_from).days
    middle = plan.collects_from + timedelta(days=rng.randrange(days // 3, 2 * days // 3))
    first = None if lot < VACANT else _name(rng)
    handed = VACANT <= lot < VACANT + HANDED_OVER
    leaves = VACANT + HANDED_OVER <= lot < VACANT + HANDED_OVER + LEFT
    return Named(first, _name(rng) if handed else None, middle, leaves)


def _name(rng: Random) -> str:
    sex = Sex.MALE if rng.randrange(100) < 65 else Sex.FEMALE
    return names.surname(rng) + names.given_name(rng, sex, rng.randrange(1965, 1995))


def _day(value: object) -> date:
    day: date = value if isinstance(value, date) else value.to_native()  # type: ignore[attr-defined]
    return day
