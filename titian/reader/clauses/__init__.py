"""A text in its parts, so that a number can be read in its own phrase.

`tokens` finds the known words, `sections` the headings and what stands under them, `tables` the cells of flattened tables and ledgers,
`phrases` the words before and after each number. Start reading at `phrases.py`.
"""
