"""What a database takes of a ledger's rows beside plain counts and sums, exact on both databases: totals of numbers that live in a row's JSON
(whole numbers, fen and counts, stored as numbers, decimals as text), and how many different combinations of fields there are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Round

from titian.ledgers.definition import SHARED
from titian.ledgers.definition.measures import LEDGER

_DIGITS, _PLACES = 24, 6
_BETWEEN = models.Value("\u241f", output_field=models.TextField())  # between the parts of a combination; nobody types it


@dataclass(frozen=True)
class CountParties:
    """How many different persons or organisations (`LedgerRowQuerySet.by_party`); each lies in one region, so places add up."""

    field: str = ""

    def expression(self) -> models.Aggregate:
        return models.Count("party", distinct=True)

    def value(self, raw: Any) -> Decimal:
        return Decimal(raw or 0)


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


@dataclass(frozen=True)
class CountDifferent:
    """How many different combinations: 个次 by organisation, day and kind of service, 人 by name and employer. What is empty is a value too.

    field   of the keys, the one by which places are told apart ("" the row itself)
    """

    keys: tuple[str, ...]
    field: str = ""

    def expression(self) -> models.Aggregate:
        texts = [_text(models.F(key) if key in SHARED or key == LEDGER else KT(f"data__{key}")) for key in self.keys]
        parts = [part for text in texts for part in (_BETWEEN, text)]
        return models.Count(Concat(*parts, output_field=models.TextField()), distinct=True)

    def value(self, raw: Any) -> Decimal:
        return Decimal(raw or 0)


def _text(part: models.F | models.Expression) -> models.Expression:
    return Coalesce(Cast(part, models.TextField()), models.Value("", output_field=models.TextField()))
