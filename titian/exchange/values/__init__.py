"""The text of a cell → a value, for everything offices write into their sheets. Pure Python.

Every reader returns the value, or None for a cell that says nothing (empty, N/A, —, /, 暂无, 待补), or raises ValueProblem: what is wrong
with the text and how to write it. Nothing is guessed where two readings are possible.
"""

from titian.exchange.values.amounts import Amount, Unit, money, unit_of
from titian.exchange.values.days import Day, day, period, year
from titian.exchange.values.numbers import decimal, percent, whole
from titian.exchange.values.texts import NumberText, ValueProblem, halved, plain_text, says_nothing, squeeze, uscc
from titian.exchange.values.words import choice, flag

__all__ = [
    "Amount",
    "Day",
    "NumberText",
    "Unit",
    "ValueProblem",
    "choice",
    "day",
    "decimal",
    "flag",
    "halved",
    "money",
    "percent",
    "period",
    "plain_text",
    "says_nothing",
    "squeeze",
    "unit_of",
    "uscc",
    "whole",
    "year",
]
