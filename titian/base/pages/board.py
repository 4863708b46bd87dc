"""The board: a row of tiles (number, progress, pace), below them cards with a table beside its chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse

from titian.base.colours import Colour
from titian.base.pages.common import Action, Mark, page


@dataclass(frozen=True)
class Tile:
    """One figure of a board. A number is a link to its rows.

    number    as printed without unit: 61, 2.31; empty when not known
    share     done, 0-1 and above; None: no bar
    elapsed   time gone, 0-1, the upright mark on the bar
    lines     below the bar: 目标 ≥ 68 · 90% · 全市第 3
    """

    label: str
    number: str
    unit: str = ""
    url: str = ""
    share: Decimal | Fraction | None = None
    elapsed: Decimal | Fraction | None = None
    colour: Colour = "blue"
    mark: Mark | None = None
    lines: Sequence[str] = ()


def board_page(
    request: HttpRequest,
    *,
    title: str,
    tiles: Sequence[Tile] = (),
    as_of: date | None = None,
    note: str = "",
    template: str = "base/board.html",
    actions: Sequence[Action] = (),
    **context: Any,
) -> HttpResponse:
    """Render a board; the room's template extends `base/board.html` and fills `{% block body %}`."""
    return page(request, template, title=title, as_of=as_of, note=note, actions=actions, tiles=tiles, **context)
