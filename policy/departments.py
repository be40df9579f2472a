"""Departments by kind: their keys, what they are called, and which of them a fund belongs to."""

from policy.places import Level
from policy.terms import DepartmentKind, Fund

K = DepartmentKind

# as departments of provinces, cities and counties are mostly called; a notice may say otherwise
NAMES = {
    K.HEALTHCARE_SECURITY: "医疗保障局",
    K.TAXATION: "税务局",
    K.FINANCE: "财政局",
    K.CIVIL_AFFAIRS: "民政局",
    K.DISABLED_PERSONS_FEDERATION: "残疾人联合会",
    K.RURAL_REVITALISATION: "乡村振兴局",
    K.VETERANS_AFFAIRS: "退役军人事务局",
    K.EDUCATION: "教育局",
    K.SCHOOL: "学校",
    K.HEALTH: "卫生健康局",
    K.PUBLIC_SECURITY: "公安局",
    K.HUMAN_RESOURCES: "人力资源和社会保障局",
    K.AUDIT: "审计局",
    K.PUBLICITY: "宣传部",
    K.SUPERVISION: "督查室",
    K.AGRICULTURE: "农业农村局",
    K.BANK: "银行",
    K.GOVERNMENT: "人民政府",
    K.LEADING_GROUP: "医保征缴工作领导小组",
    K.RURAL_COOPERATIVE_OFFICE: "农合办",
    K.OTHER: "其他部门",
}
PROVINCE_NAMES = {
    K.FINANCE: "财政厅",
    K.CIVIL_AFFAIRS: "民政厅",
    K.EDUCATION: "教育厅",
    K.VETERANS_AFFAIRS: "退役军人事务厅",
}

# who has the money in hand: the notices let 财政 find and transfer that of medical assistance
PAYERS = {
    Fund.MEDICAL_ASSISTANCE: K.FINANCE,
    Fund.FISCAL: K.FINANCE,
    Fund.VETERANS_FISCAL: K.VETERANS_AFFAIRS,
    Fund.RURAL_REVITALISATION: K.RURAL_REVITALISATION,
}


def department_key(unit: str, kind: DepartmentKind, slug: str | None = None) -> str:
    """Of a unit's department; slug: where it has a second one of that kind."""
    return f"{unit}|{kind.value}" if slug is None else f"{unit}|{kind.value}|{slug}"


def department_name(kind: DepartmentKind, level: Level) -> str:
    """What departments of that kind are called where no notice says otherwise."""
    return PROVINCE_NAMES.get(kind, NAMES[kind]) if level is Level.PROVINCE else NAMES[kind]


def full_name(unit: str, kind: DepartmentKind, level: Level, called: str | None = None) -> str:
    """A department's name in full; the office of a street or of a park bears the unit's own."""
    if kind is K.GOVERNMENT and called is None:
        if unit.endswith(("办事处", "管理局")):
            return unit
        if unit.endswith("街道"):
            return f"{unit}办事处"
    return unit + (called or department_name(kind, level))
