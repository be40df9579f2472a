"""The description of the format keeps up with the format."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from graph_seed.law import read_categories
from graph_seed.law_files import PlainLoader
from graph_seed.law_rules import read_rules
from policy.kinds import KINDS
from policy.law import Clause, Notice

TEXT = (Path(__file__).parents[2] / "docs" / "law-format.md").read_text(encoding="utf-8")


def test_every_kind_and_its_terms_are_described() -> None:
    names = {kind: {f.name for f in fields(terms)} for kind, terms in KINDS.items()}
    missing = [
        f"{kind}.{name}"
        for kind, terms in names.items()
        for name in {kind, *terms}
        if f"`{name}`" not in TEXT
    ]
    assert missing == []


EXAMPLES = re.findall(r"```yaml (\w+)\n(.*?)```", TEXT, re.DOTALL)
NOTICE = Notice("made-up", "虚构", None, "4311", 2022)


def test_every_kind_has_an_example() -> None:
    assert sorted(kind for kind, _ in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_every_example_can_be_read(kind: str, text: str) -> None:
    raws = yaml.load(text, PlainLoader)
    clauses = {"三": Clause("made-up", "三", "虚构")}
    rules = read_rules(kind, raws, NOTICE, clauses, read_categories())
    assert [rule.key for rule in rules] == [raw["key"] for raw in raws]
