"""The stations of a subsidy: which of them a notice knows, who moves the money on, and by when.

    MARKED ── the person has done all that is asked ──> PAYABLE
    PAYABLE ──> REQUESTED ──> DISBURSED ──> RECEIVED, batch by batch

No request where nobody requests the money; where its path ends at the fund, what is disbursed is
received by the same batch.
"""

from dataclasses import dataclass

from policy.claims import SubsidyTerms, known_steps
from policy.deadlines import Deadline, deadlines
from policy.departments import HOLDERS, PAYERS
from policy.law import Rule
from policy.scheme import Scheme
from policy.terms import DepartmentKind, Fund, PaymentPath, SubsidyStepKind

Station = SubsidyStepKind
ORDER = tuple(Station)
MOVED_TO = ORDER[2:]  # by batches; the first two follow from the facts about the person
AT_FUND = (PaymentPath.FUND_ACCOUNT, PaymentPath.TREASURY)
NO_TERMS = SubsidyTerms()


def group_of(scheme: Scheme, category: str) -> str:
    """Who owes what to whom: `department kind|category|fund|notice/rule`."""
    rule = rule_of(scheme, category)
    terms = rule.terms if rule else NO_TERMS
    source = f"{rule.clause.notice}/{rule.key}" if rule else ""
    return f"{liable(terms).value}|{category}|{terms.fund.value}|{source}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group's text taken apart; `source` is notice/rule."""

    kind: DepartmentKind
    category: str
    fund: Fund
    source: str

    @staticmethod
    def read(text: str) -> "Group":
        if text.count("|") != 3:  # a law that does not say who owes
            return Group(liable(NO_TERMS), text, NO_TERMS.fund, "")
        kind, category, fund, source = text.split("|")
        return Group(DepartmentKind(kind), category, Fund(fund), source)


def rule_of(scheme: Scheme, category: str) -> Rule[SubsidyTerms] | None:
    """The rule that subsidises a group; None where no notice of the scheme speaks of it."""
    return scheme.get(SubsidyTerms, category)


def liable(terms: SubsidyTerms) -> DepartmentKind:
    """The department that requests the money; where none is named, the one whose fund pays."""
    return terms.requested_by or payer(terms)


def payer(terms: SubsidyTerms) -> DepartmentKind:
    """The department whose fund pays; of an unspecified one, who draws up the list."""
    fallback = terms.listed_by or DepartmentKind.HEALTHCARE_SECURITY
    return PAYERS.get(terms.fund, fallback)


def next_station(at: Station, terms: SubsidyTerms) -> Station | None:
    """Where money goes next; None once it has arrived."""
    known = known_steps(terms)
    later = [station for station in known if ORDER.index(station) > ORDER.index(at)]
    return later[0] if later else None


def source_of(to: Station, terms: SubsidyTerms) -> Station | None:
    """Where money stands before a batch moves it; None for a station no batch moves it to."""
    known = known_steps(terms)
    if to not in known or to not in MOVED_TO:
        return None
    first = Station.DISBURSED if ends_at_fund(terms) and to is Station.RECEIVED else to
    return known[known.index(first) - 1]


def landing(to: Station, terms: SubsidyTerms) -> Station:
    """Where money stands after a batch: what the fund is given has arrived."""
    arrives = ends_at_fund(terms) and to is Station.DISBURSED
    return Station.RECEIVED if arrives else to


def ends_at_fund(terms: SubsidyTerms) -> bool:
    """Its path never leads to the household."""
    return terms.paid_to in AT_FUND


def mover(to: Station | None, terms: SubsidyTerms) -> DepartmentKind | None:
    """Who must take money to a station; nobody where it waits for the person."""
    if to is None or to not in MOVED_TO:
        return None
    disburses = HOLDERS.get(terms.fund, payer(terms))
    return disburses if to is Station.DISBURSED else liable(terms)


def in_place_by(scheme: Scheme) -> Deadline | None:
    """By when the money of all subsidies must have arrived; None where no notice speaks of it."""
    if "in_place_by" not in scheme.memory:  # asked for every row of a ledger
        found = (one for one in deadlines(scheme) if one.key == "subsidy_in_place_by")
        scheme.memory["in_place_by"] = next(found, None)
    deadline: Deadline | None = scheme.memory["in_place_by"]
    return deadline
