"""How far the figures a task is measured by are: the targets of its year, asked once for many tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from titian.accounts.models import User
from titian.figures.asked import home_region
from titian.figures.board import LegRow, target_rows
from titian.figures.models import indicators


@dataclass(frozen=True)
class Goal:
    """One leg of a target: what was asked, what is reached (None: not known), how far that is in per cent, whether that is enough."""

    name: str
    asked: str
    reached: str | None
    percent: str | None
    met: bool | None
    url: str

    def __str__(self) -> str:
        """高新技术企业 61家，目标 ≥68家，完成 89.7%"""
        parts = [f"{self.name} {self.reached or '还没有数'}", f"目标 {self.asked}", f"完成 {self.percent}%" if self.percent else ""]
        return "，".join(part for part in parts if part)


def code_of(text: str | None) -> str | None:
    """An indicator by its code or its name; None for what the catalogue does not know."""
    if not text:
        return None
    word, known = text.strip(), indicators()
    return word if word in known else next((code for code, entry in known.items() if entry.name == word), None)


def goals(user: User, *, year: int, day: date) -> Mapping[str, Goal]:
    """Indicator → the goal of that year for the county; the first where a year has several."""
    region = home_region(user)
    if region is None:
        return {}
    found: dict[str, Goal] = {}
    for row in target_rows(user=user, region=region, year=year, day=day):
        for leg, part in zip(row.legs, row.progress.legs, strict=True):
            found.setdefault(leg.leg.indicator, _goal(leg, part.met, row.target.get_absolute_url()))
    return found


def _goal(row: LegRow, met: bool | None, url: str) -> Goal:
    reached = None if row.reached is None else str(row.reached)
    return Goal(row.leg.name, row.leg.goal, reached, None if row.percent is None else f"{row.percent:f}", met, url)
