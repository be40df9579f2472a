"""Closed sets that the rules, the facts and the API share; every value equals its name."""

from enum import Enum


class Sex(Enum):
    """As the seventeenth digit of an identity number says."""

    FEMALE = "FEMALE"
    MALE = "MALE"


class Channel(Enum):
    """The way by which a payment came in."""

    APP = "APP"
    MINI_PROGRAM = "MINI_PROGRAM"
    ONLINE_BANKING = "ONLINE_BANKING"
    BANK_COUNTER = "BANK_COUNTER"
    POS = "POS"
    SELF_SERVICE = "SELF_SERVICE"
    DEDUCTION = "DEDUCTION"
    SCHOOL_BATCH = "SCHOOL_BATCH"
    VILLAGE_AGENT = "VILLAGE_AGENT"
    COLLECTIVE = "COLLECTIVE"
    OTHER = "OTHER"


class State(Enum):
    """Where one person stands in one year; exactly one holds on any day."""

    PAID = "PAID"
    FULLY_SUBSIDISED = "FULLY_SUBSIDISED"
    COVERED_ELSEWHERE = "COVERED_ELSEWHERE"
    DEPARTED = "DEPARTED"
    REFUSED = "REFUSED"
    UNPAID = "UNPAID"
