"""The closed sets by the words that people use for them; the first of each is offered."""

from policy.terms import DepartmentKind, TargetBase
from policy.vocabulary import Channel, Sex

SEXES = {Sex.MALE: ("男", "男性", "M"), Sex.FEMALE: ("女", "女性", "F")}

CHANNELS = {
    Channel.APP: ("手机APP", "APP", "手机客户端", "电子税务局APP"),
    Channel.MINI_PROGRAM: ("小程序", "微信小程序", "支付宝小程序", "微信", "支付宝", "公众号"),
    Channel.ONLINE_BANKING: ("网上银行", "网银", "手机银行"),
    Channel.BANK_COUNTER: ("银行柜台", "柜台", "银行网点", "银行柜面"),
    Channel.POS: ("POS机", "POS", "刷卡", "POS刷卡"),
    Channel.SELF_SERVICE: ("自助终端", "自助机", "自助缴费机", "自助服务终端"),
    Channel.DEDUCTION: ("银行代扣", "代扣", "批量代扣", "委托扣款", "批扣"),
    Channel.SCHOOL_BATCH: ("学校代收", "学校批量", "学校"),
    Channel.VILLAGE_AGENT: ("村级代收", "代征员", "村代收", "村干部代收", "代收代缴"),
    Channel.COLLECTIVE: ("集体缴费", "集体代缴", "单位代缴"),
    Channel.OTHER: ("其他", "其它"),
}

DEPARTMENTS = {
    DepartmentKind.HEALTHCARE_SECURITY: ("医疗保障局", "医保局", "医保"),
    DepartmentKind.TAXATION: ("税务局", "税务"),
    DepartmentKind.FINANCE: ("财政局", "财政", "财政所"),
    DepartmentKind.CIVIL_AFFAIRS: ("民政局", "民政", "民政办"),
    DepartmentKind.DISABLED_PERSONS_FEDERATION: ("残疾人联合会", "残联"),
    DepartmentKind.RURAL_REVITALISATION: ("乡村振兴局", "乡村振兴", "扶贫办", "扶贫局"),
    DepartmentKind.VETERANS_AFFAIRS: ("退役军人事务局", "退役军人", "退役军人事务"),
    DepartmentKind.EDUCATION: ("教育局", "教育"),
    DepartmentKind.SCHOOL: ("学校",),
    DepartmentKind.HEALTH: ("卫生健康局", "卫健局", "卫健委", "卫生健康"),
    DepartmentKind.PUBLIC_SECURITY: ("公安局", "公安", "派出所"),
    DepartmentKind.HUMAN_RESOURCES: ("人力资源和社会保障局", "人社局", "人社"),
    DepartmentKind.AUDIT: ("审计局", "审计"),
    DepartmentKind.PUBLICITY: ("宣传部", "宣传"),
    DepartmentKind.SUPERVISION: ("督查室", "督查", "纪委监委", "监察"),
    DepartmentKind.AGRICULTURE: ("农业农村局", "农业农村"),
    DepartmentKind.BANK: ("银行",),
    DepartmentKind.GOVERNMENT: ("人民政府", "政府", "乡镇政府", "村委会", "居委会"),
    DepartmentKind.LEADING_GROUP: ("领导小组",),
    DepartmentKind.RURAL_COOPERATIVE_OFFICE: ("农合办", "新农合办"),
    DepartmentKind.OTHER: ("其他", "其它"),
}

BASES = {
    TargetBase.QUOTA: ("任务数", "参保任务"),
    TargetBase.RESIDENTS: ("常住人口", "常住总人口"),
    TargetBase.HARDSHIP: ("困难群众", "困难人员"),
    TargetBase.INSURED: ("参保人数",),
    TargetBase.MANAGED_PATIENTS: ("两病患者", "管理患者"),
}
