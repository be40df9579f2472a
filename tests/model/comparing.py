"""What the service says against what the model counts, figure by figure and list by list.

tallies, totals           every day × every day of knowing, as they are stored
roll-ups, lists, ledgers  the days that were drawn, through the resolvers
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import LiteralString

from facts.proofs.verify import verify
from facts.reconcile import reconcile
from policy.stations import Group
from policy.vocabulary import State
from resolvers.ledgers import LedgersShown
from resolvers.owed import read_owed
from resolvers.people import PeopleShown
from resolvers.records import RecordsShown
from schema.context import AsOf, OwedFilter, PaymentsAsked, PeopleFilter, SubsidyFilter
from schema.root import make_context
from schema.scalars import Yuan
from tests.campaigns import COUNTY, TOWNSHIP, VILLAGES, today
from tests.model.book import DAY
from tests.model.eras import LONG, YEAR
from tests.model.naive import Known, Sums
from tests.model.season import Campaign

PLACES = (*VILLAGES, TOWNSHIP, COUNTY)
ROW = ("village", "group", "on", "seen")
NOT_COUNTED = (*ROW, "key", "year", "seq", "changes")

READ_SUMS: LiteralString = """
RETURN COLLECT { MATCH (t:Tally) RETURN t {.*} } AS tallies,
  COLLECT { MATCH (t:Total) RETURN t {.*} } AS totals
"""


async def compare_sums(campaign: Campaign) -> None:
    """Rows as they are stored, summed up by day and by day of knowing."""
    book, era = campaign.clerk.book, campaign.clerk.era
    [row] = await campaign.store.read(READ_SUMS)
    days = [era.opens - DAY + DAY * number for number in range(LONG + 2)]
    for by in range(book.clock + 1):
        known, seen = Known(book, by), today() - (book.clock - by) * DAY
        rows = [one for one in row["tallies"] if one["seen"].to_native() <= seen]
        for day in days:
            found = _summed(one for one in rows if one["on"].to_native() <= day)
            assert found == known.sums(day), (by, day, unlike(found, known.sums(day)))
    must_be = Known(book).sums(era.day(LONG))
    assert _summed(row["totals"]) == must_be, unlike(_summed(row["totals"]), must_be)


def _summed(rows: Iterator[dict[str, object]] | list[dict[str, object]]) -> Sums:
    sums: Sums = Counter()
    for row in rows:
        for column, number in row.items():
            if column not in NOT_COUNTED:
                assert isinstance(number, int)
                sums[str(row["village"]), str(row["group"]), column] += number
    return Counter({at: number for at, number in sums.items() if number})


def unlike(found: Sums, must_be: Sums) -> list[tuple[object, ...]]:
    keys = sorted({*found, *must_be})
    return [(key, found[key], must_be[key]) for key in keys if found[key] != must_be[key]]


async def compare_answers(campaign: Campaign, as_of: date | None, by: int | None) -> None:
    """What the API's resolvers answer as of a day, as known by the end of a day."""
    book = campaign.clerk.book
    known_on = None if by is None else today() - (book.clock - by) * DAY
    known, day = Known(book, by), as_of or today()
    asked, context = AsOf(YEAR, as_of, known_on), make_context(campaign.graph, today())
    people, ledgers = context.people, context.ledgers
    assert isinstance(people, PeopleShown)
    assert isinstance(ledgers, LedgersShown)
    await _figures(people, known.sums(day), asked)
    await _people(people, known, day, asked)
    await _subsidies(ledgers, known, day, asked)


async def _figures(people: PeopleShown, must_be: Sums, asked: AsOf) -> None:
    """Villages, their township and county, by state, group, channel and debt."""
    sums = people.sums
    for place in PLACES:
        here = [at for at in must_be if at[0] == place or place not in VILLAGES]
        expected: Counter[tuple[str, str]] = Counter()
        for at in here:
            expected[at[1:]] += must_be[at]
        found: Counter[tuple[str, str]] = Counter()
        every = {
            "all": await sums.figures.load(place, asked),
            **{f"c|{key}": one for key, one in (await sums.categories.load(place, asked)).items()},
            **{
                f"h|{key.value}": one
                for key, one in (await sums.channels.load(place, asked)).items()
            },
        }
        for group, figures in every.items():
            for column, number in figures.sum_of(place)._asdict().items():
                if column != "changes":
                    found[group, column] += number
        villages = sorted(set(VILLAGES) & set(sums.tree(asked).below(place)))
        [standings] = await read_owed(sums.store, [villages], sums.span(asked))
        for owing, standing in standings:
            for column, number in standing._asdict().items():
                name = {"amount_fen": "subsidy_fen"}.get(column, column)
                found[_text(owing), name] += number
        found, expected = +found, +expected
        assert found == expected, (place, asked, found - expected, expected - found)


def _text(group: Group) -> str:
    return f"l|{group.kind.value}|{group.category}|{group.fund.value}|{group.source}"


async def _people(people: PeopleShown, known: Known, day: date, asked: AsOf) -> None:
    """By state in every village: who they are, and how many."""
    values = {person: known.value(person, day) for person in known.entries}
    for village in (*VILLAGES, COUNTY):
        for state in State:
            names = sorted(
                person
                for person, value in values.items()
                if value
                and value.state == state.value.lower()
                and village in (COUNTY, value.village)
            )
            page = await people.page(village, PeopleFilter(asked, (state,)), 50, None)
            found = sorted(person.key for person in page.nodes)
            assert (found, page.total_count) == (names, len(names)), (village, state, asked)


async def _subsidies(ledgers: LedgersShown, known: Known, day: date, asked: AsOf) -> None:
    """The list by person and group, and the ledger that it stands behind."""
    last = known.era.day(LONG)
    standing = {
        (person, group): one
        for (person, group), days in known.subsidies.items()
        if (one := days.get(min(day, last)))
    }
    page = await ledgers.page(COUNTY, SubsidyFilter(asked), 50, None)
    found = {
        (one.person.key, one.key.split("|", 2)[2]): (one.value.village, one.value.columns)
        for one in page.nodes
    }
    assert found == {at: (one.village, one.come) for at, one in standing.items()}, asked
    total = sum(one.come[0] for one in standing.values())
    assert (page.total_count, page.total_amount) == (len(standing), Yuan(total))
    ledger = await ledgers.liabilities(COUNTY, asked, OwedFilter())
    arrived = sum(one.come[4] for one in standing.values())
    assert (ledger.people, ledger.amount) == (len(standing), Yuan(total))
    assert (ledger.received, ledger.outstanding) == (Yuan(arrived), Yuan(total - arrived))
    assert ledger.unset_people == sum(one.unset for one in standing.values())


async def compare_payments(campaign: Campaign) -> None:
    """The list of all payments and what they come to, in each place."""
    records = make_context(campaign.graph, today()).records
    assert isinstance(records, RecordsShown)
    book = campaign.clerk.book
    for place in PLACES:
        rows = [
            one
            for one in book.money
            if book.villages[one.account] == place or place not in VILLAGES
        ]
        page = await records.payments(place, PaymentsAsked(YEAR), 50, None)
        keys = sorted({one.key for one in rows})
        assert sorted(one.key for one in page.nodes) == keys
        number, fen = await page.count()
        assert (number, fen) == (len(keys), sum(one.amount_fen for one in rows)), place


async def prove(campaign: Campaign) -> None:
    """Nothing contradicts what is stored; the law would write the same Changes today."""
    verdict = await verify(campaign.store, YEAR)
    assert verdict.is_clean, [str(one) for one in verdict.shown]
    found = await reconcile(campaign.store, YEAR, terms_of=campaign.law)
    assert (found.differences, found.retraced) == ([], [])
