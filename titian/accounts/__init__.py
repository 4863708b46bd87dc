"""People who log in, their departments and roles, and who may see which rows.

Owns users and departments. Start reading at `roles.py` (the words) and `models.py`; the pages are log-in, log-out and the user list.
"""
