"""Uploaded evidence: stored once by checksum, limited in size and kind, downloaded only by those who may.

Owns the stored files. Start reading at `actions.py`.
"""
