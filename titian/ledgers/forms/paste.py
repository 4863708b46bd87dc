"""A block of cells copied out of Excel or WPS, as the sheet it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django import forms

from titian.base.columns import Column
from titian.base.forms import Form
from titian.exchange.heads.words import head_of
from titian.exchange.values import squeeze

LONGEST, MOST_ROWS = 400_000, 5_000


class PasteForm(Form):
    """The value of `cells` is a list of rows, the heads first: those that were copied, else the ledger's own in their order."""

    cells = forms.CharField(
        label="表格内容",
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "wrap": "off", "spellcheck": "false"}),
        help_text="在 Excel 或 WPS 里选中一块单元格，复制，再粘贴到这里。连表头一起复制，列的次序就不必与台账一致",
    )

    def __init__(self, *args: object, columns: Sequence[Column], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns

    def clean_cells(self) -> list[list[str]]:
        rows = _cut(self.cleaned_data["cells"])
        if not rows:
            raise forms.ValidationError("没有内容，请先在表格里选中单元格并复制")
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(f"一次最多粘贴 {MOST_ROWS:,} 行，这里有 {len(rows):,} 行；请改用「导入」上传整张表")
        if self._is_head(rows[0]):
            return rows
        width = max(map(len, rows))
        if width > len(self.columns):
            raise forms.ValidationError(f"有 {width} 列，台账只有 {len(self.columns)} 列；请连表头一起复制")
        return [[column.heading for column in self.columns[:width]], *rows]

    def _is_head(self, row: Sequence[str]) -> bool:
        """At least half of what stands there are words for our columns."""
        known = {squeeze(word).casefold() for column in self.columns for word in (column.label, column.heading, *column.aliases)}
        said = [cell for cell in row if cell.strip()]
        fits = [cell for cell in said if any(word.casefold() in known for word in head_of(cell).words)]
        return 2 * len(fits) >= len(said) > 0

    @property
    def sheet(self) -> bytes:
        """As a file that an import reads."""
        text = io.StringIO()
        csv.writer(text).writerows(self.cleaned_data["cells"])
        return text.getvalue().encode("utf-8-sig")


def _cut(text: str) -> list[list[str]]:
    """Spreadsheets put tabs between cells, and quotation marks round a cell with a line break in it."""
    try:
        rows = list(csv.reader(io.StringIO(text.strip("\r\n"), newline=""), delimiter="\t"))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
