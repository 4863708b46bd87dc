"""升规入统 and 科技服务业月度调度: growth that changes its sign, who is near the threshold, 开门红, 双过半, 年底交账.

`monthly.py` is the arithmetic (pure Python), `ledger.py` what forms, imports and pages ask. Everything is what firms say of themselves or
authorised; rows filed to the statistics bureau are no base of anything here.
"""
