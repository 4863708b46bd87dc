"""One cell as printed, and the words of a formula that went wrong."""

from __future__ import annotations

from datetime import date, datetime, time

from titian.exchange.values import NumberText

ERROR_VALUES = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"})
NO_RESULT = "公式没有结果，请在 Excel/WPS 里打开保存一次，再导入"


def cell_text(value: object) -> str:
    """A cell as printed: whole numbers without «.0», dates as 2026-06-30, empty cells as "". Decimals of a number cell come as NumberText."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else NumberText(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def error_message(value: str) -> str:
    return f"{value} 是公式出错的结果，请在表里改正公式或改写为实际的数"
