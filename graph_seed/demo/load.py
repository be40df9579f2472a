"""Loads the demo: four campaigns of made-up people, through the code that imports use.

    Campaign of a unit ── by village ──> add_people ──> enter ──> post

Villages are loaded side by side, each in chunks of at most 1,000 people; a chunk that is there
already is skipped by its receipt, so an interrupted load is taken up where it broke off.
"""

import argparse
import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString, Never

from tqdm import tqdm

from facts.entry import enter
from facts.people import add_people
from facts.posting import Posting, post
from facts.records import (
    DispositionRow,
    HouseholdRow,
    ListingRow,
    PaymentRow,
    VoucherRow,
)
from facts.season import Season, TermsOf, open_season
from facts.vault import Vault, open_vault
from graph.gateway import Gateway, Store
from graph.settings import Settings
from graph_seed.demo.campaign import Campaign, campaign
from graph_seed.demo.counties import MADE_UP_SOURCE, county_villages, made_up_bases, made_up_quotas
from graph_seed.demo.extensions import grant, granted
from graph_seed.demo.inputs import enter_inputs
from graph_seed.demo.plan import CampaignPlan, quota_villages
from graph_seed.demo.plans import DONGAN_2020, QIXIAN_2022, SHUANGPAI_2022, SHUANGQING_2023
from graph_seed.demo.posts import appoint
from graph_seed.demo.schemes import law_of
from graph_seed.divisions.load import load as load_divisions
from graph_seed.law_load import load_law
from graph_seed.quotas.load import Figure, record
from graph_seed.quotas.load import load as load_quotas

SEED = 20211018
CHUNK_PEOPLE = 1_000  # the year's sequence is held while a chunk commits
SIDE_BY_SIDE = 3

UNITS = {
    "341302113": QIXIAN_2022,
    "431123": SHUANGPAI_2022,
    "431122": DONGAN_2020,
    "430502": SHUANGQING_2023,
}
OPENS = {2020: date(2019, 9, 1), 2022: date(2021, 9, 1), 2023: date(2022, 9, 1)}
EXTENDED = {"431123": date(2021, 12, 30), "430502": date(2022, 12, 29)}  # the day of the grant
MADE_UP_QUOTAS = ("431123", "430502")  # their notices print none
# theirs measure by residents, whom no notice counts: the rule that does, and its day
MADE_UP_BASES = {
    "431122": ("score_sheet", date(2020, 12, 31)),
    "430502": ("work_funds", date(2023, 2, 28)),
}


@dataclass
class Village:
    """The rows of one village."""

    households: list[HouseholdRow] = field(default_factory=list)
    listings: list[ListingRow] = field(default_factory=list)
    vouchers: list[VoucherRow] = field(default_factory=list)
    dispositions: list[DispositionRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)


# (:Jurisdiction {code})<-[:PART_OF]-(village)<-[:FOR]-(:Quota), the first: a correction comes later
VILLAGES: LiteralString = """
MATCH (:Jurisdiction {code: $unit})<-[:PART_OF*1..3]-(v:Jurisdiction {level: 'VILLAGE'})
OPTIONAL MATCH (q:Quota {year: $year})-[:FOR]->(v)
WITH v, q ORDER BY q.n
WITH v.code AS code, head(collect(q.people)) AS quota ORDER BY code
RETURN collect([code, quota]) AS villages
"""


async def load_demo(gateway: Gateway, settings: Settings, quiet: bool = False) -> int:
    """Divisions, quotas, law and all four campaigns; how many people it holds."""
    await load_divisions(gateway, quiet=quiet)
    await load_quotas(gateway)
    await load_law(gateway)
    vault = open_vault(settings.identity_key, settings.data)
    made = {unit: await _campaign(gateway.at(unit), unit, plan) for unit, plan in UNITS.items()}
    total = sum(len(home.members) for one in made.values() for home in one.households)
    longer = {unit: granted(unit, UNITS[unit], on) for unit, on in EXTENDED.items()}
    law = law_of({unit: plan.key for unit, plan in UNITS.items()}, longer)
    for unit, on in EXTENDED.items():  # before anybody is on a roll: nothing has to follow
        await grant(gateway.at(unit), unit, UNITS[unit], on)
    bar: tqdm[Never] = tqdm(total=total, desc="演示数据", unit=" people", disable=quiet)
    with bar:
        for unit, one in made.items():
            await _load_campaign(gateway.at(unit), one, vault, law, bar)
    for unit, one in made.items():
        await appoint(gateway.at(unit), unit, UNITS[unit], one)
    for unit in MADE_UP_QUOTAS:
        quotas = [(code, "QUOTA", people) for code, people in made_up_quotas(made[unit]).items()]
        await _set_figures(gateway.at(unit), UNITS[unit], quotas)
    for unit, (rule, on) in MADE_UP_BASES.items():
        await _set_figures(gateway.at(unit), UNITS[unit], made_up_bases(made[unit]))
        await enter_inputs(gateway.at(unit), unit, UNITS[unit].year, rule, on)
    return total


async def _campaign(store: Store, unit: str, plan: CampaignPlan) -> Campaign:
    [row] = await store.read(VILLAGES, unit=unit, year=plan.year)
    quotas: dict[str, int | None] = dict(row["villages"])
    if len(unit) > 6:  # a township: the annex names its villages, those it leaves out have nobody
        printed = {code: quota for code, quota in quotas.items() if quota is not None}
        return campaign(plan, quota_villages(plan, printed), SEED)
    return campaign(plan, county_villages(plan, sorted(quotas), SEED), SEED)


async def _load_campaign(
    store: Store, made: Campaign, vault: Vault, law: TermsOf, bar: "tqdm[Never]"
) -> None:
    season = await open_season(store, Season(made.year, OPENS[made.year]))
    parts = _parts(made)

    async def load(slice_: list[Village]) -> None:
        for part in slice_:
            await _load_part(store, season, part, vault, law)
            bar.update(sum(len(home.members) for home in part.households))

    # neighbours in the list share a village, whose roster they would wait for
    size = -(-len(parts) // SIDE_BY_SIDE)
    slices = [parts[start : start + size] for start in range(0, len(parts), size)]
    await asyncio.gather(*(load(one) for one in slices))


async def _load_part(
    store: Store, season: Season, part: Village, vault: Vault, law: TermsOf
) -> None:
    first = part.households[0].key
    await add_people(
        store,
        f"demo|people|{first}",
        part.households,
        part.listings,
        part.vouchers,
        since=season.opens,
        vault=vault,
    )
    keys = [home.key for home in part.households]
    await enter(store, f"demo|entry|{first}|{season.year}", season, keys, law)
    posting = Posting(part.payments, part.dispositions)
    refused = await post(store, f"demo|post|{first}|{season.year}", season, posting, law)
    if refused:
        raise ValueError(f"demo: {len(refused)} rows refused, first {refused[0]}")


def _parts(made: Campaign) -> list[Village]:
    """The campaign in chunks of households, in village order, each with all rows about them."""
    parts: list[Village] = []
    home_of: dict[str, Village] = {}
    room = 0
    for home in sorted(made.households, key=lambda row: (row.village, row.key)):
        if room < len(home.members):
            parts.append(Village())
            room = CHUNK_PEOPLE
        room -= len(home.members)
        parts[-1].households.append(home)
        home_of[home.key] = parts[-1]
        home_of.update((member.key, parts[-1]) for member in home.members)
    for listing in made.listings:
        home_of[listing.person].listings.append(listing)
    for voucher in made.vouchers:
        home_of[voucher.person].vouchers.append(voucher)
    for disposition in made.dispositions:
        home_of[disposition.person].dispositions.append(disposition)
    for payment in made.payments:
        home_of[payment.household].payments.append(payment)
    return parts


async def _set_figures(store: Store, plan: CampaignPlan, given: list[tuple[str, str, int]]) -> None:
    """Figures that a notice leaves out: unit, what is counted, people."""
    figures = [
        Figure(code, plan.year, base, people, None, MADE_UP_SOURCE, plan.key, "")
        for code, base, people in given
    ]
    await record(store, figures)


IS_EMPTY: LiteralString = """
RETURN NOT EXISTS { (:Person) } AS empty, EXISTS { (:Receipt {key: 'demo'}) } AS complete
"""
COMPLETE: LiteralString = """
MERGE (r:Receipt {key: 'demo'}) SET r.answer = $answer
"""
BEGUN: LiteralString = """
RETURN EXISTS { MATCH (r:Receipt) WHERE r.key STARTS WITH 'demo|' } AS begun
"""


async def seed_if_empty(gateway: Gateway, settings: Settings) -> bool:
    """Load the demo into an empty graph, or go on with a load that broke off; whether it did."""
    [state] = await gateway.directory.read(IS_EMPTY)
    [row] = await gateway.directory.read(BEGUN)
    if state["complete"] or not (state["empty"] or row["begun"]):
        return False
    people = await load_demo(gateway, settings)
    await gateway.directory.write(COMPLETE, answer=f"{people} people")
    return True


def configure(parser: argparse.ArgumentParser) -> None:
    """`python -m graph_seed demo` has no options."""


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """Load the demo and say so; the exit code."""
    people = await load_demo(gateway, Settings.read())
    await gateway.directory.write(COMPLETE, answer=f"{people} people")
    print(f"demo: {people} people in {len(UNITS)} campaigns")
    return 0
