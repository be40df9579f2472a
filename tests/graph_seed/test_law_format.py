"""The description of the format keeps up with the format."""

from dataclasses import fields
from pathlib import Path

from policy.kinds import KINDS

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
