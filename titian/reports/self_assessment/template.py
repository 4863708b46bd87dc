"""How a self-assessment is laid out, and the package: the sheet, a folder an item with its list and its files, numbered."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings

from titian.accounts.models import User
from titian.base.disclosure import Outlet
from titian.base.gongwen.blocks import Heading, Table
from titian.base.gongwen.paper import Paper
from titian.base.pages.common import plain_value
from titian.base.pages.listing import spreadsheet_writer
from titian.base.printing import sheet_value
from titian.base.quantities import plain
from titian.files.actions import open_for
from titian.reports.self_assessment.data import Behind, Item

HEAD = ("序号", "指标", "目标值", "完成值", "完成率", "分值", "自评分", "佐证材料编号", "数据来源部门", "扣分原因")
CATALOGUE = ("序号", "指标", "编号", "材料名称", "说明")
_WIDTHS = (12, 44, 26, 24, 18, 14, 16, 32, 22, 38)
NOTE = "完成率为完成数与目标之比；自评分：完成的得满分，未完成的按完成比例计分，缺数的不评；佐证材料按编号另附。"
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


def paper(items: Sequence[Item], year: int, day: date) -> Paper:
    """自评分 is what the rule gives; the office may write its own over it."""
    sheet = Paper(f"{settings.TITIAN.bureau}{year}年度考核自评表", issuer=settings.TITIAN.bureau, day=day)
    rows = [_row(item) for item in items]
    if rows:
        sheet.landscape([_table(rows), Heading(1, "佐证材料目录", numbered=False), _catalogue(items)])
    else:
        sheet.paragraph(f"{year} 年还没有目标。")
    return sheet


def _table(rows: Sequence[Sequence[str]]) -> Table:
    return Table(
        [list(HEAD)],
        rows,
        widths=_WIDTHS,
        grid=True,
        note=NOTE,
    )


def _catalogue(items: Sequence[Item]) -> Table:
    """Every number of the sheet with the name of its file, and what is still lacking."""
    rows = [
        [str(item.number), item.row.target.title, proof.number, proof.name, proof.note] for item in items for proof in item.proofs
    ]
    return Table([list(CATALOGUE)], rows or [["", "没有目标", "", "", ""]], widths=(12, 50, 20, 110, 46), grid=True)


def _row(item: Item) -> list[str]:
    percent = f"{item.row.percent}%" if item.row.percent is not None else "—"
    return [
        str(item.number),
        item.row.target.title,
        item.row.target.goal,
        item.reached,
        percent,
        plain(item.weight) if item.weight is not None else "",
        plain(item.score) if item.score is not None else "",
        item.evidence,
        item.source,
        item.lost,
    ]


def package(items: Sequence[Item], year: int, day: date, *, by: User) -> bytes:
    """A .zip: the sheet and, under the number of each item, the list of its rows and its files. Restricted files stay out and are named."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{year}年度考核自评表.docx", paper(items, year, day).save())
        for item in items:
            folder = f"{item.number:02d} {_safe(item.row.target.title)}"
            for proof in item.lists:
                assert proof.behind is not None
                archive.writestr(f"{folder}/{proof.number} {_safe(proof.name)}.xlsx", _list(proof.behind, day))
            for place, file in enumerate(item.files, start=1):
                with open_for(file, by=by) as handle:
                    archive.writestr(f"{folder}/{item.number:02d}-{place:02d} {_named(file.name)}", handle.read())
        if lacking := "\r\n".join(_lacking(items)):
            archive.writestr("待补和不得导出的佐证.txt", "\ufeff" + lacking)  # the mark lets old editors read it
    return target.getvalue()


def _list(one: Behind, day: date) -> bytes:
    writer = spreadsheet_writer()
    assert writer is not None
    columns = [column for column in one.part.listing.columns if column.disclosure.may_leave(Outlet.EXPORT)]
    keys = {column.key: column for column in columns}
    rows = (
        {key: sheet_value(plain_value(value), keys[key]) for key, value in one.part.listing.row(obj).items() if key in keys}
        for obj in one.rows
    )
    return writer(one.label[:60], columns, rows, f"截至 {day}，共 {one.count} 行")


def _lacking(items: Sequence[Item]) -> Iterator[str]:
    """What is not in the package, by item."""
    for item in items:
        for proof in item.proofs:
            if proof.file is None and proof.behind is None:
                yield f"{item.number:02d} {item.row.target.title}：{proof.name}（{proof.note or '待补'}）"


def _named(name: str) -> str:
    """A file's name short enough for a folder, with its ending."""
    stem, dot, ending = name.rpartition(".")
    return f"{_safe(stem)}.{_safe(ending)}" if dot and stem else _safe(name)


def _safe(name: str) -> str:
    return _UNSAFE.sub(" ", name).strip()[:60]
