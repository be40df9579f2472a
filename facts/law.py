"""The law of a scheme in the form in which a timeline asks for it."""

from datetime import date, timedelta

from policy.scheme import Scheme, benefit_period, collection
from policy.subsidy import amounts
from policy.timeline import Due, Listed, Terms


def terms_of(scheme: Scheme) -> Terms:
    """What the scheme says of whoever stands on which lists on a day."""

    def dues(listed: tuple[Listed, ...], day: date) -> Due:
        since = {listing.category: listing.since for listing in listed}
        found = amounts(scheme, frozenset(since), day, recognised=since)
        return Due(found.due_fen or 0, found.subsidy_fen or 0, found.category, found.pay_first)

    closes = collection(scheme).terms.closes
    settled_from = closes + timedelta(days=1)
    return Terms(dues, settled_from, benefit_period(scheme)[0], scheme.turns)
