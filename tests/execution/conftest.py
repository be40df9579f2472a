"""Every operation is asked twice: of graphql-core, and of a plan made for it at once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import strawberry

from execution.executor import CompiledExecutor, compiled, plain
from execution.plans import Plans

Both = Callable[..., Awaitable[Any]]


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> Plans:
    """Those of a test: each operation has one at once."""
    found = Plans(at_once=True)
    monkeypatch.setattr(CompiledExecutor, "plans", found)
    return found


@pytest.fixture
def both(plans: Plans) -> Both:
    """Asks both; the answer that they agree on."""

    async def ask(schema: strawberry.Schema, text: str, **given: Any) -> Any:
        context = given.pop("context", dict)
        core = await plain(schema).execute(text, context_value=context(), **given)
        expected, made = told(core), plans.made
        found = told(await compiled(schema).execute(text, context_value=context(), **given))
        assert plans.made == made + 1, "no plan was made"
        assert found == expected, text
        return found

    return ask


def told(result: Any) -> dict[str, Any]:
    """An answer with the order of its keys, and errors with what caused them."""
    errors = [
        {**error.formatted, "cause": type(error.original_error).__name__}
        for error in result.errors or ()
    ]
    return {"data": ordered(result.data), "errors": errors}


def ordered(value: Any) -> Any:
    """With objects as pairs, so that their order counts, and values with their types."""
    if isinstance(value, dict):
        return [(key, ordered(one)) for key, one in value.items()]
    if isinstance(value, list):
        return [ordered(one) for one in value]
    return (type(value).__name__, repr(value))
