"""People, groups and rolls as the clerk would have them."""

from facts import deeds as d
from tests.campaigns import today
from tests.model.book import EXCUSED, Disposition, Ended, Listing, Voucher
from tests.model.clerk import Clerk, Enter, need


def dispose(clerk: Clerk, deed: d.Dispose) -> None:
    need(deed.person in clerk.now.account_of)
    clerk.need_day(deed.on)
    state = deed.state.value.lower()
    need(state in (*EXCUSED, "unpaid"))
    clerk.book.dispositions.append(Disposition(deed.person, deed.on, state, clerk.seen))


def mark(clerk: Clerk, deed: d.Mark) -> None:
    need(deed.person in clerk.homes and deed.since <= today())
    need(deed.until is None or deed.since <= deed.until <= today())
    for one in clerk.now.listings:
        if (one.person, one.category) == (deed.person, deed.category):
            need(one.since != deed.since)
            begins_before = deed.until is None or one.since < deed.until
            need(not (begins_before and (one.until is None or deed.since < one.until)))
    listing = Listing(deed.person, deed.category, deed.since, deed.until, clerk.seen)
    clerk.book.listings.append(listing)


def end_mark(clerk: Clerk, deed: d.EndMark) -> None:
    open_ = [
        one
        for one in clerk.now.listings
        if (one.person, one.category, one.until) == (deed.person, deed.category, None)
    ]
    need(bool(open_) and open_[0].since <= deed.to <= today())
    clerk.book.ends.append(Ended(*open_[0][:3], deed.to, clerk.seen))


def activate(clerk: Clerk, deed: d.Activate) -> None:
    need(deed.person in clerk.homes and deed.on <= today())
    clerk.book.vouchers.append(Voucher(deed.person, deed.on, clerk.seen))


def register(clerk: Clerk, deed: d.Register) -> None:
    need(deed.since <= today())
    village, home = clerk.found(deed.household), d.home_key(deed.household)
    clerk.homes[deed.person.key] = home, deed.since
    if clerk.is_open(village, deed.since):
        clerk.enter(deed.person.key, home, deed.since)


def move(clerk: Clerk, deed: d.Move) -> None:
    need(deed.person in clerk.homes)
    home, since = clerk.homes[deed.person]
    target = d.home_key(deed.household)
    need(home != target and since <= deed.on <= today())
    village = clerk.found(deed.household)
    clerk.homes[deed.person] = target, deed.on
    account = clerk.now.account_of.get(deed.person)
    if account is None:
        return
    old = clerk.book.villages[account]
    is_locked = sum(one.amount_fen for one in clerk.book.money if one.account == account) > 0
    is_on_its_way = any(one.person == deed.person for one in clerk.book.movements)
    if not (clerk.is_open(old, deed.on) and clerk.is_open(village, deed.on)):
        return
    if not is_locked and not is_on_its_way:
        clerk.belong(deed.person, target)
        if clerk.book.villages[target] != old:
            clerk.place(deed.person, clerk.era.opens, clerk.book.villages[target])


def correct_roster(clerk: Clerk, deed: d.CorrectRoster) -> None:
    need(deed.person in clerk.homes)
    clerk.need_day(deed.on)
    account = clerk.now.account_of.get(deed.person)
    if not deed.on_roll:
        need(account is not None and clerk.counts(deed.person))
        need(clerk.state_at_last(deed.person) != "paid")
        clerk.place(deed.person, deed.on, None)
    elif account is None:
        clerk.enter(deed.person, deed.household or clerk.homes[deed.person][0], deed.on)
    else:
        need(not clerk.counts(deed.person))
        clerk.place(deed.person, deed.on, clerk.book.villages[account])


def confirm(clerk: Clerk, deed: d.ConfirmRoster) -> None:
    clerk.need_day(deed.on)
    need(deed.village in clerk.rolls and clerk.rolls[deed.village] is None)
    clerk.rolls[deed.village] = deed.on


def enter(clerk: Clerk, deed: Enter) -> None:
    """Households that are on the roll already stay as they are."""
    village = clerk.households[deed.household]
    if deed.household in clerk.book.villages:
        return
    account_of = clerk.now.account_of
    for person, (home, _) in clerk.homes.items():
        if home == deed.household and person not in account_of:
            clerk.enter(person, home, clerk.era.opens)
    clerk.rolls.setdefault(village, None)
