"""Which row of a sheet is its head, and which of its columns is which of ours.

`heads` finds the head and places the columns; `body` gives the rows below it that are records. Nothing is guessed: two heads that fit one
column, or one head that fits two, are reported.
"""

from titian.exchange.heads.find import Clash, Heads, heads
from titian.exchange.heads.rows import Line, body
from titian.exchange.heads.words import Head, head_of

__all__ = ["Clash", "Head", "Heads", "Line", "body", "head_of", "heads"]
