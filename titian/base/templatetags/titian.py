"""How values are printed on pages: `{% load titian %}`. Never 10990000.0, never a number without its unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from titian.base.charts import Chart
from titian.base.columns import Column
from titian.base.money import WAN
from titian.base.pages.common import Link, Mark, plain_value
from titian.base.pages.listing import Query
from titian.base.periods import Period
from titian.base.printing import day_text, instant_text, period_text, quantity_text, text
from titian.base.quantities import Quantity, plain, rounded

register = template.Library()
UNKNOWN = mark_safe('<span class="unknown" title="尚无数据">缺</span>')
DASH = mark_safe('<span class="muted">—</span>')
SHORT, LONG = 14, 30  # letters in a cell, half-width letters of a column
HEAD, BEFORE = 4, 6  # letters of a head that stand in one line; beyond the second, two words go to the next
WHOLE, NUMBERED = (
    16,
    20,
)  # half-width letters of a text that is never cut: eight Chinese ones, a day; letters of a document's number
COLOURS = {"green", "yellow", "red", "grey", "blue"}


@register.filter
def wan(yuan: Decimal | int | None) -> str:
    """Decimal yuan → «1,099 万元»."""
    return UNKNOWN if yuan is None else f"{wan_number(yuan)} 万元"


@register.filter
def wan_number(yuan: Decimal | int | None) -> str:
    """Decimal yuan → «1,099», for a column whose head says 万元; at most four decimals."""
    return UNKNOWN if yuan is None else plain(rounded(Decimal(yuan) / WAN, 4), grouped=True)


@register.filter
def quantity(value: Quantity | Decimal | int | None, unit: str = "") -> str:
    """A value in its base unit as a page prints it: 1,099 万元, 7.47 亿元, 3.42 %, 470 余家, 不超过 12 家."""
    if value is None:
        return UNKNOWN
    return quantity_text(value if isinstance(value, Quantity) else Quantity(Decimal(value), unit))


@register.filter
def number(value: Decimal | int | None) -> str:
    """A bare number for a column whose head says the unit: 12,640; 3.42."""
    return UNKNOWN if value is None else plain(Decimal(value), grouped=True)


@register.filter
def share(value: Decimal | Fraction | None) -> str:
    """0-1 → «41.7 %»."""
    if value is None:
        return UNKNOWN
    exact = Fraction(value) * 100
    return f"{plain(rounded(Decimal(exact.numerator) / Decimal(exact.denominator), 1))} %"


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-06-30; an instant in the office's time zone."""
    return "—" if value is None else day_text(value)


@register.filter
def instant(value: datetime | None) -> str:
    """2026-06-30 09:12, in the office's time zone."""
    return "—" if value is None else instant_text(value)


@register.filter
def period_label(value: Period | str | None) -> str:
    """2026H1 → 2026年上半年; a text that is no period stays as it is."""
    return period_text(value) if value else "—"


@register.simple_tag(name="mark")
def mark_tag(colour: str | Mark, word: str = "") -> SafeString:
    """A state as word and colour: `{% mark "green" "正常" %}` or `{% mark state %}`."""
    shown, text = (colour.colour, colour.word) if isinstance(colour, Mark) else (colour, word)
    return format_html('<span class="mark mark-{}">{}</span>', shown if shown in COLOURS else "grey", text)


@register.inclusion_tag("base/parts/progress.html")
def progress(done: Decimal | Fraction | None, elapsed: Decimal | Fraction | None = None, colour: str = "blue") -> dict[str, Any]:
    """A bar of what is done (0-1, cut at 1) with an upright mark where time stands."""
    return {
        "width": _percent(done),
        "at": None if elapsed is None else _percent(elapsed),
        "done": done,
        "elapsed": elapsed,
        "colour": colour if colour in COLOURS else "blue",
    }


def _percent(value: Decimal | Fraction | None) -> str:
    """For a style attribute: no exponent, no locale."""
    return f"{min(max(float(value or 0), 0.0), 1.0) * 100:.1f}%"


@register.filter
def cell(value: object, column: Column) -> str:
    """A cell of a list by its column's kind: a number that is not known is 缺, nothing to say ("") a dash."""
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.url, cell(value.value, column)) if value.url else cell(value.value, column)
    if isinstance(value, Mark):
        return mark_tag(value)
    if value is None or value == "":
        return UNKNOWN if column.numeric and value is None else DASH
    return _printed(value, column)


@register.simple_tag
def cells(row: Iterable[tuple[Column, object]], blank: bool = False, clip: bool = False) -> SafeString:
    """The cells of one row of a list. All of them in one call: a loop over fifty rows of ten in a template is most of a page's time.

    `blank`  what is not known is only a dash, for lists in which most is not
    `clip`   every row is one line: texts give way where the screen is narrow, and open when they are pointed at
    """
    one = _clipped if clip else _wrapped
    return mark_safe("".join([one(column, value, blank) for column, value in row]))  # noqa: S308 (`_shown` escapes each)


def _wrapped(column: Column, value: object, blank: bool) -> str:
    return f'<td class="{cell_class(column, value)}">{_shown(column, value, blank)}</td>'


def _clipped(column: Column, value: object, blank: bool) -> str:
    """A cell in one line, a name in two. A link has the focus already, and says under the pointer what was cut; a text opens by a click."""
    shown = _shown(column, value, blank)
    if column.numeric:
        return f'<td class="number">{shown}</td>'
    said = "" if value is None or isinstance(value, Mark) else text(plain_value(value))
    if len(said) * (1 if said.isascii() else 2) <= WHOLE or ("〔" in said and len(said) <= NUMBERED):  # it says most at its end
        return f'<td class="short">{shown}</td>'
    width = "cut wide" if column.characters >= LONG else "cut"
    width += " name" if isinstance(value, Link) else ""  # what a row is called by has a second line before it is cut
    opens = format_html('title="{}"', said) if isinstance(value, Link) else 'tabindex="0"'
    return f'<td class="{width}"><span class="clip" {opens}>{shown}</span></td>'


def _shown(column: Column, value: object, blank: bool) -> str:
    return DASH if blank and value is None else conditional_escape(cell(value, column))


def _printed(value: object, column: Column) -> str:
    if column.kind == "money_wan" and isinstance(value, Decimal | int):
        return wan_number(value)
    if column.kind == "money_yuan" and isinstance(value, Decimal | int):
        return plain(rounded(Decimal(value), 2), grouped=True)
    if column.kind == "year":
        return str(value)
    return period_text(str(value)) if column.kind == "period" else text(value)


@register.filter
def cell_class(column: Column, value: object) -> str:
    """How a cell may wrap: numbers and short texts never do, long columns keep a readable width on a phone."""
    if column.numeric:
        return "number"
    if isinstance(value, Mark) or len(text(plain_value(value))) <= SHORT:
        return "short"
    return "long" if column.characters >= LONG else ""


@register.filter
def fact_value(value: object) -> str:
    """A value standing alone, as a record's facts show it."""
    return cell(value, Column("", ""))


@register.inclusion_tag("base/parts/sort.html", takes_context=True)
def sort_link(context: Context, listing: Query[Any], column: Column, breaks: bool = False) -> dict[str, Any]:
    """The head of a column: a link that sorts by it, or turns the order round; plain when the list cannot sort by it. `breaks`: a long one may
    take two lines."""
    state = "" if listing.sort.lstrip("-") != column.key else "descending" if listing.sort.startswith("-") else "ascending"
    target = f"-{column.key}" if state == "ascending" else column.key
    return {
        "request": context["request"],
        "column": column,
        "state": state,
        "target": target,
        "sortable": column.key in listing.spec.sorts,
        "label": _breaking(column.label) if breaks else column.label,
        "breaks": breaks,
    }


def _breaking(label: str) -> SafeString:
    """A long head may break after a bracket or comma, else before its last word or two."""
    if len(label) <= HEAD or label.isascii():
        return conditional_escape(label)
    mark = max(label.find(one) for one in "、）") + 1
    place = mark if 0 < mark < len(label) else len(label) - (2 if len(label) <= BEFORE else 4)
    return format_html("{}<wbr>{}", label[:place], label[place:])


@register.inclusion_tag("base/parts/pages.html", takes_context=True)
def page_links(context: Context, listing: Query[Any]) -> dict[str, Any]:
    """第 1—50 条,共 230 条 with links to the other pages; everything else in the address stays."""
    shown = listing.page
    return {
        "request": context["request"],
        "page": shown,
        "counted": listing.spec.counted,
        "beyond": listing.beyond,
        "numbers": shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
    }


@register.inclusion_tag("base/parts/chart.html")
def chart(value: Chart, downloads: str = "", table: bool = True) -> dict[str, Any]:
    """A chart with its title, unit, period, source and the table of the same data; `downloads` is what `pages.drawn.downloads(request)` gives."""
    from titian.base.drawing import svg  # loads the renderer: only for pages that draw

    drawing = mark_safe(svg(value))  # noqa: S308 (drawn by Vega, which escapes every text)
    return {"chart": value, "svg": drawing, "downloads": downloads, "table": table}
