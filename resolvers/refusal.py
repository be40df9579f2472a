"""How mutations say no."""

from collections.abc import Iterable

from policy.law import Clause as LawClause
from schema.errors import ApiError, Code
from schema.law import Clause
from schema.payload import UserError

LONGEST_KEY = 64


def refusal(
    code: Code,
    message: str,
    field: str | None = None,
    clause: LawClause | None = None,
    candidates: Iterable[str] = (),
) -> UserError:
    """One reason, in Chinese, with the field of the input that is at fault."""
    return UserError(
        message=message,
        field=None if field is None else ["input", field],
        code=code.value,
        clause=None if clause is None else Clause.of(clause),
        candidates=list(candidates),
    )


def check_key(key: str) -> None:
    """Raises BAD_INPUT for an idempotency key that is none."""
    if not 1 <= len(key) <= LONGEST_KEY:
        message = f"idempotencyKey 长 {len(key)} 个字符，应为 1 到 {LONGEST_KEY}"
        raise ApiError(Code.BAD_INPUT, message, field="idempotencyKey")


def conflict() -> UserError:
    message = "这个 idempotencyKey 已用于另一份内容；新的内容请用新的 key"
    return refusal(Code.IDEMPOTENCY_CONFLICT, message, "idempotencyKey")


def no_scheme(code: str, year: int) -> UserError:
    return refusal(Code.NO_SCHEME, f"{code} 在 {year} 年度没有适用的通知", "year")
