"""The most memory that a process held since it began, as the system counts it."""

from pathlib import Path

from graph.home import Home
from graph.settings import Settings

MB = 1024  # in kB, as /proc counts


def highest_mb(process: int | str = "self") -> float | None:
    """In MB; None where the system does not tell (it is no Linux) or the process is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found[0]) / MB if found else None


def highest(settings: Settings) -> str:
    """Of this process and of the embedded engine."""
    holder = Home(settings.data).holder()
    own, engine = highest_mb(), highest_mb(holder.java) if holder else None
    said = [f"{name} {mb:,.0f} MB" for name, mb in (("process", own), ("engine", engine)) if mb]
    return ", ".join(said)
