"""For every number of the ledger there is a list with the same count and sum, at every level."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.gateway import Gateway
from policy.ledger import Movement, Station, movable, source_of, subsidy_steps
from policy.stations import group_of, rule_of
from policy.steps import Step
from policy.timeline import Value
from policy.vocabulary import State
from tests.drawn import ask
from tests.ledgers import Batch, Entered, put, scheme
from tests.resolvers.conftest import CLEAR

OPENS = date(2021, 9, 1)
VILLAGES = ["431123100001", "431123101001", "341302113201", "341302113202"]
CODES = ["0", "43", "431123", "431123100", *VILLAGES, "341302"]
GROUPS = {"subsistence_allowance": 16_000, "destitute": 32_000, "severe_disability": 0}
DAYS = [OPENS + timedelta(days=n) for n in range(0, 100, 5)]
STATES = [State.PAID, State.FULLY_SUBSIDISED, State.UNPAID]
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(VILLAGES),
        st.lists(
            st.tuples(st.sampled_from(DAYS), st.sampled_from(STATES), st.sampled_from([*GROUPS])),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one[0],
        ),
    ),
    min_size=1,
    max_size=6,
)
MOVES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(DAYS),
        st.sampled_from([*GROUPS]),
        st.sampled_from([Station.REQUESTED, Station.DISBURSED, Station.RECEIVED]),
        st.sampled_from([50, 100]),
    ),
    max_size=8,
)
LEDGER = """query($code: JurisdictionCode!, $asOf: Date) { jurisdiction(code: $code) {
  liabilities(year: 2022, asOf: $asOf) { people amount received outstanding rows {
    department { id } category { key } fund people amount payable requested disbursed received
  } } } }"""
LIST = """query($code: JurisdictionCode!, $asOf: Date, $department: ID, $category: String,
  $fund: Fund, $steps: [SubsidyStepKind!]) { jurisdiction(code: $code) { subsidies(year: 2022,
  asOf: $asOf, department: $department, category: $category, fund: $fund, steps: $steps) {
  totalCount totalAmount nodes { id } } } }"""
STEPS = ("MARKED", "PAYABLE", "REQUESTED", "DISBURSED", "RECEIVED")
COLUMNS = ("amount", "payable", "requested", "disbursed", "received")


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PEOPLE, MOVES, st.none() | st.sampled_from(DAYS))
async def test_every_column_of_a_row_is_the_sum_of_its_list(
    ground: Gateway, people: list[Any], moves: list[Any], day: date | None
) -> None:
    await ground.directory.write(CLEAR)
    entered = [_entered(f"p{at}", *one) for at, one in enumerate(people)]
    await put(ground, 2022, entered, _batches(entered, moves))
    as_of = day.isoformat() if day else None
    for code in CODES:
        data = await ask(ground, LEDGER, code=code, asOf=as_of)
        ledger = data["jurisdiction"]["liabilities"]
        whole = await _list(ground, code=code, asOf=as_of)
        assert (whole["totalCount"], whole["totalAmount"]) == (ledger["people"], ledger["amount"])
        assert len(whole["nodes"]) == ledger["people"]
        for row in ledger["rows"] if code in ("0", "431123") else []:
            await _row(ground, code, as_of, row)


async def _row(graph: Gateway, code: str, as_of: str | None, row: Any) -> None:
    given = {
        "department": row["department"]["id"],
        "category": row["category"]["key"],
        "fund": row["fund"],
        "code": code,
        "asOf": as_of,
    }
    for at, column in enumerate(COLUMNS):
        found = await _list(graph, **given, steps=list(STEPS[at:]))
        assert (column, found["totalAmount"]) == (column, row[column])
    everyone = await _list(graph, **given)
    assert everyone["totalCount"] == row["people"]


async def _list(graph: Gateway, **given: Any) -> Any:
    return (await ask(graph, LIST, **given))["jurisdiction"]["subsidies"]


def _entered(person: str, village: str, values: list[tuple[date, State, str]]) -> Entered:
    steps = tuple(
        Step(on, Value(village, state, 0, GROUPS[group], group, (group,)))
        for on, state, group in sorted(values, key=lambda one: one[0])
    )
    return Entered(person, village, steps)


def _batches(entered: list[Entered], moves: list[Any]) -> list[Batch]:
    """One batch a move, each as large as the ledger allows when it is recorded."""
    done: list[Batch] = []
    for at, (index, on, category, to, percent) in enumerate(moves):
        one = entered[index % len(entered)]
        law = scheme(one.village)
        rule, group = rule_of(law, category), group_of(law, category)
        source = source_of(to, rule.terms) if rule else None
        earlier = [
            Movement(batch.on, group, batch.source, batch.target, batch.moves[0][2])
            for batch in done
            if batch.moves[0][:2] == (one.person, category)
        ]
        steps = subsidy_steps(one.steps, earlier, partial(group_of, law))
        if rule and source and group in steps:
            fen = movable(steps[group], on, DAYS[-1], to, rule.terms) * percent // 100
            target = Station.RECEIVED if rule.terms.requested_by is None else to
            done.append(Batch(str(at), on, source, target, ((one.person, category, fen),)))
    return done
