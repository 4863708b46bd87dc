"""What the registers' views share: fetching what a person may see, and running a form's action."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from titian.base.forms import Form
from titian.base.pages import Action, Fact, Link, demand_or_404
from titian.base.permissions import Verdict
from titian.base.registers import registers
from titian.base.requests import Request
from titian.exchange.permissions import can_import
from titian.files.models import StoredFile
from titian.registry.models import Organisation
from titian.registry.permissions import can_see_organisations

# A form of many short fields, two beside each other where there is room.
WIDE_FORM = "registry/form.html"
M = TypeVar("M", bound=Model)


def organisation_or_404(request: Request, pk: int) -> Organisation:
    demand_or_404(can_see_organisations(request.user))
    rows = Organisation.objects.visible_to(request.user).select_related("region", "officer", "carrier", "merged_into")
    return get_object_or_404(rows, pk=pk)


def row_or_404(request: Request, rows: QuerySet[M], pk: int, verdict: Callable[[M], Verdict] | None = None) -> M:
    """A row the person sees and, where `verdict` asks, may do something with."""
    found = get_object_or_404(rows, pk=pk)
    if verdict is not None:
        demand_or_404(verdict(found))
    return found


def done(request: Request, form: Form, act: Callable[[], Any], said: str, to: Any = None) -> HttpResponse | None:
    """Run a valid form's action; None when the form is to be shown (again). `to`: where then; None: what the action made."""
    made: list[Any] = []
    if request.method != "POST" or not form.is_valid() or not form.attempt(lambda: made.append(act())):
        return None
    messages.success(request, said)
    return redirect(made[0] if to is None else to)


def back_to(row: Model) -> Link:
    return Link(str(row), row.get_absolute_url())  # type: ignore[attr-defined]  # every record has a page


def link(label: str, name: str, *args: Any, **how: Any) -> Action:
    """A button that opens (or, with post=True, posts to) an address of this room."""
    return Action(label, reverse(f"registry:{name}", args=args), **how)


def import_button(request: Request, register: str) -> list[Action]:
    """The way in for a whole sheet, for who may add rows."""
    found = registers()[register]
    return [Action("导入", reverse("exchange:import", args=[register]))] if can_import(request.user, found) else []


def evidence_fact(files: Iterable[StoredFile]) -> list[Fact]:
    """One fact a file; none where nothing was handed in."""
    return [Fact("佐证材料", Link(file.name, reverse("files:download", args=[file.pk]))) for file in files]
