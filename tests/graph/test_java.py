"""What recordings of the start-up cache leave behind."""

import os
import subprocess
import sys
from pathlib import Path

from graph.java import sweep


def test_what_a_dead_process_recorded_goes_and_all_else_stays(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    kept = ["start-a.aot", f"start-a.aot.{os.getpid()}"]
    for name in (*kept, f"start-a.aot.{gone.pid}", f"start-b.aot.{gone.pid}.config"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == kept
