"""Every write to the books, one verb each."""

from titian.figures.actions.approvals import approve_period, lift_approval
from titian.figures.actions.counting import state_from_rows
from titian.figures.actions.departments import follow_department
from titian.figures.actions.indicators import add_counted_indicator, add_indicator, archive_indicator, take_in_indicator
from titian.figures.actions.sending import Sending, record_sent
from titian.figures.actions.sheets import discard_sheet, keep_sheet_as_sent, map_sheet, prefer_sheet, take_in_sheet
from titian.figures.actions.statements import NewFigure, correct, resolve_conflict, specify, state_figures, withdraw
from titian.figures.actions.targets import (
    NewLeg,
    NewTarget,
    decompose,
    drop_target,
    hand_targets,
    reallocate,
    set_colour_rule,
    set_targets,
)

__all__ = [
    "NewFigure",
    "NewLeg",
    "NewTarget",
    "Sending",
    "add_counted_indicator",
    "add_indicator",
    "approve_period",
    "archive_indicator",
    "correct",
    "decompose",
    "discard_sheet",
    "drop_target",
    "follow_department",
    "hand_targets",
    "keep_sheet_as_sent",
    "lift_approval",
    "map_sheet",
    "prefer_sheet",
    "reallocate",
    "record_sent",
    "resolve_conflict",
    "set_colour_rule",
    "set_targets",
    "specify",
    "state_figures",
    "state_from_rows",
    "take_in_indicator",
    "take_in_sheet",
    "withdraw",
]
