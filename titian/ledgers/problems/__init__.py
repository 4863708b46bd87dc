"""企业问题: one problem once. `ledger.py` is what forms, imports and pages ask."""
