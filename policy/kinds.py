"""Every kind of rule and its terms. A new kind of rule is one line here and its module."""

from policy.assessment_funds import FundsTerms, PrizesTerms
from policy.assessment_person import PersonBonusTerms
from policy.assessment_sheet import ScoreMoneyTerms, SheetTerms
from policy.assessment_tiers import FineTerms, TierBonusTerms
from policy.claims import SubsidyTerms
from policy.duties import DutyTerms
from policy.events import EventTerms
from policy.refund import RefundTerms
from policy.responsibility import DepartmentTerms, PostTerms
from policy.sanctions import SanctionTerms
from policy.standards import Standard
from policy.targets import TargetTerms
from policy.windows import WindowTerms

KINDS: dict[str, type] = {
    "standards": Standard,
    "subsidies": SubsidyTerms,
    "windows": WindowTerms,
    "targets": TargetTerms,
    "events": EventTerms,
    "refunds": RefundTerms,
    "person_bonuses": PersonBonusTerms,
    "tier_bonuses": TierBonusTerms,
    "fines": FineTerms,
    "work_funds": FundsTerms,
    "prizes": PrizesTerms,
    "sheets": SheetTerms,
    "score_money": ScoreMoneyTerms,
    "departments": DepartmentTerms,
    "posts": PostTerms,
    "duties": DutyTerms,
    "sanctions": SanctionTerms,
}
