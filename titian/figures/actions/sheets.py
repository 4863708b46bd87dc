"""填上级表样： taking a form in, mapping its blanks, keeping the copy that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.base.quantities import plain
from titian.exchange.foreign import LEFT, TAKES, Answer, Choice, Form, Lines, answer, fill, fits, read_form
from titian.figures.actions.sending import Sending, record_sent
from titian.figures.models import FilledSheet, SheetLayout
from titian.figures.outgoing import Prefer
from titian.figures.permissions import can_fill_sheets
from titian.figures.sheet_lists import ListChoice, list_lines, list_problems
from titian.figures.sheet_source import OWN, BooksSource
from titian.files.actions import forget, open_for, store
from titian.journal.actions import record
from titian.places.models import Region

# Takes that are a figure of the books itself and are kept beside it as sent; what is computed from two figures is not.
STATED = frozenset({"asked", "previous", "last_year", "year", "label"})


@transaction.atomic
def take_in_sheet(name: str, data: bytes, *, region: Region, period: Period | None, by: User) -> FilledSheet:
    """A blank form: recognised by its layout, or new. Without a period the one its title says. Raises Refused."""
    can_fill_sheets(by).demand()
    form = read_form(name, data)
    own = period or form.period
    if own is None:
        raise Refused("表名里看不出期间，请填写期间")
    layout, _ = SheetLayout.objects.get_or_create(fingerprint=form.fingerprint, defaults={"title": form.title})
    sheet = FilledSheet.objects.create(layout=layout, title=form.title, region=region, period=own.text, made_by=by)
    sheet.blank = store(name, data, by=by, owner=sheet)
    sheet.save(update_fields=["blank"])
    record("figures.sheet.taken_in", sheet, by=by, after={"title": sheet.title, "period": sheet.period, "file": name})
    return sheet


@transaction.atomic
def map_sheet(
    sheet: FilledSheet,
    *,
    mapping: Mapping[str, Choice],
    source: BooksSource,
    by: User,
    lists: Mapping[str, ListChoice] | None = None,
) -> None:
    """What goes into each blank, for this form and every later one of its layout. Raises Refused with every blank that does not fit."""
    can_fill_sheets(by).demand()
    form, layout = form_of(sheet, by=by), SheetLayout.objects.select_for_update().get(pk=sheet.layout_id)
    spots = {spot.name: spot for spot in form.spots}
    wrong = []
    for name, choice in mapping.items():
        spot, entry = spots.get(name), source.entry(choice.key)
        if spot is None or choice.take not in TAKES or (entry is None and choice.key not in OWN):
            wrong.append(f"「{spot.label if spot else name}」的对应无效，请重选")
        elif entry and choice.take not in {"growth", "rate"} and not fits(entry.unit, spot.unit):
            wrong.append(f"「{spot.label}」的单位是「{spot.unit}」，「{entry.name}」的单位是「{entry.unit}」，请改选指标")
    areas = {str(area.table): area for area in form.lists}
    for table, chosen in (lists or {}).items():
        wrong += list_problems(chosen, areas[table], by) if table in areas else ["名单的位置无效，请重选"]
    if wrong:
        raise Refused(wrong)
    before = {**layout.mapping, "lists": layout.lists}
    layout.mapping, layout.is_mapped = {name: asdict(choice) for name, choice in mapping.items()}, True
    layout.lists = {table: asdict(chosen) for table, chosen in (lists or {}).items()}
    layout.save(update_fields=["mapping", "lists", "is_mapped"])
    after = {**layout.mapping, "lists": layout.lists}
    record("figures.sheet.mapped", sheet, by=by, before=_changed(before, after), after=_changed(after, before))
    sheet.layout = layout


@transaction.atomic
def prefer_sheet(sheet: FilledSheet, *, prefer: Prefer, by: User) -> None:
    """数从哪里来: which source fills the blanks both know. Refused once the form was sent."""
    can_fill_sheets(by).demand()
    if sheet.is_sent:
        raise Refused("已报送的表是留底，不能再改数从哪里来")
    before = {"prefer": sheet.prefer}
    sheet.prefer = prefer.value
    sheet.save(update_fields=["prefer"])
    record("figures.sheet.preferred", sheet, by=by, before=before, after={"prefer": sheet.prefer})


@transaction.atomic
def keep_sheet_as_sent(sheet: FilledSheet, *, receiver: str, day: date, by: User) -> FilledSheet:
    """Freeze the copy as it leaves: file, values, and each figure in the 报送留底. Raises Refused."""
    can_fill_sheets(by).demand()
    sheet = FilledSheet.objects.select_for_update(of=("self",)).select_related("layout", "region", "blank").get(pk=sheet.pk)
    if sheet.is_sent:
        raise Refused(f"这张表已于 {sheet.sent_on} 报送{sheet.receiver}，再报请重新上传表样")
    source = BooksSource(by, sheet.region, day, Prefer(sheet.prefer))
    answers, content = filled(sheet, source=source, by=by)
    lines = lines_of(sheet, form_of(sheet, by=by), by=by)
    if not any(one.value is not None for one in answers) and not any(one.rows for one in lines):
        raise Refused("这张表一格也没有填上，不能登记为已报送")
    sheet.copy = store(copy_name(sheet), content, by=by, owner=sheet)
    sheet.receiver, sheet.sent_on, sheet.answers = receiver.strip(), day, [_frozen(one) for one in answers]
    sheet.lines = sum(len(one.rows) for one in lines)
    sheet.save(update_fields=["copy", "receiver", "sent_on", "answers", "lines"])
    record(
        "figures.sheet.sent", sheet, by=by, after={"receiver": sheet.receiver, "day": day.isoformat(), "filled": len(sheet.answers)}
    )
    record_sent(
        _sendings(answers, source), receiver=sheet.receiver, day=day, paper=sheet.title, paper_ref=f"sheet:{sheet.pk}", by=by
    )
    return sheet


@transaction.atomic
def discard_sheet(sheet: FilledSheet, *, by: User) -> None:
    """A draft nobody sent goes; its layout's mapping is remembered."""
    can_fill_sheets(by).demand()
    sheet = FilledSheet.objects.select_for_update(of=("self",)).select_related("blank").get(pk=sheet.pk)
    if sheet.is_sent:
        raise Refused("已报送的表是留底，不能删除")
    record("figures.sheet.discarded", sheet, by=by, before={"title": sheet.title, "period": sheet.period})
    blank = sheet.blank
    sheet.delete()
    if blank and blank.uploaded_by_id == by.pk:
        forget(blank, by=by, reason="未报送的表样")


def form_of(sheet: FilledSheet, *, by: User) -> Form:
    assert sheet.blank is not None
    return read_form(sheet.blank.name, _content(sheet, by=by))


def filled(sheet: FilledSheet, *, source: BooksSource, by: User) -> tuple[list[Answer], bytes]:
    """Every blank with what the books say now, and the form's own file with it."""
    data = _content(sheet, by=by)
    assert sheet.blank is not None
    form = read_form(sheet.blank.name, data)
    answers = answer(form, sheet.layout.choices, source, Period(sheet.period))
    return answers, fill(form, data, answers, lines_of(sheet, form, by=by))


def lines_of(sheet: FilledSheet, form: Form, *, by: User) -> list[Lines]:
    """The lines of the form's lists as this person sees the registers."""
    return list_lines(form, {table: ListChoice(**said) for table, said in sheet.layout.lists.items()}, by)


def copy_name(sheet: FilledSheet) -> str:
    assert sheet.blank is not None
    path = PurePath(sheet.blank.name)
    return f"{path.stem}（{sheet.region}{sheet.period_label}）{path.suffix}"


def _content(sheet: FilledSheet, *, by: User) -> bytes:
    assert sheet.blank is not None
    with open_for(sheet.blank, by=by) as file:
        return file.read()


def _frozen(one: Answer) -> dict[str, str]:
    value = plain(one.value) if isinstance(one.value, Decimal) else one.value or ""
    key = one.choice.key if one.choice else ""
    return {
        "name": one.spot.name,
        "label": one.spot.label,
        "value": value,
        "text": one.text,
        "unit": one.unit,
        "period": one.period.text,
        "key": key,
        "origin": one.origin,
        "note": one.note,
    }


def _sendings(answers: list[Answer], source: BooksSource) -> list[Sending]:
    """Each figure of the books once, as it is printed in the form."""
    found: dict[int, Sending] = {}
    for one in answers:
        if one.ref is None or one.choice is None or one.choice.take not in STATED or one.choice.key == LEFT:
            continue
        statement = source.statements[one.ref]
        printed = one.text if one.spot.suffix else f"{one.text}{one.unit}"
        found.setdefault(one.ref, Sending(statement.key, statement.value, statement.operator, printed, statement.id or None))
    return list(found.values())


def _changed(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in one.items() if other.get(name) != value}
