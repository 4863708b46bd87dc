"""The heads of somebody's table: pasted as a row or a column, or read from an empty sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from titian.base.columns import Column
from titian.base.errors import Refused
from titian.exchange.heads import heads
from titian.exchange.tables import Table, read_book

MOST = 60
_LARGEST = 5 * 1024 * 1024
_PARTS = re.compile(r"[\t\n]|[、，,;；|](?![^（(]*[)）])")
# Heads by which a row of a sheet is known to be its head, before anything is known of the table.
_FAMILIAR = (
    Column("organisation", "企业名称", aliases=("单位名称", "企业", "单位", "公司名称", "申报单位", "责任单位", "牵头单位")),
    Column("number", "序号", aliases=("编号",)),
    Column("region", "所属乡镇", aliases=("乡镇", "镇街", "乡镇街道", "属地")),
    Column("title", "名称", aliases=("项目名称", "任务", "重点任务", "事项", "问题", "存在问题", "内容", "姓名")),
    Column("day", "日期", aliases=("时间", "申报时间", "登记日期")),
    Column("due", "期限", aliases=("完成时限", "完成时间", "截止日期", "办结期限")),
    Column("responsible", "责任人", aliases=("负责人", "经办人", "联系人", "责任科室", "牵头科室")),
    Column("note", "备注", aliases=("说明",)),
    Column("state", "完成情况", aliases=("进展情况", "目前进展", "工作进展", "状态")),
)


def heads_in(text: str, upload: Any = None) -> list[str]:
    """The heads, in their order. Raises ValueError saying what to do."""
    found = _of_sheet(upload) if upload else [part.strip() for part in _PARTS.split(text)]
    said = list(dict.fromkeys(" ".join(part.split()) for part in found if part.strip()))
    if len(said) > MOST:
        raise ValueError(f"读到 {len(said)} 个表头，最多 {MOST} 个；请只复制表头那一行")
    if upload and not said:
        raise ValueError("这张表里认不出表头，请改为复制表头那一行粘贴到上面的框里")
    return said


def _of_sheet(upload: Any) -> list[str]:
    if upload.size > _LARGEST:
        raise ValueError("文件超过 5 MB；这里只读表头，请上传空表")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{Path(upload.name).suffix.lower()}"
        path.write_bytes(upload.read())
        try:
            tables = read_book(path).tables
        except Refused as problem:
            raise ValueError(problem.messages[0].replace(path.name, upload.name)) from problem
    return next((found for table in tables if (found := _of_table(table))), [])


def _of_table(table: Table) -> list[str]:
    known = heads(table.rows, _FAMILIAR, merged=table.merged)
    if known is not None:
        return ["".join(_unlike(known.texts[place].split())) for place in sorted(known.texts)]
    return _fullest(table.rows[:15])


def _unlike(parts: Sequence[str]) -> Sequence[str]:
    """Two rows of heads joined say the same word once."""
    return list(dict.fromkeys(parts))


def _fullest(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first row that has as many different words as any: a title has one, an empty row none."""
    counted = [[cell for cell in row if cell and not cell.replace(".", "").isdecimal()] for row in rows]
    most = max((len(set(row)) for row in counted), default=0)
    return next((row for row in counted if len(set(row)) == most), []) if most > 1 else []
