"""The documents name what the program has."""

import re
from pathlib import Path

import pytest

from facts.proofs.verify import CODES
from graph.__main__ import COMMANDS as GRAPH_COMMANDS
from graph_seed.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "graph" / "settings.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(set(re.findall(r'"((?:ZEREN|NEO4J)_[A-Z_]+)"', SETTINGS))))
def test_every_setting_is_explained(name: str) -> None:
    assert f"| `{name}` |" in OPERATIONS


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_every_command_is_explained(command: object) -> None:
    assert f"python -m graph_seed {command.word}`" in OPERATIONS  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", GRAPH_COMMANDS)
def test_every_command_of_the_graph_is_explained(word: str) -> None:
    assert f"`python -m graph {word}" in OPERATIONS


@pytest.mark.parametrize("code", CODES)
def test_every_proof_is_explained(code: str) -> None:
    assert f"| `{code}` |" in OPERATIONS


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_link_of_the_readme_leads_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    assert targets
    assert [one for one in targets if "://" not in one and not (ROOT / one).exists()] == []


def test_the_packages_are_named_with_their_reason() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    for source in ("requirements.in", "requirements-dev.in"):
        lines = (ROOT / source).read_text(encoding="utf-8").splitlines()
        names = [re.split(r"[<>=\[;]", line)[0] for line in lines if line[:1].isalpha()]
        missing = [name for name in names if name not in decisions and "types-" not in name]
        assert missing == []
