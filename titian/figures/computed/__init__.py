"""Figures counted from rows: how a room declares them, how they are counted by place, what stands beside them in the books."""

from titian.figures.computed.compared import Beside, compared
from titian.figures.computed.counting import UNSETTLED, Amount, Counted, RowBooks, Slice
from titian.figures.computed.declared import Computed, Count, CountDistinct, Form, Measure, Part, Rows, Sum, declared

__all__ = [
    "UNSETTLED",
    "Amount",
    "Beside",
    "Computed",
    "Count",
    "CountDistinct",
    "Counted",
    "Form",
    "Measure",
    "Part",
    "RowBooks",
    "Rows",
    "Slice",
    "Sum",
    "compared",
    "declared",
]
