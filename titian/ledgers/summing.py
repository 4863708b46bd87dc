"""Totals of numbers that live in a row's JSON: whole numbers (fen, counts) stored as numbers, decimals as text; exact on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Round

_DIGITS, _PLACES = 24, 6


@dataclass(frozen=True)
class SumOfData:
    """As `figures.computed.Sum`, over a key of `data`. Rows without the key add nothing.

    scale   2: hundredths (fen → 元)
    whole   the numbers are stored as whole numbers; else as decimal text of at most six places
    """

    key: str
    scale: int = 0
    whole: bool = True
    field: str = ""

    def expression(self) -> models.Aggregate:
        text = KT(f"data__{self.key}")
        if self.whole:
            return models.Sum(Cast(text, models.BigIntegerField()))
        # As whole millionths, row by row: SQLite would add decimals as floats.
        number = Cast(text, models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES))
        return models.Sum(Cast(Round(number * models.Value(10**_PLACES)), models.BigIntegerField()))

    def value(self, raw: Any) -> Decimal:
        places = self.scale + (0 if self.whole else _PLACES)
        return Decimal(raw or 0).scaleb(-places).normalize() + 0
