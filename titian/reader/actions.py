"""Keeping readings, correcting them by hand, and putting their figures into the books."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period, PeriodError
from titian.base.quantities import Operator
from titian.figures.actions import NewFigure, state_figures
from titian.figures.key import STATUSES
from titian.figures.models import Figure, Origin, indicator
from titian.files.models import StoredFile
from titian.journal.actions import record
from titian.places.models import Region
from titian.reader.accepting import Candidate, ambiguous, candidates
from titian.reader.models import Correction, KeptReading
from titian.reader.permissions import can_accept, can_correct_reading, can_forget, can_read_in
from titian.reader.values import Reading


@dataclass(frozen=True)
class Choice:
    """What a person says of the numbers when accepting: a scope for some offsets, some left out.

    `disputed` accepts contradicting numbers as they stand; the books then show them as a conflict to be decided.
    """

    scopes: Mapping[int, str] = field(default_factory=dict)
    leave_out: frozenset[int] = frozenset()
    disputed: bool = False


@transaction.atomic
def keep(reading: Reading, *, name: str, by: User, file: StoredFile | None = None, notices: Sequence[str] = ()) -> KeptReading:
    """Keep what was read. The same text under the same name is returned as it is."""
    can_read_in(by).demand()
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    known = KeptReading.objects.filter(sha256=digest, name=name).first()
    if known:
        return known
    document = reading.document
    row = KeptReading.objects.create(
        name=name,
        title=(document.title or "")[:300],
        kind=document.kind,
        region_name=(document.region or "")[:50],
        period=document.period or "",
        issued_on=date.fromisoformat(document.issued_on) if document.issued_on else None,
        number=(document.number or "")[:60],
        text=reading.text,
        result=reading.to_json(),
        sha256=digest,
        file=file,
        notices=list(notices),
        read_by=by,
    )
    record("reader.reading.kept", row, by=by, after={"name": name, "figures": len(reading.figures), "checks": len(reading.checks)})
    return row


@transaction.atomic
def correct(
    reading: KeptReading,
    *,
    offset: int,
    code: str,
    by: User,
    status: str = "achieved",
    period: str = "",
    scope: str = "",
    calibre: str = "",
    level: str = "",
) -> Correction:
    """Decide what a number is (an empty code: no catalogue figure). Kept as a labelled example."""
    can_correct_reading(by).demand()
    problems = [] if not code or indicator(code) else [f"指标代码「{code}」不在目录里"]
    problems += [] if status in STATUSES else ["状态应为 完成、申报 或 目标"]
    problems += _period_problems(period)
    problems += [] if any(entry["offset"] == offset for entry in _numbers(reading)) else [f"正文第 {offset} 字处没有数字"]
    if problems:
        raise Refused(problems)
    row = Correction.objects.create(
        reading=reading,
        offset=offset,
        code=code,
        status=status,
        period=period or reading.period,
        scope=scope,
        calibre=calibre,
        level=level,
        corrected_by=by,
    )
    before = next((figure for figure in reading.result["figures"] if figure["offset"] == offset), None)
    after = {"offset": offset, "code": code, "status": status, "period": row.period, "scope": scope}
    record("reader.reading.corrected", reading, by=by, before=before, after=after)
    return row


@transaction.atomic
def accept(reading: KeptReading, *, region: Region, by: User, choice: Choice | None = None) -> list[Figure]:
    """Put a document's figures into the books of `region`: all or none.

    Raises Refused naming every figure that stands twice with different values and no scope to tell them apart.
    """
    can_accept(by).demand()
    _locked(reading)
    choice = choice or Choice()
    found = candidates(reading, scopes=choice.scopes, leave_out=choice.leave_out)
    unclear = [] if choice.disputed else ambiguous(found)
    if unclear:
        raise Refused([_question(group) for group in unclear])
    if not found:
        raise Refused(f"「{reading}」里没有可入账的指标")
    figures = state_figures([_new(reading, entry) for entry in found], region=region, by=by)
    reading.region, reading.accepted_at = region, timezone.now()
    reading.save(update_fields=["region", "accepted_at"])
    record("reader.reading.accepted", reading, by=by, after={"region": region.key, "figures": len(figures)})
    return figures


@transaction.atomic
def forget(reading: KeptReading, *, by: User) -> None:
    """Delete a reading that nothing in the books stands on."""
    can_forget(by).demand()
    _locked(reading)
    used = Figure.objects.filter(document_ref=reading.ref).count()
    if used:
        raise Refused(f"账上有 {used} 个数出自「{reading}」，不能删除；可先撤回这些数")
    record("reader.reading.forgotten", reading, by=by, before={"name": reading.name, "title": reading.title})
    reading.delete()


def _locked(reading: KeptReading) -> None:
    """Nobody accepts what another is deleting. Raises Refused when it is gone."""
    if KeptReading.objects.select_for_update(of=("self",)).filter(pk=reading.pk).first() is None:
        raise Refused(f"「{reading}」已被删除")


def _period_problems(period: str) -> list[str]:
    try:
        Period.parse(period or "2000")
    except PeriodError as problem:
        return [str(problem)]
    return []


def _numbers(reading: KeptReading) -> list[dict[str, object]]:
    return [*reading.result["quantities"], *reading.result["figures"]]


def _new(reading: KeptReading, entry: Candidate) -> NewFigure:
    return NewFigure(
        indicator=entry.code,
        period=entry.period,
        value=entry.value,
        status=entry.status,
        operator=Operator(entry.qualifier),
        as_of=entry.as_of,
        calibre=entry.calibre,
        level=entry.level,
        scope=entry.scope,
        origin=Origin.DOCUMENT,
        document=str(reading)[:200],
        document_ref=reading.ref,
        offset=entry.offset,
        number_text=entry.number_text[:60],
        quote=entry.quote,
        names=entry.names,
    )


def _question(group: Sequence[Candidate]) -> str:
    entry = indicator(group[0].code)
    said = "；".join(f"{candidate.number_text}（第 {candidate.offset} 字：{candidate.quote}）" for candidate in group)
    return f"「{entry.name if entry else group[0].code}」{group[0].period} 有几个不同的数，请写明各自的范围，只留一个，或选择全部入账待认定：{said}"
