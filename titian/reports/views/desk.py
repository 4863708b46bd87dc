"""Papers that write themselves out of the ledgers: 周小结, 大事记, 考核自评. Each is a page and a Word file."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from titian.base.clock import today
from titian.base.columns import Column
from titian.base.forms import whole_number
from titian.base.gongwen.paper import Paper as Document
from titian.base.gongwen.render import render
from titian.base.pages import Action, Link, ListPage, Mark, demand_or_404, page
from titian.base.periods import Period, PeriodError
from titian.base.requests import Request
from titian.figures.asked import home_region
from titian.places.models import Region
from titian.reports import actions
from titian.reports.chronicle import data as chronicle_data
from titian.reports.chronicle import template as chronicle_template
from titian.reports.permissions import can_pack, can_see_papers
from titian.reports.self_assessment import data as assessment_data
from titian.reports.self_assessment import template as assessment_template
from titian.reports.weekly import data as weekly_data
from titian.reports.weekly import template as weekly_template

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def weekly(request: Request) -> HttpResponse:
    """A week of one's own, of the section or of the bureau."""
    demand_or_404(can_see_papers(request.user))
    day, whose = _day(request.GET.get("day", "")), request.GET.get("whose", "")
    whose = whose if whose in weekly_data.WHOSE else "section" if request.user.department_id else "bureau"
    week = weekly_data.gather(request.user, day, whose)
    if request.GET.get("as") == "docx":
        return _document(weekly_template.paper(week, request.user))
    weeks = [("上一周", week.since - timedelta(days=7)), ("下一周", week.until)]
    links = [Action(label, f"?day={other}&whose={whose}") for label, other in weeks if other <= today()]
    return page(
        request,
        "reports/weekly.html",
        title=weekly_template.title_of(week, request.user),
        note=week.label,
        week=week,
        whose=[(code, label, code == whose) for code, label in weekly_data.WHOSE.items()],
        day=day,
        actions=[*links, Action("下载 Word", f"?day={day}&whose={whose}&as=docx", primary=True)],
        text=weekly_template.paper(week, request.user).text(),
    )


CHRONICLE: ListPage[chronicle_data.Line] = ListPage(
    title="大事记",
    columns=(Column("day", "日期", "day"), Column("text", "事项", width=70), Column("room", "来自", width=16)),
    row=lambda line: {"day": line.day, "text": Link(line.text, line.url) if line.url else line.text, "room": line.room},
    empty="这一期间台账里没有算作大事的活动、制度、平台和资金进展，也没有新取得的资质。登记台账后会自动列入；哪些算大事，在各台账的定义里设。",
    counted="条",
    sorts={"day": "day", "room": "room"},
    per_page=200,
)


def chronicle(request: Request) -> HttpResponse:
    """Year to date, or the period asked for: the office's notable events, with `all=1` everything."""
    demand_or_404(can_see_papers(request.user))
    period, every = _period(request.GET.get("period", "")), request.GET.get("all") == "1"
    lines = chronicle_data.gather(request.user, period, today(), every=every)
    if request.GET.get("as") == "docx":
        return _document(chronicle_template.paper(lines, period, today()))
    year, kept = period.whole_year, "&all=1" if every else ""
    others = [Period(f"{year.year}H1"), Period(f"{year.year}H2"), year, year.previous_year]
    links = [Action(other.label, f"?period={other}{kept}") for other in others if other != period]
    switch = Action("只看大事", f"?period={period}") if every else Action("全部记录", f"?period={period}&all=1")
    word = Action("下载 Word", f"?period={period}{kept}&as=docx", primary=True)
    note = "全部记录" if every else "大事；哪些算大事，在各台账的定义里设"
    return CHRONICLE.respond(
        request, lines, title=f"{period.label}大事记", as_of=today(), note=note, actions=[switch, *links, word]
    )


ASSESSMENT: ListPage[assessment_data.Item] = ListPage(
    title="考核自评",
    columns=(
        Column("number", "序号", "integer", width=6),
        Column("title", "指标", width=32),
        Column("goal", "目标值", width=16),
        Column("reached", "完成值", width=16),
        Column("percent", "完成率", "percent"),
        Column("weight", "分值", "decimal"),
        Column("score", "自评分", "decimal"),
        Column("evidence", "佐证材料编号", width=24),
        Column("source", "数据来源部门", width=16),
        Column("lost", "扣分原因", width=24),
        Column("state", "状态", width=10),
    ),
    row=lambda item: {
        "number": item.number,
        "title": Link(item.row.target.title, item.row.target.get_absolute_url()),
        "goal": item.row.target.goal,
        "reached": item.reached,
        "percent": item.row.percent,
        "weight": item.weight,
        "score": item.score,
        "evidence": item.evidence,
        "source": item.source,
        "lost": item.lost or None,
        "state": Mark(item.row.colour.value, item.row.colour.label),
    },
    empty="这一年还没有目标。从上级下达的任务表导入后，自评表按目标逐项生成，佐证从台账里取。",
    counted="项",
    per_page=100,
    sparse=True,  # not every target bears points
)


def self_assessment(request: Request) -> HttpResponse:
    """The targets of a year with their evidence; the package holds the sheet, lists and files by number."""
    demand_or_404(can_see_papers(request.user))
    year = whole_number(request.GET.get("year", "")) or today().year
    region = _county(request)
    items = assessment_data.gather(request.user, region, year, today())
    if request.GET.get("as") == "docx":
        return _document(assessment_template.paper(items, year, today()))
    if request.GET.get("as") == "zip":
        demand_or_404(can_pack(request.user))
        actions.note_package(year=year, items=len(items), files=sum(len(item.files) for item in items), by=request.user)
        content = assessment_template.package(items, year, today(), by=request.user)
        return _attached(content, "application/zip", f"{year}年度考核自评及佐证.zip")
    offered = [
        Action(f"{year - 1}年", f"?year={year - 1}"),
        Action("下载自评表", f"?year={year}&as=docx"),
        *([Action("下载自评表和佐证", f"?year={year}&as=zip", primary=True)] if can_pack(request.user) else []),
    ]
    back = Link("目标看板", reverse("figures:board"))
    return ASSESSMENT.respond(request, items, title=f"{year}年度考核自评", as_of=today(), actions=offered, back=back)


def _county(request: Request) -> Region:
    region = home_region(request.user)
    if region is None:
        raise Http404("还没有建立区划，请先导入区划")
    return region.parent if region.level == "town" and region.parent else region


def _day(text: str) -> date:
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return today()


def _period(text: str) -> Period:
    try:
        return Period.typed(text) if text else Period.of_year(today().year)
    except PeriodError:
        return Period.of_year(today().year)


def _document(paper: Document) -> HttpResponse:
    return _attached(render(paper), DOCX, f"{paper.title}.docx")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
