"""The registers and ledgers of 示范县 as plain rows. Pure Python, no data from anywhere.

    county()  →  the registers, always the same: one seed, and nothing but `random.Random.random()` is drawn from it
    ledgers_visits.books()  →  the workbooks of one noun's ledgers (`books.py`), put together from the county's firms and people

What rows know on a day counts to what the sample papers say of that day (`tests/test_county.py`, `test_registers.py`), but for three
differences that the demonstration is there to show:

1. 申报高新技术企业 of 2025: the annual report says 34家 in one place and 31家 in another. The rows hold 34 applications of 31 firms: three
   firms were refused in the first batch and applied again in the second. The catalogue counts firms, so the rows give 31.
2. 科技型中小企业评价入库 on 31 May 2026: stated 61, the rows give 62. One firm stands in the register twice, under its old and its new
   name, each time with this year's entry; merging the two on the page of near-duplicates puts the figure right.
3. 解决企业问题 of 2025: the annual report states 96, the rows give 95. One problem stood in the lists of two programmes (入企服务 and 科技管家)
   and was added up twice; in the ledger it is one row with both programmes.

Nothing else may differ: of one problem, visit or training the papers and the rows say the same.

Start reading at `build.py`; `plan.py` and `ledger_plan.py` hold the numbers the papers state.
"""
