"""All that one request can be answered from; each part is made when it is first asked for.

Answers ── places, campaigns, people, … ──> the resolvers of this room, one set a request
        └─ renew() after a write, afresh() ──> nothing of it was read yet
"""

from collections.abc import Hashable
from datetime import date
from functools import cached_property
from typing import Any

from facts.vault import Vault
from facts.writer import Writers
from graph.gateway import Gateway, Store
from policy.places import NATION_CODE
from policy.viewer import Viewer
from resolvers.analysis import Analysis
from resolvers.area import Area
from resolvers.assessments import Assessments
from resolvers.campaigns import CampaignsShown
from resolvers.cells import Cells
from resolvers.chains import Chains
from resolvers.decisions import Decisions
from resolvers.desk import Desk
from resolvers.duties import Duties
from resolvers.duty_desk import DutyDesk
from resolvers.explorer import Explorer
from resolvers.extensions import Extensions
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.identities import IdentitiesRead
from resolvers.imports import ImportsShown
from resolvers.inputs import AssessmentInputs
from resolvers.law import LawShown
from resolvers.ledgers import LedgersShown
from resolvers.money_desk import MoneyDesk
from resolvers.overpaid import Overpaid
from resolvers.payments import Payments
from resolvers.people import PeopleShown
from resolvers.people_desk import PeopleDesk
from resolvers.posts import PostsShown
from resolvers.quotas import QuotasSet
from resolvers.records import RecordsShown
from resolvers.rights import RightsHeld
from resolvers.sanctions import AllFindings, Sanctions
from resolvers.standing import PersonLaw
from resolvers.sums import Sums
from resolvers.tree import Forest
from rollup.memory import Rollup
from rollup.shelves import Shelf


class Answers:
    """What one request of a viewer is answered from; `today`: the civil day in China.

    Without the vault no identity number is opened, and nobody is found by one. `writers`: those of
    the process, in which requests that arrive together are written together. `rollup`: what the
    process keeps in memory of the tree and its sums.
    """

    def __init__(
        self,
        viewer: Viewer,
        gateway: Gateway,
        today: date,
        vault: Vault | None = None,
        writers: Writers | None = None,
        rollup: Rollup | None = None,
    ) -> None:
        self.viewer, self.today = viewer, today
        self._gateway, self._vault, self._rollup = gateway, vault, rollup
        self._writers = writers or Writers(gateway)
        self._given = frozenset(vars(self)) | {"_given"}

    def afresh(self) -> "Answers":
        """The same, in which nothing was read yet."""
        return Answers(
            self.viewer, self._gateway, self.today, self._vault, self._writers, self._rollup
        )

    def renew(self) -> None:
        """After a write: whatever this operation asks from now on is read anew."""
        for name in vars(self).keys() - self._given:
            del self.__dict__[name]

    def shelf(self, branch: Hashable, given: tuple[tuple[str, str, Any], ...]) -> Shelf | None:
        """Where finished branches of the tree of places stand (execution/branches.py)."""
        return self.sums.shelf(branch, given)

    @property
    def store(self) -> Store:
        return self._gateway.directory

    @cached_property
    def places(self) -> Geography:
        return Geography(Forest(self.store, self._rollup), self.today)

    @cached_property
    def sums(self) -> Sums:
        return Sums(self.store, self.places, self.today)

    @cached_property
    def law(self) -> LawShown:
        return LawShown(self.sums)

    @cached_property
    def area(self) -> Area:
        return Area(self.viewer, self.law, self.today)

    @cached_property
    def campaigns(self) -> CampaignsShown:
        return CampaignsShown(self.sums, self.law, Cells(self.sums, self.area))

    @cached_property
    def extensions(self) -> Extensions:
        return Extensions(self.law, self.today)

    @cached_property
    def assessments(self) -> Assessments:
        return Assessments(self.campaigns, self.extensions, self.area, self.today)

    @cached_property
    def assessment_inputs(self) -> AssessmentInputs:
        return AssessmentInputs(self.assessments, self.today)

    @cached_property
    def people(self) -> PeopleShown:
        return PeopleShown(self.store, self.sums, self.area, self.today)

    @cached_property
    def person_law(self) -> PersonLaw:
        return PersonLaw(self.law, self.extensions, self.area, self.today)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self.law, self.extensions)

    @cached_property
    def duties(self) -> Duties:
        return Duties(self.law, self.people, self.today)

    @cached_property
    def duty_desk(self) -> DutyDesk:
        return DutyDesk(self.duties)

    @cached_property
    def rights(self) -> RightsHeld:
        return RightsHeld(self.store, self.area, self.duties)

    @cached_property
    def findings(self) -> AllFindings:
        shown = FindingsShown(self.places, self.area)
        sanctions = Sanctions(self.assessments, self.duties)
        return AllFindings(shown, Overpaid(self.places, self.area), sanctions)

    @cached_property
    def posts(self) -> PostsShown:
        return PostsShown(self.law, self.people)

    @cached_property
    def chains(self) -> Chains:
        return Chains(self.law, self.posts, self.area, self.today, lambda: self.afresh().chains)

    @cached_property
    def ledgers(self) -> LedgersShown:
        held = self.law, self.people, self.person_law
        return LedgersShown(self.store, *held, self.area, self.today)

    @cached_property
    def payments(self) -> Payments:
        return Payments(self.store, self.area)

    @cached_property
    def records(self) -> RecordsShown:
        return RecordsShown(self.people, self.law, self.extensions, self.payments)

    @cached_property
    def quotas(self) -> QuotasSet:
        return QuotasSet(self.campaigns)

    @cached_property
    def analysis(self) -> Analysis:
        return Analysis(self.law, self.area, self.today)

    @cached_property
    def explorer(self) -> Explorer:
        return Explorer(self.store, self.area)

    @cached_property
    def identities(self) -> IdentitiesRead:
        return IdentitiesRead(self.store, self.area, self.people.persons, self._vault)

    @cached_property
    def imports(self) -> ImportsShown:
        return ImportsShown(self.store, self.area)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.viewer, self._writers.at(NATION_CODE), self.law, self.afresh)

    @cached_property
    def money_desk(self) -> MoneyDesk:
        return MoneyDesk(self.desk, self.area)

    @cached_property
    def people_desk(self) -> PeopleDesk:
        return PeopleDesk(self.desk, self._vault, self.today)
