"""May somebody enrol on a day, at which rate, and from when are they covered.

who may at all          who_refuses: other scheme, school, another place
what happened to them   the first rule of their event whose limits fit
the ordinary window     else inside it, at the personal rate
nothing                 else not, by the clause that closes the window
"""

from dataclasses import dataclass, replace
from datetime import date

from policy.events import EventTerms
from policy.law import Rule
from policy.money import Fen, yuan
from policy.reasons import Reason, because
from policy.scheme import Scheme, benefit_period, collection, total_cost
from policy.standards import Standard
from policy.terms import EnrolmentEvent, EnrolmentRate
from policy.windows import WindowTerms, next_month

NAMES = {
    "residence_permit": "须持居住证",
    "first_enrolment_here": "须为初次在居住地参保",
    "objective_reason_verified": "须经核实属于客观原因",
    "abandoned_infant": "须为社会福利机构新接收的弃婴儿",
}


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """What is known. A fact that is None is taken as the event's name says."""

    event: EnrolmentEvent
    on: date
    event_on: date | None = None
    categories: frozenset[str] = frozenset()
    extension_granted: bool = False
    student: bool = False
    employee_cover_months: int | None = None
    back_paid_months: int | None = None
    residence_permit: bool | None = None
    first_enrolment_here: bool | None = None
    objective_reason_verified: bool | None = None
    registered_here: bool | None = None
    in_employees_scheme: bool = False
    abandoned_infant: bool | None = None

    @property
    def happened(self) -> date:
        return self.event_on or self.on

    @property
    def counted_cover_months(self) -> int | None:
        """Months of employee cover without those paid back later."""
        months = self.employee_cover_months
        return None if months is None else months - (self.back_paid_months or 0)


@dataclass(frozen=True, slots=True)
class EnrolmentDecision:
    """allowed is None where a person decides; years: those to be paid for."""

    allowed: bool | None
    years: tuple[int, ...]
    basis: str | None = None
    rate: EnrolmentRate | None = None
    amount: Fen | None = None
    note: str | None = None
    paid_by: str | None = None
    waiting_months: int | None = None
    benefits_from: date | None = None
    benefits_to: date | None = None
    benefits_in_year: bool | None = None
    because: tuple[Reason, ...] = ()


def decide(scheme: Scheme, facts: EnrolmentFacts) -> EnrolmentDecision:
    """The decision, with the clause of each step."""
    if (refusal := _refusal(scheme, facts)) is not None:
        return _refused(scheme, (refusal,))
    missed: list[Reason] = []
    window = _open_window(scheme, facts)
    for rule in scheme.of(EventTerms):
        if facts.event in rule.terms.events:
            why_not = _misses(scheme, facts, rule, inside=window is not None)
            if why_not is None:
                return _by_event(scheme, facts, rule, tuple(missed))
            missed.append(because(rule, why_not))
    if window is not None:
        return _in_window(scheme, facts, window)
    return _refused(scheme, (*missed, _closed(scheme)))


def _refusal(scheme: Scheme, facts: EnrolmentFacts) -> Reason | None:
    """Why somebody may not enrol here whatever the day."""
    if facts.in_employees_scheme:
        return because(scheme.standard("who_may_enrol"), "已参加职工医保，不属于居民医保参保对象")
    if facts.event_on is not None and facts.event_on > facts.on:
        return Reason(
            f"事由发生在{facts.event_on}，晚于办理日{facts.on}", collection(scheme).clause
        )
    if facts.student and (school := _school_first(scheme, facts)) is not None:
        return because(school, "在校学生由学校统一参保，不在家中参保")
    place = scheme.standard("where_enrolled")
    resident = facts.residence_permit is True and place.terms.value == "registered_or_resident"
    if facts.registered_here is False and not resident:
        return because(place, "户籍不在本地且未持居住证")
    opens = _opens(scheme, collection(scheme))
    if opens is not None and facts.on < opens:
        return because(collection(scheme), f"缴费期自{opens}开始")
    return None


def _school_first(scheme: Scheme, facts: EnrolmentFacts) -> Rule[Standard] | None:
    """The rule that sends a student to the school, unless it lets assisted ones choose."""
    rule = scheme.get(Standard, "students")
    may_choose = rule is not None and rule.terms.value == "with_school_unless_assisted"
    return None if may_choose and facts.categories else rule


def _opens(scheme: Scheme, rule: Rule[WindowTerms]) -> date | None:
    """The first day of a window; where the notice states none, the day it was issued."""
    if rule.terms.opens is not None:
        return rule.terms.opens
    return next((n.issued_on for n in scheme.notices if n.key == rule.clause.notice), None)


def _open_window(scheme: Scheme, facts: EnrolmentFacts) -> Rule[WindowTerms] | None:
    """The window of payment that is open for this person on this day."""
    for rule in scheme.of(WindowTerms):
        terms = rule.terms
        is_theirs = EnrolmentEvent.ORDINARY in terms.events or facts.event in terms.events
        is_open = terms.holds(facts.on, facts.extension_granted, _opens(scheme, rule))
        if terms.payment and is_theirs and is_open:
            return rule
    return None


def _misses(
    scheme: Scheme, facts: EnrolmentFacts, rule: Rule[EventTerms], *, inside: bool
) -> str | None:
    """What a rule asks for and is not there; None where it fits."""
    terms = rule.terms
    if terms.when == ("outside" if inside else "inside"):
        return f"{rule.name}：只适用于集中缴费期{'外' if inside else '内'}"
    last = terms.last_day(facts.happened, scheme.choice("day_count") == "event_day")
    if last is not None and facts.on > last:
        return f"{rule.name}：最后一天是{last}，{facts.on}已超过"
    if terms.in_year_of_payment and facts.happened.year != facts.on.year:
        return f"{rule.name}：只适用于当年发生的情形"
    return _misses_facts(facts, rule)


def _misses_facts(facts: EnrolmentFacts, rule: Rule[EventTerms]) -> str | None:
    terms, months = rule.terms, facts.counted_cover_months
    for need in terms.needs:
        if getattr(facts, need) is False:
            return f"{rule.name}：{NAMES[need]}"
    known = bool(facts.categories) or terms.must_be_named
    if terms.categories and known and not facts.categories & set(terms.categories):
        return f"{rule.name}：不属于所列人群"
    if terms.cover_months_from is not None and (months is None or months < terms.cover_months_from):
        return f"{rule.name}：须连续参加职工医保满{terms.cover_months_from}个月（不含补缴）"
    if terms.cover_months_below is not None and months is not None:
        return None if months < terms.cover_months_below else f"{rule.name}：只适用于不满规定月数的"
    return None


def _by_event(
    scheme: Scheme, facts: EnrolmentFacts, rule: Rule[EventTerms], missed: tuple[Reason, ...]
) -> EnrolmentDecision:
    """The decision by the rule of an event."""
    terms, period = rule.terms, benefit_period(scheme)
    amount, priced = _price(scheme, terms.rate)
    start = terms.benefits_from(facts.happened, facts.on, period[0])
    rests = (*_begins(scheme, rule, start), *_others(rule), *priced)
    decision = EnrolmentDecision(
        True if terms.decided else None,
        tuple(range(scheme.year - terms.years_before, scheme.year + 1)),
        basis=rule.name,
        rate=terms.rate,
        amount=amount,
        note=_note(rule.note, _open_price(scheme, terms.rate, amount)),
        paid_by=terms.paid_by,
        waiting_months=terms.waiting_months or None,
        because=(*missed, *rests),
    )
    return _with_period(scheme, decision, start)


def _begins(scheme: Scheme, rule: Rule[EventTerms], start: date | None) -> tuple[Reason, ...]:
    """From when a rule of an event covers; the period's clause where that is its first day."""
    if start is None:
        return (because(rule, f"{rule.name}：由人决定"),)
    named = because(rule, f"{rule.name}：待遇自{start}起")
    if start != benefit_period(scheme)[0]:
        return (named,)
    return named, because(scheme.standard("benefits_from"), f"待遇期自{start}开始")


def _note(*parts: str | None) -> str | None:
    return "；".join(part for part in parts if part) or None


def _others(rule: Rule[EventTerms]) -> tuple[Reason, ...]:
    further = tuple(Reason(f"{rule.name}：依据", clause) for clause in rule.also)
    return (*further, *(Reason(r.question, rule.clause, r) for r in rule.readings[1:]))


def _in_window(
    scheme: Scheme, facts: EnrolmentFacts, window: Rule[WindowTerms]
) -> EnrolmentDecision:
    """Ordinary enrolment at the personal rate."""
    first = benefit_period(scheme)[0]
    start, late = first, facts.on > collection(scheme).terms.closes
    amount, priced = _price(scheme, EnrolmentRate.PERSONAL)
    reasons = [because(window, f"{window.name}内参保"), *priced]
    if late:
        reading = scheme.standard("extension_benefits")
        starts = {"payment_day": facts.on, "next_month": next_month(facts.on)}
        start = starts.get(str(reading.terms.value), first)
        reasons.append(because(reading, f"延长期内缴费，待遇自{start}起"))
    reasons.append(because(scheme.standard("benefits_from"), f"待遇自{start}起"))
    decision = EnrolmentDecision(
        True,
        (scheme.year,),
        basis=window.name,
        rate=EnrolmentRate.PERSONAL,
        amount=amount,
        because=tuple(reasons),
    )
    return _with_period(scheme, decision, start)


def _with_period(
    scheme: Scheme, decision: EnrolmentDecision, start: date | None
) -> EnrolmentDecision:
    """Adds from when to when; a start after the year's end is shown as such."""
    end = benefit_period(scheme)[1]
    if start is None:
        return decision
    in_year = start <= end
    reasons = decision.because
    if not in_year:
        rule = scheme.standard("benefits_to")
        reasons = (*reasons, because(rule, f"待遇期于{end}结束，本年度内没有待遇"))
    return replace(
        decision,
        benefits_from=start,
        benefits_to=end,
        benefits_in_year=in_year,
        because=reasons,
    )


def _price(scheme: Scheme, rate: EnrolmentRate | None) -> tuple[Fen | None, tuple[Reason, ...]]:
    """What is paid at a rate, with where it stands; None where a part of it is unset."""
    if rate is None:
        return None, ()
    if rate is EnrolmentRate.NOTHING:
        return Fen(0), ()
    personal = scheme.standard("personal_contribution")
    amount = scheme.fen("personal_contribution")
    own = because(personal, f"个人缴费标准{personal.terms.text()}元")
    if rate is EnrolmentRate.PERSONAL:
        return amount, (own,)
    whole, fiscal = total_cost(scheme), scheme.standard("fiscal_subsidy")
    if whole is None or amount is None or fiscal.terms.value is None:
        return whole, (own, because(fiscal, fiscal.note or "财政补助标准未定"))
    parts = f"{yuan(amount)} + {fiscal.terms.text()} = {yuan(whole)}"
    return whole, (own, because(fiscal, "筹资标准含财政补助部分", parts))


def _open_price(scheme: Scheme, rate: EnrolmentRate | None, amount: Fen | None) -> str | None:
    if rate is not EnrolmentRate.TOTAL_COST or amount is not None:
        return None
    return scheme.standard("fiscal_subsidy").note


def _closed(scheme: Scheme) -> Reason:
    rule = collection(scheme)
    return because(rule, f"集中缴费期外，通知未列的情形不得中途参保（{rule.terms.closes}截止）")


def _refused(scheme: Scheme, reasons: tuple[Reason, ...]) -> EnrolmentDecision:
    return EnrolmentDecision(False, (), note=reasons[-1].text, because=reasons)
