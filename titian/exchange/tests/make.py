"""Builders for sheets as offices make them, and for imports of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.exchange import actions
from titian.exchange.models import Batch

DAY = date(2026, 6, 30)
HEAD = ("单位名称", "信用代码", "注册时间", "所属乡镇", "注册资本（万元）")


def sheet(*rows: Sequence[Any], head: Sequence[str] = HEAD, above: Sequence[Sequence[Any]] = (), name: str = "名单") -> bytes:
    """An .xlsx: rows above the head, the head, rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in (*above, head, *rows):
        page.append(list(row))
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # «=1+1» typed as text, not as a formula
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def taken_in(by: User, data: bytes, *, register: str = "organisations", name: str = "名单.xlsx") -> Batch:
    """A file uploaded and checked."""
    people.our_town()
    batch = actions.take_in(register, name, data, day=DAY, by=by)
    actions.check(batch, by=by)
    return batch


def imported(by: User, data: bytes, **more: Any) -> Batch:
    batch = taken_in(by, data, **more)
    actions.apply(batch, by=by)
    return batch


def cells(data: bytes, page: int = 0) -> list[list[Any]]:
    """What another program sees in a workbook of ours."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[page].iter_rows(values_only=True)]


def written(folder: Path, data: bytes, name: str = "名单.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
