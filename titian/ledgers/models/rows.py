"""A row of a ledger and the steps it went through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from titian.ledgers.definition import Definition, Field
from titian.ledgers.definition.colours import ColourRule, Standing, colour_of
from titian.ledgers.definition.values import restored, shown
from titian.ledgers.models.ledgers import Ledger
from titian.ledgers.models.questions import LedgerRowQuerySet, options_of
from titian.ledgers.models.texts import RowText

_SHOWN_OF_TEXT, _NEVER = 60, date.max


class LedgerRow(models.Model):
    """One row. `state` is the code of the last step; `closed_on` the day it was closed; money is fen.

    version     of the ledger's definition it was written under; `data` holds the fields that are no columns, as `definition.values` stores them
    parent      the row it belongs to: a measure to its issue, a service to its commissioner, a booking to its instrument
    touched_on  the last day something happened with it: its own day or that of its last step
    collected   the request of a town or firm it came with
    is_draft    sent by a town or firm, not yet taken over: counts nowhere
    entered_for, entered_on   代录: who handed it in, on which day
    options     the options its own fields say, as `options_of` writes them: kept with `data`, so that an index can answer for them
    words       what a search looks through, said by whoever changes a text of the row: written to its `RowText` whenever the row is
    """

    words: str | None = None

    # Foreign keys without an index of their own begin one of the indexes below, or nobody asks by them alone.
    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.PROTECT, related_name="rows", db_index=False)
    version = models.PositiveSmallIntegerField("定义版本", default=1)
    title = models.CharField("名称", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=40, blank=True)
    level = models.CharField("级别", max_length=40, blank=True)
    batch = models.CharField("批次", max_length=60, blank=True)
    state = models.CharField("状态", max_length=40, blank=True)
    organisation = models.ForeignKey(
        "registry.Organisation",
        verbose_name="企业",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ledger_rows",
        db_index=False,
    )
    region = models.ForeignKey(
        "places.Region", verbose_name="乡镇", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", null=True, blank=True, on_delete=models.PROTECT, related_name="ledger_rows"
    )
    parent = models.ForeignKey(
        "self", verbose_name="所属记录", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    day = models.DateField("日期", null=True, blank=True)
    due = models.DateField("期限", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    # Reckoned by the database: what is not closed closes after every day, so «open on a day» is one stretch of an index.
    closes = models.GeneratedField(
        verbose_name="办结日（未办结的无穷远）",
        expression=Coalesce("closed_on", models.Value(_NEVER)),
        output_field=models.DateField(),
        db_persist=True,
    )
    touched_on = models.DateField("最近进展", null=True, blank=True, editable=False)
    amount = models.BigIntegerField("金额", null=True, blank=True, help_text="分")
    count = models.BigIntegerField("数量", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("进度", null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name="科室",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    data = models.JSONField("其他内容", default=dict, blank=True)
    options = models.TextField("选项", blank=True, editable=False)
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="佐证材料", blank=True, related_name="+")
    collected = models.ForeignKey(
        "ledgers.CollectionRequest", verbose_name="收自", null=True, blank=True, on_delete=models.PROTECT, related_name="rows"
    )
    is_draft = models.BooleanField("待接收", default=False)
    entered_for = models.CharField("经办人", max_length=60, blank=True)
    entered_on = models.DateField("交来日期", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField("录入时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = LedgerRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账记录"
        ordering = ["-day", "-pk"]
        indexes = [
            # Whatever a list is narrowed, counted or summed by stands in one index in the list's own order: with two hundred thousand rows
            # nothing but the fifty that are shown is read from the table. The other indexes are for questions over all ledgers.
            models.Index(
                fields=[
                    *("ledger", "-day", "-id", "is_draft", "state", "kind", "level", "batch"),
                    *("region", "department", "responsible"),
                    *("organisation", "person", "due", "closed_on", "touched_on", "progress", "amount", "count"),
                ],
                name="row_as_listed",
            ),
            models.Index(
                fields=["ledger", "-day", "-id", "is_draft", "options", "organisation", "person", "amount", "count"],
                name="row_by_options",
            ),
            models.Index(fields=["ledger", "closes", "due", "day", "is_draft", "organisation"], name="row_by_deadline"),
            models.Index(fields=["organisation", "ledger", "day"], name="row_of_organisation"),
            models.Index(fields=["responsible", "closes", "due"], name="row_of_responsible"),
            models.Index(fields=["region", "ledger", "day"], name="row_of_region"),
            models.Index(fields=["ledger"], condition=Q(is_draft=True), name="row_not_taken_over"),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:_SHOWN_OF_TEXT] or f"{self.ledger.label} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.options = options_of(self.data)
        if "data" in (names := kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*names, "options"}
        super().save(*args, **kwargs)
        RowText.keep([self])

    def get_absolute_url(self) -> str:
        return reverse("ledgers:row", args=[self.pk])

    @property
    def about(self) -> Definition:
        """The definition it was written under."""
        return self.ledger.as_of(self.version)

    @property
    def text(self) -> str:
        """What the row is about, in a few words: its first text, the firm, the day."""
        parts = [str(part) for part in (self.organisation, self.person, self.day) if part]
        return " ".join(parts) or next((str(value) for value in self.data.values() if isinstance(value, str)), "")

    @property
    def state_label(self) -> str:
        found = self.ledger.about.state(self.state)
        return found.label if found else self.state

    @property
    def standing(self) -> Standing:
        return Standing(self.day, self.due, self.closed_on, self.progress, self.touched_on)

    def colour_on(self, day: date) -> ColourRule | None:
        """By the rules of the ledger as it stands; None where none fits."""
        return colour_of(self.ledger.about.colours, self.standing, day)

    def is_closed_on(self, day: date) -> bool:
        return self.closed_on is not None and self.closed_on <= day

    def held(self, key: str) -> Any:
        """A field's value as it is stored: references as objects, money in fen."""
        one = self._field(key)
        return self._held(one) if one else None

    def value(self, key: str) -> Any:
        """A field's value as forms and sheets take it: yuan, Decimal, date, codes."""
        one = self._field(key)
        return restored(one, self._held(one)) if one else None

    def shown(self, key: str) -> Any:
        """A field's value as pages print it: choices by their words, a person by name."""
        one = self._field(key)
        return shown(one, self._held(one)) if one else None

    def journal_words_of(self, name: str, before: object, after: object) -> tuple[str, object, object] | None:
        """What the journal notes of a row, in the words of its ledger; None: it has none for this."""
        known = {state.code: state.label for state in self.ledger.about.states}
        if name == "state":
            return "状态", known.get(str(before), before), known.get(str(after), after)
        if (reached := known.get(name.removeprefix("on_"))) is not None and name.startswith("on_"):
            return f"{reached}日期", before, after
        one = self._field(name)
        return (one.label, _by_word(one, before), _by_word(one, after)) if one else None

    def _field(self, key: str) -> Field | None:
        return self.about.field(key) or self.ledger.about.field(key)

    def _held(self, one: Field) -> Any:
        value = getattr(self, one.key) if one.is_shared else self.data.get(one.key)
        return None if value == "" else value

    def put(self, values: Mapping[str, Any]) -> None:
        """Set stored values (`definition.values.clean`); not yet saved."""
        data = dict(self.data)
        for key, value in values.items():
            one = self.ledger.about.field(key)
            assert one is not None, key
            if not one.is_shared:
                data[key] = value
            else:
                setattr(self, key, "" if value is None and key in _EMPTY_TEXTS else value)
        self.data = {key: value for key, value in data.items() if value is not None}


_EMPTY_TEXTS = frozenset({"title", "kind", "level", "batch"})


def _by_word(one: Field, value: object) -> object:
    """A code by its word; what is a word already stays."""
    codes = value if isinstance(value, list) else [value]
    words = [one.choices.get(code, code) if isinstance(code, str) else code for code in codes]
    return words if isinstance(value, list) else words[0]
