"""A list declared complete: who is not on it leaves the group on its day (D3).

Nobody leaves because a row was turned down, or by a slip: where more than a tenth would, it has to
be confirmed.
"""

from collections.abc import Collection
from typing import LiteralString

from facts.deeds import EndMark
from facts.request import Deed
from graph.gateway import Store
from graph_seed.imports.rejection import Fault
from graph_seed.imports.stage import Stage, once
from graph_seed.imports.task import Task, do
from graph_seed.imports.told import Became, Told, rejected

MOST_SHARE = 10  # one in so many may leave without being confirmed
AT_ONCE = 500

# (:Listing {category})-[:OF]->(:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village)
READ_HELD: LiteralString = """
MATCH (l:Listing {category: $category})-[:OF]->(p:Person)
WHERE l.to IS NULL AND l.from <= $on
WITH p, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(:Household)-[lives:LIVES_IN]->(v:Jurisdiction)
  WHERE m.to IS NULL AND lives.to IS NULL RETURN v.code
}) AS village
WHERE village IS NOT NULL
WITH p.key AS person, village ORDER BY person
RETURN collect(DISTINCT [person, village]) AS held
"""


async def let_go(store: Store, task: Task, named: Collection[str], refused: int) -> list[Told]:
    """Row 0 of what is told is about the list as a whole; `named`: the people on it."""
    order = task.order
    assert order.complete is not None  # it is asked for
    assert order.on is not None  # with its day
    row = await store.one(READ_HELD, category=order.complete, on=order.on)
    held = [person for person, village in (row["held"] if row else []) if village in task.units]
    leaving = [person for person in held if person not in named]
    problem = _problem(task, len(held), len(leaving), refused)
    if problem is not None:
        return [problem]
    told: list[Told] = []
    for start in range(0, len(leaving), AT_ONCE):
        part = leaving[start : start + AT_ONCE]
        receipt = f"{task.key}|leave|{part[0]}"

        async def work(stage: Stage, part: list[str] = part, receipt: str = receipt) -> list[Told]:
            return await do(stage, task, f"{receipt}|end", [_end(task, one) for one in part])

        told += await once(store, receipt, part, work, order.dry_run)
    return told


def _problem(task: Task, held: int, leaving: int, refused: int) -> Told | None:
    if leaving and refused:
        message = f"名单有 {refused} 行被退回，{leaving} 人的退出暂不执行；请改正后重新导入整份名单"
        return rejected(0, Fault.LIST_INCOMPLETE, message)
    if leaving * MOST_SHARE > held and not task.order.confirm:
        message = f"在册 {held} 人中将有 {leaving} 人退出，超过十分之一；核对无误后请确认再导入"
        return rejected(0, Fault.TO_CONFIRM, message)
    return None


def _end(task: Task, person: str) -> tuple[int, Deed, Became]:
    order = task.order
    assert order.complete is not None  # it is asked for
    assert order.on is not None  # with its day
    return 0, EndMark(person, order.complete, order.on, "完整名单未列"), Became.CHANGED
