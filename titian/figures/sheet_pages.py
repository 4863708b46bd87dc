"""A form as the pages draw it, and what differs from what was sent before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from django.urls import reverse

from titian.base.periods import Period
from titian.base.quantities import plain
from titian.base.requests import Request
from titian.exchange.foreign import Answer, Cell, Choice, Form, Lines, ListArea, Place
from titian.figures.asked import counted_address
from titian.figures.checks import Statement
from titian.figures.models import FilledSheet, SentFigure
from titian.figures.sheet_lists import ListChoice, column_named, offered, suggested_list
from titian.figures.sheet_source import BooksSource

_MOST_SHOWN = 50


@dataclass(frozen=True)
class DrawnCell:
    """A cell with what stands in it on the page: an answer, a box of the mapping, or nothing but its own words."""

    cell: Cell
    inside: object = None


@dataclass(frozen=True)
class FilledBlank:
    """A blank with its answer: `sign` is one character for where it comes from, `url` opens it to rows or statement."""

    answer: Answer
    sign: str
    url: str

    @classmethod
    def of(cls, answer: Answer, source: BooksSource) -> FilledBlank:
        statement = source.statements.get(answer.ref) if answer.ref is not None else None
        return cls(answer, answer.origin[:1] if answer.text else "", _opened(statement) if statement else "")


def _opened(statement: Statement) -> str:
    if statement.counted and statement.as_of:
        return counted_address(statement.key, statement.as_of)
    return reverse("figures:figure", args=[statement.id])


@dataclass(frozen=True)
class DrawnTable:
    name: str
    rows: Sequence[Sequence[DrawnCell]] = field(repr=False)


def drawn(form: Form, inside: Mapping[Place, object]) -> list[DrawnTable]:
    """Every table of the form that has a blank to fill, row by row."""
    wanted = {place.table for place in inside}
    return [
        DrawnTable(
            grid.name,
            [[DrawnCell(cell, inside.get(Place(number, cell.row, cell.column))) for cell in line] for line in grid.lines if line],
        )
        for number, grid in enumerate(form.grids)
        if number in wanted
    ]


@dataclass(frozen=True)
class ListBox:
    """A list on the mapping page: what stands in its boxes, place of a head → words; `choice` when they say something."""

    area: ListArea
    name: str
    register: str
    words: Mapping[int, str]
    where: str
    only: str
    choice: ListChoice | None = None
    problems: Sequence[str] = ()

    @property
    def heads(self) -> list[tuple[int, str, str]]:
        """Place, head, words of every head to be filled."""
        return [(place, head, self.words.get(place, "")) for place, head in self.area.heads.items() if place != self.area.number]


def list_boxes(form: Form, sheet: FilledSheet, request: Request) -> list[ListBox]:
    """What was typed, else what was decided, else what is likely."""
    if request.method == "POST":
        return [_typed(area, form, request) for area in form.lists]
    boxes = []
    for area in form.lists:
        said = sheet.layout.lists.get(str(area.table))
        suggestion = None if sheet.layout.is_mapped else suggested_list(area, request.user)
        choice = ListChoice(**said) if said else suggestion
        register = offered(request.user).get(choice.register) if choice else None
        labels = {column.key: column.label for column in register.columns} if register else {}
        words = {int(place): labels.get(key, "") for place, key in choice.columns.items()} if choice else {}
        where = labels.get(choice.where, "") if choice else ""
        boxes.append(
            ListBox(
                area, form.grids[area.table].name, choice.register if choice else "", words, where, choice.only if choice else ""
            )
        )
    return boxes


def _typed(area: ListArea, form: Form, request: Request) -> ListBox:
    def said(name: str) -> str:
        return request.POST.get(f"{name}-{area.table}", "").strip()

    words = {place: said(f"column-{place}") for place in area.heads}
    name, register = said("register"), offered(request.user).get(said("register"))
    box = ListBox(area, form.grids[area.table].name, name, words, said("where"), said("only"))
    if register is None:
        return replace(box, problems=["名单的台账无效，请重选"] if name else ())
    columns = {place: column_named(register, text) for place, text in {**words, -1: box.where}.items() if text}
    wrong = [words.get(place, box.where) for place, column in columns.items() if column is None]
    problems = [f"「{text}」不是{register.label}可以导出的列，请从列表中选" for text in wrong]
    found = {place: column.key for place, column in columns.items() if column}
    where = found.pop(-1, "")
    return replace(
        box, problems=problems, choice=ListChoice(name, {str(place): key for place, key in found.items()}, where, box.only)
    )


@dataclass(frozen=True)
class DrawnList:
    """The lines a list is filled with, under the heads that get something."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    more: int


def drawn_list(form: Form, lines: Lines) -> DrawnList:
    places = sorted({place for row in lines.rows for place in row})
    rows = [[_text(row.get(place)) for place in places] for row in lines.rows[:_MOST_SHOWN]]
    heads = [lines.area.heads.get(place, "") for place in places]
    return DrawnList(form.grids[lines.area.table].name, heads, rows, len(lines.rows) - len(rows))


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value or "")


@dataclass(frozen=True)
class Comparison:
    """One blank beside what was sent: `same` the same figure when it was last reported, `before` the same blank of the form sent last."""

    answer: Answer
    same: SentFigure | None
    difference: str
    before: str
    before_period: str


def comparisons(sheet: FilledSheet, answers: Sequence[Answer], source: BooksSource) -> list[Comparison]:
    """Blanks whose figure, or whose place in the form, was sent before."""
    previous = sheet.previous
    earlier = {said["name"]: said for said in previous.answers} if previous else {}
    sent = _sent_before(sheet, answers, source)
    rows = []
    for one in answers:
        same, said = sent.get(one.spot.place), earlier.get(one.spot.name)
        if not isinstance(one.value, Decimal) or (same is None and not (said and said["text"])):
            continue
        statement = source.statements.get(one.ref) if one.ref is not None else None
        difference = same.difference(statement.value) if same and statement else ""
        label = Period(said["period"]).label if said else ""
        rows.append(Comparison(one, same, difference, f"{said['text']}{said['unit']}" if said else "", label))
    return rows


def _sent_before(sheet: FilledSheet, answers: Sequence[Answer], source: BooksSource) -> dict[Place, SentFigure]:
    """Place → the same figure as it was last sent, in whatever paper but this one; one query."""
    identities = {one.spot.place: source.statements[one.ref].key.text for one in answers if one.ref in source.statements}
    rows = SentFigure.objects.filter(identity__in=set(identities.values())).exclude(paper_ref=f"sheet:{sheet.pk}")
    known = rows.latest_by_identity()
    return {place: known[identity] for place, identity in identities.items() if identity in known}


def sent_answers(sheet: FilledSheet, form: Form) -> list[Answer]:
    """The blanks of a sent form with what they were sent with."""
    said = {answer["name"]: answer for answer in sheet.answers}
    answers = []
    for spot in form.spots:
        known = said.get(spot.name)
        choice = Choice(known["key"]) if known and known["key"] else None
        period = Period(known["period"]) if known else Period(sheet.period)
        note = known.get("note", "") if known and choice else "报送时没有对应到指标"
        value, unit = _value(known["value"] if known else ""), known["unit"] if known else spot.unit
        origin = known.get("origin", "") if known else ""
        answers.append(Answer(spot, choice, value, unit, period, note=note, origin=origin))
    return answers


def _value(text: str) -> Decimal | str | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return text
