"""What forms, imports and pages ask of 建议提案办理 and of 答复承诺."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import LEADERS, STAFF, Role
from titian.base.pages import Action, Fact
from titian.base.registers import Remark
from titian.base.todos import Todo
from titian.ledgers.computing import IMPORTED, Computing, Parameter
from titian.ledgers.definition import Definition
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.ledgers.proposals.deadlines import (
    CPPCC,
    NPC,
    Deadline,
    Rule,
    countdown,
    extended_by,
    opinion_by,
    packaged,
    places,
    redo_by,
    reply_by,
    return_by,
    rule_for,
)

LEDGER, JOINT = "proposals", "joint"
REPLIED, REDONE, WRITING, SIGNING, OPINED, RETURNED = "replied", "redone", "writing", "signing", "opined", "returned"
# The course of what another office answers: we give our opinion. What is ours ends with the reply; 不满意 is entered as what was said of it.
_OF_JOINT = frozenset({"assigned", "drafting", OPINED, RETURNED})
_NEVER_NEXT = frozenset({"received", OPINED, REDONE})
MET, NO_MEETING, EXTENDED, SESSION = "met_on", "no_meeting", "extended_to", "session"
ROOM = "建议提案"
MEETING = 30  # days before the deadline from which one still to be met is named
_BY_RULE = "0：按所选地方的规定"

PLACE = Parameter(
    "place",
    "按哪里的规定",
    "",
    choices={"": "各省通行", **{place: place for place in places(packaged())}},
    help="没有列出的地方选各省通行，再改下面的数",
)
NPC_MONTHS = Parameter("npc_months", "人大建议答复期限", 0, unit="个月", help=_BY_RULE, maximum=12)
CPPCC_MONTHS = Parameter("cppcc_months", "政协提案答复期限", 0, unit="个月", help=_BY_RULE, maximum=12)
EXTEND_MONTHS = Parameter("extend_months", "经同意最长可延到", 0, unit="个月", help=_BY_RULE, maximum=24)
JOINT_MONTHS = Parameter("joint_months", "会办意见期限", 0, unit="个月", help=_BY_RULE, maximum=12)
RETURN_DAYS = Parameter(
    "return_days", "退件期限", 0, unit="日", help=f"{_BY_RULE}；各地有 5 日、10 日两种，未经核实的不填", maximum=60
)
REDO_MONTHS = Parameter("redo_months", "不满意重办期限", 0, unit="个月", help=_BY_RULE, maximum=12)
FIRST, SECOND = (
    Parameter("first_warning", "第一次提醒", 15, unit="天前", source="到期前 15 天和 7 天各提醒一次", maximum=90),
    Parameter("second_warning", "第二次提醒", 7, unit="天前", maximum=90),
)


class Proposals(Computing):
    parameters = (PLACE, NPC_MONTHS, CPPCC_MONTHS, EXTEND_MONTHS, JOINT_MONTHS, RETURN_DAYS, REDO_MONTHS, FIRST, SECOND)
    derived = ("due",)

    def complete(self, row: LedgerRow) -> None:
        """The deadline by the rule of the place, where nobody said it; an extension moves it."""
        if (extended := row.value(EXTENDED)) is not None:
            row.due = extended
        elif row.due is None and (found := deadline(row)) is not None:
            row.due = found.day

    def leads_to(self, row: LedgerRow, state: str) -> bool:
        return state in _OF_JOINT if row.data.get("role") == JOINT else state not in _NEVER_NEXT

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        yield from _met_first(row, imported=bool(known.get(IMPORTED)))
        rule = rule_of(row)
        longest = extended_by(rule, row.day) if rule and row.day else None
        if longest and row.due and row.due > longest.day:
            yield Remark("due", f"超过最长期限 {longest.day}（{longest.formula}，{longest.basis}），请核对", doubtful=True)
        found = deadline(row)
        if found and row.due and row.due > found.day and row.value(EXTENDED) is None and row.state != REDONE:
            yield Remark("due", f"按规定是 {found.day}（{found.formula}）；经同意延期的填「延期至」", doubtful=True)
        if row.data.get("satisfaction") == "unsatisfied" and row.state == REPLIED:
            yield Remark("satisfaction", "不满意的要再次答复，请用「登记反馈」重新办理", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.due is not None and not row.is_closed_on(day):
            yield Fact("离期限", countdown(row.due, day), source=f"答复期限 {row.due}", day=day)
        if (found := deadline(row)) is not None:
            yield Fact("规定期限", f"{found.day}（{found.formula}）", source=found.basis)
        rule = rule_of(row)
        if rule is None or row.day is None or not user.is_inside:
            return
        for label, other in (("最长可延到", extended_by(rule, row.day)), ("退件期限", return_by(rule, row.day))):
            if other is not None and not row.is_closed_on(day):
                yield Fact(label, f"{other.day}（{other.formula}）", source=other.basis)
        if row.data.get("partners") and row.data.get("role") != JOINT and (joint := opinion_by(rule, row.day)):
            said = row.data.get("opinion_on") or countdown(joint.day, day)
            yield Fact(
                "会办意见", f"{joint.day} 前收齐，{f'{said} 收到' if row.data.get('opinion_on') else said}", source=joint.basis
            )
        if rule.hint:
            yield Fact("未经核实", rule.hint, source="规则参数")

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if not user.is_inside or row.data.get("role") == JOINT or row.state in {OPINED, RETURNED}:
            return
        if user.role in STAFF and row.state == REPLIED:
            yield Action("登记反馈", reverse("ledgers:feedback", args=[row.pk]))
        yield Action("答复函", reverse("reports:reply_to", args=[row.pk]), post=True)

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        open_, warning = rows.open_on(day), int(FIRST.of(Ledger.objects.get(code=LEDGER).about))
        soon = open_.filter(due__gte=day, due__lte=day + timedelta(days=warning)).count()
        late, unmet = open_.filter(due__lt=day).count(), _unmet(open_.filter(due__gte=day), day).count()
        said = [
            f"已超期 {late} 件" if late else "",
            f"{warning} 天内到期 {soon} 件" if soon else "",
            f"{MEETING} 天内到期而还没有面商 {unmet} 件" if unmet else "",
        ]
        if any(said):
            yield "；".join(filter(None, said)) + "。"

    def todos(self, ledger: Ledger, user: User, day: date) -> Iterator[Todo]:
        rows = LedgerRow.objects.of(LEDGER).kept().open_on(day).select_related("ledger")
        if user.role in STAFF:
            yield from _counting_down(rows.filter(responsible=user), ledger.about, day)
            yield from _to_meet(rows.filter(responsible=user), day)
        if user.role in {Role.OFFICE, Role.CHIEF} | LEADERS and (waiting := _unassigned(rows, user)):
            yield Todo(
                f"交办建议提案 {waiting} 件",
                f"{ledger.get_absolute_url()}?state=received",
                state="待交办",
                colour="yellow",
                room=ROOM,
            )


class Promises(Computing):
    """What a reply promised; open ones of earlier years stand in this year's list by themselves."""

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        open_ = rows.open_on(day)
        carried = open_.filter(day__lt=date(day.year, 1, 1)).count()
        this_year = open_.filter(due__lt=date(day.year + 1, 1, 1)).count()
        if carried or this_year:
            yield f"未兑现 {open_.count()} 项，今年到期 {this_year} 项，其中往年答复结转 {carried} 项。"

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        """Promised with the reply, by whoever handles the suggestion."""
        if parent is None:
            return {}
        said = {"day": parent.closed_on, "department": parent.department, "responsible": parent.responsible}
        return {key: value for key, value in said.items() if value is not None}

    def todos(self, ledger: Ledger, user: User, day: date) -> Iterator[Todo]:
        """What earlier years promised is this year's to do from its first day on, whether it has a deadline or not."""
        if user.role not in STAFF:
            return
        carried = LedgerRow.objects.of(ledger.code).kept().open_on(day).filter(responsible=user, day__lt=date(day.year, 1, 1))
        found = carried.aggregate(count=Count("pk"), first=Min("due"))
        if count := found["count"]:
            address = f"{ledger.get_absolute_url()}?state=_open&responsible={user.pk}&until={day.year - 1}-12-31"
            yield Todo(f"兑现往年答复承诺 {count} 项", address, due=found["first"], state="往年结转", colour="yellow", room=ROOM)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        if row.day and row.day.year < day.year and not row.is_closed_on(day):
            yield Fact("结转", f"{row.day.year}年答复时承诺，结转到{day.year}年", source="承诺日期")


def place_and_numbers(definition: Definition, kind: str) -> tuple[str, dict[str, int | None]]:
    """What the office chose for itself; a nought is no number of its own."""
    months = NPC_MONTHS if kind == NPC else CPPCC_MONTHS
    stated = {
        "reply_months": months,
        "extend_to_months": EXTEND_MONTHS,
        "joint_months": JOINT_MONTHS,
        "return_days": RETURN_DAYS,
        "redo_months": REDO_MONTHS,
    }
    return str(PLACE.of(definition)), {name: parameter.of(definition) or None for name, parameter in stated.items()}


def rule_of(row: LedgerRow) -> Rule | None:
    """The rule that holds for a row; None for one without kind or day."""
    if row.kind not in {NPC, CPPCC} or row.day is None:
        return None
    place, own = place_and_numbers(row.ledger.about, row.kind)
    return rule_for(packaged(), place=place, kind=row.kind, day=row.day, own=own)


def deadline(row: LedgerRow) -> Deadline | None:
    """By when it is to be answered (会办: the opinion given) by the rule; None where the rule does not say."""
    rule = rule_of(row)
    if rule is None or row.day is None:
        return None
    if row.data.get("role") == JOINT:
        return opinion_by(rule, row.day)
    said = row.data.get(SESSION)
    return reply_by(rule, row.day, between=None if said is None else said == "between")


def redo_deadline(row: LedgerRow, told: date) -> date | None:
    """By when it is to be answered again after 不满意."""
    rule = rule_of(row)
    found = redo_by(rule, told) if rule else None
    return found.day if found else None


def _met_first(row: LedgerRow, *, imported: bool) -> Iterator[Remark]:
    """面商 goes before the reply, or the reply says why not. Lists of past years come in without it, with a doubt."""
    if row.state != REPLIED or row.data.get("role") == JOINT:
        return
    met = row.value(MET)
    if met is None and not row.data.get(NO_MEETING):
        yield Remark(MET, "答复之前要先与领衔代表、委员面商；没有面商的写明「未面商理由」", doubtful=imported)
    if met is not None and row.closed_on is not None and met > row.closed_on:
        yield Remark(MET, f"面商日期 {met} 在答复日期 {row.closed_on} 之后，面商应在答复之前，请核对", doubtful=imported)


def _unmet(rows: LedgerRowQuerySet, day: date) -> LedgerRowQuerySet:
    """Due within `MEETING` days or overdue, to be answered by us, and nobody has spoken with who asked."""
    near = rows.filter(due__lte=day + timedelta(days=MEETING)).exclude(data__role=JOINT)
    return near.filter(Q(**{f"data__{MET}__isnull": True}), Q(**{f"data__{NO_MEETING}__isnull": True}))


def _counting_down(rows: LedgerRowQuerySet, about: Definition, day: date) -> Iterator[Todo]:
    """From the first warning on; what is due within a week or overdue every ledger says by itself."""
    first, second = int(FIRST.of(about)), int(SECOND.of(about))
    near = rows.filter(due__gt=day + timedelta(days=max(second, 7)), due__lte=day + timedelta(days=first))
    for row in near.order_by("due", "pk")[:8]:
        assert row.due is not None
        text = f"答复{row.shown('kind')}{row.data.get('serial') or ''}「{row.title}」（{countdown(row.due, day)}）"
        yield Todo(text, row.get_absolute_url(), due=row.due, state="将到期", colour="yellow", room=ROOM)


def _to_meet(rows: LedgerRowQuerySet, day: date) -> Iterator[Todo]:
    for row in _unmet(rows, day).order_by("due", "pk")[:8]:
        who = row.data.get("proposer") or "代表、委员"
        yield Todo(f"与{who}面商「{row.title}」", row.get_absolute_url(), due=row.due, state="待面商", colour="yellow", room=ROOM)


def _unassigned(rows: LedgerRowQuerySet, user: User) -> int:
    found = rows.filter(state="received", responsible=None)
    if user.role == Role.CHIEF:
        found = found.filter(department=user.department_id)
    return found.count()
