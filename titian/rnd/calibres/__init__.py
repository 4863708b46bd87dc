"""Four calibres (口径) of one ledger: 会计, 高企, 加计扣除, 统计; and how each follows from the first, line by line. Pure Python.

Money is integer fen. A limit is rounded down to the fen (向下取整到分), so that what is stated never exceeds what a rule allows; what is left
out is the difference, so that lines always add up. What a rule leaves unconfirmed stands in a line marked so, and the total is 预估.

    costs      the categories of the ledger (辅助账) and their sub-lines, with what each calibre does with them
    rates      dated rates with their reference (rates.yaml)
    steps      one line of a reconciliation; a calibre made of them
    hnte · deduction · statistics    one calibre each
    compare    all four of a firm and year
"""

from titian.rnd.calibres.compare import Comparison, FirmYear, ProjectFacts, compare
from titian.rnd.calibres.costs import CATEGORIES, OFFSET, Cost, category_label, sub_label, subs_of
from titian.rnd.calibres.deduction import AddOn, add_on
from titian.rnd.calibres.steps import Calibre, Step

__all__ = [
    "CATEGORIES",
    "OFFSET",
    "AddOn",
    "Calibre",
    "Comparison",
    "Cost",
    "FirmYear",
    "ProjectFacts",
    "Step",
    "add_on",
    "category_label",
    "compare",
    "sub_label",
    "subs_of",
]
