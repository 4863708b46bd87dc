"""办公年历: what is due, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpResponse

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.deadlines import Deadline, deadlines_of
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404
from titian.base.periods import Period, PeriodError
from titian.base.requests import Request
from titian.home.permissions import can_see_calendar

AHEAD = timedelta(days=92)
BACK = timedelta(days=7)


def _row(line: Deadline) -> Mapping[str, object]:
    return {
        "day": line.day,
        "weekday": "一二三四五六日"[line.day.weekday()],
        "text": Link(line.text, line.url) if line.url else line.text,
        "who": line.who or None,
        "room": line.room,
        "state": Mark(line.colour(today()), line.word(today())),
        "source": line.source or None,
    }


CALENDAR: ListPage[Deadline] = ListPage(
    title="办公年历",
    columns=(
        Column("day", "期限", "day"),
        Column("weekday", "星期", width=6),
        Column("text", "事项", width=50),
        Column("who", "责任人或科室", width=16),
        Column("state", "状态", width=12),
        Column("room", "方面", width=8),
        Column("source", "依据", width=30),
    ),
    row=_row,
    empty="这段时间没有到期的事项。证书到期、台账期限、交稿时间和每年的固定节点会按日期列在这里。",
    counted="件",
    sorts={"day": "day", "room": "room", "who": "who"},
    per_page=200,
)


def calendar(request: Request) -> HttpResponse:
    """From a week back to three months ahead, or one month."""
    demand_or_404(can_see_calendar(request.user))
    month = _month(request.GET.get("month", ""))
    since, until = (month.since, month.until) if month else (today() - BACK, today() + AHEAD)
    title = f"办公年历：{month.label}" if month else "办公年历"
    rows = deadlines_of(request.user, since, until)
    note = "" if month else f"{since} 至 {until - timedelta(days=1)}"
    return CALENDAR.respond(request, rows, title=title, note=note, as_of=today(), actions=_months(month))


def _month(text: str) -> Period | None:
    try:
        found = Period.typed(text) if text else None
    except PeriodError:
        return None
    return found if found and found.kind == "month" else None


def _months(month: Period | None) -> list[Action]:
    here = month.since if month else today()
    before, after = (here.replace(day=1) - timedelta(days=1)), (here.replace(day=28) + timedelta(days=4))
    near = [Action("近三个月", "?")] if month else [Action("本月", f"?month={_text(here)}")]
    return [Action(f"{before.month}月", f"?month={_text(before)}"), *near, Action(f"{after.month}月", f"?month={_text(after)}")]


def _text(day: date) -> str:
    return f"{day:%Y-%m}"
