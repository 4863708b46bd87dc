"""平台考核: a weighted scheme, scores item by item, grades with a quota, platforms that stand still, and what an operator is paid.

`scoring.py`, `grading.py`, `standstill.py` and `fees.py` are the arithmetic (pure Python); `ledger.py` is what forms, imports and pages
ask, `sheet.py` the scores of one assessment as a table of items by platforms.
"""
