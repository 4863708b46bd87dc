"""建议提案办理: deadlines by the province's rule, 面商 before the reply, 不满意 answered again, promises carried on.

`deadlines.py` is the arithmetic over `rules.yaml` (pure Python), `ledger.py` what forms, imports and pages ask. The reply itself is a paper:
`reports.actions.reply_to` begins it from a row.
"""
