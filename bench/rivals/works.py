"""The six workloads, and what is to be reached in each: p50 of one client, payments a second."""

from dataclasses import dataclass
from enum import Enum

from bench.made_up import CITY, COUNTY, PROVINCE


class Work(Enum):
    """By the name that --only takes."""

    CITY = "W1"
    COUNTY = "W2"
    CITIES = "W3"
    CHAIN = "W4"
    PAGE = "W5"
    PAYMENT = "W6"


@dataclass(frozen=True, slots=True)
class About:
    """What is printed of a workload."""

    title: str
    aim: float  # ms, or payments a second with AIM_CLIENTS


PAGE = 50
CLIENTS = {work: (1, 8) for work in Work} | {Work.PAYMENT: (1, 8, 16, 64)}
AIM_CLIENTS = 16
ABOUT = {
    Work.CITY: About(f"progress tree of a city ({CITY}), 3,541 places × 8 fields", 12),
    Work.COUNTY: About(f"progress tree of a county ({COUNTY}), 134 places × 8 fields", 3.5),
    Work.CITIES: About(f"14 cities of a province ({PROVINCE}), sums over 29,534 villages", 4),
    Work.CHAIN: About("accountability chain of a household", 2.4),
    Work.PAGE: About(f"page of {PAGE} unpaid households with their members", 3.9),
    Work.PAYMENT: About("payments, one a request", 900),
}
PLACES = {Work.CITY: CITY, Work.COUNTY: COUNTY, Work.CITIES: PROVINCE}
