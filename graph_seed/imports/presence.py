"""Is somebody whom a line names one of those that the import is about?"""

from graph_seed.imports.known import KnownPerson
from graph_seed.imports.rejection import Fault
from graph_seed.imports.task import Task
from graph_seed.imports.told import Told, rejected
from policy.identity import IdNumber

NUMBER = "身份证号码"


def absent(
    task: Task,
    row: int,
    person: KnownPerson | None,
    number: IdNumber,
    name: str | None = None,
    on_roll: bool = False,
) -> Told | None:
    """Why not; None who is. Of people elsewhere only the county is said (E11)."""
    masked = number.masked
    if person is None or person.where is None:
        message = f"没有登记身份证号码 {masked} 的人；请先导入名册"
        return rejected(row, Fault.UNKNOWN, message, NUMBER, masked)
    if person.where not in task.units:
        message = f"{masked} 登记在 {person.where[:6]}，不在本次导入的范围 {task.order.within}"
        return rejected(row, Fault.ELSEWHERE, message, NUMBER, masked)
    if on_roll and person.account is None:
        message = f"{masked} 不在 {task.season.year} 年度名册上；请先导入名册"
        return rejected(row, Fault.UNKNOWN, message, NUMBER, masked)
    if name is not None and name != person.name:
        message = f"{masked} 登记的姓名不是“{name}”；请核对号码和姓名"
        return rejected(row, Fault.CONFLICT, message, "姓名", name)
    return None
