from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.records import DispositionRow, ListingRow, VoucherRow
from graph.gateway import Gateway
from policy.vocabulary import State
from resolvers.figures import Sum
from resolvers.people import PeopleShown
from resolvers.sums import Sums
from schema.context import AsOf, PeopleFilter
from schema.root import make_context
from tests.campaigns import (
    COUNTY,
    FULL,
    HALF,
    backdate,
    disposition,
    listing,
    small_campaign,
    today,
)

DAYS = st.dates(date(2021, 9, 1), date(2022, 1, 20))
PEOPLE = st.sampled_from(["h1a", "h1b", "h1c", "h2a", "h2b", "h3a", "h4a", "h4b"])
EXCUSES = st.sampled_from([State.COVERED_ELSEWHERE, State.DEPARTED, State.REFUSED, State.UNPAID])
LISTINGS = st.lists(
    st.builds(listing, PEOPLE, st.sampled_from([FULL, HALF]), DAYS, st.none() | DAYS),
    max_size=4,
    unique_by=lambda row: (row.person, row.category, row.since),
)
VOUCHERS = st.lists(st.builds(VoucherRow, PEOPLE, DAYS), max_size=2)
# one disposition a person and posting: the order within one posting is not kept
DISPOSITIONS = st.lists(
    st.builds(disposition, PEOPLE, EXCUSES, DAYS), max_size=3, unique_by=lambda row: row.person
)
PAYMENTS = st.lists(st.tuples(PEOPLE, DAYS), max_size=4, unique_by=lambda pair: pair[0])
LAST_DAY = today() - timedelta(days=1)
ASKED = st.lists(
    st.builds(AsOf, st.just(2022), st.none() | DAYS, st.sampled_from([None, LAST_DAY])),
    min_size=3,
    max_size=3,
    unique=True,
)
POSTINGS = st.lists(st.tuples(PAYMENTS, DISPOSITIONS), min_size=1, max_size=3)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(LISTINGS, VOUCHERS, POSTINGS, ASKED)
async def test_every_list_is_as_long_as_its_number(
    graph: Gateway,
    listings: list[ListingRow],
    vouchers: list[VoucherRow],
    postings: list[tuple[list[tuple[str, date]], list[DispositionRow]]],
    questions: list[AsOf],
) -> None:
    await graph.directory.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    made = await small_campaign(graph, listings=listings, vouchers=vouchers)
    for at, (paid, disposed) in enumerate(postings):
        await backdate(graph, 1)
        rows = [replace(made.payment(day, one), key=f"{at}{one}") for one, day in paid]
        await made.post(f"post {at}", rows, disposed)
    for asked in questions:
        await check(graph, asked)


CHOICES: Sequence[tuple[State, ...]] = ((), *((state,) for state in State))


async def check(graph: Gateway, asked: AsOf) -> None:
    """Behind each number stands a list of that length, and it names nobody twice."""
    context = make_context(graph, today())
    people = context.people
    assert isinstance(people, PeopleShown)
    here = await summed(people.sums, asked)
    for states, category in product(CHOICES, (None, FULL, HALF)):
        total, keys = await listed(people, PeopleFilter(asked, states, category))
        assert len(set(keys)) == len(keys) == total
        if states and not category:
            assert total == getattr(here, states[0].value.lower())
    for category, e_voucher in product((None, HALF), (True, False)):
        asked_people = PeopleFilter(asked, (), category, e_voucher)
        total, keys = await listed(people, asked_people)
        assert len(set(keys)) == len(keys) == total
    assert await households(people, asked, False) == here.households
    assert await households(people, asked, True) == here.households - here.settled


async def summed(sums: Sums, asked: AsOf) -> Sum:
    return (await sums.figures.load(COUNTY, asked)).sum_of(COUNTY)


async def listed(people: PeopleShown, asked: PeopleFilter) -> tuple[int, list[str]]:
    page = await people.page(COUNTY, asked, 5, None)
    keys = [person.key for person in page.nodes]
    while page.page_info.has_next_page:
        page = await people.page(COUNTY, asked, 5, page.page_info.end_cursor)
        keys += [person.key for person in page.nodes]
    return page.total_count, keys


async def households(people: PeopleShown, asked: AsOf, unpaid_only: bool) -> int:
    """How many are listed, where that is how many are counted."""
    page = await people.households(COUNTY, asked, unpaid_only, None, 9, None)
    keys = {home.key for home in page.nodes}
    assert len(keys) == len(page.nodes) == page.total_count
    return len(keys)
