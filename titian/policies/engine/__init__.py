"""The engine: a rule as a tree, and everything that is computed from it. Pure Python and polars; no Django, no database, no today.

nodes.py      the vocabulary: numbers, ratios, conditions; three-valued, integers only
programme.py  clauses, routes and programmes made of them
dated.py      parameters by effective date, with document, clause and whether somebody has checked them
building.py   what a rule function takes its parameters from
explain.py    one enterprise: every clause with value, threshold, gap, reference, what is missing
verdict.py    met, not met, unknown, and the record; shown.py: what a clause prints; lacking.py: what an unknown waits for
columns.py    a whole population through polars
reverse.py    the least change that makes a clause pass; plans.py: changes together
"""
