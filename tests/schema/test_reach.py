"""How far an operation looks, and what it will ask of progress."""

from datetime import date
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from schema.context import AsOf
from schema.reach import questions, reach


def parts(text: str) -> tuple[OperationDefinitionNode, dict[str, FragmentDefinitionNode]]:
    nodes = parse(text).definitions
    [operation] = [node for node in nodes if isinstance(node, OperationDefinitionNode)]
    return operation, {
        node.name.value: node for node in nodes if isinstance(node, FragmentDefinitionNode)
    }


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("{ jurisdiction { name } }", 0),
        ("{ jurisdiction { children { name } } }", 1),
        ("{ jurisdiction { a: children { children { name } } b: children { name } } }", 2),
        ("{ jurisdiction { ...f } } fragment f on J { children { name } }", 1),
        ("{ jurisdiction { ... { children { parent { name } } } } }", 1),
        ("{ jurisdiction { children { progress { quota } } } }", None),
        ("{ jurisdiction { children { name } } b: jurisdiction { people { totalCount } } }", None),
    ],
)
def test_an_operation_looks_as_deep_as_its_children_nest(text: str, depth: int | None) -> None:
    assert reach(*parts(text)) == depth


@pytest.mark.parametrize(
    ("arguments", "variables", "asked"),
    [
        ("year: 2022", {}, {AsOf(2022)}),
        ("year: $y", {"y": 2023}, {AsOf(2023)}),
        ('year: 2022, asOf: "2021-10-31"', {}, {AsOf(2022, date(2021, 10, 31))}),
        ("year: 2022, asOf: $d", {"d": date(2021, 1, 2)}, {AsOf(2022, date(2021, 1, 2))}),
        ("year: 2022, asOf: $d", {}, {AsOf(2022)}),
        ('year: 2022, asOf: "yesterday"', {}, set()),
        ("year: $y", {}, set()),
    ],
)
def test_the_questions_about_progress_are_known_beforehand(
    arguments: str, variables: dict[str, Any], asked: set[AsOf]
) -> None:
    text = f"{{ j {{ children {{ progress({arguments}) {{ quota }} }} }} }}"
    assert questions(*parts(text), variables) == asked
