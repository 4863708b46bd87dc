"""Somebody else's blank table, filled from our books and keeping its look: .xlsx and .docx with merged heads.

    form = read_form("上级表样.xlsx", data)                  # its tables as grids, its blanks as spots with row and column labels
    form.fingerprint                                          # the same form next quarter has the same one
    answers = answer(form, mapping, source, period)           # spot by spot: what stands there, or who to ask
    data = fill(form, data, answers)

What the blanks are mapped to and where values come from is the caller's: a `Source`. Start at `layout.py`.
"""

from titian.exchange.foreign.answers import LEFT, Answer, Candidate, Choice, Found, Source, answer, suggested
from titian.exchange.foreign.files import NATIVE, fill, read_form
from titian.exchange.foreign.grid import Cell, Grid, Place
from titian.exchange.foreign.layout import Form, ListArea, Spot
from titian.exchange.foreign.lines import MOST_LINES, Lines, lined, matched
from titian.exchange.foreign.printing import UnitMismatch, fits, in_unit
from titian.exchange.foreign.times import TAKES, Take, said_period, suggested_take

__all__ = [
    "LEFT",
    "MOST_LINES",
    "NATIVE",
    "TAKES",
    "Answer",
    "Candidate",
    "Cell",
    "Choice",
    "Form",
    "Found",
    "Grid",
    "Lines",
    "ListArea",
    "Place",
    "Source",
    "Spot",
    "Take",
    "UnitMismatch",
    "answer",
    "fill",
    "fits",
    "in_unit",
    "lined",
    "matched",
    "read_form",
    "said_period",
    "suggested",
    "suggested_take",
]
