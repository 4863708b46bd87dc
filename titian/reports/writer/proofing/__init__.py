"""核数: what has to be looked at before a paper leaves. Pure Python; one module a kind of question.

`proof(composed)` → findings. An `error` is wrong as it stands; an `ask` may be right and has to be answered by a person.
"""

from titian.reports.writer.proofing.findings import ASK, ERROR, KINDS, Finding
from titian.reports.writer.proofing.proof import proof, withheld

__all__ = ["ASK", "ERROR", "KINDS", "Finding", "proof", "withheld"]
