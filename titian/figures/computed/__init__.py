"""Figures counted from rows: how a room declares them, how they are counted by place, what stands beside them in the books."""

from titian.figures.computed.compared import Beside, agrees, compared
from titian.figures.computed.counting import UNSETTLED, Amount, Counted, RowBooks, Slice, counting_day
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
    "agrees",
    "compared",
    "counting_day",
    "declared",
]
