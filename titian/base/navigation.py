"""The row on top. A room declares its areas in its `apps.py` (`areas`); the row shows those that exist and that a person may open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse


@dataclass(frozen=True)
class Area:
    """One entry of the navigation. `url` is a URL name; `shown_to(user)` decides who sees it; `order` is the office's own order."""

    label: str
    url: str
    order: int
    shown_to: Callable[[Any], bool]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownArea:
    label: str
    address: str
    current: bool


def declared() -> list[Area]:
    """Every area of the installed rooms, in order."""
    areas: list[Area] = []
    for config in apps.get_app_configs():
        areas += getattr(config, "areas", ())
    return sorted(areas, key=lambda area: area.order)


def areas_for(user: Any, path: str) -> Sequence[ShownArea]:
    """What this person's navigation holds; the area the path lies in is marked."""
    if not getattr(user, "is_authenticated", False):
        return []
    shown = [(area, reverse(area.url)) for area in declared() if area.shown_to(user)]
    current = _longest((address, *area.prefixes) for area, address in shown if any(path.startswith(p) for p in (address, *area.prefixes)))
    return [ShownArea(area.label, address, address == current) for area, address in shown]


def _longest(matches: Iterable[tuple[str, ...]]) -> str | None:
    """The address of the most specific area that the path lies in."""
    found = [prefixes[0] for prefixes in matches]
    return max(found, key=len) if found else None
