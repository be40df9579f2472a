"""The closed sets of the API; their members are those of the rules."""

from enum import Enum

import strawberry

from policy.places import Level as Level
from policy.terms import DepartmentKind as DepartmentKind
from policy.terms import EnrolmentEvent as EnrolmentEvent
from policy.terms import EnrolmentRate as EnrolmentRate
from policy.terms import Fund as Fund
from policy.terms import PaymentPath as PaymentPath
from policy.terms import RefundReason as RefundReason
from policy.terms import SubsidyStepKind as SubsidyStepKind
from policy.terms import TargetBase as TargetBase
from policy.vocabulary import Channel as Channel
from policy.vocabulary import Sex as Sex
from policy.vocabulary import State

EnrolmentState = State

strawberry.enum(Level, description="Levels of the division tree (行政区划), from the top.")
strawberry.enum(
    TargetBase,
    description="What a rate is taken of. RESIDENTS: all residents, over both schemes. INSURED: "
    "members of both schemes.",
)
strawberry.enum(
    SubsidyStepKind,
    description="The stations of a subsidy (资助), in their order: MARKED 已标识, PAYABLE 应拨付 "
    "(all that is asked of the person is done), REQUESTED 已请款, DISBURSED 已拨付 (to the fund "
    "account or the township), RECEIVED 已到账.",
)
strawberry.enum(Fund, description="Whose money a subsidy (资助) is.")
strawberry.enum(PaymentPath, description="Where the money of a subsidy ends.")
strawberry.enum(
    DepartmentKind, description="What a department (部门) is for, whatever its level and name."
)
strawberry.enum(
    EnrolmentEvent,
    description="Why somebody enrols (参保) on a day: in the ordinary course, or for what "
    "happened to them.",
)
strawberry.enum(
    EnrolmentRate,
    description="What is paid for an enrolment. TOTAL_COST: the personal part and the state's.",
)
strawberry.enum(RefundReason, description="Why somebody wants their money back (退费).")
strawberry.enum(Sex, description="As the identity number says.")
strawberry.enum(Channel, description="The way by which a payment (缴费) came in.")
strawberry.enum(
    State,
    name="EnrolmentState",
    description="Every registered person is in exactly one of these; the counts add up to "
    "registered. PAID: the own part is in, whoever paid it. FULLY_SUBSIDISED: nothing to take at "
    "the counter, from the day the group is marked, whether or not the money has come. Who dies "
    "or moves after paying stays PAID unless refunded. UNPAID: all others.",
)


@strawberry.enum(description="How a division changed.")
class JurisdictionChangeKind(Enum):
    RENAMED = "RENAMED"
    MERGED = "MERGED"
    SPLIT = "SPLIT"
    MOVED = "MOVED"
    RECODED = "RECODED"
    ABOLISHED = "ABOLISHED"


@strawberry.enum(
    description="SOURCE: in the notices; DATA: in rolls, lists and files; SANCTION: a rule that "
    "names consequences is met (people decide)."
)
class FindingKind(Enum):
    SOURCE = "SOURCE"
    DATA = "DATA"
    SANCTION = "SANCTION"


@strawberry.enum(description="How grave a finding is.")
class Severity(Enum):
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
