"""What a file would do to a register, before anything is written: every row cleaned and matched, every error at once.

`examine(register, path, work)` reads the file and gives a `Plan`; `batches` and `actions.apply` carry it out. Nothing here writes.
"""

from titian.exchange.preview.examining import examine
from titian.exchange.preview.plan import Issue, Plan, head_text
from titian.exchange.preview.sheets import EXPLANATIONS, VERDICT, is_ours

__all__ = ["EXPLANATIONS", "VERDICT", "Issue", "Plan", "examine", "head_text", "is_ours"]
