"""What a search of ledgers looks through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from titian.ledgers.models.ledgers import Ledger

if TYPE_CHECKING:
    from titian.ledgers.models.rows import LedgerRow


class RowTextQuerySet(models.QuerySet["RowText"]):
    def saying(self, words: str) -> RowTextQuerySet:
        """With these (folded) words somewhere in them. By their place: to match a pattern takes the databases half as long again."""
        return self.filter(GreaterThan(StrIndex("words", models.Value(words)), 0))


class RowText(models.Model):
    """What a search of ledgers looks through, folded (`filling.words_of`). Apart from the row: a search reads all of them, and nothing else."""

    row = models.OneToOneField(
        "ledgers.LedgerRow", verbose_name="台账记录", primary_key=True, on_delete=models.CASCADE, related_name="said"
    )
    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.CASCADE, related_name="+", db_index=False)
    words = models.TextField("检索文字", blank=True)

    objects = RowTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账检索文字"

    def __str__(self) -> str:
        return self.words

    @staticmethod
    def keep(rows: Iterable[LedgerRow]) -> None:
        """Of rows whose words were said."""
        texts = [RowText(row=row, ledger_id=row.ledger_id, words=row.words) for row in rows if row.words is not None]
        if texts:
            RowText.objects.bulk_create(
                texts, batch_size=500, update_conflicts=True, unique_fields=["row"], update_fields=["words"]
            )
