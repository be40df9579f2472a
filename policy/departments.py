"""Departments by kind: their keys, what they are called, and which of them a fund belongs to."""

from policy.offices import office_name
from policy.places import Level
from policy.terms import DepartmentKind, Fund

K = DepartmentKind

# whose money each fund is; of the rest nobody in particular
PAYERS = {
    Fund.MEDICAL_ASSISTANCE: K.HEALTHCARE_SECURITY,
    Fund.FISCAL: K.FINANCE,
    Fund.VETERANS_FISCAL: K.VETERANS_AFFAIRS,
    Fund.RURAL_REVITALISATION: K.RURAL_REVITALISATION,
}
# who has the money in hand and pays it out: the payer, but for what 财政 holds for 医保
HOLDERS = {**PAYERS, Fund.MEDICAL_ASSISTANCE: K.FINANCE}

PROVINCE_NAMES = {
    K.FINANCE: "财政厅",
    K.CIVIL_AFFAIRS: "民政厅",
    K.EDUCATION: "教育厅",
    K.VETERANS_AFFAIRS: "退役军人事务厅",
}


def department_key(unit: str, kind: DepartmentKind, slug: str | None = None) -> str:
    """Of a unit's department; slug: where it has a second one of that kind."""
    return f"{unit}|{kind.value}" if slug is None else f"{unit}|{kind.value}|{slug}"


def full_name(unit: str, kind: DepartmentKind, level: Level, called: str | None = None) -> str:
    """A department's name in full; the office of a street or of a park bears the unit's own."""
    if kind is K.GOVERNMENT and called is None:
        if unit.endswith(("办事处", "管理局")):
            return unit
        if unit.endswith("街道"):
            return f"{unit}办事处"
    if called is None and level is Level.PROVINCE and kind in PROVINCE_NAMES:
        return unit + PROVINCE_NAMES[kind]
    return unit + called if called else office_name(unit, level, kind)
