"""R4: everyone who answers for a household, a person or a place on a day, on the drawn tree."""

from datetime import date

import pytest

from facts.post_rows import PostRow
from graph.gateway import Gateway
from policy.terms import DepartmentKind
from tests.answering import Listed, appoint, chain, lines, settle, with_posts
from tests.campaigns import PLAIN, REDRAWN
from tests.drawn import ask

QIXIAN, SHUANGPAI = "341302113201", "431123100001"
BEGINS = date(2021, 10, 18)
DAY = "2021-11-20"
GAPS = "... on Household { accountability { gaps } }"


@pytest.fixture
async def posts(drawn: Gateway) -> Gateway:
    await drawn.directory.write(REDRAWN)
    return await with_posts(drawn)


def in_group(title: str, holder: str | None, since: date = BEGINS) -> PostRow:
    return PostRow(title, QIXIAN, None, holder, since, "包组到户", grid="第3组")


async def test_r4_a_household_leads_up_through_its_grid_to_the_province(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", "第3组", {"p1": []})
    await appoint(
        posts,
        in_group("包组村干部", "甲"),
        in_group("扶贫小组长", "乙"),
        PostRow("村书记", QIXIAN, None, "丙", BEGINS),
        PostRow("包村干部", "341302113", None, "丁", BEGINS, village=QIXIAN),
        PostRow("组长", "341302113", DepartmentKind.LEADING_GROUP, "戊", BEGINS),
    )
    found = await chain(posts, "Household:h1", DAY)
    town, group = "341302113|GOVERNMENT", "341302113|LEADING_GROUP"
    assert lines(found, "UPWARD") == [
        f"0 {QIXIAN} 包组村干部 甲 qixian-2022|十一(一)",
        f"0 {QIXIAN} 扶贫小组长 乙 qixian-2022|十一(一)",
        f"1 {QIXIAN} 包村班子成员 – qixian-2022|十一(三)",
        f"1 {QIXIAN} 包村干部 丁 qixian-2022|十一(一)",
        f"1 {QIXIAN} 村书记 丙 qixian-2022|十一(三)",
        f"2 {town} 镇主要负责人（一把手） – qixian-2022|十一(一)",
        f"2 {group} 第一组长 – qixian-2022|附件1",
        f"2 {group} 组长 戊 qixian-2022|附件1",
        f"2 {group} 领导小组办公室主任 – qixian-2022|附件1",
    ]
    assert lines(found, "SIDEWAYS") == []
    assert found["gaps"] == [
        f"地{QIXIAN}：包村班子成员空缺",
        "地341302113人民政府：镇主要负责人（一把手）空缺",
        "地341302113城乡居民基本医疗保险征缴工作领导小组：第一组长空缺",
        "地341302113城乡居民基本医疗保险征缴工作领导小组：领导小组办公室主任空缺",
        "地341302：没有登记牵头负责的部门或岗位",
        "地3413：没有登记牵头负责的部门或岗位",
        "地34：没有登记牵头负责的部门或岗位",
    ]


async def test_r4_a_county_under_its_province_draws_on_both_notices(posts: Gateway) -> None:
    await settle(posts, SHUANGPAI, "h1", "第1组", {"p1": []})
    found = await chain(posts, "Household:h1", DAY)
    group = "431123|LEADING_GROUP"
    assert lines(found, "UPWARD") == [
        f"1 {SHUANGPAI} 村（社区）负责人 – hunan-2022|三(一)",
        "2 431123100|GOVERNMENT 乡镇（街道）负责人 – hunan-2022|三(一)",
        "2 431123|TAXATION 税管员 – hunan-2022|三(三)",
        "2 431123|HEALTHCARE_SECURITY 医保专干 – hunan-2022|三(三)",
        "3 431123|GOVERNMENT – – hunan-2022|三(一)",
        f"3 {group} 组长（常务副县长） – shuangpai-2022|二",
        f"3 {group} 领导小组办公室负责人 – shuangpai-2022|二",
        "3 431123|TAXATION 局长 – shuangpai-2022|七",
        "4 4311|TAXATION – – hunan-2022|三(二)",
        "4 4311|GOVERNMENT – – hunan-2022|三(一)",
        "5 43|TAXATION – – hunan-2022|三(二)",
    ]
    assert found["gaps"][0] == f"地{SHUANGPAI}第1组：没有岗位负责，应有代征员（三(三)）"
    assert "地43税务局：没有登记岗位" in found["gaps"]


async def test_r4_a_person_leads_sideways_to_who_lists_requests_and_pays(posts: Gateway) -> None:
    listed: Listed = ("subsistence_allowance", date(2021, 9, 1), None)
    await settle(posts, SHUANGPAI, "h1", None, {"p1": [listed], "p2": []})
    found = await chain(posts, "Person:p1", DAY)
    sideways = [link for link in found["links"] if link["direction"] == "SIDEWAYS"]
    assert [(link["department"]["id"], link["duty"]) for link in sideways] == [
        ("Department:431123|CIVIL_AFFAIRS", "审定低保对象名单"),
        ("Department:431123|CIVIL_AFFAIRS", "为低保对象申请资助资金"),
        ("Department:431123|HEALTHCARE_SECURITY", "落实低保对象的资助资金"),
        ("Department:431123|FINANCE", "拨付低保对象的资助资金"),
    ]
    assert {link["clause"]["id"] for link in sideways} == {"Clause:shuangpai-2022|五"}
    assert {link["post"]["title"] for link in sideways} == {"局长"}
    assert lines(await chain(posts, "Person:p2", DAY), "SIDEWAYS") == []
    assert len(lines(await chain(posts, "Household:h1", DAY), "SIDEWAYS")) == 4


async def test_r4_of_several_groups_each_is_listed_and_one_is_paid(posts: Gateway) -> None:
    listed: list[Listed] = [
        ("subsistence_allowance", BEGINS, None),
        ("severe_disability", BEGINS, None),
    ]
    await settle(posts, SHUANGPAI, "h1", None, {"p1": listed})
    found = await chain(posts, "Person:p1", DAY)
    duties = [link["duty"] for link in found["links"] if link["direction"] == "SIDEWAYS"]
    assert duties == [
        "审定重度残疾人名单",
        "审定低保对象名单",
        "为重度残疾人申请资助资金",
        "落实重度残疾人的资助资金",
        "拨付重度残疾人的资助资金",
    ]


async def test_r4_a_group_counts_on_the_days_on_which_somebody_stands_in_it(
    posts: Gateway,
) -> None:
    listed = ("destitute", date(2021, 10, 1), date(2021, 11, 1))
    await settle(posts, SHUANGPAI, "h1", None, {"p1": [listed]})
    counts = [
        len(lines(await chain(posts, "Person:p1", day), "SIDEWAYS"))
        for day in ("2021-09-30", "2021-10-01", "2021-10-31", "2021-11-01")
    ]
    assert counts == [0, 4, 4, 0]


async def test_r4_in_a_township_its_office_reports_and_the_county_lists(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", None, {"p1": [("two_daughter_household", BEGINS, None)]})
    found = await chain(posts, "Person:p1", DAY)
    assert lines(found, "SIDEWAYS") == [
        "2 341302113|HEALTH 负责人 – qixian-2022|十一(四)",
        "3 341302|HEALTH – – qixian-2022|四(二)1",
        "3 341302|HEALTHCARE_SECURITY – – qixian-2022|四(二)1",
        "3 341302|FINANCE – – qixian-2022|四(二)1",
    ]


async def test_r4_a_household_without_a_grid_is_told(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", None, {"p1": []})
    found = await chain(posts, "Household:h1", DAY)
    assert found["gaps"][0] == (f"地{QIXIAN}：该户没有登记所在的组，无法确定包组村干部、扶贫小组长")


async def test_r4_before_a_household_lived_there_nobody_answers(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", None, {"p1": []}, since=date(2021, 11, 1))
    found = await chain(posts, "Household:h1", "2021-10-31")
    assert (found["links"], found["gaps"]) == ([], ["当日没有登记住址"])


async def test_r4_a_village_leads_sideways_to_the_departments_of_its_township(
    posts: Gateway,
) -> None:
    found = await chain(posts, f"Jurisdiction:{QIXIAN}", DAY)
    assert lines(found, "SIDEWAYS") == [
        "1 341302113|TAXATION 负责人 – qixian-2022|十一(四)",
        "1 341302113|FINANCE 负责人 – qixian-2022|十一(四)",
        "1 341302113|CIVIL_AFFAIRS 负责人 – qixian-2022|十一(四)",
        "1 341302113|RURAL_REVITALISATION 负责人 – qixian-2022|十一(四)",
        "1 341302113|HEALTH 负责人 – qixian-2022|十一(四)",
        "1 341302113|HEALTH|clinic 卫生院医保科负责人 – qixian-2022|十一(四)",
        "1 341302113|PUBLICITY 负责人 – qixian-2022|十一(四)",
        "1 341302113|RURAL_COOPERATIVE_OFFICE 负责人 – qixian-2022|附件1",
    ]
    assert [line.split()[0] for line in lines(found, "UPWARD")] == ["0"] * 3 + ["1"] * 4


async def test_r4_before_a_notice_begins_it_makes_nobody_answer(posts: Gateway) -> None:
    found = await chain(posts, f"Jurisdiction:{QIXIAN}", "2021-10-17")
    assert found["links"] == []
    assert found["gaps"][0] == f"地{QIXIAN}：没有登记牵头负责的部门或岗位"


async def test_r4_between_two_notices_the_one_that_had_begun_holds(posts: Gateway) -> None:
    early = await chain(posts, "Jurisdiction:431123", "2021-09-09")
    late = await chain(posts, "Jurisdiction:431123", "2021-09-10")
    clauses = [
        link["clause"]["id"]
        for found in (early, late)
        for link in found["links"]
        if link["department"]["id"] == "Department:431123|FINANCE"
    ]
    assert clauses == ["Clause:hunan-2022|三(二)", "Clause:shuangpai-2022|七"]


@PLAIN
async def test_r4_a_household_with_its_chain_is_one_statement(
    posts: Gateway, statements: list[str]
) -> None:
    await settle(posts, QIXIAN, "h1", "第3组", {"p1": [("destitute", BEGINS, None)]})
    await chain(posts, "Household:h1", DAY)  # from now on the units are known
    statements.clear()
    await chain(posts, "Household:h1", DAY)
    assert [one for one in statements if "ANSWERS_FOR" in one] == statements[-1:]
    assert len(statements) == 1  # the household, its place and the law's version are read along


async def test_r4_the_chains_of_a_list_are_read_together(
    posts: Gateway, statements: list[str]
) -> None:
    for at in range(5):
        await settle(posts, QIXIAN, f"h{at}", f"第{at}组", {f"p{at}": []})
    statements.clear()
    identifiers = ", ".join(f'"Household:h{at}"' for at in range(5))
    text = f"{{ nodes(ids: [{identifiers}]) {{ {GAPS} }} }}"
    found = await ask(posts, text)
    assert len([one for one in statements if "ANSWERS_FOR" in one]) == 2  # and their units
    statements.clear()
    assert await ask(posts, text) == found
    grids = [one["accountability"]["gaps"][0] for one in found["nodes"]]
    assert grids[4] == f"地{QIXIAN}第4组：没有岗位负责，应有包组村干部（十一(一)）"
    assert len([one for one in statements if "ANSWERS_FOR" in one]) == 1
