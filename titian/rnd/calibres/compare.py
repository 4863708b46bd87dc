"""All four calibres of a firm and year, beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from titian.rnd.calibres.costs import CATEGORIES, Cost, by_category, category_label, spending
from titian.rnd.calibres.deduction import deduction
from titian.rnd.calibres.hnte import domestic, hnte
from titian.rnd.calibres.statistics import statistics
from titian.rnd.calibres.steps import Calibre

ACCOUNTING = "accounting"
LABELS = {ACCOUNTING: "会计", "hnte": "高企", "deduction": "加计扣除", "statistics": "统计"}
# 基础研究, 应用研究, 试验发展 are R&D; using results and technical services are not (R&D投入统计规范).
RD_ACTIVITIES = frozenset({"basic", "applied", "experimental"})


@dataclass(frozen=True)
class ProjectFacts:
    """`activity` "": nobody said. `formed_year`: the year in which its intangible asset was formed, None where none was."""

    activity: str = ""
    formed_year: int | None = None

    @property
    def is_rd(self) -> bool | None:
        return self.activity in RD_ACTIVITIES if self.activity else None


@dataclass(frozen=True)
class FirmYear:
    """Everything the calibres of one firm and year are made of; `costs` of all years, for what was capitalised earlier."""

    year: int
    costs: tuple[Cost, ...]
    projects: Mapping[str, ProjectFacts] = field(default_factory=dict)
    assets: int | None = None
    brought_forward: int = 0


@dataclass(frozen=True)
class Comparison:
    """The four, in the order of the page; `domestic` is 境内研发费用 of the 高企 calibre in fen (a hint)."""

    year: int
    calibres: tuple[Calibre, ...]
    domestic: int

    def __getitem__(self, code: str) -> Calibre:
        return next(calibre for calibre in self.calibres if calibre.code == code)

    @property
    def table(self) -> list[tuple[str, list[int]]]:
        """Category with its amount in each calibre; the last line is what belongs to no category. Columns add up to `known`."""
        rows = [(category_label(code), [calibre.of(code) for calibre in self.calibres]) for code in CATEGORIES]
        return [*rows, ("冲减、摊销与固定资产", [calibre.of("") for calibre in self.calibres])]


def compare(firm: FirmYear) -> Comparison:
    costs, year = firm.costs, firm.year
    formed = [name for name, about in firm.projects.items() if about.formed_year == year]
    accounts = Calibre(ACCOUNTING, LABELS[ACCOUNTING], by_category(spending(costs, year)))
    return Comparison(
        year,
        (
            accounts,
            hnte(costs, year),
            deduction(costs, year, formed=formed, brought_forward=firm.brought_forward),
            statistics(costs, year, is_rd={name: about.is_rd for name, about in firm.projects.items()}, assets=firm.assets),
        ),
        domestic(costs, year),
    )
