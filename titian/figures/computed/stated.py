"""Parts of a figure that are statements of the books themselves: R&D经费 ÷ 地区生产总值 of one year.

What counts of a code in a county and period is taken as papers take it (`Books.stated`), and only where it is exact: of «约6亿元» no rate is told.
A statement is a total somebody published. No firm's row comes in here, so nothing that rests on one firm can come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db.models import QuerySet

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.pages import Link, ListPage
from titian.base.periods import Period
from titian.base.quantities import Operator
from titian.figures.books import Books
from titian.figures.checks import Statement, by_key
from titian.figures.computed.declared import Part, Sum
from titian.figures.key import FigureKey
from titian.figures.models import Figure, indicator


def _row(row: Figure) -> Mapping[str, object]:
    return {
        "name": Link(row.name, row.get_absolute_url()),
        "period": Period(row.period),
        "value": row.quantity,
        "qualifiers": row.key.qualifiers,
        "as_of": row.as_of,
        "source": row.document or row.origin_label,
    }


STATEMENTS: ListPage[Figure] = ListPage(
    title="账上的数",
    columns=(
        Column("name", "指标", width=28),
        Column("period", "期间", "period"),
        Column("value", "数值", "decimal"),
        Column("qualifiers", "口径、范围"),
        Column("as_of", "截至", "day"),
        Column("source", "出处", width=28),
    ),
    row=_row,
    empty="没有符合的行。",
)


def stated_part(code: str, label: str) -> Part:
    """The statement of the books that counts of a code."""
    known = indicator(code)
    return Part(label, partial(_rows, code), Sum("value", scale=0), STATEMENTS, unit=known.unit if known else "")


def _rows(code: str, user: User, period: Period, day: date) -> QuerySet[Figure]:
    """One row a county, or none."""
    rows = Figure.objects.visible_to(user).counting().filter(indicator=code, period=period.text, region__level="county")
    statements = rows.statements()
    books = Books(by_key(statements))
    found = (books.stated(FigureKey(code, period, region)) for region in {known.key.region for known in statements})
    return Figure.objects.filter(pk__in=[one.id for one in found if one and _is_exact(one)]).select_related("region")


def _is_exact(statement: Statement) -> bool:
    return statement.operator is Operator.EXACT
