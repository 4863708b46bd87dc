"""Batches and declarations. Steps are mirrored in the registry's titles, where the figures of applied and given titles are counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.policies.actions.pool import leave_pool
from titian.policies.models import Declaration, DeclarationBatch, PoolEntry
from titian.policies.permissions import can_cultivate
from titian.registry.actions import add_title, amend_title
from titian.registry.actions.organisations import hold_current
from titian.registry.actions.rows import added, amended, hold, removed
from titian.registry.models import Organisation, Title
from titian.registry.titles import KINDS


@transaction.atomic
def open_batch(*, programme: str, name: str, by: User, **fields: Any) -> DeclarationBatch:
    can_cultivate(by).demand()
    batch = DeclarationBatch(programme=programme, name=name.strip(), **fields)
    added("policies.batch.opened", batch, by=by)
    return batch


@transaction.atomic
def amend_batch(batch: DeclarationBatch, *, changes: Mapping[str, Any], by: User, reason: str = "") -> None:
    can_cultivate(by).demand()
    hold(batch)
    amended("policies.batch.amended", batch, changes, by=by, reason=reason)


@transaction.atomic
def remove_batch(batch: DeclarationBatch, *, reason: str, by: User) -> None:
    """Opened by mistake; one with declarations stays."""
    can_cultivate(by).demand()
    hold(batch)
    if batch.declarations.exists():
        raise Refused("这个批次已有申报企业，不能删除；请先删除录错的申报")
    removed("policies.batch.removed", batch, by=by, reason=reason)


@transaction.atomic
def plan_declaration(
    organisation: Organisation, *, batch: DeclarationBatch, on: date, by: User, officer: User | None = None
) -> Declaration:
    """拟申报: the firm prepares for a batch."""
    can_cultivate(by, organisation).demand()
    hold_current(organisation)
    made = Declaration(organisation=organisation, batch=batch, planned_on=on, officer=officer or organisation.officer)
    added("policies.declaration.planned", made, by=by)
    return made


@transaction.atomic
def take_over_applications(batch: DeclarationBatch, *, by: User) -> int:
    """Applications the registry knows already (a list that was imported) become declarations of the batch, with what came of them.

    Taken are those of the batch's title applied for between its opening and its last day that stand in no batch yet; how many they were.
    """
    can_cultivate(by).demand()
    hold(batch)
    if not batch.opens_on or not batch.upper_deadline:
        raise Refused("请先填写批次的开始申报和上级截止日期，再接上名录里的申报")
    there = {one.organisation_id: one for one in batch.declarations.select_related("organisation")}
    applied = Title.objects.filter(kind=batch.title_kind, applied_on__gte=batch.opens_on, applied_on__lte=batch.upper_deadline)
    applied = applied.filter(declarations=None, organisation__merged_into=None).select_related("organisation__officer")
    count = 0
    for title in applied.order_by("applied_on", "pk"):
        assert title.applied_on is not None, "applied within the batch"
        days = {"declared_on": title.applied_on, "passed_on": title.since, "failed_on": title.refused_on, "title": title}
        known = there.get(title.organisation_id)
        if known is None:
            made = Declaration(
                organisation=title.organisation,
                batch=batch,
                planned_on=title.applied_on,
                officer=title.organisation.officer,
                **days,
            )
            added("policies.declaration.taken_over", made, by=by)
            there[title.organisation_id] = made
        elif known.declared_on is None:
            amended("policies.declaration.taken_over", known, days, by=by)
        else:
            continue
        count += 1
    return count


@transaction.atomic
def step_declaration(declaration: Declaration, *, step: str, on: date, by: User, reason: str = "") -> None:
    """已申报, 已受理, 通过, 未通过, 撤回, each once and in order."""
    can_cultivate(by, declaration.organisation).demand()
    hold(declaration)
    if step not in declaration.next_steps:
        raise Refused(f"现在是「{declaration.step_label}」，不能登记「{Declaration.STEPS.get(step, step)}」")
    before = max(day for code in Declaration.STEPS if (day := declaration.day_of(code)))
    if on < before:
        raise Refused(f"日期不能早于上一步的 {before}")
    if step in ("failed", "withdrawn") and not reason.strip():
        raise Refused("请写明未通过或撤回的原因")
    changes: dict[str, Any] = {f"{step}_on": on} | ({"reason": reason.strip()} if reason.strip() else {})
    changes |= _mirrored(declaration, step, on, by=by)
    amended("policies.declaration.stepped", declaration, changes, by=by)


@transaction.atomic
def certify(
    declaration: Declaration,
    *,
    since: date,
    by: User,
    certificate: str = "",
    until: date | None = None,
    is_first: bool | None = None,
) -> None:
    """The certificate is there: the registry's title begins; who was in the pool for it leaves. `until` None: by the title's own rule."""
    can_cultivate(by, declaration.organisation).demand()
    hold(declaration)
    if declaration.passed_on is None:
        raise Refused("还没有登记通过，不能登记证书")
    kind = declaration.batch.title_kind
    said: dict[str, Any] = {
        "since": since,
        "certificate": certificate.strip(),
        "until": until or KINDS[kind].ends(since),
        "is_first": is_first,
    }
    title = declaration.title or _application(declaration)
    if title is None:
        title = add_title(
            declaration.organisation, kind=kind, applied_on=declaration.declared_on, batch=str(declaration.batch), by=by, **said
        )
    else:
        amend_title(title, changes={"batch": str(declaration.batch), **said}, by=by)
    amended("policies.declaration.certified", declaration, {"title": title}, by=by)
    for entry in PoolEntry.objects.filter(
        organisation=declaration.organisation, programme=declaration.batch.programme, left_on=None, entered_on__lte=since
    ):
        leave_pool(entry, on=since, why="certified", by=by)


@transaction.atomic
def take_back_step(declaration: Declaration, *, reason: str, by: User) -> None:
    """The last step was entered by mistake. What the registry took over from it is taken back with it."""
    can_cultivate(by, declaration.organisation).demand()
    hold(declaration)
    step = declaration.step
    if step == "planned":
        raise Refused("还没有登记过进展；整条录错的请删除")
    if not reason.strip():
        raise Refused("请写明撤回的理由，例如：录入错误")
    title = declaration.title
    if step == "passed" and title is not None and title.since is not None:
        raise Refused("名录里已登记证书，请先在「资质荣誉」里更正")
    changes: dict[str, Any] = {f"{step}_on": None} | ({"reason": ""} if step in ("failed", "withdrawn") else {})
    if title is not None and step in ("failed", "withdrawn"):
        amend_title(title, changes={"refused_on": None}, by=by, reason=reason)
    amended("policies.declaration.step_taken_back", declaration, changes, by=by, reason=reason)


@transaction.atomic
def remove_declaration(declaration: Declaration, *, reason: str, by: User) -> None:
    """Entered by mistake; one that has been declared is withdrawn instead."""
    can_cultivate(by, declaration.organisation).demand()
    hold(declaration)
    if declaration.declared_on:
        raise Refused("已登记申报的不能删除：企业撤回的请登记「撤回」，录错的请先撤回进展")
    removed("policies.declaration.removed", declaration, by=by, reason=reason)


def _application(declaration: Declaration, on: date | None = None) -> Title | None:
    """The application the registry knows already: of the same title, applied for on that very day, else not given and not refused."""
    known = Title.objects.filter(organisation=declaration.organisation, kind=declaration.batch.title_kind)
    same_day = known.filter(applied_on=on, declarations=None).first() if on else None
    return same_day or known.filter(since=None, refused_on=None).order_by("-applied_on").first()


def _mirrored(declaration: Declaration, step: str, on: date, *, by: User) -> dict[str, Any]:
    """What a step says of the registry's title: applied for, refused."""
    title = declaration.title
    if step == "declared":
        title = _application(declaration, on) or add_title(
            declaration.organisation, kind=declaration.batch.title_kind, applied_on=on, batch=str(declaration.batch), by=by
        )
        return {"title": title}
    if step in ("failed", "withdrawn") and title is not None and title.since is None:
        amend_title(title, changes={"refused_on": on}, by=by, reason=Declaration.STEPS[step])
    return {}
