"""Figures and targets: what the bureau states, with where it comes from, and how far it is from what was asked.

Owns the indicator catalogue, stated figures with their full key and provenance, conflicts, targets with legs and town shares, period
approval and lock, and the record of what was reported to whom. Start reading at `key.py` (the identity of a figure), then `models.py`.
"""
