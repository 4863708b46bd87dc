"""Sheets written as .xlsx that open right in WPS, Excel and LibreOffice.

A sheet has a title row, a note (as-of day, source), a head that stays in view with filters on it, and prints on A4 across. Values are
checked against their column's kind: a wrong one is a programming error and raises WorkbookError with sheet, row and column.

Start at `sheets.write`: `pages` lays a sheet out, `cells` says what a value becomes in its column, `rows` writes tens of thousands of them.
"""

from titian.exchange.workbook.books import drop_downs, new_book, tab_name
from titian.exchange.workbook.cells import WorkbookError
from titian.exchange.workbook.sheets import Sheet, write

__all__ = ["Sheet", "WorkbookError", "drop_downs", "new_book", "tab_name", "write"]
