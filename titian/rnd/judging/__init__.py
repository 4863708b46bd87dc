"""Brings rows to the pure rules: the firms of an evaluation, of a subsidy run, of the watch lists, a firm's year in four calibres. Reads only.

Figures come from `basis`; who was above scale from the register's list of a year, which is unknown where no list of that year is there.
"""

from titian.rnd.judging.evaluated import evaluated
from titian.rnd.judging.firms import firm_year, industrial, scale_lists
from titian.rnd.judging.listed import Listed, clearing
from titian.rnd.judging.subsidised import subsidised
from titian.rnd.judging.watched import Asked, key_years, unreported, watched

__all__ = [
    "Asked",
    "Listed",
    "clearing",
    "evaluated",
    "firm_year",
    "industrial",
    "key_years",
    "scale_lists",
    "subsidised",
    "unreported",
    "watched",
]
