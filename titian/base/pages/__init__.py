"""The five kinds of page, reused everywhere: list, record, work form, board, paper.

A view fetches, asks `can_…`, acts, and hands values to one of these; the template parts do the rest::

    from titian.base.pages import Action, Link, ListPage, Mark, Record, demand_or_404, page

    TARGETS = ListPage(
        title="目标看板",
        columns=(Column("name", "指标"), Column("target", "目标", "decimal", unit="家"), Column("state", "状态")),
        row=lambda target: {"name": Link(target.name, target.url), "target": target.value, "state": Mark("red", "未完成")},
        empty="还没有目标。目标是上级下达的任务数；用「导入目标」把下达文件的表格导入。",
        counted="项", sorts={"name": "indicator__name"}, search=("indicator__name",), filters=TargetFilters,
    )

    def targets(request: Request) -> HttpResponse:
        demand_or_404(can_see_targets(request.user))
        rows = Target.objects.visible_to(request.user).select_related("indicator")
        return TARGETS.respond(request, rows, as_of=day, actions=[Action("导入目标", reverse("figures:import"))])

The one `row` function feeds the cells on the page and in the Excel (export what is shown). A room that wants its own cells extends
`base/list.html` and overrides `{% block row %}` (`row` is the object, `cells` its values), naming its template in `ListPage.template`.

List      `ListPage(...).respond(request, rows, ...)`; rows are a QuerySet (filtered, sorted, paged by the database) or a sequence.
          `picks=[Action("核准所选", url, post=True)]` puts a tick box before each row; the view gets `request.POST.getlist("pick")`.
Record    `record_page(request, Record(title=…, mark=Mark(…), facts=[Fact("数值", …, source=…, day=…)], tabs=…, events=…, entries=…))`
Work      `work_page(request, form, title=…, submit="提交申报书", steps=[Step(…)])`; forms derive from `base.forms`.
Board     `board_page(request, title=…, tiles=[Tile(…)])`; template extends `base/board.html`, fills `{% block body %}` with cards.
Paper     `paper_page(request, title=…, missing=[…])`; template extends `base/paper.html`, fills `{% block sheet %}`.
Button    a view behind `Action(post=True)`: `told(request, lambda: actions.approve(x, by=request.user), "已核准。")`, then redirect.
Else      `page(request, "room/name.html", title=…, actions=…, back=Link("指标", url))`; template extends `base/page.html`, `{% block body %}`.

What a room declares in its AppConfig: `areas` (navigation), `journal_words` (code → the office's words), and beside it `todos.py`
(`todos(user) -> list[Todo]`, the workbench) and `search.py` (`search(user, words) -> list[Hit]`, the box in the bar).

In templates, `{% load titian %}`: `|quantity:unit` 1,099 万元 · `|wan` Decimal yuan → 1,099 万元 · `|day` 2026-06-30 ·
`|period_label` 2026年上半年 · `{% mark "green" "正常" %}` · `{% progress share elapsed "red" %}` · `{% chart chart %}` · `|cell:column`.
Parts to include: `base/parts/` field.html, form.html, facts.html, events.html, empty.html, dropzone.html, copy.html.
CSS classes: card, columns (grid of cards: two, three, wide-left), tight (table), number, muted, button, primary, danger, mark-*.
Without JavaScript everything works; with it: `data-dirty` on a form warns before leaving, `data-copy="#id"` copies, `data-dropzone` takes files.
"""

from titian.base.pages.board import Tile, board_page
from titian.base.pages.common import Action, Link, Mark, demand_or_404, page, plain_value, told
from titian.base.pages.listing import ListPage
from titian.base.pages.paging import Common, Found
from titian.base.pages.record import Event, Fact, Record, Tab, record_page
from titian.base.pages.work import Step, paper_page, work_page

__all__ = [
    "Action",
    "Common",
    "Event",
    "Fact",
    "Found",
    "Link",
    "ListPage",
    "Mark",
    "Record",
    "Step",
    "Tab",
    "Tile",
    "board_page",
    "demand_or_404",
    "page",
    "paper_page",
    "plain_value",
    "record_page",
    "told",
    "work_page",
]
