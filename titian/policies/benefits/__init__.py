"""What a policy clause gives: who may have it and how much, as data an officer fills in. Pure Python: no database, no today.

A clause is read by `definition.py` (a closed grammar, as YAML or JSON), told in plain Chinese by `wording.py` and compiled to trees of the
engine by `compiling.py`: the same nodes as every programme, so that `standing.py` explains one enterprise clause by clause and `county.py`
computes a whole county in columns. `vocabulary.py` lists the facts a clause may ask for, `deriving.py` makes them from what is known of an
enterprise, `simulation.py` adds up what a draft would cost, `deduction.py` estimates 加计扣除.
"""
