"""督办任务: progress kept as said day by day, 上月 against 本月, completion against the year's goal, the seven-column sheet.

`course.py` is the arithmetic (pure Python), `ledger.py` what forms, imports and pages ask, `sheet.py` the seven columns as a table.
"""
