"""The four demo campaigns as data. Days are the notices'; shares and paces are made up.

Sources: 蕲县政〔2021〕16号 四(二), 五(一)(三), 十一(三); 双政办发〔2021〕10号 五, 六;
东政办发〔2019〕14号 四, 六; 双清区 2023 方案 二(四)(五). Blocks keep the identity numbers of the
four apart.
"""

from datetime import date

from graph_seed.demo.plan import CampaignPlan, Counters, Excuses, Pace

_ALWAYS_IN_FULL = frozenset({"destitute", "orphan", "unsupported_child"})
_EX_POOR = frozenset({"returned_to_poverty", "stable_ex_poor"})
_WATCHED = frozenset({"unstable_ex_poor", "marginal", "sudden_hardship"})

_QIXIAN_IN_FULL = _ALWAYS_IN_FULL | {
    "only_daughter_household",
    "two_daughter_household",
    "family_planning_special",
    "family_planning_complication",
    "preferential_treatment",
    "veteran_armed_police",
    "village_cadre",
}

# The annex counts people fit to enrol (符合参保人数): few of them are covered elsewhere.
# Ranks 10 and 11 by quota are 代安村 and 许寨村: equal quotas and, on purpose, a tie at the close.
QIXIAN_2022 = CampaignPlan(
    key="qixian-2022",
    year=2022,
    opens=date(2021, 10, 18),
    collects_from=date(2021, 10, 18),
    closes=date(2021, 11, 30),
    extended_to=date(2022, 2, 28),
    stages=(date(2021, 10, 31), date(2021, 11, 15), date(2021, 11, 30), date(2022, 2, 28)),
    paces=(
        Pace((762, 912, 1002, 1005), people=1055),
        Pace((613, 772, 931, 938), people=985),
        Pace((834, 931, 1004, 1006), people=1055),
        Pace((571, 741, 912, 921), people=985),
        Pace((724, 861, 1000, 1003), people=1050),
        Pace((642, 812, 936, 941), people=985),
        Pace((812, 908, 1002, 1004), people=1055),
        Pace((554, 714, 893, 903), people=985),
        Pace((663, 832, 1001, 1004), people=1050),
        Pace((482, 643, 861, 872), people=985),
        Pace((455, 622, 861, 869), people=985),
        Pace((741, 881, 1003, 1006), people=1055),
        Pace((523, 691, 874, 884), people=985),
        Pace((622, 783, 922, 930), people=985),
    ),
    groups=_QIXIAN_IN_FULL
    | _EX_POOR
    | {"subsistence_allowance", "unstable_ex_poor", "monitored", "severe_disability"},
    fully_subsidised=_QIXIAN_IN_FULL,
    excuses=Excuses(covered_elsewhere=30, departed=8, refused=10),
    counters=Counters.ONLINE,
    vouchers=(date(2020, 1, 1), date(2021, 11, 30)),
    voucher_share=80,
    block=0,
)

# Of five townships three reach 96.5 % in time, one by the end of the extension, one never.
_COUNTY_PACES = (
    Pace((480, 790, 995, 995)),
    Pace((360, 640, 905, 994)),
    Pace((290, 560, 880, 900)),
    Pace((520, 830, 998, 998)),
    Pace((430, 750, 993, 993)),
)

SHUANGPAI_2022 = CampaignPlan(
    key="shuangpai-2022",
    year=2022,
    opens=date(2021, 9, 21),
    collects_from=date(2021, 9, 21),
    closes=date(2021, 12, 31),
    extended_to=date(2022, 2, 28),
    stages=(date(2021, 10, 31), date(2021, 11, 30), date(2021, 12, 31), date(2022, 2, 28)),
    paces=_COUNTY_PACES,
    groups=_ALWAYS_IN_FULL
    | _EX_POOR
    | _WATCHED
    | {"severe_disability", "subsistence_allowance", "preferential_treatment"},
    fully_subsidised=_ALWAYS_IN_FULL | {"severe_disability"},  # 重点优抚 pay first
    excuses=Excuses(covered_elsewhere=100),
    counters=Counters.MIXED,
    vouchers=(date(2020, 1, 1), date(2021, 12, 31)),
    voucher_share=68,
    block=1000,
)

DONGAN_2020 = CampaignPlan(
    key="dongan-2020",
    year=2020,
    opens=date(2019, 9, 1),
    collects_from=date(2019, 10, 29),
    closes=date(2019, 12, 31),
    extended_to=None,
    stages=(date(2019, 11, 30), date(2019, 12, 31)),
    paces=(Pace((610, 985)), Pace((540, 965)), Pace((470, 940)), Pace((400, 915))),
    groups=frozenset(
        {"destitute", "subsistence_allowance", "registered_poor", "disability_certificate"}
    ),
    fully_subsidised=frozenset({"destitute"}),
    excuses=Excuses(covered_elsewhere=90),
    counters=Counters.MIXED,
    vouchers=(date(2020, 1, 1), date(2020, 12, 31)),
    voucher_share=62,
    block=2000,
    recognised_by=date(2019, 10, 1),
)

SHUANGQING_2023 = CampaignPlan(
    key="shuangqing-2023",
    year=2023,
    opens=date(2022, 9, 27),
    collects_from=date(2022, 9, 27),
    closes=date(2022, 12, 31),
    extended_to=date(2023, 2, 28),
    stages=(date(2022, 10, 31), date(2022, 11, 30), date(2022, 12, 31), date(2023, 2, 28)),
    paces=_COUNTY_PACES,
    groups=_ALWAYS_IN_FULL
    | _EX_POOR
    | {
        "severe_disability",
        "subsistence_allowance",
        "subsistence_margin",
        "monitored",
        "veteran_in_hardship",
    },
    fully_subsidised=_ALWAYS_IN_FULL | {"severe_disability", "veteran_in_hardship"},
    excuses=Excuses(covered_elsewhere=120),
    counters=Counters.MIXED,
    vouchers=(date(2020, 1, 1), date(2022, 12, 31)),
    voucher_share=78,
    block=3000,
)
