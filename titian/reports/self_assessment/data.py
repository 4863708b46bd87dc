"""What a self-assessment is written from: the targets board, the rows behind each figure and the files that prove them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.base.periods import Period
from titian.base.printing import quantity_text
from titian.base.quantities import plain
from titian.figures.board import LegRow, TargetRow, target_rows
from titian.figures.computed import Part, RowBooks
from titian.figures.models import Figure, indicator
from titian.files.models import StoredFile
from titian.files.permissions import can_export
from titian.places.models import Region
from titian.reader.models import KeptReading

MOST_FILES = 200  # of one item; the list of its rows names what is behind it


@dataclass(frozen=True)
class Behind:
    """The rows one figure was counted from, as they are listed; `proved` of them carry a file (None: this register keeps none)."""

    label: str
    part: Part
    rows: QuerySet[Any]
    count: int
    proved: int | None = None


@dataclass(frozen=True)
class Proof:
    """One line of the catalogue of evidence. A list is written from `behind`; `file` None and `behind` None is what is lacking."""

    number: str
    name: str
    file: StoredFile | None = None
    behind: Behind | None = None
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One target of the sheet. `number` is that of its folder; `files` in the order of their numbers; `kept_back` must not leave;
    `wanting` says what proof is lacking."""

    number: int
    row: TargetRow
    behind: tuple[Behind, ...] = ()
    files: tuple[StoredFile, ...] = ()
    kept_back: tuple[StoredFile, ...] = ()
    source: str = ""
    wanting: tuple[str, ...] = ()

    @property
    def reached(self) -> str:
        return "；".join(quantity_text(leg.reached) if leg.reached else "缺数" for leg in self.row.legs)

    @property
    def lost(self) -> str:
        """Why points are lost: what is missing, and how many points; empty where the target is met."""
        if self.row.progress.met:
            return ""
        unknown = [leg.leg.name for leg in self.row.legs if leg.reached is None]
        missing = [quantity_text(leg.gap) for leg in self.row.legs if leg.gap is not None and leg.gap.value]
        parts = [f"还差 {f' {self.row.target.join_label} '.join(missing)}"] if missing else []
        parts += [f"「{'」「'.join(unknown)}」还没有完成数"] if unknown else []
        taken = self.weight - self.score if self.weight is not None and self.score is not None else None
        return "；".join(parts) + (f"，扣 {plain(taken)} 分" if taken else "")

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
        parts = [proof.number for proof in self.lists]
        if self.files:
            first, last = f"{self.number:02d}-01", f"{self.number:02d}-{len(self.files):02d}"
            parts.append(first if first == last else f"{first}至{last}")
        return "、".join(parts) or "待补"

    @property
    def lists(self) -> list[Proof]:
        """The lists of rows, a number each: 01-00, 01-00-2."""
        numbers = [f"{self.number:02d}-00" + ("" if place == 0 else f"-{place + 1}") for place in range(len(self.behind))]
        return [
            Proof(number, f"{one.label}明细表", behind=one, note=_told(one))
            for number, one in zip(numbers, self.behind, strict=True)
        ]

    @property
    def proofs(self) -> list[Proof]:
        """Everything the catalogue names: lists, files, what must not leave, what is lacking."""
        files = [Proof(f"{self.number:02d}-{place:02d}", file.name, file) for place, file in enumerate(self.files, start=1)]
        kept = [Proof("—", file.name, note="不得导出，请到现场查阅") for file in self.kept_back]
        return [*self.lists, *files, *kept, *(Proof("待补", text) for text in self.wanting)]


def _told(one: Behind) -> str:
    """«197 行，其中 185 行没有附件»"""
    bare = one.count - one.proved if one.proved is not None else 0
    return f"{one.count:,} 行" + (f"，其中 {bare:,} 行没有附件" if bare > 0 else "")


@dataclass(frozen=True)
class _Sources:
    """Where the values of a board come from: rows, statements, and the papers those were read from (by `document_ref`)."""

    user: User
    day: date
    books: RowBooks
    figures: Mapping[int, Figure]
    papers: Mapping[str, StoredFile]

    @classmethod
    def of(cls, user: User, day: date, board: Sequence[TargetRow]) -> _Sources:
        wanted = [leg.known.figure for row in board for leg in row.legs if leg.known.figure and not leg.known.counted]
        stated = Figure.objects.visible_to(user).filter(pk__in=wanted).select_related("department", "stated_by__department")
        figures = {figure.pk: figure for figure in stated.prefetch_related("evidence")}
        refs = {figure.document_ref for figure in figures.values()}
        kept = KeptReading.objects.visible_to(user).exclude(file=None).select_related("file")
        papers = {one.ref: one.file for one in kept if one.ref in refs and one.file is not None}
        return cls(user, day, RowBooks(user=user, day=day), figures, papers)

    def stated(self, row: TargetRow) -> list[Figure]:
        return [self.figures[leg.known.figure] for leg in row.legs if leg.known.figure in self.figures]

    def proving(self, figure: Figure) -> list[StoredFile]:
        """What proves a statement: its own files, and the paper it was read from."""
        paper = self.papers.get(figure.document_ref)
        return [*figure.evidence.all(), *([paper] if paper else [])]


def gather(user: User, region: Region, year: int, day: date) -> list[Item]:
    """Every target of the year in the order of the sheet."""
    board = target_rows(user=user, region=region, year=year, day=day)
    sources = _Sources.of(user, day, board)
    return [_item(number, row, sources) for number, row in enumerate(board, start=1)]


def _item(number: int, row: TargetRow, sources: _Sources) -> Item:
    behind, figures = tuple(_behind(row, sources.books, sources.day)), sources.stated(row)
    found = list(dict.fromkeys([*_files(behind), *(file for figure in figures for file in sources.proving(figure))]))
    leaving = [file for file in found if can_export(sources.user, file)]
    return Item(
        number,
        row,
        behind,
        tuple(leaving[:MOST_FILES]),
        tuple(file for file in found if file not in leaving),
        "、".join(dict.fromkeys(_department(row, leg, sources) for leg in row.legs)),
        tuple(_wanting(row, behind, sources, surplus=len(leaving) - MOST_FILES)),
    )


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
            label = leg.leg.name + (f"·{part.label}" if len(computed.parts) > 1 else "")
            yield Behind(label, part, rows, counted.parts[place].rows, _proved(rows))


def _links(rows: QuerySet[Any]) -> QuerySet[Any] | None:
    """What hangs on these rows; None where their register keeps no files."""
    model = rows.model
    if not any(place.name == "evidence" for place in model._meta.many_to_many):
        return None
    found: QuerySet[Any] = model.evidence.through.objects.filter(**{f"{model._meta.model_name}__in": rows.order_by().values("pk")})
    return found


def _proved(rows: QuerySet[Any]) -> int | None:
    links = _links(rows)
    return None if links is None else links.values(f"{rows.model._meta.model_name}_id").distinct().count()


def _files(behind: Sequence[Behind]) -> Iterator[StoredFile]:
    """The files that hang on the rows."""
    for one in behind:
        links = _links(one.rows)
        if links is not None:
            yield from StoredFile.objects.filter(pk__in=links.values("storedfile")).order_by("name", "pk")


def _department(row: TargetRow, leg: LegRow, sources: _Sources) -> str:
    """数据来源部门: who publishes a figure that is not the bureau's own, else who stated it or keeps its rows; with 台账 or 认定."""
    entry = indicator(leg.leg.indicator)
    own = str(row.target.department or "") or settings.TITIAN.bureau
    if entry and entry.publisher not in {"", "科技局"}:
        return entry.publisher
    if leg.known.counted:
        computed = sources.books.declared.get(leg.leg.indicator)
        return f"{(computed and computed.keeper) or own}（台账）"
    figure = sources.figures.get(leg.known.figure) if leg.known.figure else None
    if figure is None:
        return own
    return f"{figure.department or (figure.stated_by and figure.stated_by.department) or own}（认定）"


def _wanting(row: TargetRow, behind: Sequence[Behind], sources: _Sources, *, surplus: int) -> Iterator[str]:
    """What proof is lacking, by name."""
    for leg in row.legs:
        if leg.reached is None:
            yield f"「{leg.leg.name}」的完成数和出处"
    for figure in sources.stated(row):
        if not sources.proving(figure):
            yield f"「{figure.name}」的出处" + (f"《{figure.document}》原件" if figure.document else "：录入时没有附文件")
    for one in behind:
        if one.count and one.proved == 0:
            yield f"「{one.label}」{one.count:,} 行记录的附件，一份也没有"
    if surplus > 0:
        yield f"附件较多，只装入前 {MOST_FILES} 份，另有 {surplus:,} 份在台账里"
