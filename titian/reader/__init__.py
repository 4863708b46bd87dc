"""Documents in: a report becomes text, quantities, figures with their catalogue code, and arithmetic checks.

One stage, one module, all pure Python: `text` (file → text) → `document` (title, period, kind) → `quantities` → `clauses` → `roles`
(what a number is: done, planned, compared) → `naming` (catalogue code) → `checks`. The words it knows are data in `vocabulary/`.
Owns the readings the bureau keeps and the corrections made by hand. Start reading at `values.py`, then `pipeline.py`.
"""
