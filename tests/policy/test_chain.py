"""Chains put together from drawn units, with the law of the five notices."""

from datetime import date

import pytest

from graph_seed.law import read_notices, scheme_of
from policy.chain import Chain, Direction, Holder, Home, Office, Seat, Station, trace
from policy.places import Level
from policy.scheme import Scheme
from policy.tasks import Group, tasks
from policy.terms import DepartmentKind

NOTICES = read_notices()
LAW = scheme_of(NOTICES, "qixian-2022")
VILLAGE, DAY = "341302113201", date(2021, 11, 20)
HOLDER = Holder("甲", date(2021, 10, 18))


def seat(slug: str, holder: Holder | None = HOLDER, grid: str | None = None) -> Seat:
    return Seat(f"{VILLAGE}|{slug}", slug, slug, VILLAGE, None, "包", None, grid, holder)


def village(*seats: Seat, law: Scheme | None = LAW) -> Station:
    return Station(VILLAGE, "徐桥村", Level.VILLAGE, (), seats, law)


WHOLE = tuple(seat(slug) for slug in ("contact_leader", "contact_cadre", "village_secretary"))


def gaps(chain: Chain) -> list[str]:
    return list(chain.gaps)


def test_r3_a_village_with_all_its_posts_has_no_gap() -> None:
    chain = trace([village(*WHOLE)])
    assert ([link.distance for link in chain.links], gaps(chain)) == ([0, 0, 0], [])


def test_r3_a_post_that_the_notice_wants_and_nobody_recorded_is_named() -> None:
    chain = trace([village(*WHOLE[:2])])
    assert gaps(chain) == ["徐桥村：没有登记村书记（十一(三)）"]


def test_r3_a_vacant_post_is_a_link_and_a_gap() -> None:
    chain = trace([village(*WHOLE[:2], seat("village_secretary", holder=None))])
    assert (len(chain.links), gaps(chain)) == (3, ["徐桥村：village_secretary空缺"])


@pytest.mark.parametrize(("grid", "links"), [("第1组", 2), ("第2组", 0), (None, 0)])
def test_r3_posts_of_a_grid_answer_for_its_households_alone(grid: str | None, links: int) -> None:
    of_grid = [seat(slug, grid="第1组") for slug in ("group_cadre", "group_head")]
    chain = trace([village(*WHOLE, *of_grid)], Home(grid), [])
    assert [link.distance for link in chain.links].count(0) == links
    assert (gaps(chain) == []) is (links == 2)


def test_r3_a_post_of_the_household_comes_first() -> None:
    chain = trace([village(*WHOLE)], Home("第1组", (seat("helper"),)), [])
    assert next(link.seat.slug for link in chain.links if link.seat) == "helper"


def test_r4_a_duty_that_people_gave_cites_the_clause_that_wants_the_post() -> None:
    chain = trace([village(*WHOLE)])
    clauses = [link.clause for link in chain.links]
    assert clauses == ["qixian-2022|十一(三)", "qixian-2022|十一(一)", "qixian-2022|十一(三)"]


def test_r4_without_any_law_there_is_nobody_to_demand() -> None:
    chain = trace([village(law=None)], Home("第1组"), [[Group("destitute", "特困人员", DAY)]])
    assert (chain.links, gaps(chain)) == ([], ["徐桥村：没有登记牵头负责的部门或岗位"])


def test_r4_a_department_without_a_post_is_a_link_and_a_gap() -> None:
    office = Office("341302|FINANCE", "埇桥区财政局", DepartmentKind.FINANCE)
    county = Station("341302", "埇桥区", Level.COUNTY, (office,), (), LAW)
    groups = [[Group("destitute", "特困人员", date(2021, 9, 1))]]
    chain = trace([village(*WHOLE), county], Home(None), groups, {}, DAY)
    (paying,) = [link for link in chain.links if link.direction is Direction.SIDEWAYS]
    assert (paying.department, paying.seat, paying.clause) == (
        "341302|FINANCE",
        None,
        "qixian-2022|四(二)1",
    )
    assert gaps(chain)[-1] == "埇桥区财政局：没有登记岗位"


def test_r4_two_lists_are_one_duty_of_the_office_of_the_town() -> None:
    office = Office("341302113|CIVIL_AFFAIRS", "蕲县镇民政所", DepartmentKind.CIVIL_AFFAIRS)
    town = Station("341302113", "蕲县镇", Level.TOWNSHIP, (office,), (), LAW)
    groups = [Group("destitute", "特困人员", DAY), Group("orphan", "孤儿", DAY)]
    chain = trace([village(*WHOLE), town], Home(None), [groups], {}, DAY)
    sideways = [link.duty for link in chain.links if link.direction is Direction.SIDEWAYS]
    assert sideways == ["核对上报低保、孤儿、五保户等信息"]


@pytest.mark.parametrize(
    ("notice", "category", "kinds"),
    [
        (
            "shuangpai-2022",
            "destitute",
            ["CIVIL_AFFAIRS", "CIVIL_AFFAIRS", "HEALTHCARE_SECURITY", "FINANCE"],
        ),
        ("shuangpai-2022", "preferential_treatment", ["VETERANS_AFFAIRS"] * 2),
        ("hunan-2022", "marginal", ["RURAL_REVITALISATION", "HEALTHCARE_SECURITY", "FINANCE"]),
        ("shuangqing-2023", "severe_disability", ["DISABLED_PERSONS_FEDERATION", "FINANCE"]),
        ("dongan-2020", "registered_poor", ["RURAL_REVITALISATION", "FINANCE"]),
        ("qixian-2022", "stable_ex_poor", ["RURAL_REVITALISATION"]),
    ],
)
def test_r4_who_lists_requests_and_pays_is_what_the_scheme_says(
    notice: str, category: str, kinds: list[str]
) -> None:
    scheme = scheme_of(NOTICES, notice)
    since = date(scheme.year - 1, 9, 1)
    listed_by = {"stable_ex_poor": DepartmentKind.RURAL_REVITALISATION}
    found = tasks(scheme, [[Group(category, category, since)]], listed_by, since)
    assert [task.kind.value for task in found] == kinds
