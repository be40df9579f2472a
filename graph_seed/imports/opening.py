"""What a file is, by its first bytes whatever it is called, and its sheets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_seed.imports.cells import Sheet
from graph_seed.imports.delimited import sheets as delimited_sheets
from graph_seed.imports.limits import LIMITS, Limits
from graph_seed.imports.rejection import Fault, FileRefused
from graph_seed.imports.workbook import Workbook

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0"  # .xls, and workbooks with a password
OTHERS = {b"%PDF": "PDF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"Rar!": "压缩包"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose sheets can be read, each before the next."""

    sheets: Iterator[Sheet]
    book: Workbook | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the sheets that can be seen, once the first was asked for."""
        return self.book.names if self.book else ()


@contextmanager
def open_file(path: Path, limits: Limits = LIMITS) -> Iterator[Opened]:
    """Raises FileRefused for what is no table, or larger than the limits."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileRefused(
            Fault.FILE_LIMIT,
            f"文件有 {size:,} 字节，上限 {limits.file_bytes:,}；请拆成几个文件再上传",
        )
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise FileRefused(Fault.FILE_EMPTY, "文件是空的（0 字节），请重新导出、重新上传")
    if head.startswith(COMPOUND):
        message = "这是旧版 .xls 或设有密码的工作簿；请另存为不加密的 .xlsx 或 .csv"
        raise FileRefused(Fault.FILE_FORMAT, message)
    for signature, name in OTHERS.items():
        if head.startswith(signature):
            message = f"这是{name}，不是表格；请上传 .xlsx 或 .csv"
            raise FileRefused(Fault.FILE_FORMAT, message)
    if head.startswith(ZIP):
        with Workbook(path, limits) as book:
            yield Opened(book.sheets(), book)
    else:
        yield Opened(delimited_sheets(path))
