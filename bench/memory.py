"""What a process holds of memory, now and at most since it began, as the system counts it."""

from pathlib import Path

from graph.home import Home
from graph.settings import Settings

MB = 1024  # in kB, as /proc counts


def highest_mb(process: int | str = "self") -> float | None:
    """In MB; None where the system does not tell (it is no Linux) or the process is gone."""
    return _line(process, "VmHWM:")


def held_mb(process: int | str = "self") -> float | None:
    """The same, at this moment."""
    return _line(process, "VmRSS:")


def _line(process: int | str, name: str) -> float | None:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith(name)]
    return int(found[0]) / MB if found else None


def engine_mb(settings: Settings) -> float | None:
    """At most, of the embedded engine of a data folder."""
    holder = Home(settings.data).holder()
    return highest_mb(holder.java) if holder else None


def highest(settings: Settings) -> str:
    """Of this process and of the embedded engine."""
    own, engine = highest_mb(), engine_mb(settings)
    said = [f"{name} {mb:,.0f} MB" for name, mb in (("process", own), ("engine", engine)) if mb]
    return ", ".join(said)
