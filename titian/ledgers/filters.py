"""What a ledger's list is narrowed by: made from its definition, for one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from titian.accounts.models import Department, User
from titian.base.clock import today
from titian.base.filters import Filters
from titian.base.periods import Period, PeriodError
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.models import NO_ROW, Ledger, LedgerRow, LedgerRowQuerySet, LedgerStep
from titian.registry.filters import NONE, TownFilter, officers

OPEN, CLOSED, ANY = "_open", "_closed", "_any"
DUE = {"late": "已逾期", "week": "七天内到期", "month": "三十天内到期"}
COLOURS = {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}
YEARS_BACK = 2
# What is found by words, or by what it lacks, is taken by key up to so many rows.
FOUND = 5_000
# Not offered, but understood: the calendar and the stages lead here.
_ONLY_ASKED = frozenset({"reached", "due_from", "due_to"})
_SPAN = re.compile(r"(?P<year>\d{4})-01~(?P<month>0[1-9]|1[0-2])")
_TEXTS = frozenset({"title", "kind", "level", "batch"})


@dataclass(frozen=True)
class Span:
    """A stretch of time as the office says it: 2026年上半年, 2026年1—10月. `until` is the day after it."""

    code: str
    label: str
    since: date
    until: date


def span_of(code: str) -> Span | None:
    """`2026-01~10` or any text form of a period; None for what is neither."""
    if found := _SPAN.fullmatch(code):
        year, month = int(found["year"]), int(found["month"])
        return Span(code, f"{year}年1—{month}月", date(year, 1, 1), Period.of_month(year, month).until)
    try:
        period = Period.typed(code)
    except PeriodError:
        return None
    return Span(period.text, period.label, period.since, period.until)


def spans(day: date) -> Iterator[tuple[str, list[Span]]]:
    """The stretches begun by a day, a year each: the year, its halves, quarters, 1—n月, months."""
    for year in range(day.year, day.year - YEARS_BACK - 1, -1):
        whole = [str(year), *(f"{year}H{half}" for half in (1, 2)), *(f"{year}Q{quarter}" for quarter in (1, 2, 3, 4))]
        last = day.month if year == day.year else 12
        growing = [f"{year}-01~{month:02d}" for month in range(last, 1, -1) if month not in {3, 6, 12}]
        months = [f"{year}-{month:02d}" for month in range(last, 0, -1)]
        found = [span for code in (*whole, *growing, *months) if (span := span_of(code)) and span.since <= day]
        yield f"{year}年", found


class RowFilters(Filters):
    """The questions themselves; `filters_of` adds the filters that ask them."""

    ledger: Ledger
    inside: bool

    def filter_queryset(self, queryset: LedgerRowQuerySet) -> LedgerRowQuerySet:
        """What was sent from outside and nobody has taken over yet is listed only where it is asked for."""
        rows: LedgerRowQuerySet = super().filter_queryset(queryset)
        return rows.kept() if self.inside and not self.form.cleaned_data.get("draft") else rows.handed_in()

    def in_state(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        if value in {OPEN, CLOSED}:
            return rows.open_on(today()) if value == OPEN else rows.filter(closed_on__lte=today())
        return rows.filter(state=value)

    def reaching(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        """A stage or a later one, whenever; as `funnels` counts them."""
        codes = at_least(self.ledger.about, value)
        return rows.filter(Q(state__in=codes) | Exists(LedgerStep.objects.filter(row=OuterRef("pk"), state__in=codes)))

    def coloured(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        return rows.coloured(self.ledger.about.colours, [value], today())

    def falling_due(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        day = today()
        if value == "late":
            return rows.overdue_on(day)
        return rows.open_on(day).filter(due__gte=day, due__lte=day + timedelta(days=7 if value == "week" else 30))

    def within(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        span = span_of(value)
        return rows.filter(day__gte=span.since, day__lt=span.until) if span else rows

    def of_batch(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        return rows.filter(batch="" if value == NONE else value)

    def lacking(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        wanted = [one for one in expected(self.ledger.about) if value in {ANY, one.key}]
        condition = reduce(or_, map(empty, wanted), NO_ROW)
        keys = LedgerRow.objects.unindexed(self.ledger).filter(condition).values_list("pk", flat=True)[: FOUND + 1]
        return rows.filter(pk__in=list(keys)) if len(keys) <= FOUND else rows.filter(condition)

    def saying(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        """One of the options of a field of the ledger's own; with several in a row, among them."""
        return rows.opting(name, value)

    def not_taken_over(self, rows: LedgerRowQuerySet, name: str, value: str) -> LedgerRowQuerySet:
        return rows.filter(is_draft=True)


def at_least(definition: Definition, code: str) -> list[str]:
    """A stage and those after it: what reached a later one passed it."""
    rank = next((state.rank for state in definition.stages if state.code == code), None)
    return [state.code for state in definition.stages if rank is not None and state.rank is not None and state.rank >= rank]


def expected(definition: Definition) -> list[Field]:
    """Fields that should be there: what is required, and what a row is told from others by."""
    return [one for one in definition.fields if one.required or one.key in definition.identity]


def chosen_by(definition: Definition, *, inside: bool) -> list[Field]:
    """Fields of the ledger's own with options."""
    kinds = {Kind.CHOICE, Kind.CHOICES}
    return [one for one in definition.own if one.choices and one.kind in kinds and (inside or not one.inside)]


def empty(one: Field) -> Q:
    if not one.is_shared:
        return Q(**{f"data__{one.key}__isnull": True})
    return Q(**{one.key: ""}) if one.key in _TEXTS else Q(**{one.key: None})


def filters_of(ledger: Ledger, user: User, asked: Mapping[str, Any]) -> type[RowFilters]:
    """`asked`: the address's own words; a period that is not offered and a stage that was come from other pages, and then stand here."""
    made: dict[str, Any] = {}
    day = ledger.about.field("day")
    if day is not None:  # first, and the two days last: filters stand in the order they are made
        made["period"] = _choice(day.label, _offered(str(asked.get("period", ""))), "within")
    for name, make in _MAKERS.items():
        if (name not in _ONLY_ASKED or asked.get(name)) and (found := make(ledger, user)) is not None:
            made[name] = found
    for one in chosen_by(ledger.about, inside=user.is_inside):
        made[f"f_{one.key}"] = _choice(one.label, [*one.choices.items()], "saying", field_name=one.key)
    if day is not None:
        made["since"] = django_filters.DateFilter(label="自", field_name="day", lookup_expr="gte")
        made["until"] = django_filters.DateFilter(label="至", field_name="day", lookup_expr="lte")
    return type("LedgerFilters", (RowFilters,), {**made, "ledger": ledger, "inside": user.is_inside})


def _choice(label: str, choices: Any, method: str = "", **kwargs: Any) -> Any:
    return django_filters.ChoiceFilter(label=label, choices=choices, **({"method": method} if method else {}), **kwargs)


def _state(ledger: Ledger, user: User) -> Any:
    about = ledger.about
    if not about.states:
        return _choice("办结", [(OPEN, "未办结"), (CLOSED, "已办结")], "in_state") if about.field("closed_on") else None
    whole = [(OPEN, "未办结"), (CLOSED, "已办结")] if any(state.closes for state in about.states) else []
    return _choice("状态", [*whole, *((state.code, state.label) for state in about.states)], "in_state")


def _reached(ledger: Ledger, user: User) -> Any:
    stages = ledger.about.stages
    return _choice("到过", [(state.code, state.label) for state in stages], "reaching") if stages else None


def _colour(ledger: Ledger, user: User) -> Any:
    words: dict[str, list[str]] = {}
    for rule in ledger.about.colours:
        words.setdefault(rule.colour.value, []).append(rule.word)
    choices = [
        (code, f"{label}：{words[code][0]}{'等' if len(words[code]) > 1 else ''}")
        for code, label in COLOURS.items()
        if code in words
    ]
    return _choice("预警", choices, "coloured") if choices else None


def _due(ledger: Ledger, user: User) -> Any:
    return _choice(ledger.about.label_of("due"), [*DUE.items()], "falling_due") if ledger.about.field("due") else None


def _due_from(ledger: Ledger, user: User) -> Any:
    return django_filters.DateFilter(label="期限自", field_name="due", lookup_expr="gte") if ledger.about.field("due") else None


def _due_to(ledger: Ledger, user: User) -> Any:
    return django_filters.DateFilter(label="期限至", field_name="due", lookup_expr="lte") if ledger.about.field("due") else None


def _kind(ledger: Ledger, user: User) -> Any:
    return _listed("kind", ledger, user)


def _level(ledger: Ledger, user: User) -> Any:
    return _listed("level", ledger, user)


def _listed(key: str, ledger: Ledger, user: User) -> Any:
    one = ledger.about.field(key)
    if one is None:
        return None
    return _choice(one.label, [*one.choices.items()] if one.choices else _used(ledger, key, user))


def _batch(ledger: Ledger, user: User) -> Any:
    one = ledger.about.field("batch")
    if one is None:
        return None
    return _choice(one.label, _used(ledger, "batch", user), "of_batch", null_label=f"{one.label}：未填", null_value=NONE)


def _used(ledger: Ledger, key: str, user: User) -> Callable[[], list[tuple[str, str]]]:
    """What the rows this person sees say in an open list; asked when the filter row is drawn."""

    def found() -> list[tuple[str, str]]:
        rows = LedgerRow.objects.visible_to(user).filter(ledger=ledger).exclude(**{key: ""}).order_by(f"-{key}")
        return [(text, text) for text in rows.values_list(key, flat=True).distinct()[:200]]

    return found


def _town(ledger: Ledger, user: User) -> Any:
    return TownFilter("region", label="乡镇") if user.is_inside else None


def _responsible(ledger: Ledger, user: User) -> Any:
    if not user.is_inside:
        return None
    label = ledger.about.label_of("responsible") if ledger.about.field("responsible") else "责任人"
    return django_filters.ModelChoiceFilter(
        label=label, queryset=officers, empty_label=f"{label}：全部", null_label=f"{label}：未定", null_value=NONE
    )


def _department(ledger: Ledger, user: User) -> Any:
    if not user.is_inside:
        return None
    return django_filters.ModelChoiceFilter(
        label="科室", queryset=Department.objects.all(), empty_label="科室：全部", null_label="科室：未定", null_value=NONE
    )


def _missing(ledger: Ledger, user: User) -> Any:
    wanted = [one for one in expected(ledger.about) if user.is_inside or not one.inside]
    return _choice("待补", [(ANY, "有待补的"), *((one.key, f"缺{one.label}") for one in wanted)], "lacking") if wanted else None


def _draft(ledger: Ledger, user: User) -> Any:
    return _choice("接收", [("yes", "待接收")], "not_taken_over") if ledger.about.fillers else None


def _offered(period: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Stretches in words, a group a year."""
    offered = [(group, [(span.code, span.label) for span in some]) for group, some in spans(today())]
    known = {code for _, some in offered for code, _ in some}
    if (asked := span_of(period)) and asked.code == period and period not in known:
        offered.insert(0, ("所选期间", [(asked.code, asked.label)]))
    return offered


_MAKERS: Mapping[str, Callable[[Ledger, User], Any]] = {
    "state": _state,
    "colour": _colour,
    "due": _due,
    "kind": _kind,
    "level": _level,
    "batch": _batch,
    "reached": _reached,
    "town": _town,
    "responsible": _responsible,
    "department": _department,
    "missing": _missing,
    "draft": _draft,
    "due_from": _due_from,
    "due_to": _due_to,
}
