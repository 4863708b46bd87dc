"""Who did what to which object, when and why: append-only, one hash chain over all rows.

Owns the journal entries. Every action of every room ends with `journal.actions.record`. Start reading at `chain.py` (the hash of a row),
then `actions.py`.
"""
