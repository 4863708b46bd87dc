"""争取上级资金 and 重大项目投资调度: where money from above stands, and how a year's plan of investment is carried out.

`flow.py` is the arithmetic (pure Python), `ledger.py` and `investing.py` what forms, imports and pages ask.
"""
