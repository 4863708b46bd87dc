"""Every write to the registers, one verb each: permission, change, journal, all or nothing."""

from titian.registry.actions.annual import amend_annual_figures, choose_source, enter_annual_figures, remove_annual_figures
from titian.registry.actions.handing import hand_firms
from titian.registry.actions.merges import merge_organisations, tell_apart, undo_merge
from titian.registry.actions.organisations import (
    add_organisation,
    amend_organisation,
    assign_officer,
    close_organisation,
    reopen_organisation,
    set_short_names,
    state_scale,
)
from titian.registry.actions.people import add_person, amend_person, remove_person, reveal
from titian.registry.actions.property import add_right, amend_right, remove_right
from titian.registry.actions.titles import add_title, amend_title, remove_title, revoke_title

__all__ = [
    "add_organisation",
    "add_person",
    "add_right",
    "add_title",
    "amend_annual_figures",
    "amend_organisation",
    "amend_person",
    "amend_right",
    "amend_title",
    "assign_officer",
    "choose_source",
    "close_organisation",
    "enter_annual_figures",
    "hand_firms",
    "merge_organisations",
    "remove_annual_figures",
    "remove_person",
    "remove_right",
    "remove_title",
    "reopen_organisation",
    "reveal",
    "revoke_title",
    "set_short_names",
    "state_scale",
    "tell_apart",
    "undo_merge",
]
