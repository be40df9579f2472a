"""What a decision on enrolment says of itself."""

from datetime import date

from graph_seed.law import read_notices, scheme_of
from policy.enrolment import EnrolmentFacts, decide
from policy.terms import EnrolmentEvent

QIXIAN = scheme_of(read_notices(), "qixian-2022")


def test_e4_where_a_person_decides_no_first_day_is_told() -> None:
    ended = EnrolmentEvent.EMPLOYMENT_ENDED
    facts = EnrolmentFacts(ended, date(2022, 5, 1), date(2022, 3, 1), employee_cover_months=23)
    assert decide(QIXIAN, facts).because[-1].text == "职工医保不满2年：由人决定"
