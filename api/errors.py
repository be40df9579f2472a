"""What a client sees when something goes wrong.

GraphQLError ─┬─ has a code already               shown
              ├─ ApiError                         shown with its code and facts
              ├─ graph.errors.Unavailable, …      shown with the code of the fault
              ├─ parsing, validation, variables   shown as BAD_INPUT
              └─ anything else                    masked as INTERNAL, logged with its incident
"""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError

from graph.errors import GraphError, OutcomeUnknown, StatementTooLarge, Unavailable
from schema.errors import ApiError, Code

Formatted = dict[str, Any]  # an entry of `errors`, as the GraphQL specification shapes it

logger = logging.getLogger("zeren.api")

FAULTS: dict[type[GraphError], tuple[Code, str]] = {
    Unavailable: (Code.UNAVAILABLE, "图数据库暂时没有应答，请稍后再试"),
    OutcomeUnknown: (Code.OUTCOME_UNKNOWN, "尚不知是否已写入，请用同一个 idempotencyKey 重发"),
    StatementTooLarge: (Code.LIMIT, "这次查询超出了数据库的内存，请缩小范围或分页"),
}


def formatted(errors: Sequence[GraphQLError]) -> list[Formatted]:
    """The `errors` of an answer, each with `extensions.code`; logs what it masks.

    Faults of one kind share an incident: a list of 3,000 places would log 3,000 otherwise.
    """
    told: dict[type[Exception], Formatted] = {}
    return [_formatted(error, told) for error in errors]


def refusal(error: ApiError) -> Formatted:
    """An entry of `errors` for what is refused before GraphQL sees it."""
    return {"message": error.message, "extensions": _facts(error)}


def is_request_error(errors: Sequence[GraphQLError]) -> bool:
    """Did it fail before any field ran? Then the answer has no `data`."""
    return bool(errors) and all(error.path is None for error in errors)


def _formatted(error: GraphQLError, told: dict[type[Exception], Formatted]) -> Formatted:
    cause = _cause(error)
    entry: Formatted = dict(error.formatted)
    if isinstance(cause, ApiError):
        return {**entry, "message": cause.message, "extensions": _facts(cause)}
    if isinstance(cause, GraphQLError) and cause.extensions and "code" in cause.extensions:
        return {**entry, "extensions": cause.extensions}
    if _is_client_mistake(error) and not isinstance(cause, GraphError):
        return {**entry, "extensions": {"code": Code.BAD_INPUT}}
    if type(cause) not in told:
        told[type(cause)] = fault(cause)
    return {**entry, **told[type(cause)]}


def _cause(error: GraphQLError) -> Exception:
    """The innermost error: GraphQL wraps what a resolver raises, more than once if it must."""
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_client_mistake(error: GraphQLError) -> bool:
    """Found before any field ran, and either by GraphQL itself or at a place of the query."""
    return error.path is None and (error.original_error is None or bool(error.locations))


def _facts(error: ApiError) -> dict[str, object]:
    return {"code": error.code, **error.facts}


def fault(error: Exception) -> Formatted:
    """Of the graph: known by its code. Of our own: only the number under which it is logged."""
    for kind, (code, message) in FAULTS.items():
        if isinstance(error, kind):
            logger.warning("%s: %s", code, error)
            return {"message": message, "extensions": {"code": code}}
    incident = secrets.token_hex(4)
    logger.error("incident %s", incident, exc_info=error)
    extensions = {"code": Code.INTERNAL, "incident": incident}
    return {"message": f"内部错误，编号 {incident}，请把编号告诉管理员", "extensions": extensions}
