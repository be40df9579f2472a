"""The files of a notice as plain lists, names and text: what the graph keeps, too.

folder ── read_source ──> Source <── notice_source ── graph
                            └── graph_seed.law.notice_of ──> policy.law.Notice
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph_seed.typed import Place

OTHER_FILES = ("notice", "clauses", "findings")


@dataclass(frozen=True, slots=True)
class Source:
    """One notice, unchecked. rules: by kind, in the order of the files."""

    key: str
    head: Any
    clauses: Any
    rules: dict[str, Any]
    findings: Any = field(default_factory=list)


# the loader in C is ten times as fast; where PyYAML was built without it, the other does the same
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class PlainLoader(_Loader):  # type: ignore[misc]  # either of two classes
    """Every scalar stays text, and no key is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"{key!r} is given twice (from line {line})")
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def read_yaml(path: Path, place: Place) -> Any:
    """A file as plain lists, names and text."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), PlainLoader)
    except FileNotFoundError as error:
        raise place.error("is missing") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise place.error(f"is not readable YAML in UTF-8: {error}") from error


def read_source(folder: Path) -> Source:
    """All files of a notice's folder."""

    def file(stem: str) -> Any:
        name = f"{stem}.yaml"
        return read_yaml(folder / name, Place(f"{folder.name}/{name}"))

    kinds = [p.stem for p in sorted(folder.glob("*.yaml")) if p.stem not in OTHER_FILES]
    return Source(
        folder.name,
        file("notice"),
        file("clauses"),
        {kind: file(kind) for kind in kinds},
        file("findings") if (folder / "findings.yaml").exists() else [],
    )
