"""Dated rates with their reference, read from `rates.yaml`. A rate is an exact fraction; a date is always an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("rates.yaml")


@dataclass(frozen=True)
class Dated:
    """One value from `since` to `until` (last day, inclusive; None: still in force)."""

    value: Fraction
    since: date
    until: date | None
    confirmed: bool
    reference: str
    checked_on: date

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class RateError(ValueError):
    """A rate that cannot be read; says which."""


def fraction(text: str | int) -> Fraction:
    """«80%», «2/3», «1» → exact. Raises RateError."""
    written = str(text).strip()
    try:
        return Fraction(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except (ValueError, ZeroDivisionError) as problem:
        raise RateError(f"「{written}」不是比例，请写成 80% 或 2/3") from problem


def percent(value: Fraction) -> str:
    """80%, 66.67% (about)."""
    whole = value * 100
    return f"{whole.numerator}%" if whole.denominator == 1 else f"{float(whole):.2f}".rstrip("0").rstrip(".") + "%"


def share_of(amount: int, rate: Fraction) -> int:
    """A share of an amount in fen, rounded down to the fen; nothing of a negative amount."""
    return max(0, amount) * rate.numerator // rate.denominator


@cache
def _content() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


@cache
def series(part: str, name: str) -> tuple[Dated, ...]:
    """Every entry of one rate, latest first. Raises KeyError."""
    entries = [_dated(entry) for entry in _content()[part][name]["entries"]]
    return tuple(sorted(entries, key=lambda entry: entry.since, reverse=True))


def _dated(entry: Mapping[str, Any]) -> Dated:
    return Dated(
        fraction(entry["value"]),
        entry["since"],
        entry.get("until"),
        bool(entry["confirmed"]),
        str(entry["reference"]),
        entry["checked_on"],
    )


def rate(part: str, name: str, year: int) -> Dated | None:
    """What holds at the end of a year; None before the rule existed."""
    last = date(year, 12, 31)
    return next((entry for entry in series(part, name) if entry.in_force(last)), None)


def limit(name: str, year: int) -> Dated:
    """A limit of a year; of a year before the first entry that entry, unconfirmed."""
    found = rate("limits", name, year)
    if found is not None:
        return found
    first = series("limits", name)[-1]
    return Dated(first.value, first.since, first.until, False, f"{first.reference}（{year}年尚未施行，只作参考）", first.checked_on)


def labels(part: str) -> dict[str, str]:
    """Code → word of the kinds of one part: who, which tax."""
    return {name: about["label"] for name, about in _content()[part].items()}


def negative_industry(code: str) -> str:
    """The industry of the negative list a code falls into («C1620» → 烟草制造业); empty for none. A hint: the mapping is unconfirmed."""
    codes: Mapping[str, str] = _content()["negative_industries"]["codes"]
    return next((label for start, label in codes.items() if code.startswith(start)), "")


def negative_reference() -> str:
    return str(_content()["negative_industries"]["reference"])
