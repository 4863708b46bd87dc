"""A request's rows as an Excel that goes out and comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.registers import Work
from titian.exchange.blank import reference_lists, template
from titian.exchange.preview import Plan, examine
from titian.ledgers.columns.collected import CollectedRegister
from titian.ledgers.models import CollectionRequest

SUFFIXES = frozenset({".xlsx", ".xls", ".csv"})
_LARGEST = 10 * 1024 * 1024
_SHOWN = 30


def blank_of(request: CollectionRequest, user: User) -> bytes:
    """The template with what has been filled in so far."""
    register = CollectedRegister.for_request(request)
    rows = [register.cells(row) for row in register.rows(user)]
    return template(register, reference_lists(register), rows)


def read(request: CollectionRequest, upload: Any, *, user: User, day: date) -> tuple[list[tuple[int | None, dict[str, Any]]], Plan]:
    """The rows of a filled sheet as `actions.save_rows` takes them. Raises Refused with every error of the file at once."""
    suffix = Path(upload.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"{upload.name} 不是 .xlsx、.xls 或 .csv 表格，请用 Excel 或 WPS 另存为 .xlsx 后再上传")
    if upload.size > _LARGEST:
        raise Refused("文件超过 10 MB，请去掉图片或分几次上传")
    register = CollectedRegister.for_request(request)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{suffix}"
        path.write_bytes(upload.read())
        plan = examine(register, path, Work(user, day))
    if plan.errors:
        more = f"，先列 {_SHOWN} 处" if len(plan.errors) > _SHOWN else ""
        head = f"有 {len(plan.errors)} 处错误{more}，没有读入任何内容："
        raise Refused([head, *(issue.sentence for issue in plan.errors[:_SHOWN])])
    keys = [one.key for one in register.definition.fields]
    return [(change.row.obj.pk if change.row.obj else None, _values(change.after, keys)) for change in plan.changes], plan


def _values(after: Any, keys: list[str]) -> dict[str, Any]:
    return {key: value for key, value in after.items() if key in keys}
