"""The rows that an import delivers, whatever file they came from: parsed, not yet in the graph.

A household holds its members; listings, dispositions, payments and vouchers name them by key.
Days are civil days in Asia/Shanghai. Keys are 26 characters of base32 in lower case, drawn at
random, never from a number.
"""

from dataclasses import dataclass
from datetime import date

from policy.vocabulary import Channel, Sex, State


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of a household; `relation` to its head in Chinese (户主, 配偶, 子, 女, …).

    `id_number` has 18 characters, unmasked; None for who has none yet.
    """

    key: str
    name: str
    sex: Sex
    birth: date
    id_number: str | None
    relation: str


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household; `village` is a code of 12 digits, `members` begins with the one 户主.

    `number` is what the roll prints; `grid` is the group (组) that one cadre answers for.
    """

    key: str
    number: str
    village: str
    grid: str | None
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A person on a hardship list; half-open days: on it from `since`, no longer on `until`.

    `category` is a category key, `source` the name of the list, `department` a DepartmentKind.
    """

    person: str
    category: str
    since: date
    until: date | None
    source: str
    department: str


@dataclass(frozen=True, slots=True)
class DispositionRow:
    """Why a person of the roll does not pay, from the day `on`; `evidence` says what shows it."""

    person: str
    state: State
    on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """What one household paid at once; its amount is what is due for `people` on `paid_on`."""

    key: str
    household: str
    people: tuple[str, ...]
    paid_on: date
    channel: Channel
    evidence: str


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """The day on which a person activated the e-voucher (医保电子凭证)."""

    person: str
    on: date
