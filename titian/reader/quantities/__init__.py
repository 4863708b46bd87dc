"""Quantities of a text: every number with its printed unit, multiplied out, with how exact it is stated.

Read the modules in the order the work is done: `flat` (one plain form of each character), `excluded` (dates, document numbers, ranks,
list numbers, codes), `tokens` (number, scale, unit), `tables` (units printed in a header), `judge` (what a bare number is),
`numerals` (Chinese numerals), `operators` (余, 以上, 近), `scan` (all of it together). The units themselves are data:
`vocabulary/units.yaml`.
"""

from titian.reader.quantities.scan import quantities

__all__ = ["quantities"]
