import shutil
from pathlib import Path

import pytest

from facts.bookshelf import read_book
from graph.gateway import Gateway
from graph_seed.law import FOLDER, read_categories, read_notices, scheme_of
from graph_seed.law_load import load_law
from policy.scheme import Scheme

ISSUERS = ["43", "431123", "431122", "430502", "341302113"]
PATHS = {
    "hunan-2022": (["43", "0"], 2022),
    "shuangpai-2022": (["431123100", "431123", "4311", "43", "0"], 2022),
    "qixian-2022": (["341302113200", "341302113", "341302", "3413", "34", "0"], 2022),
    "shuangqing-2023": (["430502", "4305", "43", "0"], 2023),
    "dongan-2020": (["431122", "4311", "43", "0"], 2020),
}

COUNTS = """
CALL () { MATCH (n:Notice) RETURN count(n) AS notices }
CALL () { MATCH (n:Clause)-[:OF]->(:Notice) RETURN count(n) AS clauses }
CALL () { MATCH (:Scheme)-[has:HAS]->(:Rule) RETURN count(has) AS rules }
CALL () { MATCH (:Rule)-[cites:CITES]->(:Clause) RETURN count(cites) AS cites }
CALL () { MATCH (:Scheme)-[for:FOR]->(:Jurisdiction) RETURN count(for) AS placed }
RETURN [notices, clauses, rules, cites, placed] AS counts
"""


@pytest.fixture
async def law(graph: Gateway) -> Gateway:
    await graph.directory.write(
        "UNWIND $codes AS code MERGE (:Jurisdiction {code: code})", codes=ISSUERS
    )
    assert (await load_law(graph)).without_place == ()
    return graph


async def scheme_in(graph: Gateway, path: list[str], year: int) -> Scheme | None:
    return (await read_book(graph.directory)).nearest(path, year)


@pytest.mark.parametrize("key", list(PATHS))
async def test_the_graph_gives_the_scheme_of_the_files(law: Gateway, key: str) -> None:
    path, year = PATHS[key]
    scheme, files = await scheme_in(law, path, year), scheme_of(read_notices(), key)
    assert scheme is not None
    assert (scheme.jurisdiction, scheme.year) == (files.jurisdiction, files.year)
    assert scheme.rules == files.rules
    assert scheme.notices == files.notices
    assert scheme.missing_notices == files.missing_notices


async def test_a_year_without_a_notice_has_no_scheme(law: Gateway) -> None:
    assert await scheme_in(law, ["431123", "4311", "43", "0"], 2019) is None


async def test_loading_again_changes_nothing(law: Gateway) -> None:
    before = await law.directory.one(COUNTS)
    assert (await load_law(law)).changed == ()
    assert await law.directory.one(COUNTS) == before


async def test_a_rule_that_left_its_file_leaves_the_graph(law: Gateway, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    shutil.copytree(FOLDER, folder)
    (folder / "dongan-2020" / "refunds.yaml").unlink()
    await load_law(law, folder)
    path, year = PATHS["dongan-2020"]
    scheme = await scheme_in(law, path, year)
    assert scheme is not None
    assert [rule.key for rule in scheme.rules if rule.kind == "refunds"] == []


async def test_a_scheme_whose_unit_is_missing_is_named(graph: Gateway) -> None:
    done = await load_law(graph)
    assert len(done.without_place) == 5


async def test_the_groups_come_back_as_their_file_has_them(law: Gateway) -> None:
    assert dict((await read_book(law.directory)).categories) == read_categories()


async def test_a_notice_that_changed_is_read_anew(law: Gateway, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    shutil.copytree(FOLDER, folder)
    file = folder / "dongan-2020" / "clauses.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("三: ", "三: 改为", 1), encoding="utf-8"
    )
    before = (await read_book(law.directory)).clause("dongan-2020", "三")
    assert (await load_law(law, folder)).changed == ("dongan-2020",)
    after = (await read_book(law.directory)).clause("dongan-2020", "三")
    assert before is not None
    assert after is not None
    assert after.text == f"改为{before.text}"


async def test_a_county_without_a_notice_follows_the_one_above(law: Gateway) -> None:
    path, _ = PATHS["dongan-2020"]
    scheme = await scheme_in(law, path, 2022)
    assert scheme is not None
    assert (scheme.jurisdiction, scheme.notices[0].key) == ("43", "hunan-2022")
