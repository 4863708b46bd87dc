from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from titian.base.columns import Column
from titian.base.navigation import SYSTEM, Area


def _imports(user: Any) -> bool:
    """Whoever may import into any register has imports to look at; so has whoever supervises them."""
    from titian.exchange.permissions import can_see_batches  # models are not there yet when this file is read

    return bool(can_see_batches(user))


class ExchangeConfig(AppConfig):
    name = "titian.exchange"
    verbose_name = "表格"
    areas = [Area("导入批次", "exchange:batches", 940, _imports, group=SYSTEM)]
    journal_words = {
        "exchange.batch.taken_in": "上传待导入表格",
        "exchange.batch.begun": "后台核对或导入",
        "exchange.batch.checked": "核对表格",
        "exchange.batch.mapped": "指定列对应",
        "exchange.batch.applied": "导入表格",
        "exchange.batch.undone": "撤销整批导入",
        "exchange.batch.dropped": "放弃导入",
        "exchange.register.exported": "导出登记表",
    }

    @staticmethod
    def spreadsheet(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], note: str) -> bytes:
        """What «export what is shown» of every list page is written with (see `base.pages.listing.Spreadsheet`)."""
        from titian.exchange.workbook import Sheet, write

        return write([Sheet(title, title, note, columns, list(rows))])
