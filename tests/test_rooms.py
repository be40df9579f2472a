"""Imports point one way, and `schema` is ours."""

import ast
from pathlib import Path

import pytest

import schema

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "policy": {"policy"},
    "graph": {"graph"},
    "execution": {"execution"},
    "schema": {"schema", "policy"},
    "facts": {"facts", "policy", "graph"},
    "rollup": {"rollup", "policy", "graph"},
    "resolvers": {"resolvers", "rollup", "facts", "schema", "policy", "graph"},
    "graph_seed": {"graph_seed", "resolvers", "facts", "policy", "graph"},
    "schema/root.py": {
        "schema",
        "resolvers",
        "rollup",
        "facts",
        "policy",
        "graph",
        "execution",
    },
    "schema/__main__.py": {"schema"},
    "api": {
        "api",
        "execution",
        "schema",
        "resolvers",
        "rollup",
        "graph_seed",
        "facts",
        "policy",
        "graph",
    },
}
ROOMS = {room for room in MAY_IMPORT if "/" not in room}


def imported(path: Path) -> set[str]:
    """The rooms of ours that a file imports, at the top or within a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {module.split(".")[0] for module in modules} & ROOMS


def files() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")
    )


@pytest.mark.parametrize("name", files())
def test_a_room_imports_only_what_lies_below_it(name: str) -> None:
    allowed = MAY_IMPORT.get(name) or MAY_IMPORT[name.split("/", maxsplit=1)[0]]
    assert imported(ROOT / name) <= allowed


def test_only_one_room_knows_the_driver() -> None:
    users = {
        name
        for name in files()
        if "neo4j"
        in {
            (getattr(node, "module", None) or "").split(".")[0]
            for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
    }
    assert {name.split("/")[0] for name in users} == {"graph"}


def test_every_request_is_answered_for_a_viewer() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py")}
    lines = {
        name: line
        for name, text in texts.items()
        for line in text.splitlines()
        if "schema.root" in line
    }
    plain = "from schema.root import context_of, schema"
    assert lines == {"service.py": plain, "rehearsal.py": plain}


def test_schema_is_ours_and_not_a_package_of_that_name() -> None:
    assert Path(schema.__file__ or "").parent == ROOT / "schema"
