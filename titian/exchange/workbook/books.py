"""What every workbook of ours has in common: text stays text, tabs have names a spreadsheet accepts, columns offer their choices."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_LONGEST_LIST = 255  # characters a spreadsheet takes for choices that stand in the cell's own rule
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_FIXED_DAY = date(2000, 1, 1)


def new_book(target: io.BytesIO, *, in_memory: bool = True, title: str = "", created: date | None = None) -> Workbook:
    """A workbook in which text stays text: «=…» and addresses are words. Without `created` it is of a fixed day, so that the same
    sheets give the same bytes; what is not made `in_memory` is put together in temporary files."""
    options = {"in_memory": in_memory, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    day = created or _FIXED_DAY
    instant = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a spreadsheet's instants have no zone)
    book.set_properties({"created": instant} | ({"title": title} if title else {}))
    return book


def drop_downs(book: Workbook, page: Worksheet, lists: Sequence[tuple[int, Sequence[str]]], *, rows: int) -> None:
    """Choices for whole columns below the head; long ones stand on a hidden sheet, where a rule may be of any length."""
    hidden = None
    for place, words in lists:
        source: object = list(words)
        if len(",".join(words)) > _LONGEST_LIST:
            hidden = hidden or book.add_worksheet("选项")
            hidden.hide()
            hidden.write_column(0, place, words)
            letter = xl_col_to_name(place)
            source = f"=选项!${letter}$1:${letter}${len(words)}"
        page.data_validation(1, place, rows, place, {"validate": "list", "source": source, "error_type": "warning"})


def tab_names(names: Sequence[str]) -> list[str]:
    """Tab names a spreadsheet accepts, each its own."""
    made: list[str] = []
    for name in names:
        made.append(tab_name(name, made))
    return made


def tab_name(name: str, taken: Iterable[str]) -> str:
    """What a tab called `name` can be called beside others."""
    others = {other.casefold() for other in taken}
    number = len(others) + 1
    bare = name.translate(_FORBIDDEN_IN_NAME).strip(" '")[:31] or f"表{number}"
    return bare if bare.casefold() not in others else f"{bare[:27]}({number})"
