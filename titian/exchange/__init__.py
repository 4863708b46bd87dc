"""Excel out (and, later, in): sheets that open right in WPS, Excel and LibreOffice.

Owns no table yet: writing only. Start reading at `workbook.py` (`Sheet`, `write`); columns are declared with `titian.base.columns.Column`.
"""
