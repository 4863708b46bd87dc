from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.apps import AppConfig

from titian.base.columns import Column


class ExchangeConfig(AppConfig):
    name = "titian.exchange"
    verbose_name = "表格"

    @staticmethod
    def spreadsheet(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], note: str) -> bytes:
        """What «export what is shown» of every list page is written with (see `base.pages.listing.Spreadsheet`)."""
        from titian.exchange.workbook import Sheet, write

        return write([Sheet(title, title, note, columns, list(rows))])
