"""What forms, imports and pages ask of 人才项目 and 人才项目事项."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from titian.accounts.models import User
from titian.base.money import in_wan
from titian.base.pages import Fact
from titian.base.registers import Remark
from titian.ledgers.computing import Computing
from titian.ledgers.models import LedgerRow, LedgerRowQuerySet

PROJECTS, EVENTS = "talent_projects", "talent_project_events"
PAYMENT, RECOVERY, APPROVED = "payment", "recovery", "approved"
LANDINGS = {"landed": "注册落地", "paid_in": "实缴到资", "producing": "投产"}
_EXACT = 6  # places of 万元: to the fen
_MOST = 2_000  # rows a sentence above a list looks through
_PAID = "paid to projects"


class TalentProjects(Computing):
    """Grants are paid in parts."""

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        paid = paid_to(row, day)
        if paid is None and row.amount is None:
            return
        said = f"已拨付 {in_wan(paid or 0, _EXACT)} 万元"
        if row.amount is not None:
            said += f"，核定 {in_wan(row.amount, _EXACT)} 万元，未拨 {in_wan(row.amount - (paid or 0), _EXACT)} 万元"
        yield Fact("资助拨付", said, source="人才项目事项（已批准的拨付减追回）", day=day)

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        """The three rates over those of which it is known; whoever has not said is named, not taken for a no."""
        going = rows.order_by().filter(day__lte=day).exclude(state="ended")
        if going[_MOST:].exists():
            return
        asked = {
            f"{key}_{word}": Count("pk", filter=Q(**{f"data__{key}": word == "yes"})) for key in LANDINGS for word in ("yes", "no")
        }
        found = going.aggregate(**asked, whole=Count("pk"))
        said = [_rate(label, found[f"{key}_yes"], found[f"{key}_no"], found["whole"]) for key, label in LANDINGS.items()]
        if found["whole"]:
            yield f"落地三率：{'；'.join(said)}。"


class TalentProjectEvents(Computing):
    """No more is paid than was granted; whose it is follows from the project."""

    derived = ("organisation",)

    def complete(self, row: LedgerRow) -> None:
        if row.organisation_id is None and row.parent is not None:
            row.organisation_id = row.parent.organisation_id
            row.region_id = row.region_id or row.parent.region_id

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.kind in {PAYMENT, RECOVERY} and row.amount is None and row.state == APPROVED:
            yield Remark("amount", "批准了的拨付、追回要写金额", doubtful=True)
        if row.kind != PAYMENT or row.amount is None or row.parent is None or row.parent.amount is None:
            return
        before: dict[int, int] = known.setdefault(_PAID, {})
        if row.parent.pk not in before:
            before[row.parent.pk] = paid_to(row.parent, date.max, but=row.pk) or 0
        total = before[row.parent.pk] + row.amount
        if total > row.parent.amount:
            said = f"连同已拨付的共 {in_wan(total, _EXACT)} 万元，超过核定的 {in_wan(row.parent.amount, _EXACT)} 万元，请核对"
            yield Remark("amount", said, doubtful=True)
        if row.pk is None:
            before[row.parent.pk] = total


def paid_to(project: LedgerRow, day: date, *, but: int | None = None) -> int | None:
    """Approved payments less what was recovered, in fen; None: nothing is entered."""
    events = LedgerRow.objects.of(EVENTS).kept().filter(parent=project, state=APPROVED, day__lte=day)
    events = events.exclude(pk=but) if but else events
    found = events.order_by().aggregate(paid=Sum("amount", filter=Q(kind=PAYMENT)), back=Sum("amount", filter=Q(kind=RECOVERY)))
    return None if found["paid"] is None and found["back"] is None else (found["paid"] or 0) - (found["back"] or 0)


def _rate(label: str, yes: int, no: int, whole: int) -> str:
    open_ = whole - yes - no
    known = f"{yes}/{yes + no}（{100 * yes // (yes + no)}%）" if yes + no else "还不知道"
    return f"{label} {known}{f'，{open_} 项待补' if open_ else ''}"
