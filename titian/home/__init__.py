"""Each role's first page: what waits, what is late, what is wrong; search over everything.

Owns no table: to-dos, warnings and results come from the other rooms by registration. Start reading at `views.py`.
"""
