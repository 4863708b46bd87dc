"""The registers and ledgers of 示范县 as plain rows. Pure Python, no data from anywhere.

    county()  →  the registers, always the same: one seed, and nothing but `random.Random.random()` is drawn from it
    ledgers_visits.books()  →  the workbooks of one noun's ledgers (`books.py`), put together from the county's firms and people

What rows know on a day counts to what the sample papers say of that day (`tests/test_county.py`, `test_registers.py`), but for four
differences that the demonstration is there to show:

1. 申报高新技术企业 of 2025: the annual report says 34家 in one place and 31家 in another. The rows hold 34 applications of 31 firms: three
   firms were refused in the first batch and applied again in the second. The catalogue counts firms, so the rows give 31.
2. 科技型中小企业评价入库 on 31 May 2026: stated 61, the rows give 62. One firm stands in the register twice, under its old and its new
   name, each time with this year's entry; merging the two on the page of near-duplicates puts the figure right.
3. 申报工程技术研究中心 on 31 May 2026: the section states 4, the rows give 3. The fourth stands at 谋划: its papers were still being argued.
4. 研发费用后补助 «2025年度», 41 firms and 486.3万元: a section's paper of 2026 names the year whose spending is subsidised. The rows count by
   the day the money arrived, so they give 36 firms and 412.6万元 for 2025 and the 41 firms for the first half of 2026.

Start reading at `build.py`; `plan.py` and `ledger_plan.py` hold the numbers the papers state.
"""
