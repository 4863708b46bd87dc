"""Approving a period's figures and lifting an approval."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.actions.statements import hold
from titian.figures.models import Figure, PeriodApproval, indicator
from titian.figures.permissions import can_approve, can_lift_approval
from titian.journal.actions import Change, record, record_many
from titian.places.models import Region


@transaction.atomic
def approve_period(*, region: Region, period: Period, by: User) -> PeriodApproval:
    """Approve and lock every counting figure of a period. Refused while figures contradict each other or there are none."""
    can_approve(by).demand()
    hold(region)
    if PeriodApproval.in_force(region_id=region.pk, period=period.text):
        raise Refused(f"{region}{period.label}的数已审定")
    rows = Figure.objects.counting().filter(region=region, period=period.text).exclude(status="target")
    disputed = rows.conflicts()
    if disputed:
        raise Refused(
            [f"「{_name(conflict.key.indicator)}」有 {len(conflict.statements)} 个不一致的数，请先认定" for conflict in disputed]
        )
    open_rows = list(rows.filter(approved_at=None).select_related("region", "department"))
    if not rows.exists():
        raise Refused(f"{region}{period.label}没有在账的数，无可审定")
    approval = PeriodApproval.objects.create(region=region, period=period.text, approved_by=by)
    for row in open_rows:
        row.approved_by, row.approved_at = by, timezone.now()
    Figure.objects.bulk_update(open_rows, ["approved_by", "approved_at"])
    record_many("figures.figure.approved", [Change(row, after={"value": row.value}) for row in open_rows], by=by)
    record("figures.period.approved", approval, by=by, after={"figures": len(open_rows)})
    return approval


@transaction.atomic
def lift_approval(approval: PeriodApproval, *, reason: str, by: User) -> None:
    """Open an approved period again; the figures keep their mark of approval."""
    can_lift_approval(by).demand()
    if not reason.strip():
        raise Refused("请写明解除审定的理由")
    approval = PeriodApproval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if approval.lifted_at:
        raise Refused(f"{approval} 的审定已经解除")
    approval.lifted_at, approval.lifted_reason = timezone.now(), reason
    approval.save(update_fields=["lifted_at", "lifted_reason"])
    record("figures.period.reopened", approval, by=by, reason=reason)


def _name(code: str) -> str:
    entry = indicator(code)
    return entry.name if entry else code
