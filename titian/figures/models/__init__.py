"""The books: indicators the office adds, stated figures, period approvals, targets, what was reported to whom, and filled forms."""

from titian.figures.models.approvals import PeriodApproval
from titian.figures.models.frozen import FrozenRows
from titian.figures.models.indicators import LocalIndicator, find_indicators, indicator, indicators
from titian.figures.models.sent import SentFigure
from titian.figures.models.sheets import FilledSheet, SheetLayout
from titian.figures.models.statements import Figure, FigureQuerySet, Origin, State
from titian.figures.models.targets import ColourSetting, Target, TargetLeg, TargetQuerySet, TargetShare

__all__ = [
    "ColourSetting",
    "Figure",
    "FigureQuerySet",
    "FilledSheet",
    "FrozenRows",
    "LocalIndicator",
    "Origin",
    "PeriodApproval",
    "SentFigure",
    "SheetLayout",
    "State",
    "Target",
    "TargetLeg",
    "TargetQuerySet",
    "TargetShare",
    "find_indicators",
    "indicator",
    "indicators",
]
