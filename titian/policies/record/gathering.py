"""Where the parts of a derivation put what they find."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from titian.policies.engine.units import share_of
from titian.policies.record.reading import Given


class Gathered:
    """Values, what is lacking and notes, gathered part by part. Not `printing`: values alone, for many firms whose pages nobody opens."""

    def __init__(self, given: Given, day: date, *, printing: bool = True) -> None:
        self.given, self.day, self.printing = given, day, printing
        self.values: dict[str, int | None] = {}
        self.lacking: dict[str, tuple[str, ...]] = {}
        self.exact: dict[str, Fraction] = {}
        self.notes: list[tuple[str, str]] = [("", note) for note in given.notes]

    def put(self, name: str, value: int | None, *paths: str) -> None:
        """A fact; where it is unknown, the places in the input where it would stand."""
        self.values[name] = value
        if value is None and paths and self.printing:
            self.lacking[name] = paths

    def note(self, name: str, text: str) -> None:
        """Something noticed about a fact; printed for programmes that read it."""
        self.notes.append((name, text))

    def share(self, name: str, value: tuple[int, int] | None, *paths: str) -> None:
        """A share as numerator and denominator, kept exactly for printing."""
        self.put(name, None if value is None else share_of(*value), *paths)
        if value is not None and self.printing:
            self.exact[name] = Fraction(*value)
