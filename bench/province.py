"""Fills a graph with the made-up campaign of bench/made_up.py, through the write path.

divisions, law, season ── sums of villages ── roll of the county ── payments ── quotas ── posts
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from bench.client import BenchError
from bench.deeds import PAID_ON
from bench.made_up import COUNTY, PROVINCE, Figures, MadeUp
from bench.roll import NOTICE, SEASON
from facts.entry import enter
from facts.people import add_people
from facts.post_rows import record_posts
from facts.posting import Posting, post
from facts.quotas import Figure, record_quotas
from facts.records import HouseholdRow, PaymentRow
from facts.season import TermsOf, open_season
from facts.sums import Sums, add_money, no_sums, write_sums
from facts.vault import Vault, open_vault
from graph.gateway import Gateway, Store, Transaction
from graph.settings import Settings
from graph_seed.demo.schemes import law_of
from graph_seed.divisions.load import load as load_divisions
from graph_seed.law_load import load_law
from policy.vocabulary import Channel

AT_ONCE = 330  # households of a transaction
VILLAGES_AT_ONCE, POSTS_AT_ONCE = 1_000, 2_000
SOURCE = "虚构"

Row = TypeVar("Row")


def nothing(step: str) -> None:
    """Nobody is told."""


async def fill(
    gateway: Gateway, settings: Settings, made: MadeUp, told: Callable[[str], None] = nothing
) -> None:
    """An empty graph holds all of it afterwards; `told` what comes next."""
    told("places and law")
    await load_divisions(gateway, [PROVINCE], quiet=True)
    await load_law(gateway)
    store, law = gateway.at(COUNTY), law_of({NOTICE.unit: NOTICE.key})
    await open_season(store, SEASON)
    told("sums of villages")
    figures = made.figures()
    elsewhere = [code for code in made.villages if not code.startswith(COUNTY)]
    for part in _parts(elsewhere, VILLAGES_AT_ONCE):
        await _write_sums(store, {village: figures[village] for village in part})
    told("roll")
    vault = open_vault(settings.identity_key, settings.data)
    for homes in _parts(made.homes, AT_ONCE):
        await _write_homes(store, made, homes, vault, law)
    told("quotas")
    for part in _parts(made.villages, VILLAGES_AT_ONCE):
        rows = [_quota(village, figures[village].quota) for village in part]
        await record_quotas(store, f"quotas|{part[0]}", rows)
    told("posts")
    for posts in _parts(made.posts(), POSTS_AT_ONCE):
        done = await record_posts(store, f"posts|{posts[0].unit}|{posts[0].grid}", posts)
        if done.refused:
            raise BenchError(f"{len(done.refused)} posts refused, first {done.refused[0]}")


def _parts(rows: Sequence[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


async def _write_sums(store: Store, figures: dict[str, Figures]) -> None:
    """As if every one of their people had come and paid on one day."""

    async def body(transaction: Transaction) -> None:
        await write_sums(transaction, SEASON.year, sums_of(figures, PAID_ON))

    await store.transact(body)


def sums_of(figures: dict[str, Figures], on: date) -> Sums:
    """What the write path would have added for these villages."""
    sums = no_sums()
    for village, said in figures.items():
        row = sums[village, "all", on]
        row["paid"] += said.paid
        row["fully_subsidised"] += said.fully_subsidised
        row["unpaid"] += said.unpaid
        row["changes"] += said.enrolled + said.unpaid
        add_money(sums, village, on, Channel.APP, said.paid_fen, said.paid)
    return sums


async def _write_homes(
    store: Store, made: MadeUp, homes: Sequence[HouseholdRow], vault: Vault, law: TermsOf
) -> None:
    first = homes[0].key
    await add_people(store, f"people|{first}", homes, [], [], since=SEASON.opens, vault=vault)
    await enter(store, f"entry|{first}", SEASON, [home.key for home in homes], law)
    paid = Posting([_payment(home) for home in homes if home.key in made.paid])
    if refused := await post(store, f"post|{first}", SEASON, paid, law):
        raise BenchError(f"{len(refused)} payments refused, first {refused[0]}")


def _payment(home: HouseholdRow) -> PaymentRow:
    people = tuple(member.key for member in home.members)
    return PaymentRow(f"paid-{home.key}", home.key, people, PAID_ON, Channel.APP, "")


def _quota(village: str, people: int) -> Figure:
    return Figure(village, SEASON.year, "QUOTA", people, None, SOURCE)
