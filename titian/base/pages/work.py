"""The work form (steps, form, preview) and the paper (the document as it will print, what is missing at its side)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from titian.base.pages.common import Action, Link, Mark, page

BAD_INPUT = 422


@dataclass(frozen=True)
class Step:
    """One step of a work form; `done` None: not begun."""

    label: str
    url: str = ""
    current: bool = False
    done: bool | None = None


def work_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    steps: Sequence[Step] = (),
    hint: str = "",
    template: str = "base/work.html",
    back: Link | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a form; with errors it answers 422 and counts them on top. `submit` is the button: verb and object."""
    status = BAD_INPUT if form.is_bound and form.errors else 200
    return page(
        request, template, title=title, form=form, submit=submit, steps=steps, hint=hint, back=back, status=status, **context
    )


def paper_page(
    request: HttpRequest,
    *,
    title: str,
    template: str = "base/paper.html",
    missing: Sequence[str | Link] = (),
    mark: Mark | None = None,
    note: str = "",
    actions: Sequence[Action] = (),
    back: Link | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a paper; `missing` are the sentences left out for want of a figure, listed at the side."""
    return page(request, template, title=title, missing=missing, mark=mark, note=note, actions=actions, back=back, **context)
