"""人才项目 after selection: what was paid of what was granted, the three rates of landing. `ledger.py` is what forms, imports and pages ask."""
