"""A register as a workbook that comes in again unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from titian.base.disclosure import Disclosure, Outlet
from titian.base.memory import uncollected
from titian.base.registers import Register
from titian.exchange.workbook import Sheet, write
from titian.jobs.context import progress

_STEP = 2_000


@uncollected()
def exported(register: Register[Any], user: Any, day: date) -> bytes:
    """Every row `user` sees. Columns that must not be exported are left out (不得导出), masked ones are masked by the register."""
    columns = [column for column in register.columns_for(user) if column.disclosure.may_leave(Outlet.EXPORT)]
    kept = tuple(columns)
    rows = list(_rows(register, user))
    inside = any(column.disclosure is not Disclosure.OPEN for column in kept)
    note = f"截至 {day}，共 {len(rows)} {register.counted}" + ("；含内部信息，请勿外传" if inside else "")
    return write([Sheet(register.label, register.label, note, kept, rows)])


def _rows(register: Register[Any], user: Any) -> Iterator[Mapping[str, object]]:
    for done, cells in enumerate(register.leaving(user)):
        if done % _STEP == 0:
            progress(done, 0, f"导出第 {done} 行")
        yield cells
