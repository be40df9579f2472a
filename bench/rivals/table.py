"""The printed tables of a run: one a workload, then a summary with the aims."""

from collections.abc import Callable, Mapping, Sequence

from bench.rivals.sample import MANY, Result
from bench.rivals.stack import ANEW, OWN, PLAIN
from bench.rivals.works import ABOUT, AIM_CLIENTS, CLIENTS, Work

Results = Mapping[str, Result]  # by the name of the stack
Figure = Callable[[Result], float]
NONE = "–"
SUMMARY = ("work", "", "aim", OWN, ANEW, PLAIN, "best rival", "", "ours to best")


def of_work(work: Work, results: Results) -> str:
    """Ratios are to the best rival: of times below 1 is better, of requests a second above 1."""
    more = [clients for clients in CLIENTS[work] if clients > 1]
    rates = [f"{clients} clients/s" for clients in more]
    head = ["stack", "p50 ms", "p95 ms", *rates, "server CPU", "db CPU", "x p50", f"x {MANY}/s"]
    payment = work is Work.PAYMENT
    rows = [[*head, "errors", "exact"] if payment else [*head, "errors"]]
    for name, one in results.items():
        row = [name, *_figures(one, more), *_ratios(one, results), str(one.errors)]
        rows.append([*row, "yes" if one.exact else "NO"] if payment else row)
    return f"{work.value} {ABOUT[work].title}\n{aligned(rows)}"


def _figures(one: Result, clients: Sequence[int]) -> list[str]:
    rates = [f"{one.rate(number):,.0f}" for number in clients]
    times = [f"{one.p50_ms:.2f}", f"{one.p95_ms:.2f}"]
    return [*times, *rates, f"{one.server_ms:.2f}", f"{one.database_ms:.2f}"]


def _ratios(one: Result, results: Results) -> list[str]:
    best, most = best_of(results, _p50), best_of(results, _rate, most=True)
    if best is None or most is None:
        return [NONE, NONE]
    return [f"{one.p50_ms / _p50(results[best]):.2f}", f"{one.rate() / _rate(results[most]):.2f}"]


def _p50(one: Result) -> float:
    return one.p50_ms


def _rate(one: Result) -> float:
    return one.rate()


def _aimed(one: Result) -> float:
    return one.rate(AIM_CLIENTS)


def best_of(results: Results, figure: Figure, most: bool = False) -> str | None:
    """The rival with the least figure, or with the most; None where there is no rival."""
    rivals = [name for name in results if name not in (OWN, ANEW, PLAIN)]
    if not rivals:
        return None
    return (max if most else min)(rivals, key=lambda name: figure(results[name]))


def summary(found: Mapping[Work, Results]) -> str:
    """A row a workload: p50 with one client, or payments a second with AIM_CLIENTS."""
    rows = [list(SUMMARY), *(_summed(work, results) for work, results in found.items())]
    return aligned(rows)


def _summed(work: Work, results: Results) -> list[str]:
    figure, unit, most = (_aimed, "/s", True) if work is Work.PAYMENT else (_p50, " ms", False)
    best = best_of(results, figure, most)

    def shown(name: str | None) -> str:
        one = results.get(name) if name else None
        return NONE if one is None else f"{figure(one):,.1f}{unit}"

    ratio = (
        f"{figure(results[OWN]) / figure(results[best]):.2f}" if best and OWN in results else NONE
    )
    aim = f"{ABOUT[work].aim:g}{unit}"
    title = ABOUT[work].title
    own = [shown(name) for name in (OWN, ANEW, PLAIN)]
    return [work.value, title, aim, *own, shown(best), best or NONE, ratio]


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of figures to the right, of words to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    numbers = [
        all(cell[:1].isdigit() or cell == NONE for cell in column)
        for column in list(zip(*rows[1:], strict=True))
    ]
    lines = (
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines)
