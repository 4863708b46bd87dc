"""The genres there are. A new one is a folder with its data, template and, where wanted, charts and questions, and a line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from titian.base.terms import Term
from titian.reports.annual import chart as annual_chart
from titian.reports.annual import data as annual
from titian.reports.annual import template as annual_template
from titian.reports.brief import checks as brief_checks
from titian.reports.brief import data as brief
from titian.reports.brief import template as brief_template
from titian.reports.half_year import chart as half_year_chart
from titian.reports.half_year import data as half_year
from titian.reports.half_year import template as half_year_template
from titian.reports.monthly import data as monthly
from titian.reports.monthly import template as monthly_template
from titian.reports.reply import checks as reply_checks
from titian.reports.reply import data as reply
from titian.reports.reply import template as reply_template
from titian.reports.table import data as table
from titian.reports.table import template as table_template
from titian.reports.wording.terms import OPTIONS, PAPER_WORDS, SPANS, VIEWS
from titian.reports.writer.genre import Genre
from titian.reports.writer.offered import with_sentences
from titian.reports.writer.outline import ROLES
from titian.reports.writer.proofing import KINDS

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
            offers=with_sentences,
        ),
        Genre(
            "annual",
            "年度总结及下年计划",
            annual.PERIODS,
            annual.outline,
            annual.written,
            annual_template.paper,
            annual_chart.charts,
            offers=with_sentences,
        ),
        Genre("brief", "信息简报", brief.PERIODS, brief.outline, brief.written, brief_template.paper, asks=brief_checks.asks),
        Genre(
            "table",
            "指标表",
            table.PERIODS,
            table.outline,
            table.written,
            table_template.paper,
            offers=table.with_rows,
        ),
        Genre(
            "monthly",
            "月度指标调度表",
            monthly.PERIODS,
            monthly.outline,
            monthly.written,
            monthly_template.paper,
            offers=monthly.with_rows,
        ),
        Genre(
            "reply",
            "建议提案答复",
            reply.PERIODS,
            reply.outline,
            reply.written,
            reply_template.paper,
            asks=reply_checks.asks,
            offers=reply.with_sentences,
        ),
    )
}


def genre(code: str) -> Genre:
    """Raises KeyError for a genre there isn't."""
    return GENRES[code]


def terms() -> Iterator[Term]:
    """The words of papers for the glossary."""
    yield from (Term("文种 genres", genre.code, genre.label) for genre in GENRES.values())
    yield from (Term("章节用途 section roles", role, label) for role, label in ROLES.items() if role)
    yield from (Term("句子取数 views of a figure", view.value, label) for view, (label, _) in VIEWS.items())
    yield from (Term("句子选项 options of a placeholder", option, label) for option, label in OPTIONS.items())
    yield from (Term("句子期间 periods of a placeholder", span.value, label) for span, label in SPANS.items())
    yield from (Term("文稿用词 words of the paper", code, label) for code, (label, _) in PAPER_WORDS.items())
    yield from (Term("核数 proofing", kind, label) for kind, label in KINDS.items())
