"""The ground every room stands on: page frame, list page, form fields, periods, quantities, money, official paper format.

Owns no table. Start reading at `periods.py` and `quantities.py` (the two value objects every figure is made of), then `pages.py`.
"""
