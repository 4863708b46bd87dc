"""What every page kind is made of: buttons, links, marks, and the call that renders a page in the frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from titian.base.colours import Colour
from titian.base.errors import Refused
from titian.base.permissions import Verdict


def demand_or_404(verdict: Verdict) -> None:
    """A page somebody has no right to does not exist for them: Http404 with the verdict's reason."""
    if not verdict:
        raise Http404(verdict.reason)


@dataclass(frozen=True)
class Mark:
    """A state: a colour that always carries its word. In Excel only the word is left."""

    colour: Colour
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Link:
    """A value that opens something; `value` may be any cell value (text, number, day)."""

    value: object
    url: str

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Action:
    """A button. Its label says the verb and the object: 提交申报书.

    post      a form with a CSRF token instead of a link; `fields` are sent with it
    primary   the one thing this page is for
    confirm   what follows, said before a step that cannot be undone; the button then opens it first
    aside     wanted now and then: stands under 更多, so that what is done every day keeps one row
    """

    label: str
    url: str
    post: bool = False
    primary: bool = False
    confirm: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    aside: bool = False


def plain_value(value: object) -> Any:
    """A cell value without its dress, for Excel and for sorting: a link's value, a mark's word."""
    if isinstance(value, Link):
        return plain_value(value.value)
    return value.word if isinstance(value, Mark) else value


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    note: str = "",
    as_of: date | None = None,
    mark: Mark | None = None,
    actions: Sequence[Action] = (),
    back: Link | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render `template` (which extends `base/page.html`) with its head: title, note beside it, as-of day, mark, buttons, way back."""
    beside: dict[bool, list[Action]] = {True: [], False: []}
    for action in actions:
        beside[action.aside].append(action)
    head = {
        "title": title,
        "note": note,
        "as_of": as_of,
        "mark": mark,
        "actions": beside[False],
        "asides": beside[True],
        "back": back,
    }
    return render(request, template, {**head, **context}, status=status)


def told(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Run an action behind a button; the next page says `done`, or why it was refused. Returns whether it was done."""
    try:
        act()
    except Refused as problem:
        for reason in problem.messages:
            messages.error(request, reason)
        return False
    messages.success(request, done)
    return True
