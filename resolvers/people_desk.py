"""Where facts about people, households and rolls are handed in."""

from dataclasses import dataclass
from datetime import date

from facts.deeds import (
    ConfirmRoster,
    CorrectPerson,
    CorrectRoster,
    Dispose,
    EndMark,
    EnrolSpecially,
    Mark,
    Move,
    NewHousehold,
    NewPerson,
    Register,
)
from facts.keys import new_key
from facts.vault import Vault
from policy.enrolment import EnrolmentDecision as LawEnrolment
from policy.identity import InvalidIdNumber, mask, normalise, parse
from policy.vocabulary import Sex
from resolvers.desk import Desk, Done, needed_key, needed_text
from schema.context import AsOf
from schema.decision import EnrolmentDecision
from schema.entry import (
    ConfirmRosterInput,
    ConfirmRosterPayload,
    CorrectPersonInput,
    CorrectPersonPayload,
    CorrectRosterInput,
    CorrectRosterPayload,
    EndCategoryInput,
    EndCategoryPayload,
    EnrolSpeciallyInput,
    EnrolSpeciallyPayload,
    MarkCategoryInput,
    MarkCategoryPayload,
    MoveMemberInput,
    MoveMemberPayload,
    RecordDispositionInput,
    RecordDispositionPayload,
    RegisterPersonInput,
    RegisterPersonPayload,
)
from schema.errors import ApiError, Code
from schema.person import Person
from schema.progress import Progress

HEAD = "户主"


@dataclass(slots=True)
class PeopleDesk:
    """Each write is done once for each idempotency key. Without a vault, no number is taken."""

    desk: Desk
    vault: Vault | None
    today: date

    async def record_disposition(self, given: RecordDispositionInput) -> RecordDispositionPayload:
        deed = Dispose(
            needed_key(given.person, "Person", "person"),
            given.year,
            given.state,
            given.on,
            needed_text(given.evidence, "evidence"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        return RecordDispositionPayload(person=await self._person(done), user_errors=done.errors)

    async def register_person(self, given: RegisterPersonInput) -> RegisterPersonPayload:
        person = self._new_person(given)
        home = self._home(given.household, given.village, given.household_number, given.grid)
        founds = isinstance(home, NewHousehold)
        relation = given.relation or (HEAD if founds else "其他")
        deed = Register(person, home, relation, given.since, given.year)
        done = await self.desk.do(given.idempotency_key, given, deed)
        return RegisterPersonPayload(person=await self._person(done), user_errors=done.errors)

    def _new_person(self, given: RegisterPersonInput) -> NewPerson:
        name = needed_text(given.name, "name")
        if given.id_number is None:
            if given.sex is None or given.birth_date is None:
                message = "没有证件号码时须给出 sex 和 birthDate"
                raise ApiError(Code.BAD_INPUT, message, field="idNumber")
            return NewPerson(new_key(), name, given.sex, given.birth_date)
        number, vault = self._number(given.id_number)
        found = parse(number, self.today)
        self._agrees(found.sex, found.birth, given.sex, given.birth_date)
        return NewPerson(
            new_key(),
            name,
            found.sex,
            found.birth,
            vault.hash(number),
            vault.seal(number),
            mask(number),
        )

    def _number(self, text: str) -> tuple[str, Vault]:
        """In its one form; BAD_INPUT names what is wrong with it, never the number itself."""
        if self.vault is None:
            raise ApiError(Code.UNAVAILABLE, "没有证件号码密钥，不能登记证件号码", field="idNumber")
        try:
            number = normalise(text)
            parse(number, self.today)
        except InvalidIdNumber as error:
            raise ApiError(Code.BAD_INPUT, f"idNumber: {error}", field="idNumber") from None
        return number, self.vault

    def _agrees(
        self, sex: Sex, birth: date, given_sex: Sex | None, given_birth: date | None
    ) -> None:
        if given_sex is not None and given_sex is not sex:
            raise ApiError(Code.BAD_INPUT, f"sex 与证件号码不符：应为 {sex.value}", field="sex")
        if given_birth is not None and given_birth != birth:
            message = f"birthDate: {given_birth} 与证件号码中的 {birth} 不符"
            raise ApiError(Code.BAD_INPUT, message, field="birthDate")

    def _home(
        self, household: str | None, village: str | None, number: str | None, grid: str | None
    ) -> str | NewHousehold:
        if household is not None:
            return needed_key(household, "Household", "household")
        if village is None or not number:
            message = "须给出 household，或新户的 village 和 householdNumber"
            raise ApiError(Code.BAD_INPUT, message, field="household")
        return NewHousehold(new_key(), village, number, grid)

    async def move_member(self, given: MoveMemberInput) -> MoveMemberPayload:
        deed = Move(
            needed_key(given.person, "Person", "person"),
            self._home(given.household, given.village, given.household_number, None),
            given.relation,
            given.on,
            needed_text(given.reason, "reason"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        return MoveMemberPayload(person=await self._person(done), user_errors=done.errors)

    async def correct_person(self, given: CorrectPersonInput) -> CorrectPersonPayload:
        number, vault = self._number(given.id_number) if given.id_number else (None, None)
        read = parse(number, self.today) if number else None
        if read is not None:
            self._agrees(read.sex, read.birth, given.sex, given.birth_date)
        deed = CorrectPerson(
            new_key(),
            needed_key(given.person, "Person", "person"),
            given.on,
            needed_text(given.evidence, "evidence"),
            given.name,
            read.sex if read else given.sex,
            read.birth if read else given.birth_date,
            vault.hash(number) if vault and number else None,
            vault.seal(number) if vault and number else None,
            mask(number) if number else None,
            needed_key(given.duty, "Duty", "duty") if given.duty else None,
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        return CorrectPersonPayload(person=await self._person(done), user_errors=done.errors)

    async def correct_roster(self, given: CorrectRosterInput) -> CorrectRosterPayload:
        home = needed_key(given.household, "Household", "household") if given.household else None
        deed = CorrectRoster(
            needed_key(given.person, "Person", "person"),
            given.year,
            home,
            given.on_roll,
            given.on,
            needed_text(given.cause, "cause"),
            given.evidence,
            needed_key(given.duty, "Duty", "duty") if given.duty else None,
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        progress = await self._progress(done.answer["village"], given.year) if done.answer else None
        return CorrectRosterPayload(
            person=await self._person(done), progress=progress, user_errors=done.errors
        )

    async def _progress(self, village: str, year: int) -> Progress:
        now = self.desk.afresh()
        await now.places.ensure(village)
        await now.campaigns.prepare([village], [AsOf(year)])
        found = now.campaigns.progress(village, AsOf(year))
        return found if isinstance(found, Progress) else await found

    async def enrol_specially(self, given: EnrolSpeciallyInput) -> EnrolSpeciallyPayload:
        person = needed_key(given.person, "Person", "person")
        if given.amount is not None and given.amount <= 0:
            raise ApiError(Code.BAD_INPUT, "amount 应大于 0", field="amount")
        deed = EnrolSpecially(
            new_key(),
            person,
            given.year,
            given.event,
            given.event_on,
            given.on,
            given.amount,
            given.channel,
            given.evidence,
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            said = done.decision
            decision = EnrolmentDecision.of(said) if isinstance(said, LawEnrolment) else None
            return EnrolSpeciallyPayload(enrolment=None, decision=decision, user_errors=done.errors)
        enrolment = await self.desk.afresh().records.enrolment(person, given.year)
        return EnrolSpeciallyPayload(
            enrolment=enrolment, decision=enrolment.decision if enrolment else None, user_errors=[]
        )

    async def mark_category(self, given: MarkCategoryInput) -> MarkCategoryPayload:
        person = needed_key(given.person, "Person", "person")
        [category] = await self.desk.law.categories([given.category])
        viewer, book = self.desk.viewer, await self.desk.law.book()
        listed_by = viewer.kind or book.categories[category].listed_by
        department = listed_by.value if listed_by else None
        deed = Mark(person, category, given.since, source=given.list, department=department)
        done = await self.desk.do(given.idempotency_key, given, deed)
        shown = await self._person(done)
        years = done.answer.get("years") or []
        decision = None
        if shown is not None and years:
            decision = await self.desk.afresh().person_law.subsidy(person, max(years), None)
        return MarkCategoryPayload(person=shown, decision=decision, user_errors=done.errors)

    async def end_category(self, given: EndCategoryInput) -> EndCategoryPayload:
        [category] = await self.desk.law.categories([given.category])
        person = needed_key(given.person, "Person", "person")
        deed = EndMark(person, category, given.to, needed_text(given.reason, "reason"))
        done = await self.desk.do(given.idempotency_key, given, deed)
        return EndCategoryPayload(person=await self._person(done), user_errors=done.errors)

    async def confirm_roster(self, given: ConfirmRosterInput) -> ConfirmRosterPayload:
        deed = ConfirmRoster(given.village, given.year, given.on)
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return ConfirmRosterPayload(village=None, user_errors=done.errors)
        now = self.desk.afresh()
        await now.places.ensure(given.village)
        return ConfirmRosterPayload(village=now.places.known(given.village), user_errors=[])

    async def _person(self, done: Done) -> Person | None:
        if not done.is_done:
            return None
        return await self.desk.afresh().people.person(done.answer["person"])
