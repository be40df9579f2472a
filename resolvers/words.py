"""What closed sets are called in Chinese, for clerks."""

from policy.ages import BANDS, band_key
from policy.terms import Fund, SubsidyStepKind
from policy.vocabulary import Channel, Sex, State

NONE = "NONE"

STATES = {
    State.PAID: "已缴费",
    State.FULLY_SUBSIDISED: "全额资助",
    State.COVERED_ELSEWHERE: "在别处参保",
    State.DEPARTED: "死亡或迁出",
    State.REFUSED: "拒绝参保",
    State.UNPAID: "未缴费",
}
CHANNELS = {
    Channel.APP: "手机应用",
    Channel.MINI_PROGRAM: "小程序",
    Channel.ONLINE_BANKING: "网上银行",
    Channel.BANK_COUNTER: "银行柜台",
    Channel.POS: "POS机",
    Channel.SELF_SERVICE: "自助终端",
    Channel.DEDUCTION: "代扣",
    Channel.SCHOOL_BATCH: "学校代缴",
    Channel.VILLAGE_AGENT: "村级代收",
    Channel.COLLECTIVE: "集体代缴",
    Channel.OTHER: "其他",
}
FUNDS = {
    Fund.MEDICAL_ASSISTANCE: "医疗救助资金",
    Fund.FISCAL: "财政资金",
    Fund.VETERANS_FISCAL: "退役军人事务资金",
    Fund.RURAL_REVITALISATION: "乡村振兴资金",
    Fund.COLLECTIVE: "集体资金",
    Fund.UNSPECIFIED: "通知未明确",
}
STATIONS = {
    SubsidyStepKind.MARKED: "已标识",
    SubsidyStepKind.PAYABLE: "应拨付",
    SubsidyStepKind.REQUESTED: "已申请",
    SubsidyStepKind.DISBURSED: "已拨付",
    SubsidyStepKind.RECEIVED: "已到位",
}
SEXES = {Sex.FEMALE: "女", Sex.MALE: "男"}

STATE_WORDS = {state.value: word for state, word in STATES.items()}
CHANNEL_WORDS = {**{one.value: word for one, word in CHANNELS.items()}, NONE: "无缴费"}
SEX_WORDS = {**{sex.value: word for sex, word in SEXES.items()}, NONE: "未知"}
BAND_WORDS = {**{band_key(band): f"{band_key(band)}岁" for band in BANDS}, NONE: "未知"}
