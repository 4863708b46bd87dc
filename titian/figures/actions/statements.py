"""Stating figures, setting contradicting ones aside, correcting, withdrawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from titian.accounts.models import Department, User
from titian.base.errors import Refused
from titian.base.periods import Period, PeriodError
from titian.base.quantities import LARGEST, Operator
from titian.figures.catalogue import Indicator
from titian.figures.key import ACHIEVED, STATUSES
from titian.figures.models import Figure, Origin, PeriodApproval, State, indicators
from titian.figures.permissions import can_correct, can_resolve, can_state
from titian.journal.actions import Change, record, record_many
from titian.places.models import Region


@dataclass(frozen=True)
class NewFigure:
    """A value to state. `value` in the indicator's base unit; `origin` says where it comes from."""

    indicator: str
    period: str
    value: Decimal
    status: str = ACHIEVED
    operator: Operator = Operator.EXACT
    as_of: date | None = None
    calibre: str = ""
    level: str = ""
    stage: str = ""
    scope: str = ""
    department: Department | None = None
    origin: str = Origin.ENTRY
    document: str = ""
    document_ref: str = ""
    offset: int | None = None
    number_text: str = ""
    quote: str = ""
    names: tuple[str, ...] = ()
    note: str = ""


def hold(region: Region) -> None:
    """Let one transaction after the other change a region's books: what is checked (approved? contradicted?) stays true until it commits."""
    Region.objects.select_for_update(no_key=True).filter(pk=region.pk).first()


@transaction.atomic
def state_figures(new: Sequence[NewFigure], *, region: Region, by: User) -> list[Figure]:
    """Put values into the books: all of them or none. Nothing is overwritten; a contradicting value becomes a conflict to resolve.

    A value that the same document already stated at the same place is returned as it is. Raises Refused with every reason at once.
    """
    can_state(by).demand()
    hold(region)
    _demand_sound(new, region)
    known = _already_stated(new, region)
    added, result = [], []
    for entry in new:
        row = known.get(_place(entry)) if entry.document_ref else None
        if row is None:
            row = _row(entry, region, by)
            row.save()
            added.append(row)
        result.append(row)
    record_many("figures.figure.stated", [Change(row, after=_fields(row)) for row in added], by=by)
    return result


@transaction.atomic
def resolve_conflict(keep: Figure, *, against: Iterable[Figure], reason: str, by: User) -> None:
    """Decide which of the contradicting statements counts; the others are set aside and stay readable."""
    can_resolve(by).demand()
    others = list(Figure.objects.select_for_update(of=("self",)).counting().filter(pk__in=[other.pk for other in against]))
    if not reason.strip():
        raise Refused("请写明采用此数的理由，例如：以统计局反馈为准")
    if any(other.key != keep.key for other in others):
        raise Refused("只能在同一指标、期间、口径、范围的数之间认定；不同口径的数请补全口径或范围")
    for other in others:
        other.state, other.state_reason = State.SET_ASIDE, reason
    Figure.objects.bulk_update(others, ["state", "state_reason"])
    changes = [Change(other, before={"state": State.STATED}, after={"state": State.SET_ASIDE, "kept": keep.pk}) for other in others]
    record_many("figures.figure.set_aside", changes, by=by, reason=reason)


@transaction.atomic
def correct(figure: Figure, *, value: Decimal, reason: str, by: User, operator: Operator = Operator.EXACT) -> Figure:
    """更正： a new statement takes the old one's place; the old one stays, and papers already sent keep it."""
    can_correct(by).demand()
    if not reason.strip():
        raise Refused("更正须写明理由")
    _locked(figure)
    if Figure.objects.filter(corrects=figure).exists():
        raise Refused("此数已被更正，请在最新的数上更正")
    if figure.is_value(value, operator):
        raise Refused("更正后的数与原数相同")
    if abs(value) >= LARGEST:
        raise Refused("更正后的数大得不合情理，请核对位数和单位")
    old = figure.pk
    new = Figure.objects.get(pk=old)
    new.pk, new._state.adding = None, True
    new.value, new.operator, new.origin, new.note = value, operator, Origin.ENTRY, reason
    new.document = new.document_ref = new.number_text = new.quote = ""
    new.offset, new.corrects_id, new.stated_by = None, old, by
    new.approved_by = new.approved_at = None
    new.save()
    before = {"figure": old, "value": figure.value, "operator": figure.operator}
    record("figures.figure.corrected", new, by=by, before=before, after={"value": value, "operator": operator}, reason=reason)
    return new


@transaction.atomic
def specify(figure: Figure, *, calibre: str, level: str, scope: str, reason: str, by: User) -> None:
    """Say under which calibre, level and scope a figure stands, so that it is no longer taken for another one of the same name."""
    can_correct(by).demand()
    hold(figure.region)
    _locked(figure)
    if PeriodApproval.in_force(region_id=figure.region_id, period=figure.period):
        raise Refused(f"{figure.period_label}的数已审定，口径和范围不能再改")
    if not reason.strip():
        raise Refused("请写明依据")
    said = {"calibre": calibre.strip(), "level": level.strip(), "scope": scope.strip()}
    before = {name: getattr(figure, name) for name in said}
    if said == before:
        raise Refused("口径、级别和范围没有变化")
    for name, value in said.items():
        setattr(figure, name, value)
    figure.save(update_fields=["identity", *said])
    record("figures.figure.specified", figure, by=by, before=before, after=said, reason=reason)


@transaction.atomic
def withdraw(figure: Figure, *, reason: str, by: User) -> None:
    """Take a statement out of the books (entered by mistake). Refused once its period is approved: then 更正."""
    can_correct(by).demand()
    hold(figure.region)
    _locked(figure)
    if PeriodApproval.in_force(region_id=figure.region_id, period=figure.period):
        raise Refused(f"{figure.period_label}的数已审定，不能撤回；请用更正")
    if not reason.strip():
        raise Refused("请写明撤回的理由")
    before = {"state": figure.state}
    figure.state, figure.state_reason = State.WITHDRAWN, reason
    figure.save(update_fields=["identity", "state", "state_reason"])
    record("figures.figure.withdrawn", figure, by=by, before=before, after={"state": figure.state}, reason=reason)


def _locked(figure: Figure) -> Figure:
    """The row as it stands now, ours until the transaction ends. Raises Refused when somebody was quicker."""
    row = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    if row.state != State.STATED:
        raise Refused(f"此数已标为「{row.state_label}」，不能再改；请刷新后查看")
    return row


def _demand_sound(new: Sequence[NewFigure], region: Region) -> None:
    known = indicators()
    problems = [problem for entry in new for problem in _problems(entry, known.get(entry.indicator))]
    locked = {
        entry.period
        for entry in new
        if entry.status != "target" and PeriodApproval.in_force(region_id=region.pk, period=entry.period)
    }
    problems += [f"{Period(period).label}的数已审定锁定，新数不能直接入账；请在原数上更正" for period in sorted(locked)]
    if problems:
        raise Refused(problems)


def _problems(entry: NewFigure, known: Indicator | None) -> list[str]:
    problems = [] if known else [f"指标代码「{entry.indicator}」不在目录里，请先在「指标目录」增设"]
    if entry.status not in STATUSES:
        problems.append(f"状态「{entry.status}」应为 {'、'.join(STATUSES)} 之一")
    try:
        Period.parse(entry.period)
    except PeriodError as problem:
        problems.append(str(problem))
    if abs(entry.value) >= LARGEST:
        problems.append(f"「{known.name if known else entry.indicator}」的数值大得不合情理，请核对位数和单位")
    return problems + _too_long(entry)


def _too_long(entry: NewFigure) -> list[str]:
    """Qualifiers longer than the books hold; SQLite would keep them, PostgreSQL break off."""
    fields = [field for field in Figure._meta.concrete_fields if field.name in {"calibre", "level", "stage", "scope"}]
    return [
        f"{field.verbose_name}「{getattr(entry, field.name)[:20]}…」太长，最多 {field.max_length} 字"
        for field in fields
        if len(getattr(entry, field.name)) > (field.max_length or 0)
    ]


def _already_stated(new: Sequence[NewFigure], region: Region) -> dict[tuple[str, int | None, str], Figure]:
    refs = {entry.document_ref for entry in new if entry.document_ref}
    rows = Figure.objects.filter(region=region, document_ref__in=refs).exclude(state=State.WITHDRAWN)
    return {(row.document_ref, row.offset, row.indicator): row for row in rows}


def _place(entry: NewFigure) -> tuple[str, int | None, str]:
    return entry.document_ref, entry.offset, entry.indicator


def _row(entry: NewFigure, region: Region, by: User) -> Figure:
    return Figure(**{**vars(entry), "names": list(entry.names)}, region=region, stated_by=by)


def _fields(row: Figure) -> dict[str, object]:
    return {"identity": row.identity, "value": row.value, "operator": row.operator, "as_of": row.as_of, "document": row.document}
