"""Every kind of rule and its terms. A new kind of rule is one line here and its module."""

from policy.standards import Standard
from policy.subsidy import SubsidyTerms
from policy.targets import TargetTerms
from policy.windows import WindowTerms

KINDS: dict[str, type] = {
    "standards": Standard,
    "subsidies": SubsidyTerms,
    "windows": WindowTerms,
    "targets": TargetTerms,
}
