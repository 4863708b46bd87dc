"""Who and what: organisations, their names and annual figures, titles (资质荣誉), intellectual property, people.

Owns the registers every later room points at. It is also the pattern of a register: read `models/organisations.py` (what is kept, who may
see which rows), `columns.py` (the Excel of it, one `Register` each), `actions/` (the verbs), `indicators.py` (the figures that come out of
the rows), `views/` (list, record, forms). Codes and names are pure Python: `codes.py`, `names.py`, `titles.py`, `matching.py`;
`shown.py` and `sheet.py` say how a firm stands on pages and on paper, `merging.py` what hangs on it.

Rooms that give, weigh or clear take a firm's annual figures through `AnnualFigure.objects.usable_for_benefits()` and no other way: the
statistics law forbids that what a firm filed to the statistics bureau decides over it (`models/annual.py`).
"""
