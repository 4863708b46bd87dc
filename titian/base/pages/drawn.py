"""A chart as a file: the picture for a slide, the same numbers as a workbook. A page that draws answers `?as=png` and `?as=xlsx`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from titian.base.charts import Chart
from titian.base.columns import Column
from titian.base.fonts import ChartFontMissing
from titian.base.pages.listing import XLSX, spreadsheet_writer

SCALE = 3


def downloads(request: HttpRequest) -> str:
    """The page's own address with everything chosen on it, ready for `as=png` to follow."""
    query = request.GET.copy()
    query.pop("as", None)
    return f"{request.path}?{query.urlencode()}{'&' if query else ''}"


def chart_file(request: HttpRequest, chart: Chart | None) -> HttpResponse | None:
    """The file asked for by `?as=`, None when the page itself is wanted. Raises Http404 when there is nothing to draw."""
    kind = request.GET.get("as", "")
    if kind not in {"png", "xlsx"}:
        return None
    if chart is None:
        raise Http404("这一页现在没有图可以下载")
    return _attached(*(_picture(chart) if kind == "png" else _workbook(chart)), name=f"{chart.title}.{kind}")


def _picture(chart: Chart) -> tuple[bytes, str]:
    from titian.base.drawing import png  # loads the renderer: only when drawn

    try:
        return png(chart, SCALE), "image/png"
    except ChartFontMissing as problem:
        raise Http404(str(problem)) from problem


def _workbook(chart: Chart) -> tuple[bytes, str]:
    writer = spreadsheet_writer()
    if writer is None:
        raise Http404("这个安装不能写 Excel")
    columns = [Column(str(place), head) for place, head in enumerate(chart.head)]
    rows = [{str(place): text for place, text in enumerate(row)} for row in chart.rows]
    return writer(chart.title, columns, rows, " ".join(filter(None, [chart.period, chart.source_line]))), XLSX


def _attached(content: bytes, kind: str, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
