"""The genres there are. A new one is a folder with its data, template and, where wanted, charts and questions, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from titian.reports.annual import chart as annual_chart
from titian.reports.annual import data as annual
from titian.reports.annual import template as annual_template
from titian.reports.brief import checks as brief_checks
from titian.reports.brief import data as brief
from titian.reports.brief import template as brief_template
from titian.reports.half_year import chart as half_year_chart
from titian.reports.half_year import data as half_year
from titian.reports.half_year import template as half_year_template
from titian.reports.reply import checks as reply_checks
from titian.reports.reply import data as reply
from titian.reports.reply import template as reply_template
from titian.reports.table import data as table
from titian.reports.table import template as table_template
from titian.reports.writer.genre import Genre

GENRES: Mapping[str, Genre] = {
    genre.code: genre
    for genre in (
        Genre(
            "half-year",
            "半年总结及下半年打算",
            half_year.PERIODS,
            half_year.outline,
            half_year.written,
            half_year_template.paper,
            half_year_chart.charts,
        ),
        Genre(
            "annual",
            "年度总结及下年计划",
            annual.PERIODS,
            annual.outline,
            annual.written,
            annual_template.paper,
            annual_chart.charts,
        ),
        Genre("brief", "信息简报", brief.PERIODS, brief.outline, brief.written, brief_template.paper, asks=brief_checks.asks),
        Genre("table", "指标表", table.PERIODS, table.outline, table.written, table_template.paper),
        Genre("reply", "建议提案答复", reply.PERIODS, reply.outline, reply.written, reply_template.paper, asks=reply_checks.asks),
    )
}


def genre(code: str) -> Genre:
    """Raises KeyError for a genre there isn't."""
    return GENRES[code]
