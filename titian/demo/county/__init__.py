"""The registers of 示范县 as plain rows: organisations, titles, annual figures, rights and people. Pure Python, no data from anywhere.

    county()  →  everything, always the same: one seed, and nothing but `random.Random.random()` is drawn from it

What the registers know on a day counts to what the sample papers say of that day (`tests/test_county.py` recounts it), but for two
differences that the demonstration is there to show:

1. 申报高新技术企业 of 2025: the annual report says 34家 in one place and 31家 in another. The rows hold 34 applications of 31 firms: three
   firms were refused in the first batch and applied again in the second. The catalogue counts firms, so the rows give 31.
2. 科技型中小企业评价入库 on 31 May 2026: stated 61, the rows give 62. One firm stands in the register twice, under its old and its new
   name, each time with this year's entry; merging the two on the page of near-duplicates puts the figure right.

Start reading at `build.py`; `plan.py` holds the numbers the papers state.
"""
