from dataclasses import replace

import pytest

from graph.gateway import Gateway
from graph_seed.divisions.listing import Division, read
from graph_seed.divisions.load import load_batch
from graph_seed.quotas.annex import annexes
from graph_seed.quotas.load import Figure, figures_of, load, record

UNITS = ("341302113", "431122", "430502")
FIGURE = Figure("431122100", 2020, "QUOTA", 112156, None, "附件1", "dongan-2020", "附件1")

NEWEST = """
MATCH (quota:Quota)-[:FOR]->(:Jurisdiction {code: '431122100'})
WITH quota ORDER BY quota.n
RETURN collect([quota.key, quota.people]) AS quotas
"""


def wanted(division: Division) -> bool:
    return division.code.startswith(UNITS) or any(
        unit.startswith(division.code) for unit in (*UNITS, "0")
    )


@pytest.fixture
async def places(graph: Gateway) -> Gateway:
    await load_batch(graph.directory, [place for place in read(["34", "43"]) if wanted(place)])
    return graph


async def test_every_row_of_both_annexes_resolves_and_loads_once(places: Gateway) -> None:
    first = await load(places)
    assert (first.created, first.unchanged, first.findings, first.refused) == (30, 0, 6, [])
    again = await load(places)
    assert (again.created, again.unchanged, again.findings, again.refused) == (0, 30, 6, [])


async def test_dongans_units_have_codes_of_nine_and_the_park_its_local_one(
    places: Gateway,
) -> None:
    dongan, qixian = annexes()
    figures, refused = await figures_of(places.at("43"), dongan)
    assert ([len(figure.unit) for figure in figures], refused) == ([9] * 16, [])
    assert (figures[-1].unit, figures[-1].people) == ("431122L01", 3935)
    villages, _ = await figures_of(places.at("34"), qixian)
    assert {figure.unit for figure in villages} == {f"3413021132{n:02d}" for n in range(14)}


async def test_a_name_that_is_no_unit_is_reported_with_its_row(places: Gateway) -> None:
    dongan, _ = annexes()
    wrong = replace(dongan, lines=(replace(dongan.lines[0], name="白牙镇"), dongan.lines[1]))
    figures, refused = await figures_of(places.at("43"), wrong)
    assert [figure.unit for figure in figures] == ["431122101"]
    assert refused == [
        "东政办发〔2019〕14号 附件1 第1行：“白牙镇”在 431122 范围内没有对应的单位，"
        "候选：白牙市镇(431122100)；请改用其中一个的代码或全称"
    ]


async def test_another_figure_is_a_new_row_and_the_old_one_stays(places: Gateway) -> None:
    store = places.at("43")
    figures = [FIGURE, FIGURE, replace(FIGURE, people=112000)]
    assert [await record(store, [figure]) for figure in figures] == [1, 0, 1]
    row = await store.one(NEWEST)
    assert row == {"quotas": [["431122100|2020|1", 112156], ["431122100|2020|2", 112000]]}


async def test_the_printed_row_again_does_not_undo_a_correction(places: Gateway) -> None:
    store = places.at("43")
    corrected = replace(FIGURE, people=112155, source="更正")
    assert await record(store, [FIGURE, corrected]) == 2
    assert await record(store, [FIGURE]) == 0
    row = await store.one(NEWEST)
    assert row == {"quotas": [["431122100|2020|1", 112156], ["431122100|2020|2", 112155]]}


async def test_units_that_are_not_loaded_are_reported(graph: Gateway) -> None:
    done = await load(graph)
    assert (done.created, done.findings, len(done.refused)) == (0, 0, 8)
    assert done.refused[0] == (
        "东政办发〔2019〕14号 附件1: 431122: the graph holds no places below it; load its province"
    )
