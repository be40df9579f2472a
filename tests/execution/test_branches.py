"""Items of lists that are answered again: which, and when not."""

from typing import Any

import pytest
import strawberry

from execution.branches import Rules
from execution.executor import compiled
from execution.plans import Plans

RULES = Rules(
    "Unit",
    "code",
    {
        "Unit": {
            "code": ("", frozenset()),
            "text": ("", frozenset({"size"})),
            "later": ("", frozenset()),
            "units": ("Unit", frozenset()),
        }
    },
)


@strawberry.type
class Unit:
    code: str

    @strawberry.field
    def text(self, info: strawberry.Info[Any], size: int = 1) -> str | None:
        info.context.asked.append(self.code)
        if self.code in info.context.broken:
            raise ValueError(f"{self.code} is broken")
        return self.code * size

    @strawberry.field
    async def later(self) -> str:
        return self.code

    @strawberry.field
    def other(self) -> str:
        return self.code

    @strawberry.field
    def units(self) -> list["Unit"]:
        return [Unit(code=f"{self.code}{at}") for at in "ab"] if len(self.code) < 3 else []


@strawberry.type
class Query:
    @strawberry.field
    def units(self) -> list[Unit]:
        return [Unit(code="x")]


SCHEMA = compiled(strawberry.Schema(query=Query), RULES)


class Context:
    """Keeps answers by what is asked; `asked`: whose text was worked out."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self.shelves: dict[Any, dict[str, Any]] = {}

    def shelf(self, branch: Any, given: Any) -> dict[str, Any] | None:
        return self.shelves.setdefault((branch, given), {})

    async def ask(self, text: str, **variables: Any) -> Any:
        found = await SCHEMA.execute(text, variable_values=variables, context_value=self)
        return found.data, [error.path for error in found.errors or ()]


@pytest.fixture
def context(plans: Plans) -> Context:
    return Context()


TREE = "{ units { text units { text units { text } } } }"


async def test_an_item_with_a_list_below_it_is_worked_out_once(context: Context) -> None:
    first = await context.ask(TREE)
    assert (len(context.asked), sorted(context.asked)[0]) == (7, "x")
    assert await context.ask(TREE) == first
    assert len(context.asked) == 7


async def test_only_what_left_the_shelf_is_worked_out_again(context: Context) -> None:
    first = await context.ask(TREE)
    for shelf in context.shelves.values():
        shelf.pop("x", None)
        shelf.pop("xa", None)
    context.asked.clear()
    assert await context.ask(TREE) == first
    assert context.asked == ["x", "xa", "xaa", "xab"]


async def test_an_item_with_an_error_below_it_is_worked_out_each_time(context: Context) -> None:
    context.broken.add("xb")
    _, errors = await context.ask(TREE)
    assert errors == [["units", 0, "units", 1, "text"]]
    context.broken.clear()
    found, errors = await context.ask(TREE)
    assert (found["units"][0]["units"][1]["text"], errors) == ("xb", [])


async def test_an_item_that_had_to_wait_is_not_kept(context: Context) -> None:
    text = "{ units { text later units { code } } }"
    assert await context.ask(text) == await context.ask(text)
    assert context.asked == ["x", "x"]


async def test_other_arguments_are_another_question(context: Context) -> None:
    text = "query($size: Int!) { units { text(size: $size) units { code } } }"
    for size in (1, 2, 1):
        found, _ = await context.ask(text, size=size)
        assert found["units"][0]["text"] == "x" * size
    assert context.asked == ["x", "x"]


@pytest.mark.parametrize(
    "text",
    ["{ units { text } }", "{ units { text other units { code } } }"],
    ids=["nothing below", "a field that depends on more"],
)
async def test_what_is_no_branch_is_worked_out_each_time(context: Context, text: str) -> None:
    assert await context.ask(text) == await context.ask(text)
    assert (context.asked, context.shelves) == (["x", "x"], {})


async def test_without_a_shelf_all_is_worked_out(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Context, "shelf", lambda *_: None)
    assert await context.ask(TREE) == await context.ask(TREE)
    assert len(context.asked) == 14
