"""科技特派员: one person one post, services a month and a head, who falls short of what was asked, which villages nobody serves.

`load.py` is the arithmetic (pure Python), `ledger.py` what forms, imports and pages ask, `overview.py` the page of a period.
"""
