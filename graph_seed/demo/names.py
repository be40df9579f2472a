"""Plausible Chinese names: surnames by frequency, given names by the generation they belong to."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from policy.vocabulary import Sex

# The hundred commonest surnames with people per 10,000: the first three after the Ministry of
# Public Security (2007: 王 7.25 %, 李 7.19 %, 张 6.83 %), the rest estimates in the usual order.
_RANKED = (
    "王725李719张683刘538陈453杨308赵229黄223周212吴205徐167孙154胡131朱126高121林118何117郭115马113罗104"
    "梁91宋84郑81谢80韩76唐74冯70于64董63萧60程59曹58袁57邓56许55傅54沈53曾52彭51吕47"
    "苏46卢46蒋46蔡45贾42丁42魏41薛41叶41阎40余40潘39杜38戴37夏36钟36汪36田35任35姜35"
    "范34方34石33姚33谭32廖31邹31熊30金30陆29郝28孔28白27崔27康26毛26邱25秦25江24史24"
    "顾23侯23邵22孟22龙21万21段20雷20钱19汤19尹18黎18易17常17武16乔16贺15赖15龚14文14"
)


def _weights(ranked: str) -> dict[str, int]:
    """Surname to weight, from one line of both."""
    weights: dict[str, int] = {}
    surname = ""
    for sign in ranked:
        if sign.isdigit():
            weights[surname] = weights[surname] * 10 + int(sign)
        else:
            surname = sign
            weights[surname] = 0
    return weights


_WEIGHTS = _weights(_RANKED)
SURNAMES = tuple(_WEIGHTS)
_CUMULATIVE = tuple(accumulate(_WEIGHTS.values()))


@dataclass(frozen=True, slots=True)
class Fashion:
    """Signs that parents of a generation chose; `single` percent of names have one sign alone."""

    first: str
    second: str
    single: int


_BEFORE_1960, _BEFORE_1980, _BEFORE_2000 = 1960, 1980, 2000
_FASHIONS = {
    (Sex.FEMALE, _BEFORE_1960): Fashion(
        "秀桂玉凤兰淑素金春翠月菊银冬爱贤", "英兰珍芳云梅莲香娥华珠枝姣菊凤", 6
    ),
    (Sex.MALE, _BEFORE_1960): Fashion(
        "国建德明永文志光正玉世家昌兴福有", "生华明清林荣祥才发根贵富松成元", 6
    ),
    (Sex.FEMALE, _BEFORE_1980): Fashion(
        "丽红艳小海春建晓雪爱美秋金玉冬", "华英红艳梅霞玲燕芳萍丽琴群云香", 18
    ),
    (Sex.MALE, _BEFORE_1980): Fashion(
        "建志国小卫红新永春少德文海中立", "军平华强勇伟斌兵辉刚文林民东成", 18
    ),
    (Sex.FEMALE, _BEFORE_2000): Fashion(
        "丽晓雪文海思雅佳慧小倩春艳亚", "婷娟静敏燕丹莉娜琳芳颖玲洁云", 26
    ),
    (Sex.MALE, _BEFORE_2000): Fashion(
        "志俊文海小晓伟建鹏家明世永振", "鹏涛杰超伟磊飞辉波龙勇强斌凯", 26
    ),
    (Sex.FEMALE, 9999): Fashion("子梓雨欣诗思佳梦一可语若雅芷", "涵萱怡彤琪瑶欣妍悦馨诺雯晨", 8),
    (Sex.MALE, 9999): Fashion("子浩宇梓俊一博嘉奕泽铭天家皓", "轩宇豪泽涵杰然辰睿博浩洋霖", 8),
}


def surname(rng: Random) -> str:
    """One surname, as common as in the country."""
    return rng.choices(SURNAMES, cum_weights=_CUMULATIVE)[0]


def clans(rng: Random) -> tuple[str, ...]:
    """The surnames of a village's old families, the largest several times."""
    largest, second, third = surname(rng), surname(rng), surname(rng)
    return (largest, largest, largest, second, second, third)


def given_name(rng: Random, sex: Sex, year: int) -> str:
    """A given name that parents chose in that year."""
    before = next(y for y in (_BEFORE_1960, _BEFORE_1980, _BEFORE_2000, 9999) if year < y)
    fashion = _FASHIONS[sex, before]
    if rng.random() * 100 < fashion.single:
        return rng.choice(fashion.second)
    first, second = rng.choice(fashion.first), rng.choice(fashion.second)
    return first + second
