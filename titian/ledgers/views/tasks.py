"""督办任务: what a task says of its progress, and the seven columns of all of them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from titian.accounts.models import Department
from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import whole_number
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404
from titian.base.periods import Period, PeriodError
from titian.base.requests import Request
from titian.ledgers.permissions import can_see_overviews
from titian.ledgers.supervision.course import last_day, month_before, month_of
from titian.ledgers.supervision.ledger import LEDGER
from titian.ledgers.supervision.sheet import COLUMNS, Task, document, tasks, title_of
from titian.ledgers.views.common import ledger_or_404

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _cells(task: Task) -> dict[str, object]:
    points = task.compared.points
    said = f"{points:+d} 个百分点" if points else task.compared.move.label
    mark = Mark(task.colour.colour.value, task.colour.word) if task.colour else None
    opened = {"title": Link(task.row.title, task.row.get_absolute_url())}
    return {**task.cells, **opened, "progress": task.progress, "move": said, "state": mark}


SHEET: ListPage[Task] = ListPage(
    title="重点任务进展情况表",
    columns=(
        *COLUMNS,
        Column("progress", "进度", "integer", unit="%"),
        Column("move", "比上月", width=12),
        Column("state", "状态", width=12),
    ),
    row=_cells,
    empty="这个月没有重点任务。任务在「督办任务」里登记，按月用「更新进度」填完成情况、存在问题和下一步举措。",
    counted="项",
    per_page=200,
    template="ledgers/task_sheet.html",
)


def sheet(request: Request) -> HttpResponse:
    """A month's seven columns against the month before; `?export=xlsx` and `?export=docx` are the same table."""
    demand_or_404(can_see_overviews(request.user))
    ledger, day = ledger_or_404(request, LEDGER), today()
    month = _month(request.GET.get("month", "")) or month_of(day)
    found = tasks(request.user, month, day, department=whole_number(request.GET.get("department", "")))
    if request.GET.get("export") == "docx":
        return _document(found, month)
    listing = SHEET if request.GET.get("export") != "xlsx" else _SEVEN
    return listing.respond(
        request,
        found,
        title=title_of(month),
        as_of=last_day(month, day),
        actions=_months(request, month),
        back=Link(ledger.label, ledger.get_absolute_url()),
        departments=Department.objects.all(),
        month=month,
    )


# What leaves: the seven columns and nothing else.
_SEVEN: ListPage[Task] = ListPage(title=SHEET.title, columns=COLUMNS, row=lambda task: task.cells, empty=SHEET.empty, counted="项")


def _document(found: list[Task], month: Period) -> HttpResponse:
    response = HttpResponse(document(found, month, today(), issuer=settings.TITIAN.bureau), content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title_of(month)}.docx") or "attachment"
    return response


def _month(text: str) -> Period | None:
    try:
        found = Period.typed(text) if text else None
    except PeriodError:
        return None
    return found if found and found.kind == "month" else None


def _months(request: Request, month: Period) -> list[Action]:
    before, after = month_before(month), month_of(month.until)
    kept = request.GET.copy()
    kept["month"] = month.text
    kept["export"] = "docx"
    found = [Action(f"{before.since.month}月", f"?month={before.text}")]
    if after.since <= today():
        found.append(Action(f"{after.since.month}月", f"?month={after.text}"))
    return [*found, Action("导出 Word", f"?{kept.urlencode()}")]
