"""Excel in and out: columns, preview, every row error at once, batches that can be undone.

Owns import batches and remembered mappings. Start reading at `workbook.py` (writing).
"""
