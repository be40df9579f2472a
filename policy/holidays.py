"""Public holidays and make-up working days, as the State Council's notices set them.

Source: 国务院办公厅关于部分节假日安排的通知, one for each year, with its changes. A run of days off
may hold weekends; a make-up day is a weekend that is worked.
"""

from datetime import date, timedelta


def _days(year: int, runs: str) -> frozenset[date]:
    """`1-1 2-4/2-10`: days and runs of days of a year."""
    found: set[date] = set()
    for run in runs.split():
        first, _, last = run.partition("/")
        start, end = (date(year, *map(int, day.split("-"))) for day in (first, last or first))
        found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return frozenset(found)


# year: notices, days off, weekends that are worked
_TABLE = {
    2019: (
        "国办发明电〔2018〕15号、〔2019〕3号",
        "1-1 2-4/2-10 4-5/4-7 5-1/5-4 6-7/6-9 9-13/9-15 10-1/10-7",
        "2-2 2-3 4-28 5-5 9-29 10-12",
    ),
    2020: (
        "国办发明电〔2019〕16号、〔2020〕1号",
        "1-1 1-24/2-2 4-4/4-6 5-1/5-5 6-25/6-27 10-1/10-8",
        "1-19 4-26 5-9 6-28 9-27 10-10",
    ),
    2021: (
        "国办发明电〔2020〕27号",
        "1-1/1-3 2-11/2-17 4-3/4-5 5-1/5-5 6-12/6-14 9-19/9-21 10-1/10-7",
        "2-7 2-20 4-25 5-8 9-18 9-26 10-9",
    ),
    2022: (
        "国办发明电〔2021〕11号、〔2022〕16号",
        "1-1/1-3 1-31/2-6 4-3/4-5 4-30/5-4 6-3/6-5 9-10/9-12 10-1/10-7 12-31",
        "1-29 1-30 4-2 4-24 5-7 10-8 10-9",
    ),
    2023: (
        "国办发明电〔2022〕16号、〔2023〕7号",
        "1-1/1-2 1-21/1-27 4-5 4-29/5-3 6-22/6-24 9-29/10-6 12-30/12-31",
        "1-28 1-29 4-23 5-6 6-25 10-7 10-8",
    ),
    2024: (
        "国办发明电〔2023〕7号",
        "1-1 2-10/2-17 4-4/4-6 5-1/5-5 6-10 9-15/9-17 10-1/10-7",
        "2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12",
    ),
    2025: (
        "国办发明电〔2024〕12号",
        "1-1 1-28/2-4 4-4/4-6 5-1/5-5 5-31/6-2 10-1/10-8",
        "1-26 2-8 4-27 9-28 10-11",
    ),
    2026: (
        "国办发明电〔2025〕7号",
        "1-1/1-3 2-15/2-23 4-4/4-6 5-1/5-5 6-19/6-21 9-25/9-27 10-1/10-7",
        "1-4 2-14 2-28 5-9 9-20 10-10",
    ),
}
SOURCES = {year: notices for year, (notices, _, _) in _TABLE.items()}
OFF = frozenset().union(*(_days(year, off) for year, (_, off, _) in _TABLE.items()))
MADE_UP = frozenset().union(*(_days(year, worked) for year, (_, _, worked) in _TABLE.items()))
