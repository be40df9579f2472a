"""What departments are called where no document on record names them."""

from policy.places import Level
from policy.terms import DepartmentKind as Kind

NAMES = {
    Kind.HEALTHCARE_SECURITY: "医疗保障局",
    Kind.TAXATION: "税务局",
    Kind.FINANCE: "财政局",
    Kind.CIVIL_AFFAIRS: "民政局",
    Kind.DISABLED_PERSONS_FEDERATION: "残疾人联合会",
    Kind.RURAL_REVITALISATION: "乡村振兴局",
    Kind.VETERANS_AFFAIRS: "退役军人事务局",
    Kind.EDUCATION: "教育局",
    Kind.SCHOOL: "学校",
    Kind.HEALTH: "卫生健康局",
    Kind.PUBLIC_SECURITY: "公安局",
    Kind.HUMAN_RESOURCES: "人力资源和社会保障局",
    Kind.AUDIT: "审计局",
    Kind.PUBLICITY: "宣传部",
    Kind.SUPERVISION: "督查室",
    Kind.AGRICULTURE: "农业农村局",
    Kind.BANK: "银行",
    Kind.GOVERNMENT: "人民政府",
    Kind.LEADING_GROUP: "城乡居民医保征缴工作领导小组",
    Kind.RURAL_COOPERATIVE_OFFICE: "农合办",
    Kind.OTHER: "其他部门",
}
IN_TOWNS = {
    Kind.HEALTHCARE_SECURITY: "医保办",
    Kind.TAXATION: "税务分局",
    Kind.FINANCE: "财政所",
    Kind.CIVIL_AFFAIRS: "民政所",
    Kind.RURAL_REVITALISATION: "扶贫工作站",
    Kind.VETERANS_AFFAIRS: "退役军人服务站",
    Kind.HEALTH: "卫生院",
    Kind.HUMAN_RESOURCES: "社会救助和劳动保障站",
}


def office_name(unit: str, level: Level, kind: Kind) -> str:
    """The name of a unit's department; a village answers itself, it has no government."""
    if level is Level.VILLAGE and kind is Kind.GOVERNMENT:
        return unit
    names = NAMES | IN_TOWNS if level in (Level.TOWNSHIP, Level.VILLAGE) else NAMES
    return unit + names[kind]
