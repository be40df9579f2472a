"""How large a file may be; each limit is named, with the figure, where it is broken."""

from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Memory and processor time are those of the process that unpacks a workbook."""

    file_bytes: int = 100 * MB
    unpacked_bytes: int = 1024 * MB
    ratio: int = 200  # a sheet of a million equal rows packs 60 to 1
    parts: int = 2_000
    rows: int = 1_000_000
    columns: int = 100
    memory_bytes: int = 2560 * MB
    cpu_seconds: int = 120


LIMITS = Limits()
