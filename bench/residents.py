"""A county's people from files, through the import: a roll, a list, payments, the next year's roll.

Made up: two to five people a household, every fiftieth of them on a list, every tenth household
paid. The same file comes again for the next year, whose roll then begins with everybody known.
"""

import csv
import io
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from bench.client import BenchError
from bench.growth import Column
from bench.roster import roster
from facts.season import Season, open_season
from facts.vault import open_vault
from graph.gateway import Gateway
from graph.settings import Settings
from graph_seed.divisions.listing import read
from graph_seed.divisions.load import load as load_divisions
from graph_seed.imports.order import Order
from graph_seed.imports.running import Run, run_import
from graph_seed.law_load import load_law
from policy.imports import ImportKind
from policy.places import Level

COUNTY = "430502"  # its city's province has a notice of 2022, itself one of 2023
SEASONS = (Season(2022, date(2021, 9, 1)), Season(2023, date(2022, 9, 1)))
LISTED, PAYING = 50, 10  # every so many people, every so many households
LIST_HEADERS = ("身份证号码", "姓名", "人员类别", "认定日期")
PAYMENT_HEADERS = ("订单号", "村", "户编号", "缴费金额", "缴费日期", "缴费渠道")

Line = Mapping[str, str]  # of the roster, by header


def villages() -> list[str]:
    """Of the county, in code order."""
    below = (one for one in read([COUNTY[:2]]) if one.code.startswith(COUNTY))
    return sorted(one.code for one in below if one.level is Level.VILLAGE)


def listed(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """Those on a list before the season opened."""
    for at, line in enumerate(lines):
        if at % LISTED == 0:
            yield line["身份证号码"], line["姓名"], "低保对象", "2021-09-10"


def paid(lines: Iterable[Line]) -> Iterator[tuple[str, ...]]:
    """One order a household that pays: 320 yuan each."""
    members = Counter((line["村"], line["户编号"]) for line in lines)
    for at, ((village, number), people) in enumerate(members.items()):
        if at % PAYING == 0:
            yield f"O{at}", village, number, f"{320 * people}.00", "2021-10-15", "小程序"


async def settle(gateway: Gateway, settings: Settings, people: int) -> Column:
    """Places, law and both seasons, then the files; what each took."""
    await load_divisions(gateway, [COUNTY[:2]], quiet=True)
    await load_law(gateway)
    for season in SEASONS:
        await open_season(gateway.at(COUNTY), season)
    first, second = (season.year for season in SEASONS)
    content = roster(villages(), people, 1)
    lines = list(csv.DictReader(io.StringIO(content.decode())))
    groups, orders = list(listed(lines)), list(paid(lines))
    bring = Bringing(gateway, settings)
    return {
        "first year, people/s": await bring(ImportKind.ROSTER, first, content, people),
        "list, rows/s": await bring(
            ImportKind.CATEGORY_LIST, first, written(LIST_HEADERS, groups), len(groups)
        ),
        "payments, rows/s": await bring(
            ImportKind.PAYMENTS, first, written(PAYMENT_HEADERS, orders), len(orders)
        ),
        "second year, people/s": await bring(ImportKind.ROSTER, second, content, people),
    }


def written(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([headers, *rows])
    return text.getvalue().encode()


class Bringing:
    """Files into one graph."""

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._vault = open_vault(settings.identity_key, settings.data)

    async def __call__(self, kind: ImportKind, year: int, content: bytes, rows: int) -> float:
        """Rows a second; all of them have to come in."""
        run = Run(self._gateway, Order(kind, COUNTY, year), self._vault)
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="zeren-scale-") as folder:
            path = Path(folder) / "file.csv"
            path.write_bytes(content)
            report = await run_import(run, path, path.name)
        if report.created + report.changed != rows:
            raise BenchError(f"{kind.value} of {year}: {report.rejected} of {rows} were refused")
        return rows / (time.perf_counter() - begun)
