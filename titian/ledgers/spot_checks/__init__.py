"""科技计划监督抽查 and the issues it finds. `ledger.py` is what forms and pages ask."""
