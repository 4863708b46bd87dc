"""A form as the pages draw it, and what differs from what was sent before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from titian.base.periods import Period
from titian.exchange.foreign import Answer, Cell, Choice, Form, Place
from titian.figures.models import FilledSheet, SentFigure
from titian.figures.sheet_source import BooksSource


@dataclass(frozen=True)
class DrawnCell:
    """A cell with what stands in it on the page: an answer, a box of the mapping, or nothing but its own words."""

    cell: Cell
    inside: object = None


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
        note = "" if choice else "报送时没有对应到指标"
        answers.append(
            Answer(spot, choice, _value(known["value"] if known else ""), known["unit"] if known else spot.unit, period, note=note)
        )
    return answers


def _value(text: str) -> Decimal | str | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return text
