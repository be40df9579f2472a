"""Tokens for the people of the demo, one of each role, kept where only their owner reads them."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from api.tokens import issue
from policy.viewer import Role, Viewer

LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DemoViewer:
    """Somebody who looks at the demo. name: of the file with the token."""

    name: str
    who: str
    viewer: Viewer


DEMO = (
    DemoViewer("township", "蕲县镇经办人", Viewer("demo-township", Role.OFFICER, ("341302113",))),
    DemoViewer("county", "双牌县医保局", Viewer("demo-county", Role.OFFICER, ("431123",))),
    DemoViewer(
        "civil-affairs",
        "双牌县民政局",
        Viewer("demo-civil-affairs", Role.DEPARTMENT, ("431123",), "431123|CIVIL_AFFAIRS"),
    ),
    DemoViewer("analyst", "宿州市分析员", Viewer("demo-analyst", Role.ANALYST, ("3413",))),
    DemoViewer("administrator", "管理员", Viewer("demo-administrator", Role.ADMINISTRATOR)),
)


def write_tokens(key: bytes, data: Path) -> dict[str, Path]:
    """A fresh token for each, by name; readable by nobody else."""
    folder = data / "tokens"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {one.name: _write(folder / one.name, issue(key, one.viewer, LIFETIME)) for one in DEMO}


def _write(path: Path, token: str) -> Path:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token)
    return fresh.replace(path)
