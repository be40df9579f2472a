"""`python -m graph_seed import <kind> <file> --within CODE --year Y` prints the report."""

import argparse
import sys
from datetime import date
from pathlib import Path

from facts.vault import open_vault
from graph.gateway import Gateway, Row
from graph.settings import Settings
from graph_seed.imports.journal import Report
from graph_seed.imports.order import Order
from graph_seed.imports.returned import write_returned
from graph_seed.imports.running import Run, run_import
from graph_seed.imports.written import as_returned, returned_rows
from policy.imports import ImportKind, ImportStatus

SHOWN = 20  # rejections that are spelled out


def configure(parser: argparse.ArgumentParser) -> None:
    """The options."""
    kinds = [kind.value.lower() for kind in ImportKind]
    parser.add_argument("kind", choices=kinds, help="what its rows are")
    parser.add_argument("file", type=Path, help=".xlsx, or .csv in UTF-8 or GB18030")
    parser.add_argument("--within", required=True, help="code of the unit that it is for")
    parser.add_argument("--year", required=True, type=int, help="of the scheme")
    parser.add_argument("--dry-run", action="store_true", help="only look; the same report")
    parser.add_argument("--complete", metavar="GROUP", help="group that it lists in full")
    parser.add_argument("--on", type=date.fromisoformat, help="the day on which it is complete")
    parser.add_argument("--confirm", action="store_true", help="also where more than 10 %% leave")
    parser.add_argument("--rejected", type=Path, help="write the rejected rows to this workbook")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """1 where a row, or the whole file, was not taken."""
    if (options.complete is None) != (options.on is None):
        print("import: --complete and --on go together", file=sys.stderr)
        return 2
    if not options.file.is_file():
        print(f"import: {options.file} is no file", file=sys.stderr)
        return 2
    settings = Settings.read()
    order = Order(
        ImportKind(options.kind.upper()),
        options.within,
        options.year,
        options.dry_run,
        options.complete,
        options.on,
        options.confirm,
    )
    vault = open_vault(settings.identity_key, settings.data)
    report = await run_import(Run(gateway, order, vault), options.file, options.file.name)
    rejected = await returned_rows(gateway.directory, report)
    _tell(report, rejected)
    if options.rejected is not None and rejected:
        print(f"import: {write_rejected(options.rejected, report, rejected)} rows returned")
    return 1 if report.rejections or report.status is ImportStatus.REJECTED else 0


def write_rejected(path: Path, report: Report, rejected: list[Row]) -> int:
    """The workbook of rows that were not taken."""
    return write_returned(path, report.headers, as_returned(rejected))


def _tell(report: Report, rejected: list[Row]) -> None:
    print(
        f"import {report.key}: {report.status.value}: {report.rows} rows, "
        f"{report.created} created, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.rejected} rejected"
    )
    for warning in report.warnings:
        print(f"  {warning}", file=sys.stderr)
    for one in rejected[:SHOWN]:
        where = f"第 {one['row']} 行" if one["row"] else "全文"
        column = f"，{one['column']}" if one["column"] else ""
        print(f"  {where}{column}：{one['message']}（{one['code']}）", file=sys.stderr)
    if len(rejected) > SHOWN:
        print(f"  and {len(rejected) - SHOWN} more", file=sys.stderr)
