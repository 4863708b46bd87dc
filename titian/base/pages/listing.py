"""The list page: filter, search, sort, page, print and export over one declaration of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, cast

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Expression, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from titian.base.columns import Column
from titian.base.disclosure import Outlet
from titian.base.filters import Filters
from titian.base.pages.common import Action, Link, page, plain_value
from titian.base.pages.paging import COUNTED, Beginning, ByKey, Found
from titian.base.printing import sheet_value

Row = TypeVar("Row")
PRINT_LIMIT = 2_000
OWN_WORDS = frozenset({"sort", "page", "print", "export"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Spreadsheet(Protocol):
    """Writes rows as a workbook. The room that can do it offers it in its AppConfig as `spreadsheet`: base itself knows none."""

    def __call__(self, title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, object]], note: str) -> bytes: ...


def spreadsheet_writer() -> Spreadsheet | None:
    """The writer of Excel files among the installed rooms."""
    found = (getattr(config, "spreadsheet", None) for config in apps.get_app_configs())
    return next(filter(None, found), None)


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """One row on the page: the object and its cells in the order of the columns."""

    obj: Row
    cells: Sequence[tuple[Column, object]]

    @property
    def pick(self) -> str:
        """What the tick box sends."""
        return str(getattr(self.obj, "pk", ""))


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """A list, declared once and answered by `respond`.

    row       object → key → cell value (number, day, Period, Quantity, text, Link, Mark; None is «not known»)
    empty     what this list is for and how to fill it
    counted   the counting word: 23 家
    sorts     key → field or expression to order by, of columns and of what is not shown; for sequences the key alone counts
    search    fields looked through by the search box (QuerySets); a sequence is searched in its cells
    find      instead of fields: how a QuerySet is narrowed by the words typed; `Found` where it may be too many to count
    order     the sort that holds when none is chosen: "name" or "-name"
    sums      what the rows that are shown, over all pages, come to beside their number: «123 家 · 1,099 万元»
    notes     sentences above the list about the rows it shows, over all pages
    sparse    most rows leave most numbers open, and none is due: what is not known is a dash, not 缺
    by_key    a page's rows are found by their key first: of a long table only those that are shown are read, where an index holds the rest
    """

    title: str
    columns: tuple[Column, ...]
    row: Callable[[Row], Mapping[str, object]]
    empty: str
    counted: str = "条"
    sorts: Mapping[str, str | Expression] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    find: Callable[[Any, str], QuerySet[Any] | Found] | None = None
    filters: type[Filters] | None = None
    order: str = ""
    per_page: int = 50
    template: str = "base/list.html"
    sums: Callable[[Any, int], str] | None = None
    notes: Callable[[Any], Iterable[str]] | None = None
    sparse: bool = False
    by_key: bool = False

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | Sequence[Row],
        *,
        title: str = "",
        note: str = "",
        as_of: date | None = None,
        actions: Sequence[Action] = (),
        picks: Sequence[Action] = (),
        back: Link | None = None,
        **context: Any,
    ) -> HttpResponse:
        """The page, its print view (`?print=1`) or the Excel of what is shown (`?export=xlsx`)."""
        query = Query(self, request, rows)
        note = " · ".join(filter(None, [note, query.sums]))
        if request.GET.get("export") == "xlsx" and (writer := spreadsheet_writer()):
            return _download(writer, self, query, title or self.named, note)
        return page(
            request,
            self.template,
            title=title or self.named,
            note=note,
            as_of=as_of,
            actions=actions,
            back=back,
            listing=query,
            picks=picks,
            **context,
        )

    @property
    def named(self) -> str:
        """The title as this place says it."""
        return str(settings.TITIAN.worded(self.title))

    @property
    def invitation(self) -> str:
        """What an empty list says, as this place says it."""
        return str(settings.TITIAN.worded(self.empty))

    def cells(self, obj: Row) -> Sequence[tuple[Column, object]]:
        values = self.row(obj)
        return [(column, values.get(column.key)) for column in self.columns]


class Query(Generic[Row]):
    """What a reader asked of a list: the rows after filter, search and sort, and the page of them."""

    def __init__(self, spec: ListPage[Row], request: HttpRequest, rows: QuerySet[Any] | Sequence[Row]) -> None:
        self.spec, self.request, self._all = spec, request, rows
        self.words = request.GET.get("q", "").strip()
        asked = request.GET.get("sort", "")
        self.sort = asked if asked.lstrip("-") in spec.sorts else spec.order
        self.printing = "print" in request.GET

    @cached_property
    def filter(self) -> Any:
        """The bound FilterSet, or None."""
        if self.spec.filters is None or not isinstance(self._all, QuerySet):
            return None
        return self.spec.filters(self.request.GET, queryset=self._all, request=self.request)

    @property
    def filter_form(self) -> forms.Form | None:
        return self.filter.form if self.filter is not None else None

    @property
    def narrowed(self) -> bool:
        """Is anything filtered or searched away? Rooms add pickers of their own, so everything but the list's own words counts."""
        return any(value for name, value in self.request.GET.items() if name not in OWN_WORDS)

    @property
    def asked(self) -> bool:
        """Is there anything to look through?"""
        return bool(self.total) or self.narrowed

    @property
    def searchable(self) -> bool:
        return bool(self.spec.search or self.spec.find) or not isinstance(self._all, QuerySet)

    @property
    def exportable(self) -> bool:
        return spreadsheet_writer() is not None

    @cached_property
    def rows(self) -> QuerySet[Any] | Sequence[Row]:
        """Everything that is shown, over all pages, in order."""
        if isinstance(self._all, QuerySet):
            return _ordered(self._found.rows, self.spec, self.sort)
        return _sorted([row for row in self._all if self._mentions(row)], self.spec, self.sort)

    @cached_property
    def _found(self) -> Found:
        rows = cast(QuerySet[Any], self.filter.qs if self.filter else self._all)
        if self.spec.find is None or not self.words:
            return Found(_searched(rows, self.spec.search, self.words))
        found = self.spec.find(rows, self.words)
        return found if isinstance(found, Found) else Found(found)

    @cached_property
    def page(self) -> Page[Any]:
        size, page = PRINT_LIMIT if self.printing else self.spec.per_page, self.request.GET.get("page")
        if not (self.spec.by_key and isinstance(self._all, QuerySet)):
            return Paginator(self.rows, size).get_page(page)
        if (common := self._found.common) is None:
            return ByKey(self.rows, size, whole=self._all).get_page(page)
        sorted_rows = _ordered(common.rows, self.spec, self.sort) if self.sort else None
        return Beginning(self._found.rows, size, whole=self._all, common=common, sorted_rows=sorted_rows).get_page(page)

    @cached_property
    def shown(self) -> list[Shown[Row]]:
        return [Shown(obj, self.spec.cells(obj)) for obj in self.page]

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def beyond(self) -> bool:
        """Are there more than were counted?"""
        return isinstance(self.page.paginator, Beginning) and self.total >= COUNTED

    @property
    def sums(self) -> str:
        if self.beyond:
            return "这个词太常见，只数到这里；再加一个词或一个条件，就有准数和合计"
        return self.spec.sums(self.rows, self.total) if self.spec.sums and isinstance(self.rows, QuerySet) else ""

    @property
    def notes(self) -> list[str]:
        return list(self.spec.notes(self.rows)) if self.spec.notes and isinstance(self.rows, QuerySet) else []

    def _mentions(self, row: Row) -> bool:
        return not self.words or any(
            self.words.casefold() in str(plain_value(value)).casefold() for _, value in self.spec.cells(row)
        )


def _searched(rows: QuerySet[Any], fields: Iterable[str], words: str) -> QuerySet[Any]:
    """Every word must be found in one of the fields."""
    for word in words.split():
        found = Q()
        for name in fields:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    return rows


def _ordered(rows: QuerySet[Any], spec: ListPage[Any], sort: str) -> QuerySet[Any]:
    """Unknown values last on every database; the primary key decides between equals, so that pages never overlap."""
    name = spec.sorts.get(sort.lstrip("-"))
    if name is None:
        return rows if rows.ordered else rows.order_by("pk")
    by = F(name) if isinstance(name, str) else name
    way = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return rows.order_by(way, "pk")


def _sorted(rows: list[Row], spec: ListPage[Row], sort: str) -> list[Row]:
    key = sort.lstrip("-")
    if not key:
        return rows
    values = [(plain_value(spec.row(row).get(key)), row) for row in rows]
    known = sorted(
        (pair for pair in values if pair[0] is not None), key=lambda pair: cast(Any, pair[0]), reverse=sort.startswith("-")
    )
    return [row for _, row in known] + [row for value, row in values if value is None]


def _download(writer: Spreadsheet, spec: ListPage[Row], query: Query[Row], title: str, note: str) -> HttpResponse:
    """Export what is shown, but for columns that must not leave (不得导出)."""
    columns = [column for column in spec.columns if column.disclosure.may_leave(Outlet.EXPORT)]
    rows = (
        {column.key: sheet_value(plain_value(value), column) for column, value in spec.cells(obj) if column in columns}
        for obj in query.rows
    )
    response = HttpResponse(writer(title, columns, rows, note), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    return response
