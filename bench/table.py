"""The printed table of a run."""

from collections.abc import Mapping

from bench.workload import Measured

HEAD = ("work", "p50 ms", "p95 ms", "CPU ms", "statements", "ratio", "to", "on")


def table(results: Mapping[str, Measured]) -> str:
    """Names to the left, figures to the right."""
    rows = [HEAD, *(_row(name, measured) for name, measured in results.items())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(name: str, measured: Measured) -> tuple[str, ...]:
    return (
        name,
        f"{measured.p50_ms:.1f}",
        f"{measured.p95_ms:.1f}",
        f"{measured.cpu_ms:.1f}",
        "–" if measured.statements is None else f"{measured.statements:g}",
        "–" if measured.ratio is None else f"{measured.ratio:.1f}",
        measured.baseline,
        measured.amount,
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [
        cell.rjust(width) if 1 <= column <= 5 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
