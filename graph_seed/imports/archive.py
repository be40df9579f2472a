"""A workbook's zip directory, looked at before anything of it is unpacked."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from graph_seed.imports.limits import MB, Limits
from graph_seed.imports.rejection import Fault, FileRefused

WORKBOOK = "xl/workbook.xml"
ROOMY = 10 * MB  # below this, how tightly it is packed does not matter


def check_archive(path: Path, limits: Limits) -> None:
    """Raises FileRefused for what is no workbook, damaged, or would grow beyond the limits."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(
            Fault.FILE_DAMAGED, f"工作簿不完整或已损坏，请重新保存、重新上传（{error}）"
        ) from error
    if WORKBOOK not in {part.filename for part in parts}:
        raise FileRefused(Fault.FILE_FORMAT, "这不是 .xlsx 工作簿；请另存为 .xlsx 或 .csv")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise FileRefused(Fault.FILE_FORMAT, "工作簿的压缩方式无法读取；请用表格软件另存为 .xlsx")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    _refuse_over("工作簿内的文件数", len(parts), limits.parts)
    _refuse_over("工作簿展开后的字节数", unpacked, limits.unpacked_bytes)
    if unpacked > ROOMY:
        _refuse_over("工作簿的压缩比", unpacked // packed, limits.ratio)


def _refuse_over(what: str, figure: int, limit: int) -> None:
    if figure > limit:
        raise FileRefused(
            Fault.FILE_LIMIT, f"{what}为 {figure:,}，上限 {limit:,}；请拆成几个文件再上传"
        )
