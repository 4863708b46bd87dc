"""The row on top. A room declares its pages in its `apps.py` (`areas`); the row shows those that exist and that a person may open.

Entries that name a `group` form one area together: its label is the group, it opens the first of them that the person may see, and its
pages stand in a second row. The group 系统 stands under the user's name instead.

    areas = [
        Area("读文稿", "reader:index", 100, works_inside, group="文稿"),
        Area("核稿", "reader:check", 101, works_inside, group="文稿"),
    ]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse

SYSTEM = "系统"


@dataclass(frozen=True)
class Area:
    """One entry. `url` is a URL name; `shown_to(user)` decides who sees it; `order` is the office's own order, over all rooms.

    mechanism    of `base.mechanisms`, several between blanks: where the office has nothing to do with it (不涉及) the entry is hidden and
                 every page below its address answers 404
    """

    label: str
    url: str
    order: int
    shown_to: Callable[[Any], object]
    prefixes: tuple[str, ...] = ()
    group: str = ""
    mechanism: str = ""


@dataclass(frozen=True)
class ShownArea:
    label: str
    address: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """The row (`areas`), the pages of the area one is in (`pages`, empty when it has one only) and what stands under the name (`system`)."""

    areas: list[ShownArea] = field(default_factory=list)
    pages: list[ShownArea] = field(default_factory=list)
    system: list[ShownArea] = field(default_factory=list)
    area_label: str = ""


def declared() -> list[Area]:
    """Every area of the installed rooms, in order."""
    areas: list[Area] = []
    for config in apps.get_app_configs():
        areas += getattr(config, "areas", ())
    return sorted(areas, key=lambda area: area.order)


def shown_here() -> list[Area]:
    """Those this office works in."""
    return [area for area in declared() if settings.TITIAN.shows(area.mechanism)]


def is_hidden(path: str) -> bool:
    """Does the path lie in an area this office has nothing to do with?"""
    area = _here([(area, reverse(area.url)) for area in declared()], path)
    return area is not None and not settings.TITIAN.shows(area.mechanism)


def has_pages(user: Any) -> bool:
    """Is there anything for this person to open?"""
    return any(area.shown_to(user) for area in shown_here())


def navigation_for(user: Any, path: str) -> Navigation:
    """What this person's navigation holds on the page at `path`; empty for somebody who has not logged in."""
    if not getattr(user, "is_authenticated", False):
        return Navigation()
    entries = [(area, reverse(area.url)) for area in shown_here() if area.shown_to(user)]
    here = _here(entries, path)
    shown = [(area, ShownArea(settings.TITIAN.worded(area.label), address, area is here)) for area, address in entries]
    pages = [entry for area, entry in shown if here and area.group and area.group == here.group]
    return Navigation(
        areas=list(_row(shown)),
        pages=pages if here and here.group != SYSTEM and len(pages) > 1 else [],
        system=[entry for area, entry in shown if area.group == SYSTEM],
        area_label=here.group if here else "",
    )


def _row(shown: Iterable[tuple[Area, ShownArea]]) -> Iterable[ShownArea]:
    """One entry a group: the group's name, the first page's address, marked when any of its pages is."""
    groups: dict[str, list[ShownArea]] = {}
    for area, entry in shown:
        if area.group != SYSTEM:
            groups.setdefault(area.group or area.label, []).append(entry)
    for label, entries in groups.items():
        yield ShownArea(label, entries[0].address, any(entry.current for entry in entries))


def _here(entries: Iterable[tuple[Area, str]], path: str) -> Area | None:
    """The most specific entry the path lies in; the workbench at the root is only itself."""
    found = [
        (len(start), area)
        for area, address in entries
        for start in (address, *area.prefixes)
        if path == start or (start != "/" and path.startswith(start))
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
