"""The three verdicts, and the record they are made on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """Three-valued: what is missing is neither good nor bad."""

    MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"

    @property
    def label(self) -> str:
        return {"met": "符合", "not_met": "不符合", "unknown": "待定"}[self.value]


VERDICTS: Mapping[bool | None, Verdict] = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}


@dataclass(frozen=True)
class FactRecord:
    """The flat facts of one enterprise on one day.

    values    every fact of the catalogue: an integer, or None for unknown
    lacking   facts that are unknown, or known only within bounds: where in the given data they would stand
    words     facts that are words, for printing
    exact     shares before they were rounded to the engine's integers, for printing
    notes     what was noticed when they were derived: (the fact concerned or nothing, text); said where a programme reads the fact
    """

    values: Mapping[str, int | None]
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    exact: Mapping[str, Fraction] = field(default_factory=dict)
