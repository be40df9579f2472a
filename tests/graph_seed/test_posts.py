"""R1–R3: departments, leading groups and posts of the five notices, on the drawn tree."""

import shutil
from pathlib import Path

import pytest

from graph.gateway import Gateway
from graph_seed.law import FOLDER, read_categories, read_notices, scheme_of
from graph_seed.posts import load_posts
from graph_seed.typed import LawFileError
from policy.departments import department_key
from policy.stations import payer
from policy.subsidy import SubsidyTerms
from tests.drawn import draw

KEYS = "MATCH (n:Department|Post) WITH n.key AS key ORDER BY key RETURN collect(key) AS keys"
SEATS = """
MATCH (p:Post)-[:IN]->(:Department {key: $department})
OPTIONAL MATCH (p)-[a:ANSWERS_FOR]->(u)
WITH p, a, u ORDER BY p.place, p.key
RETURN collect([p.title, u.code, a.clause, toString(a.from)]) AS seats
"""
OFFICE = """
MATCH (:Department {key: $key})-[:OFFICE_AT]->(o)-[:SERVES]->(u)
RETURN o.name AS name, u.code AS unit
"""
# the county in whose ledger a scheme's subsidies stand
COUNTIES = {
    "shuangpai-2022": "431123",
    "dongan-2020": "431122",
    "shuangqing-2023": "430502",
    "qixian-2022": "341302",
    "hunan-2022": "43",
}


@pytest.fixture(scope="module")
async def ground(emptied: Gateway) -> Gateway:
    return await draw(emptied)


async def keys(graph: Gateway) -> list[str]:
    row = await graph.directory.one(KEYS)
    assert row is not None
    found: list[str] = row["keys"]
    return found


@pytest.mark.parametrize(("notice", "county"), COUNTIES.items())
async def test_r1_whoever_a_subsidy_names_is_a_department_of_the_county(
    ground: Gateway, notice: str, county: str
) -> None:
    categories, known = read_categories(), await keys(ground)
    for rule in scheme_of(read_notices(), notice).of(SubsidyTerms):
        terms = rule.terms
        listed_by = terms.listed_by or categories[rule.key].listed_by
        kinds = (listed_by, terms.requested_by, payer(terms))
        assert [k for k in kinds if k and department_key(county, k) not in known] == []


@pytest.mark.parametrize(
    ("group", "office", "unit"),
    [
        ("431123|LEADING_GROUP", "地431123税务局", "431123"),
        ("341302113|LEADING_GROUP", "地341302113农合办", "341302113"),
    ],
)
async def test_r2_a_leading_group_has_its_office_where_the_notice_puts_it(
    ground: Gateway, group: str, office: str, unit: str
) -> None:
    assert await ground.directory.one(OFFICE, key=group) == {"name": office, "unit": unit}


async def test_r2_the_leading_group_of_the_town_has_all_its_seats(ground: Gateway) -> None:
    row = await ground.directory.one(SEATS, department="341302113|LEADING_GROUP")
    assert row is not None
    titles = [title for title, *_ in row["seats"]]
    assert titles[:2] == ["第一组长", "组长"]
    assert titles[2:11] == [f"副组长（{at}）" for at in range(1, 10)]
    assert titles[11:] == [*(f"成员（{at}）" for at in range(1, 10)), "领导小组办公室主任"]
    assert [code for _, code, *_ in row["seats"]].count("341302113") == 3


async def test_r2_the_county_names_eight_deputies_and_eight_members(ground: Gateway) -> None:
    row = await ground.directory.one(SEATS, department="431123|LEADING_GROUP")
    assert row is not None
    assert len(row["seats"]) == 18
    assert row["seats"][0] == ["组长（常务副县长）", "431123", "shuangpai-2022|二", "2021-09-10"]


async def test_r3_every_village_of_the_town_has_its_cadre_and_secretary(ground: Gateway) -> None:
    known = await keys(ground)
    for village in (f"341302113{number}" for number in (201, 202, 203, 204)):
        posts = [key for key in known if key.startswith(f"{village}|")]
        assert posts == [
            f"{village}|contact_cadre",
            f"{village}|contact_leader",
            f"{village}|village_secretary",
        ]


async def test_r3_the_grid_of_the_province_is_set_up_where_a_county_took_it_over(
    ground: Gateway,
) -> None:
    known = await keys(ground)
    officers = [key for key in known if key.endswith("|tax_officer")]
    assert officers == ["430502001|tax_officer", "431123100|tax_officer", "431123101|tax_officer"]
    assert "431122100001|village_head" in known  # of its own notice of 2020
    assert "431122100|tax_officer" not in known


async def test_r3_loading_again_changes_nothing(ground: Gateway) -> None:
    before = await keys(ground)
    await load_posts(ground, read_notices(), read_categories())
    assert await keys(ground) == before


@pytest.mark.parametrize(
    ("file", "wrong", "right", "message"),
    [
        (
            "departments.yaml",
            "levels: [TOWNSHIP]",
            "levels: []",
            "rule leading_group, field levels: names no level; give at least one",
        ),
        (
            "departments.yaml",
            "office: RURAL_COOPERATIVE_OFFICE",
            "office: AUDIT",
            "rule leading_group, field office: no AUDIT at level TOWNSHIP in departments.yaml",
        ),
        (
            "posts.yaml",
            "departments: [GOVERNMENT]",
            "departments: [BANK]",
            "rule town_head, field departments: no BANK at level TOWNSHIP in departments.yaml",
        ),
        (
            "posts.yaml",
            "level: TOWNSHIP, departments: [GOVERNMENT]",
            "level: TOWNSHIP, answers_for: GRID",
            "rule town_head, field answers_for: grids and households are answered for at a VILLAGE",
        ),
        ("posts.yaml", "seats: 9", "seats: many", "rule deputy, field seats: expected"),
    ],
)
def test_r3_a_mistake_is_named_with_file_entry_and_field(
    tmp_path: Path, file: str, wrong: str, right: str, message: str
) -> None:
    folder = tmp_path / "notices"
    shutil.copytree(FOLDER, folder)
    path = folder / "qixian-2022" / file
    path.write_text(path.read_text(encoding="utf-8").replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(LawFileError) as caught:
        read_notices(folder)
    assert str(caught.value).startswith(f"qixian-2022/{file}, {message}")
