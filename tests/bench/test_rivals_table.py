"""What samples come to, and how a run prints it."""

import pytest

from bench.rivals.sample import Result, Sample, quantile
from bench.rivals.table import aligned, best_of, of_work, summary
from bench.rivals.works import Work


def sample(stack: str, clients: int, times: tuple[float, ...], **more: object) -> Sample:
    given: dict[str, object] = {"work": "W2", "round": 0, "seconds": 2.0, "errors": 0}
    cpu = {"server_ms": 10.0, "database_ms": 4.0, "bytes": 100}
    return Sample(**{**given, **cpu, "stack": stack, "clients": clients, "times_ms": times, **more})  # type: ignore[arg-type]


def result(stack: str, each_ms: float) -> Result:
    alone = sample(stack, 1, (each_ms,) * 19 + (each_ms * 3,))
    return Result([alone, sample(stack, 8, (each_ms,) * 10)])


def test_a_result_speaks_of_one_client_and_of_many() -> None:
    found = result("ours", 2.0)
    assert (found.p50_ms, found.p95_ms) == (2.0, 6.0)
    assert (found.rate(), found.server_ms, found.database_ms) == (5.0, 1.0, 0.4)


def test_a_quantile_is_one_of_the_times() -> None:
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
    assert quantile([1.0], 0.95) == 1.0


def test_one_wrong_sum_makes_a_result_inexact() -> None:
    good, bad = (sample("ours", 8, (1.0,), exact=exact) for exact in (True, False))
    assert Result([good]).exact
    assert not Result([good, bad]).exact


def test_our_own_ways_are_no_rivals() -> None:
    results = {"ours": result("ours", 1.0), "plain path": result("plain path", 9.0)}
    assert best_of(results, lambda one: one.p50_ms) is None
    results["slow"], results["fast"] = result("slow", 4.0), result("fast", 2.0)
    assert best_of(results, lambda one: one.p50_ms) == "fast"
    assert best_of(results, lambda one: one.p50_ms, most=True) == "slow"


def test_a_table_gives_each_stack_its_ratio_to_the_best_rival() -> None:
    results = {"ours": result("ours", 1.0), "fast": result("fast", 2.0)}
    lines = of_work(Work.COUNTY, results).splitlines()
    assert lines[1].startswith("stack  p50 ms  p95 ms  8 clients/s  server CPU  db CPU")
    assert lines[2].split() == ["ours", "1.00", "3.00", "5", "1.00", "0.40", "0.50", "1.00", "0"]


@pytest.mark.parametrize(("stack", "shown"), [("fast", ["2.0", "ms", "fast", "0.50"]), (None, [])])
def test_a_summary_names_the_aim_and_the_best_rival(stack: str | None, shown: list[str]) -> None:
    results = {"ours": result("ours", 1.0), "ours, anew": result("ours, anew", 1.5)}
    results |= {stack: result(stack, 2.0)} if stack else {}
    words = summary({Work.COUNTY: results}).splitlines()[1].split()
    at = words.index("3.5")
    assert words[at : at + 7] == ["3.5", "ms", "1.0", "ms", "1.5", "ms", "–"]
    assert words[at + 7 :] == (shown or ["–", "–", "–"])


def test_figures_stand_to_the_right_and_words_to_the_left() -> None:
    assert aligned([["a", "n"], ["long", "1"], ["b", "22"]]) == "a      n\nlong   1\nb     22"
