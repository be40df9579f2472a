"""Schemes: for each value of a year, the nearest notice that speaks of it."""

from datetime import date
from typing import Any

import strawberry

from policy import scheme as policy
from policy.assessment import RuleInput as PolicyInput
from policy.assessments import inputs
from policy.claims import SubsidyTerms
from policy.law import Rule as PolicyRule
from policy.targets import TargetTerms
from policy.windows import WindowTerms
from schema.context import Info
from schema.law import Category, Clause, LazyJurisdiction, Notice, Reading
from schema.node import Node, node_id
from schema.scalars import Yuan
from schema.terms import DepartmentKind, Fund, PaymentPath, TargetBase


@strawberry.type(description="A piece of a scheme: where it stands, and whose it is.")
class Sourced:
    clause: Clause = strawberry.field(description="Where it stands.")
    inherited: strawberry.Private[str | None]

    @strawberry.field(
        graphql_type=LazyJurisdiction | None,
        description="The unit above whose notice states it; null where the nearest notice does.",
    )
    def inherited_from(self, info: Info) -> Any:
        return None if self.inherited is None else info.context.places.one(self.inherited)


@strawberry.type(
    description="One value of the law. Unset where the notice leaves it to somebody else: then "
    "note says what it says."
)
class Parameter(Sourced):
    key: str = strawberry.field(description="The name by which parameter(key) finds it.")
    name: str = strawberry.field(description="In Chinese.")
    value: str | None = strawberry.field(description="As text, in its unit; null while unset.")
    unit: str | None = strawberry.field(
        description="YUAN, DATE, DAY_OF_YEAR, DAYS, MONTHS, SHARE, CHOICE or TEXT; null for a "
        "number within another rule."
    )
    note: str | None = strawberry.field(description="What the notice says besides.")

    @staticmethod
    def of(found: policy.Parameter) -> "Parameter":
        return Parameter(
            key=found.key,
            name=found.name,
            value=found.value,
            unit=found.unit,
            note=found.note,
            clause=Clause.of(found.clause),
            inherited=found.inherited_from,
        )


@strawberry.type(description="What is paid for somebody in a group, by whom (资助).")
class SubsidyRule(Sourced):
    note: str | None = strawberry.field(description="What the notice says besides.")
    category: Category = strawberry.field(description="The group.")
    amount: Yuan | None = strawberry.field(
        description="Yuan a person and year; null where a share is stated, or nothing."
    )
    share: float | None = strawberry.field(description="Share of the personal part, 0 to 1.")
    fund: Fund = strawberry.field(description="Whose money it is.")
    listed_by: DepartmentKind | None = strawberry.field(description="Who draws up the list.")
    requested_by: DepartmentKind | None = strawberry.field(
        description="Who requests the money (请款); null where nobody does."
    )
    paid_to: PaymentPath = strawberry.field(description="Where the money ends.")
    stations: list[str] = strawberry.field(
        description="The stations of the money, as the notice names them."
    )
    pay_first: bool = strawberry.field(description="The person pays in full first (先缴后补).")
    deadline: date | None = strawberry.field(
        description="When the money must be in place, where the notice says."
    )
    reading: Reading | None = strawberry.field(description="How a silence is read here.")


@strawberry.type(description="A period of the campaign (缴费期).")
class Window(Sourced):
    key: str = strawberry.field(description="collection is the ordinary one.")
    opens: date | None = strawberry.field(description="First day, where the notice states one.")
    closes: date = strawberry.field(description="Last day.")
    extended_to: date | None = strawberry.field(
        description="Last day where an extension is granted; null where none can be."
    )
    condition: str | None = strawberry.field(description="Whom the extension is for.")

    @staticmethod
    def of(rule: PolicyRule[WindowTerms], scheme: policy.Scheme) -> "Window":
        return Window(
            key=rule.key,
            opens=rule.terms.opens,
            closes=rule.terms.closes,
            extended_to=rule.terms.extended_to,
            condition=rule.terms.condition,
            clause=Clause.of(rule.clause),
            inherited=scheme.inherited_from(rule),
        )


@strawberry.type(description="A rate that the scheme aims at (目标).")
class Target(Sourced):
    key: str = strawberry.field(description="Unique within the scheme.")
    name: str = strawberry.field(description="In Chinese.")
    rate: float = strawberry.field(description="A share of what base counts, e.g. 0.965.")
    base: TargetBase = strawberry.field(description="What the rate is taken of.")
    by: date | None = strawberry.field(description="By the end of which day, where stated.")
    assessed: bool = strawberry.field(description="Somebody is judged by it.")

    @staticmethod
    def of(rule: PolicyRule[TargetTerms], scheme: policy.Scheme) -> "Target":
        return Target(
            key=rule.key,
            name=rule.name,
            rate=float(rule.terms.rate),
            base=rule.terms.base,
            by=rule.terms.by,
            assessed=rule.terms.assessed,
            clause=Clause.of(rule.clause),
            inherited=scheme.inherited_from(rule),
        )


@strawberry.type(
    description="A figure that a rule asks for: counted from the facts, or given by people "
    "(recordAssessmentInput)."
)
class RuleInput:
    key: str = strawberry.field(description="The name by which figures give it.")
    name: str = strawberry.field(description="In Chinese.")
    unit: str = strawberry.field(description="What it counts, in Chinese: 人, 条, 分.")
    counted: bool = strawberry.field(description="From the facts; else given by people.")

    @staticmethod
    def of(found: PolicyInput) -> "RuleInput":
        return RuleInput(key=found.key, name=found.name, unit=found.unit, counted=found.counted)


@strawberry.type(description="One rule of a scheme, of whatever kind.")
class Rule(Node, Sourced):
    key: str = strawberry.field(description="Unique within its kind and scheme.")
    name: str = strawberry.field(description="In Chinese.")
    kind: str = strawberry.field(description="standards, subsidies, windows, targets, events, …")
    reading: Reading | None = strawberry.field(description="How a silence is read here.")
    inputs: list[RuleInput] = strawberry.field(
        description="The figures that it asks for; empty for rules that judge nobody."
    )

    @staticmethod
    def of(rule: PolicyRule[Any], scheme: policy.Scheme) -> "Rule":
        key = "|".join((scheme_key(scheme), rule.kind, rule.key))
        return Rule(
            id=node_id("Rule", f"{key}|{rule.valid_from}" if rule.valid_from else key),
            key=rule.key,
            name=rule.name,
            kind=rule.kind,
            reading=Reading.of(rule.reading) if rule.reading else None,
            inputs=[RuleInput.of(one) for one in inputs(rule)],
            clause=Clause.of(rule.clause),
            inherited=scheme.inherited_from(rule),
        )


def scheme_key(scheme: policy.Scheme) -> str:
    return f"{scheme.jurisdiction}|{scheme.year}"


@strawberry.type(
    description="The rules of a unit in a year: for each value, the nearest notice that speaks "
    "of it."
)
class Scheme(Node):
    year: int = strawberry.field(description="In which benefits run.")
    law: strawberry.Private[policy.Scheme]

    @staticmethod
    def of(scheme: policy.Scheme) -> "Scheme":
        return Scheme(id=node_id("Scheme", scheme_key(scheme)), year=scheme.year, law=scheme)

    @strawberry.field(
        graphql_type=LazyJurisdiction,
        description="The unit whose notice is the nearest, not the one asked for: its townships "
        "share one Scheme.",
    )
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.law.jurisdiction)

    @strawberry.field(
        description="The notices it draws on, nearest first; last of all, what is done where they "
        "are silent."
    )
    def notices(self) -> list[Notice]:
        return [Notice.of(notice) for notice in self.law.notices]

    @strawberry.field(
        description="Notices between or above, as these cite them, whose text is not held."
    )
    def missing_notices(self) -> list[str]:
        return list(self.law.missing_notices)

    @strawberry.field(description="Every value, and every number within other rules.")
    def parameters(self) -> list[Parameter]:
        return [Parameter.of(found) for found in self.law.parameters()]

    @strawberry.field(description="One value by its key; null where no notice speaks of it.")
    def parameter(self, key: str) -> Parameter | None:
        return self._parameter(key)

    @strawberry.field(description="What a person pays a year (个人缴费标准), in yuan.")
    def personal_contribution(self) -> Parameter | None:
        return self._parameter("personal_contribution")

    @strawberry.field(description="What the state adds a person and year (财政补助), in yuan.")
    def fiscal_subsidy(self) -> Parameter | None:
        return self._parameter("fiscal_subsidy")

    @strawberry.field(description="The groups that its subsidies name, in their order.")
    async def categories(self, info: Info) -> list[Category]:
        return await info.context.law.many(group_keys(self.law))

    @strawberry.field(description="What is paid for whom, in the order of the notices.")
    async def subsidy_rules(self, info: Info) -> list[SubsidyRule]:
        rules = self.law.of(SubsidyTerms)
        groups = await info.context.law.many(tuple(rule.key for rule in rules))
        return [self._subsidy(*pair) for pair in zip(rules, groups, strict=True)]

    @strawberry.field(description="The periods of the campaign.")
    def windows(self) -> list[Window]:
        return [Window.of(rule, self.law) for rule in self.law.of(WindowTerms)]

    @strawberry.field(description="The rates it aims at.")
    def targets(self) -> list[Target]:
        return [Target.of(rule, self.law) for rule in self.law.of(TargetTerms)]

    @strawberry.field(description="All rules of whatever kind, those above among them.")
    def rules(self) -> list[Rule]:
        return [Rule.of(rule, self.law) for rule in self.law.rules]

    @strawberry.field(description="How its silences are read, each once.")
    def readings(self) -> list[Reading]:
        return [Reading.of(reading) for reading in self.law.readings]

    def _parameter(self, key: str) -> Parameter | None:
        found = self.law.parameter(key)
        return None if found is None else Parameter.of(found)

    def _subsidy(self, rule: PolicyRule[SubsidyTerms], category: Category) -> SubsidyRule:
        terms = rule.terms
        return SubsidyRule(
            note=rule.note,
            category=category,
            amount=None if terms.amount is None else Yuan(terms.amount),
            share=None if terms.share is None else float(terms.share),
            fund=terms.fund,
            listed_by=terms.listed_by or category.listed_by,
            requested_by=terms.requested_by,
            paid_to=terms.paid_to,
            stations=list(terms.stations),
            pay_first=terms.pay_first,
            deadline=self.law.day("subsidy_in_place_by"),
            reading=Reading.of(rule.reading) if rule.reading else None,
            clause=Clause.of(rule.clause),
            inherited=self.law.inherited_from(rule),
        )


def group_keys(scheme: policy.Scheme) -> tuple[str, ...]:
    """The groups that a scheme's subsidies name, each once."""
    return tuple(dict.fromkeys(rule.key for rule in scheme.of(SubsidyTerms)))
