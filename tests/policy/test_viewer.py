from datetime import date
from fractions import Fraction

import pytest

from policy.claims import SubsidyTerms
from policy.law import Category, Clause, Notice, Rule
from policy.scheme import resolve
from policy.terms import DepartmentKind, Fund
from policy.viewer import EVERYBODY, OPERATOR, Role, UnfitViewer, Viewer, own_groups, viewer_of

OFFICER = Viewer("a", Role.OFFICER, ("341302113",))
VILLAGE = ("341302113201", "341302113", "341302", "3413", "34", "0")
ELSEWHERE = ("431123100001", "431123100", "431123", "4311", "43", "0")


@pytest.mark.parametrize(
    ("role", "persons", "writes", "households"),
    [
        (Role.PUBLIC, False, False, False),
        (Role.ANALYST, False, False, False),
        (Role.DEPARTMENT, True, True, False),
        (Role.OFFICER, True, True, True),
        (Role.ADMINISTRATOR, True, True, True),
    ],
)
def test_a_role_says_what_may_be_asked_for(
    role: Role, persons: bool, writes: bool, households: bool
) -> None:
    viewer = Viewer("a", role)
    found = viewer.may_see_persons, viewer.may_write, viewer.sees_households
    assert found == (persons, writes, households)


def test_an_area_is_what_lies_below_its_roots() -> None:
    assert OFFICER.holds(VILLAGE)
    assert OFFICER.holds(VILLAGE[1:])
    assert not OFFICER.holds(VILLAGE[2:])  # the county is larger than the area
    assert not OFFICER.holds(ELSEWHERE)


def test_an_administrator_holds_every_place_and_everybody_none() -> None:
    assert OPERATOR.holds(ELSEWHERE)
    assert not EVERYBODY.holds(ELSEWHERE)


def test_a_department_without_an_area_has_that_of_its_unit() -> None:
    viewer = viewer_of("mz", "DEPARTMENT", (), "431123|CIVIL_AFFAIRS")
    assert viewer.jurisdictions == ("431123",)
    assert viewer.kind is DepartmentKind.CIVIL_AFFAIRS


@pytest.mark.parametrize(
    ("subject", "role", "codes", "department", "reason"),
    [
        ("", "ANALYST", (), None, "subject: empty"),
        ("a", "ROOT", (), None, "role: ROOT; one of PUBLIC"),
        ("a", "OFFICER", (), None, "an OFFICER needs at least one"),
        ("a", "OFFICER", ("4311234",), None, "jurisdictions: 4311234"),
        ("a", "DEPARTMENT", ("431123",), None, "department: None; write"),
        ("a", "DEPARTMENT", ("431123",), "431123|NOTHING", "department: 431123"),
    ],
)
def test_a_viewer_that_cannot_be_is_named(
    subject: str, role: str, codes: tuple[str, ...], department: str | None, reason: str
) -> None:
    with pytest.raises(UnfitViewer, match=reason):
        viewer_of(subject, role, codes, department)


def rule(key: str, **terms: object) -> Rule[SubsidyTerms]:
    clause = Clause("n", "一", "…")
    made = SubsidyTerms(share=Fraction(1, 2), **terms)  # type: ignore[arg-type]
    return Rule("subsidies", key, key, "4311", clause, made)


def test_a_department_has_the_groups_that_it_lists_requests_for_or_pays() -> None:
    rules = (
        rule("a", listed_by=DepartmentKind.CIVIL_AFFAIRS, fund=Fund.MEDICAL_ASSISTANCE),
        rule("b", requested_by=DepartmentKind.CIVIL_AFFAIRS),
        rule("c", listed_by=DepartmentKind.VETERANS_AFFAIRS, fund=Fund.FISCAL),
    )
    notice = Notice(
        key="n",
        title="",
        number=None,
        issuer="4311",
        year=2022,
        issued_on=date(2021, 9, 1),
        rules=rules,
        clauses=(),
    )
    civil = DepartmentKind.CIVIL_AFFAIRS
    groups = [Category(key, key, listed_by=civil) for key in "acd"]
    found = {kind: own_groups(kind, groups, [resolve((notice,))]) for kind in DepartmentKind}
    assert found[civil] == {"a", "b", "d"}  # c has another lister by the notice
    assert found[DepartmentKind.HEALTHCARE_SECURITY] == {"a"}
    assert found[DepartmentKind.FINANCE] == found[DepartmentKind.VETERANS_AFFAIRS] == {"c"}
    assert found[DepartmentKind.TAXATION] == set()
