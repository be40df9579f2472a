"""A roster from the file to the graph, everything written: rows a second, and the most memory.

The file is CSV, of people made up for the run. A first small one warms the engine up.
"""

import csv
import io
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.client import BenchError
from bench.roll import NOTICE, SEASON, VILLAGES
from facts.vault import open_vault
from graph.gateway import Gateway
from graph.settings import Settings
from graph_seed.imports.order import Order
from graph_seed.imports.running import Run, run_import
from policy.identity import check_digit
from policy.imports import ImportKind

PEOPLE, WARM_PEOPLE = 20_000, 10_000
HEADERS = ("村", "户编号", "姓名", "身份证号码", "与户主关系")
NAMES = "甲乙丙丁戊己庚辛"
RELATIONS = ("户主", "配偶", "子", "女", "母")
OLDEST = date(1935, 1, 1)
DAYS = 30_000  # of births, the last before the season opens
HOMES = 60  # of a village


async def rows_a_second(gateway: Gateway, settings: Settings, people: int = PEOPLE) -> float:
    """Of one import; places, law and season are there."""
    [row] = await gateway.at(NOTICE.unit).read(VILLAGES, unit=NOTICE.unit)
    await _import(gateway, settings, roster(row["codes"], WARM_PEOPLE, 1), WARM_PEOPLE)
    begun = time.perf_counter()
    await _import(gateway, settings, roster(row["codes"], people, 2), people)
    return people / (time.perf_counter() - begun)


async def _import(gateway: Gateway, settings: Settings, content: bytes, people: int) -> None:
    vault = open_vault(settings.identity_key, settings.data)
    order = Order(ImportKind.ROSTER, NOTICE.unit, SEASON.year)
    with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(content)
        report = await run_import(Run(gateway, order, vault), path, path.name)
    if report.created != people:
        raise BenchError(f"{report.created} of {people} people came in; {report.rejected} did not")


def roster(villages: Sequence[str], people: int, seed: int) -> bytes:
    """A file of so many people, two to five a household; other ones for another seed."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    writer.writerows(_rows(villages, people, seed))
    return text.getvalue().encode()


def _rows(villages: Sequence[str], people: int, seed: int) -> Iterator[tuple[str, ...]]:
    drawn, made, home = Random(seed), 0, 0
    while made < people:
        village = villages[home // HOMES % len(villages)]
        for relation in RELATIONS[: min(drawn.randint(2, 5), people - made)]:
            name = "某" + NAMES[made % len(NAMES)]
            yield village, f"{seed}-{home:06}", name, _number(made, seed, drawn), relation
            made += 1
        home += 1


def _number(at: int, seed: int, drawn: Random) -> str:
    """Each once: the area tells the seed and the thousands, the order the rest."""
    born = OLDEST + timedelta(days=drawn.randrange(DAYS))
    seventeen = f"99{seed % 10}{at // 1000:03}{born:%Y%m%d}{at % 1000:03}"
    return seventeen + check_digit(seventeen)
