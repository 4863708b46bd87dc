"""Rules as code: what a policy asks of an enterprise, whether it is met on a day, and what is still lacking.

A rule is one tree of a small closed vocabulary (`engine/nodes.py`) over named facts (`record/catalogue.py`) and dated parameters
(`parameters/<pack>/<programme>.yaml`, read by `engine/dated.py`). From the same tree come the explained verdict of one enterprise
(`engine/explain.py`), the columns of a whole population (`engine/columns.py`), and what has to change (`engine/reverse.py`, `plans.py`).
`rules/` builds the trees, one dated function a programme; `packs.py` knows which programme stands in which province's pack. What a policy
officer may edit: `parameters/` and `tests/cases/`. `record/` reads and checks facts and derives the flat record every backend takes;
`assessing/` is `titian assess`. Pure Python all of it: no database, no Django, no today.

What the office keeps stands around that core. `facts/` is the only bridge from the registers to the rules, for one firm or thousands;
`StatedFact` holds what no register has a column for.
"""
