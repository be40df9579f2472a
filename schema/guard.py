"""Who may change what. Every mutation is guarded; a new one needs a line here.

    PUBLIC, ANALYST   nothing
    OFFICER           what OFFICERS says, if all that the input names lies in their area
    DEPARTMENT        what DEPARTMENTS says: its own steps
    ADMINISTRATOR     all

A line says which members of the input name what is touched. A mutation without one is for
administrators alone. What is not there is refused like what is outside: nobody learns which.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import AsyncExtensionResolver

from policy.viewer import Role
from schema.asking import look
from schema.context import Info
from schema.errors import ApiError, Code

T = TypeVar("T", bound=type)


class Touched(Enum):
    """What a member of an input names: a code, an id, or the key of a group."""

    PLACE = "Jurisdiction"
    PERSON = "Person"  # whom the viewer sees
    RESIDENT = "Person in the area"  # of whatever groups
    HOUSEHOLD = "Household"
    PAYMENT = "Payment"
    REFUND = "Refund"
    ADVANCE = "Advance"
    DUTY = "Duty"
    POST = "Post"
    DEPARTMENT = "Department"
    GROUP = "Category"


Line = Mapping[str, Touched]

OFFICERS: Mapping[str, Line] = {
    "record_payment": {"household": Touched.HOUSEHOLD, "people": Touched.PERSON},
    "reverse_payment": {"payment": Touched.PAYMENT},
    "record_disposition": {"person": Touched.PERSON},
    "register_person": {"household": Touched.HOUSEHOLD, "village": Touched.PLACE},
    "move_member": {
        "person": Touched.PERSON,
        "household": Touched.HOUSEHOLD,
        "village": Touched.PLACE,
    },
    "correct_roster": {"person": Touched.PERSON, "household": Touched.HOUSEHOLD},
    "correct_person": {"person": Touched.PERSON},
    "enrol_specially": {"person": Touched.PERSON},
    "mark_category": {"person": Touched.PERSON},
    "end_category": {"person": Touched.PERSON},
    "confirm_roster": {"village": Touched.PLACE},
    "report_roster_error": {"household": Touched.HOUSEHOLD},
    "advance_subsidies": {"jurisdiction": Touched.PLACE},
    "reverse_advance": {"advance": Touched.ADVANCE},
    "open_refund": {"payment": Touched.PAYMENT},
    "close_refund": {"refund": Touched.REFUND},
    "set_quota": {"jurisdiction": Touched.PLACE},
    "grant_extension": {"jurisdiction": Touched.PLACE},
    "complete_duty": {"duty": Touched.DUTY},
    "hand_over_post": {"post": Touched.POST},
    "assign_responsibility": {
        "post": Touched.POST,
        "jurisdiction": Touched.PLACE,
        "household": Touched.HOUSEHOLD,
    },
    "record_assessment_input": {"jurisdiction": Touched.PLACE},
}

DEPARTMENTS: Mapping[str, Line] = {
    "mark_category": {"person": Touched.RESIDENT, "category": Touched.GROUP},
    "end_category": {"person": Touched.PERSON, "category": Touched.GROUP},
    "advance_subsidies": {"department": Touched.DEPARTMENT, "jurisdiction": Touched.PLACE},
    "reverse_advance": {"advance": Touched.ADVANCE},
    "complete_duty": {"duty": Touched.DUTY},
    "hand_over_post": {"post": Touched.POST},
}

LINES = {Role.OFFICER: OFFICERS, Role.DEPARTMENT: DEPARTMENTS}


class Guard(FieldExtension):
    """Asks before a mutation begins; raises FORBIDDEN."""

    def __init__(self, mutation: str) -> None:
        self._mutation = mutation

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: Info, **given: Any
    ) -> Any:
        if not await self._may(info, given.get("input")):
            message = "您无权进行此操作：所涉对象不在您的管辖范围内，或不存在"
            raise ApiError(Code.FORBIDDEN, message, field=info.field_name)
        answer = await next_(source, info, **given)
        info.context.renew()
        look(info)
        return answer

    async def _may(self, info: Info, given: object) -> bool:
        role = info.context.viewer.role
        if role is Role.ADMINISTRATOR:
            return True
        line = LINES.get(role, {}).get(self._mutation)
        if line is None:
            return False
        named = [(kind, key) for name, kind in line.items() for key in _keys(given, name)]
        return bool(named) and await info.context.rights.may_write(named)


def _keys(given: object, name: str) -> list[str]:
    """What a member of the input names: nothing, one, or several."""
    value = getattr(given, name)
    if value is None:
        return []
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def guarded(mutations: T) -> T:
    """The type with a guard before each of its fields."""
    definition: Any = getattr(mutations, "__strawberry_definition__")  # noqa: B009
    for field in definition.fields:
        field.extensions.append(Guard(field.python_name))
    return mutations
