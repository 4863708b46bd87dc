"""What a self-assessment is written from: the targets board, the rows behind each figure and the files that prove them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.printing import quantity_text
from titian.figures.board import TargetRow, target_rows
from titian.figures.computed import Part, RowBooks
from titian.files.models import StoredFile
from titian.files.permissions import can_export
from titian.places.models import Region

MOST_FILES = 50


@dataclass(frozen=True)
class Behind:
    """The rows one figure was counted from, as they are listed."""

    label: str
    part: Part
    rows: QuerySet[Any]
    count: int


@dataclass(frozen=True)
class Item:
    """One target of the sheet. `number` is that of its folder; `files` in the order of their numbers; `kept_back` must not leave."""

    number: int
    row: TargetRow
    behind: tuple[Behind, ...] = ()
    files: tuple[StoredFile, ...] = ()
    kept_back: tuple[StoredFile, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def reached(self) -> str:
        return "；".join(quantity_text(leg.reached) if leg.reached else "缺数" for leg in self.row.legs)

    @property
    def source(self) -> str:
        """Which department states or keeps the figure."""
        counted = any(leg.known.counted for leg in self.row.legs)
        return "本局台账" if counted else "账面认定"

    @property
    def lost(self) -> str:
        """Why points are lost: what is missing; empty where the target is met."""
        if self.row.progress.met:
            return ""
        missing = [quantity_text(leg.gap) for leg in self.row.legs if leg.gap is not None and leg.gap.value]
        return f"还差 {f' {self.row.target.join_label} '.join(missing)}" if missing else "没有可用的完成数"

    @property
    def weight(self) -> Decimal | None:
        return self.row.target.weight

    @property
    def score(self) -> Decimal | None:
        """Points by the rule of the sheet: all of them where the target is met, else in proportion to what was reached; None where the
        target bears none or its figure is not known. Where the 考核办法 scores otherwise, the office writes its own over it."""
        weight, done = self.weight, self.row.progress
        if weight is None or (done.met is None and done.completion is None):
            return None
        if done.met:
            return weight
        share = min(max(done.completion or Fraction(0), Fraction(0)), Fraction(1))
        exact = Fraction(weight) * share
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)

    @property
    def evidence(self) -> str:
        """01-01至01-05 and the list: how the sheet refers to the folder."""
        parts = [f"{self.number:02d}-00 明细表" if self.behind else ""]
        if self.files:
            first, last = f"{self.number:02d}-01", f"{self.number:02d}-{len(self.files):02d}"
            parts.append(first if first == last else f"{first}至{last}")
        return "、".join(filter(None, parts)) or "待补"


def gather(user: User, region: Region, year: int, day: date) -> list[Item]:
    """Every target of the year in the order of the sheet."""
    rows = RowBooks(user=user, day=day)
    board = target_rows(user=user, region=region, year=year, day=day)
    return [_item(number, row, rows, user, day) for number, row in enumerate(board, start=1)]


def _item(number: int, row: TargetRow, books: RowBooks, user: User, day: date) -> Item:
    behind = tuple(_behind(row, books, day))
    found = _evidence(behind)
    leaving = tuple(file for file in found if can_export(user, file))
    return Item(number, row, behind, leaving, tuple(file for file in found if file not in leaving))


def _behind(row: TargetRow, books: RowBooks, day: date) -> Iterator[Behind]:
    """Of every leg that rows were counted for."""
    region, period = row.target.region, Period(row.target.period)
    for leg in row.legs:
        computed = books.declared.get(leg.leg.indicator)
        counted = books.counted(leg.leg.indicator, region=region, period=period, day=day)
        if computed is None or counted is None or counted.value is None:
            continue
        for place, part in enumerate(computed.parts):
            rows = books.rows(computed, place, region=region, period=period, day=counted.day)
            yield Behind(f"{row.target.title}·{part.label}", part, rows, counted.parts[place].rows)


def _evidence(behind: Sequence[Behind]) -> list[StoredFile]:
    """The files that hang on the rows, each once."""
    found: dict[int, StoredFile] = {}
    for one in behind:
        model = one.rows.model
        if not any(place.name == "evidence" for place in model._meta.many_to_many):
            continue
        links = model.evidence.through.objects.filter(**{f"{model._meta.model_name}__in": one.rows.order_by().values("pk")})
        for file in StoredFile.objects.filter(pk__in=links.values("storedfile")).order_by("name", "pk")[:MOST_FILES]:
            found.setdefault(file.pk, file)
    return list(found.values())
