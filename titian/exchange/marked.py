"""The error workbook: the office's own rows as they were read, wrong cells coloured, what is wrong in a last column. Mended, it comes in again."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from titian.exchange.preview import EXPLANATIONS, VERDICT
from titian.exchange.tables import Table, read_book
from titian.exchange.workbook import new_book, tab_name


def marked(path: Path, errors: Sequence[dict[str, Any]], warnings: Sequence[dict[str, Any]]) -> bytes:
    """Every sheet of the file again, with the findings at their rows."""
    target = io.BytesIO()
    book = new_book(target)
    styles = {
        "error": book.add_format({"bg_color": "#fde2e0", "font_color": "#8f1d14", "num_format": "@"}),
        "doubt": book.add_format({"bg_color": "#fff3cd", "num_format": "@"}),
        "plain": book.add_format({"num_format": "@"}),
    }
    for table in read_book(path).tables:
        if table.name != EXPLANATIONS:
            # A text table is named by its file, and files may have letters that no tab can have.
            _sheet(book.add_worksheet(tab_name(table.name, book.sheetnames)), table, errors, warnings, styles)
    book.close()
    return target.getvalue()


def _sheet(
    page: Any, table: Table, errors: Sequence[dict[str, Any]], warnings: Sequence[dict[str, Any]], styles: dict[str, Any]
) -> None:
    said: dict[int, list[str]] = defaultdict(list)
    coloured: dict[tuple[int, str], str] = {}
    for style, issues in (("doubt", warnings), ("error", errors)):
        for issue in issues:
            if issue["sheet"] == table.name:
                said[issue["row"]].append(f"「{issue['column']}」{issue['message']}" if issue["column"] else issue["message"])
                if issue["value"]:
                    coloured[issue["row"], issue["value"]] = style
    width = max((len(row) for row in table.rows), default=0)
    first = min(said, default=1)
    for number, row in enumerate(table.rows, 1):
        for place, text in enumerate(row):
            style = coloured.get((number, text), "plain") if number in said else "plain"
            if text:
                page.write_string(number - 1, place, text, styles[style])
        if number in said:
            page.write_string(number - 1, width, "；".join(said[number]), styles["error"])
    page.write_string(max(_head_row(table, first) - 1, 0), width, VERDICT)
    page.set_column(0, max(width - 1, 0), 16)
    page.set_column(width, width, 60)


def _head_row(table: Table, first: int) -> int:
    """Over the messages: the last row before the first finding that has as many cells as any."""
    full = [number for number, row in enumerate(table.rows[: first - 1], 1) if sum(map(bool, row)) > 1]
    return full[0] if full else 1
