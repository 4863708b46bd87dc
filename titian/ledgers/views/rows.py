"""The rows of a ledger, as its definition lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.http import HttpResponse
from django.urls import reverse

from titian.base.clock import today
from titian.base.money import to_yuan
from titian.base.pages import Action, Common, Found, Link, ListPage
from titian.base.pages.listing import OWN_WORDS
from titian.base.quantities import plain, rounded
from titian.base.requests import Request
from titian.exchange.permissions import can_export, can_import
from titian.ledgers.breakdowns import axes
from titian.ledgers.columns import register_of
from titian.ledgers.computing import computing
from titian.ledgers.definition import Definition, Field, Kind
from titian.ledgers.filling import words_of
from titian.ledgers.filters import FOUND, filters_of
from titian.ledgers.listings import cells_of, columns_of, fields_of, opened_by, orders_of, sorts_of
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet, RowText, RowTextQuerySet
from titian.ledgers.permissions import can_amend_definition, can_collect, can_enter, can_see_overviews
from titian.ledgers.summing import SumOfData
from titian.ledgers.views.common import ledger_or_404, link
from titian.registry.models import Organisation, Person
from titian.registry.names import folded

# What is added up; beyond it the answer would take longer than it is worth.
SUMMED = 20_000
_PLACES = 4  # of 万元: grants are stated to the yuan


def rows(request: Request, code: str) -> HttpResponse:
    ledger = ledger_or_404(request, code)
    seen = LedgerRow.objects.visible_to(request.user)
    if not request.GET.get("q", "").strip():  # else `_found` keeps to the ledger
        seen = seen.filter(ledger=ledger)
    about = ledger.about
    related = [name for name in ("organisation", "region", "person", "responsible", "department") if _shown(about, name)]
    related += [] if request.user.is_inside else ["organisation__region"]  # whose page may be opened depends on where it lies
    if about.field("parent"):
        related += ["parent__organisation", "parent__person"]
    listing = _listing(ledger, request)
    return listing.respond(
        request,
        seen.select_related(*related),
        as_of=today(),
        actions=_buttons(request, ledger),
        back=Link("全部台账", reverse("ledgers:index")),
        ledger=ledger,
        orders=orders_of(about, listing.sorts),
    )


def _shown(about: Definition, name: str) -> bool:
    return name in {"region", "responsible"} or about.field(name) is not None


def _listing(ledger: Ledger, request: Request) -> ListPage[LedgerRow]:
    about, day, inside = ledger.about, today(), request.user.is_inside
    # A sheet has room for what the page leaves to the row's own.
    whole = request.GET.get("export") == "xlsx" and bool(can_export(request.user, register_of(ledger)))
    fields = fields_of(about, inside=inside, whole=whole)
    columns = tuple(columns_of(about, fields, inside=inside))
    narrowed = any(value for name, value in request.GET.items() if name not in OWN_WORDS | {"q"})
    sorts = sorts_of(about, inside=inside)
    unsorted = _too_many_to_sort(ledger, request)
    if unsorted:
        sorts = {key: way for key, way in sorts.items() if key != unsorted}

    def row(one: LedgerRow) -> Mapping[str, object]:
        one.ledger = ledger  # its definition is asked for in every cell
        return opened_by(request.user, one, cells_of(one, about, fields, day))

    return ListPage(
        title=about.label,
        columns=columns,
        row=row,
        empty=f"{about.help}\n用「{about.entering}」逐条填写；有现成的表就用「导入」，或从 Excel、WPS 里复制过来「粘贴」。",
        counted=about.counted,
        sorts=sorts,
        find=_found(ledger, narrowed=narrowed) if inside else partial(_found_outside, ledger),
        filters=filters_of(ledger, request.user, request.GET),
        template="ledgers/rows.html",
        sums=_sums(about, [one for one in fields if one.kind is Kind.MONEY and not one.is_shared and one.adds_up]),
        notes=lambda rows: [
            *([f"这本台账超过 {SUMMED:,} {about.counted}，按「{about.label_of(unsorted)}」排序请先筛选。"] if unsorted else []),
            *computing(ledger.code).notes(rows, request.user, day),
        ],
        by_key=True,
    )


def _too_many_to_sort(ledger: Ledger, request: Request) -> str:
    """A field of the ledger's own that is asked for as the order, where no index holds it and too much would have to be read: nothing is
    narrowed, and the ledger is long."""
    key = request.GET.get("sort", "").lstrip("-")
    one = ledger.about.field(key)
    if one is None or one.is_shared or any(value for name, value in request.GET.items() if name not in OWN_WORDS):
        return ""
    return key if LedgerRow.objects.filter(ledger=ledger).order_by()[SUMMED : SUMMED + 1].exists() else ""


def _found(ledger: Ledger, *, narrowed: bool) -> Callable[[LedgerRowQuerySet, str], Found]:
    """Rows of the ledger whose texts, firm or person every word is part of. One look through the texts: what it finds is then taken by key,
    and by nothing else, or SQLite would go through the ledger's index once more to count it. A word that stands in too many is looked for
    the other way round: in the few rows the filters leave, or in one row after the other in the order of the list until the page is full."""

    def find(rows: LedgerRowQuerySet, words: str) -> Found:
        hits = {word: _saying(ledger, word) for word in words.split()}
        rare = [keys for keys in hits.values() if keys is not None]
        common = [word for word, keys in hits.items() if keys is None]
        if not rare:
            rows = rows.filter(ledger=ledger)
            if narrowed and rows.count() <= FOUND:
                left = set(rows.order_by().values_list("pk", flat=True))
                rare, common = [_all_saying(ledger, common, left)], []
        if rare:
            rows = rows.filter(pk__in=set.intersection(*rare))
        said = rows.filter(*(_says(ledger, word) for word in common))
        return Found(said, None if rare else Common(rows, lambda keys: _all_saying(ledger, common, keys)))

    return find


def _found_outside(ledger: Ledger, rows: LedgerRowQuerySet, words: str) -> Found:
    """Among the few rows somebody outside sees, by what is shown outside: a search must not tell what the page does not."""
    wanted = [folded(word) for word in words.split()]
    keys = []
    for row in rows.filter(ledger=ledger).select_related("organisation", "person"):
        row.ledger = ledger
        said = words_of(row, inside=False) + "".join(folded(str(who)) for who in (row.organisation, row.person) if who)
        if all(word in said for word in wanted):
            keys.append(row.pk)
    return Found(rows.filter(pk__in=keys))


def _all_saying(ledger: Ledger, words: Sequence[str], keys: Iterable[int]) -> set[int]:
    """Which of these rows say every word."""
    left = set(keys)
    ways = [_ways(ledger, word, LedgerRow.objects.filter(pk__in=left), RowText.objects.filter(row__in=left)) for word in words]
    return set.intersection(*(set().union(*found) for found in ways))


def _saying(ledger: Ledger, word: str) -> set[int] | None:
    """The keys of the rows of the ledger that say a word; None when they are too many to be taken by key."""
    found = set[int]()
    for keys in _ways(ledger, word, LedgerRow.objects.filter(ledger=ledger), RowText.objects.filter(ledger=ledger)):
        found.update(keys[: FOUND + 1])
        if len(found) > FOUND:
            return None
    return found


def _ways(ledger: Ledger, word: str, rows: LedgerRowQuerySet, texts: RowTextQuerySet) -> Iterator[QuerySet[Any, int]]:
    """The keys of rows that say a word, each way they can say it."""
    for name, who in _called(ledger, word):
        yield rows.filter(**{f"{name}__in": who}).order_by().values_list("pk", flat=True)
    yield texts.saying(folded(word)).values_list("row_id", flat=True)


def _says(ledger: Ledger, word: str) -> Q:
    """Asked of one row after the other. The text by a join: PostgreSQL reads every text there is before it answers an EXISTS for one row."""
    said = Q(GreaterThan(StrIndex("said__words", Value(folded(word))), 0))
    return reduce(or_, (Q(Exists(who.filter(pk=OuterRef(name)))) for name, who in _called(ledger, word)), said)


def _called(ledger: Ledger, word: str) -> Iterator[tuple[str, QuerySet[Any]]]:
    """The field of a row → the firms or people that a word may mean."""
    if ledger.about.field("organisation"):
        yield "organisation", Organisation.objects.named(word)
    if ledger.about.field("person"):
        yield "person", Person.objects.filter(folded__contains=folded(word))


def _sums(about: Definition, money: Sequence[Field]) -> Callable[[QuerySet[Any], int], str]:
    """家, 人次, 万元 of what is shown; what a row does not say adds nothing. `money`: the ledger's own amounts that the list shows."""

    def sums(rows: QuerySet[Any], total: int) -> str:
        asked = _asked(about, money)
        if not total or not asked:
            return ""
        if total > SUMMED:
            return f"筛选到 {SUMMED:,} {about.counted}以内显示合计"
        found = rows.order_by().aggregate(**asked)
        return " · ".join(filter(None, _totals(about, money, found)))

    return sums


def _asked(about: Definition, money: Sequence[Field]) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if about.field("organisation"):
        asked["firms"] = Count("organisation", distinct=True)
    if about.field("person"):
        asked["people"] = Count("person", distinct=True)
    asked |= {
        f"sum_{key}": Sum(key)
        for key in ("count", "amount")
        if (one := about.field(key)) and (one.adds_up or (one.kind is Kind.INTEGER and not one.unit))
    }
    return asked | {f"sum_{one.key}": SumOfData(one.key).expression() for one in money}


def _totals(about: Definition, money: Sequence[Field], found: Mapping[str, Any]) -> list[str]:
    said = []
    if found.get("firms"):
        said.append(f"{found['firms']:,} 家")
    if found.get("people"):
        said.append(f"{found['people']:,} 人")
    if found.get("sum_count") is not None:
        one = about.field("count")
        assert one is not None
        said.append(f"{one.label} {plain(Decimal(found['sum_count']), grouped=True)} {one.unit}".strip())
    amounts = [one for one in about.fields if one in money or one.key == "amount"]  # in the order of the list
    return said + [_amount(one, fen) for one in amounts if (fen := found.get(f"sum_{one.key}")) is not None]


def _amount(one: Field, fen: int) -> str:
    """申报额 80 万元, 收费 480 元."""
    return f"{one.label} {plain(rounded(to_yuan(fen) / one.worth, _PLACES), grouped=True)} {one.printed_unit}"


def _buttons(request: Request, ledger: Ledger) -> list[Action]:
    user, about, register = request.user, ledger.about, register_of(ledger)
    found = [*computing(ledger.code).list_acts(ledger, user)]
    found += [link("分类统计", "breakdown", ledger.code)] if axes(about, inside=True) and can_see_overviews(user) else []
    found += [link("阶段统计", "funnel", ledger.code)] if about.stages and user.is_inside else []
    if computing(ledger.code).parameters and can_amend_definition(user, ledger):
        found.append(link("科室和参数", "parameters", ledger.code, aside=True))
    if user.is_inside:
        found.append(link("定义", "definition", ledger.code, aside=True))
    if can_collect(user, ledger):
        found.append(link("发表收数", "start_collection", ledger.code))
    if can_export(user, register):
        found.append(Action("导出全表", reverse("exchange:export", args=[ledger.code]), aside=True))
    if can_import(user, register):
        found += [link("粘贴", "paste", ledger.code), Action("导入", reverse("exchange:import", args=[ledger.code]))]
    if can_enter(user, ledger):
        found += [link("手机快记", "quick", ledger.code)] if any(one.quick for one in about.fields) else []
        found.append(link(about.entering, "add", ledger.code, primary=True))
    return found
