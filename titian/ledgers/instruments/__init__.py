"""大型仪器: bookings that never overlap, hours out of times, utilisation, what an outside user pays and what is subsidised.

`times.py` is the arithmetic (pure Python), `ledger.py` what forms, imports and pages ask, `calendar.py` the list of one instrument.
"""
