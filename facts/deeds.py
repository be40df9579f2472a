"""The facts that can be recorded, as whoever records them says it.

Each names by `needs` what must be locked; what it comes to is worked out by the module of its noun:
paying, reversing, listing, rolls, members, refunds, special. Days are civil days in China; keys are
those of the graph.
"""

from dataclasses import dataclass
from datetime import date

from facts.request import Needs
from policy.terms import EnrolmentEvent, RefundReason, SubsidyStepKind
from policy.vocabulary import Channel, Sex, State


@dataclass(frozen=True, slots=True)
class Pay:
    """Money that came in. `amount_fen` None: just what is due.

    `household` None: people of several households, `payer` paid for them. `collected`: the money is
    in already, so what does not fit is kept as surplus instead of being refused.
    """

    key: str
    year: int
    people: tuple[str, ...]
    paid_on: date
    channel: Channel
    household: str | None = None
    amount_fen: int | None = None
    payer: str | None = None
    evidence: str | None = None
    collected: bool = False

    def needs(self) -> Needs:
        return Needs(
            participations=tuple(f"{person}|{self.year}" for person in self.people),
            accounts=(f"{self.household}|{self.year}",) if self.household else (),
            payments=(self.key,),
        )


@dataclass(frozen=True, slots=True)
class Reverse:
    """A payment, or the shares of some of its people, taken back. No people: all that is left."""

    key: str
    payment: str
    people: tuple[str, ...]
    on: date
    reason: str

    def needs(self) -> Needs:
        return Needs(payments=(self.payment, self.key))


@dataclass(frozen=True, slots=True)
class Dispose:
    """Why a person of the roll need not or will not pay; UNPAID takes it back."""

    person: str
    year: int
    state: State
    on: date
    evidence: str

    def needs(self) -> Needs:
        return Needs(participations=(f"{self.person}|{self.year}",))


@dataclass(frozen=True, slots=True)
class Mark:
    """A person stands on the list of a group from a day on, until before a day."""

    person: str
    category: str
    since: date
    until: date | None = None
    source: str | None = None
    department: str | None = None

    def needs(self) -> Needs:
        return Needs(people=(self.person,))


@dataclass(frozen=True, slots=True)
class EndMark:
    """A person is no longer of a group on the day `to`."""

    person: str
    category: str
    to: date
    reason: str

    def needs(self) -> Needs:
        return Needs(people=(self.person,))


@dataclass(frozen=True, slots=True)
class Activate:
    """The e-voucher (医保电子凭证) of a person was activated."""

    person: str
    on: date

    def needs(self) -> Needs:
        return Needs(people=(self.person,))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom the graph does not know; the number is hashed and sealed by the caller."""

    key: str
    name: str
    sex: Sex
    birth: date
    id_hash: str | None = None
    id_sealed: str | None = None
    id_mask: str | None = None


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household that is founded by a deed."""

    key: str
    village: str
    number: str
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Somebody new, in a household that is there (its key) or is founded."""

    person: NewPerson
    household: str | NewHousehold
    relation: str
    since: date
    year: int

    def needs(self) -> Needs:
        home, village = home_key(self.household), village_of(self.household)
        return Needs(
            people=(self.person.key,),
            accounts=(f"{home}|{self.year}",),
            households=(home,),
            villages=(village,) if village else (),
            rosters=(f"{village}|{self.year}",) if village else (),
            identities=(self.person.id_hash,) if self.person.id_hash else (),
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A member goes to another household, or founds one, on a day."""

    person: str
    household: str | NewHousehold
    relation: str | None
    on: date
    reason: str

    def needs(self) -> Needs:
        village = village_of(self.household)
        return Needs(
            people=(self.person,),
            households=(home_key(self.household),),
            villages=(village,) if village else (),
        )


@dataclass(frozen=True, slots=True)
class CorrectRoster:
    """Somebody is added to the roll of a year or struck off it, with the cause."""

    person: str
    year: int
    household: str | None
    on_roll: bool
    on: date
    cause: str
    evidence: str | None = None
    duty: str | None = None

    def needs(self) -> Needs:
        home = self.household
        return Needs(
            people=(self.person,),
            households=(home,) if home else (),
            accounts=(f"{home}|{self.year}",) if home else (),
        )


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """An entry of the roll is mended; None leaves a value as it is."""

    key: str
    person: str
    on: date
    evidence: str
    name: str | None = None
    sex: Sex | None = None
    birth: date | None = None
    id_hash: str | None = None
    id_sealed: str | None = None
    id_mask: str | None = None
    duty: str | None = None

    def needs(self) -> Needs:
        return Needs(people=(self.person,), identities=(self.id_hash,) if self.id_hash else ())


@dataclass(frozen=True, slots=True)
class EnrolSpecially:
    """Somebody enrols outside the ordinary window; with an amount, it is paid at once."""

    key: str  # of the payment
    person: str
    year: int
    event: EnrolmentEvent
    event_on: date
    on: date
    amount_fen: int | None = None
    channel: Channel | None = None
    evidence: str | None = None

    def needs(self) -> Needs:
        return Needs(people=(self.person,), payments=(self.key,))


@dataclass(frozen=True, slots=True)
class ConfirmRoster:
    """The roll of a village is checked and stands; from then on it changes by corrections alone."""

    village: str
    year: int
    on: date

    def needs(self) -> Needs:
        return Needs(rosters=(f"{self.village}|{self.year}",))


@dataclass(frozen=True, slots=True)
class OpenRefund:
    """Somebody asks for the money back. No people: for all of the payment."""

    key: str
    payment: str
    people: tuple[str, ...]
    reason: RefundReason
    on: date
    evidence: str

    def needs(self) -> Needs:
        return Needs(payments=(self.payment,), refunds=(self.key,))


@dataclass(frozen=True, slots=True)
class CloseRefund:
    """The money went back (`paid_back`), or the request was turned down."""

    key: str  # of the reversal
    refund: str
    on: date
    paid_back: bool
    document: str

    def needs(self) -> Needs:
        return Needs(refunds=(self.refund,), payments=(self.key,))


@dataclass(frozen=True, slots=True)
class Part:
    """One subsidy of a batch; `amount_fen` None: all of it that can be moved."""

    person: str
    group: str
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """A batch of subsidies goes one step on by one document: all of them or none.

    `amount_fen`: what the document says.
    """

    key: str
    year: int
    department: str
    unit: str
    to: SubsidyStepKind
    on: date
    document: str
    parts: tuple[Part, ...]
    amount_fen: int | None = None

    def needs(self) -> Needs:
        return Needs(
            participations=tuple(f"{part.person}|{self.year}" for part in self.parts),
            advances=(self.key,),
        )


@dataclass(frozen=True, slots=True)
class ReverseAdvance:
    """A batch, or some of its subsidies, is brought back. No parts: all that is left of it."""

    key: str
    advance: str
    parts: tuple[Part, ...]
    on: date
    reason: str
    document: str

    def needs(self) -> Needs:
        return Needs(advances=(self.advance, self.key))


def home_key(household: str | NewHousehold) -> str:
    return household if isinstance(household, str) else household.key


def village_of(household: str | NewHousehold) -> str | None:
    return None if isinstance(household, str) else household.village
