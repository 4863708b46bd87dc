"""The empty targets sheet: our columns, one column a town, one example row."""

from __future__ import annotations

from collections.abc import Sequence

from titian.base.columns import Column
from titian.exchange.workbook import Sheet, write
from titian.figures.columns import TARGETS

EXAMPLE = {"number": "1", "title": "新增高新技术企业（示例，请删去）", "indicator": "hnte.new", "goal": "≥6家", "period": "2026"}


def template_workbook(towns: Sequence[str]) -> bytes:
    """An .xlsx to fill in; it imports again unchanged."""
    columns = [*TARGETS, *(Column(name, name) for name in towns)]
    return write([Sheet("目标表", "目标表", "乡镇列填分解数，合计须等于目标值", columns, [EXAMPLE])])
