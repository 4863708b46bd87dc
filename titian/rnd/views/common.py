"""What the room's views share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from titian.base.clock import today
from titian.base.forms import Form, whole_number
from titian.base.money import to_yuan
from titian.base.pages import Action, Link, work_page
from titian.base.registers import registers
from titian.base.requests import Request
from titian.exchange.permissions import can_import
from titian.registry.models import Organisation

LIST = "rnd/listed.html"  # a list with pickers of its own


@dataclass(frozen=True)
class Picker:
    """A choice above a list that its rows do not know as a filter: year, list, day."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    kind: str = "select"


def link(label: str, name: str, *args: Any, **how: Any) -> Action:
    """A button that opens (or, with post=True, posts to) an address of this room."""
    return Action(label, reverse(f"rnd:{name}", args=args), **how)


def import_button(request: Request, *names: str) -> list[Action]:
    """The way in for whole sheets, for who may add rows."""
    known = registers()
    found = [(f"导入{known[name].label}", name) for name in names if can_import(request.user, known[name])]
    return [Action(label, reverse("exchange:import", args=[name])) for label, name in found]


def firm_link(organisation: Organisation) -> Link:
    return Link(organisation.name, organisation.get_absolute_url())


def town(organisation: Organisation) -> str | None:
    return organisation.region.name if organisation.region else None


def yuan(fen: int | None) -> Any:
    """A money cell: Decimal yuan; None stays «not known»."""
    return None if fen is None else to_yuan(fen)


def asked_year(request: Request, name: str = "year", default: int | None = None) -> int:
    """The year in the address; last year when none is said."""
    found = whole_number(request.GET.get(name, ""))
    return found if found and 1980 <= found <= 2100 else (default or today().year - 1)


def year_picker(year: int, back: int = 5) -> Picker:
    last = max(today().year, year)
    years = [(str(one), f"{one}年") for one in range(last, last - back - 1, -1)]
    if str(year) not in dict(years):
        years.append((str(year), f"{year}年"))
    return Picker("year", "年度", str(year), years)


def done(request: Request, form: Form, act: Callable[[], Any], said: str, to: Any = None) -> HttpResponse | None:
    """Run a valid form's action; None when the form is to be shown (again). `to`: where then; None: what the action made."""
    made: list[Any] = []
    if request.method != "POST" or not form.is_valid() or not form.attempt(lambda: made.append(act())):
        return None
    messages.success(request, said)
    return redirect(made[0] if to is None else to)


def worked(
    request: Request,
    form: Form,
    act: Callable[[], Any],
    *,
    title: str,
    submit: str,
    said: str,
    back: Any,
    to: Any = None,
    **how: Any,
) -> HttpResponse:
    """The usual work form: shown, or done and gone on."""
    saved = done(request, form, act, said, to)
    return saved or work_page(request, form, title=title, submit=submit, back=Link(str(back), back.get_absolute_url()), **how)


def picked(request: Request, rows: Any) -> list[Any]:
    """The rows ticked in a list, of those the person sees."""
    keys = [key for text in request.POST.getlist("pick") if (key := whole_number(text))]
    return list(rows.filter(pk__in=keys))


def own(rows: Any, pk: int, *related: str) -> Any:
    """One of the rows a person sees, with what a page reads of it."""
    return get_object_or_404(rows.select_related(*related) if related else rows, pk=pk)


def joined(texts: Iterable[str]) -> str:
    return "；".join(text for text in texts if text)
