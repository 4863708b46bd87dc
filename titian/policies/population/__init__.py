"""Everybody at once: registers → facts → polars columns → stored verdicts, part by part.

computing.py   a range of organisations → compact rows of verdicts and their counts
spreading.py   parts given to several processes, for provinces; a county's few thousand are done where the caller stands
running.py     a run from its beginning to its end: parts, progress, going on behind a kill
"""
