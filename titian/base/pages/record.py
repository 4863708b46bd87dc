"""The record page: head, facts in two columns with source and day, tabs, timeline, journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from titian.base.pages.common import Action, Link, Mark, page


@dataclass(frozen=True)
class Fact:
    """One fact with where it comes from and of which day it is; `value` is any cell value, None is «not known»."""

    label: str
    value: object
    source: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    day: date
    text: str
    who: str = ""
    url: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Record:
    """What the head and the sides of a record page show. `entries` are journal entries about the object, newest first."""

    title: str
    mark: Mark | None = None
    note: str = ""
    who: str = ""
    deadline: date | None = None
    facts: Sequence[Fact] = ()
    tabs: Sequence[Tab] = ()
    events: Sequence[Event] = ()
    entries: Iterable[object] = ()


def record_page(
    request: HttpRequest,
    record: Record,
    *,
    template: str = "base/record.html",
    actions: Sequence[Action] = (),
    back: Link | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a record; a room's own template extends `base/record.html` and fills `{% block body %}` between facts and timeline."""
    return page(
        request,
        template,
        title=record.title,
        mark=record.mark,
        note=record.note,
        actions=actions,
        back=back,
        record=record,
        **context,
    )
