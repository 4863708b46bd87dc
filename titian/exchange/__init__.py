"""Excel out and in: sheets that open right in WPS, Excel and LibreOffice; imports with preview, every error at once, that can be undone.

Owns the batches of imports and the heads an office has mapped by hand. What can be imported is declared by the rooms (`base.registers.Register`
in their `columns.py`). Start reading at `preview.py` (what a file would do) and `actions.py` (do it, take it back); `workbook` writes.
"""
