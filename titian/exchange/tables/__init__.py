"""Reading a workbook or a text table as rows of cells: .xlsx and .xls through calamine, .csv in any encoding and separator.

Start at `read_book`. What cannot be read as it stands is said, never dropped: hidden sheets, hidden rows, formulas without a result,
error values, merged cells.
"""

from titian.exchange.tables.book import Book, Table, read_book, read_tables
from titian.exchange.tables.cells import cell_text

__all__ = ["Book", "Table", "cell_text", "read_book", "read_tables"]
