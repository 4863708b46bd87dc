"""Every write to papers, one verb each."""

from titian.reports.actions.departments import follow_department
from titian.reports.actions.outlines import copy_outline, drop_outline, set_default_outline
from titian.reports.actions.packing import note_package
from titian.reports.actions.papers import amend_paper, circulate, revise, start_paper, submit_for_approval
from titian.reports.actions.replying import reply_to
from titian.reports.actions.sections import (
    add_section,
    assign_section,
    hand_in,
    hand_sections,
    move_section,
    reopen_changed,
    return_for_correction,
    review,
    switch_section,
)
from titian.reports.actions.sending import send
from titian.reports.actions.sentences import (
    SectionWords,
    add_sentence,
    edit_section,
    edit_sentence,
    remove_sentence,
    write_section,
)
from titian.reports.actions.versions import freeze, keep_version

__all__ = [
    "SectionWords",
    "add_section",
    "add_sentence",
    "amend_paper",
    "assign_section",
    "circulate",
    "copy_outline",
    "drop_outline",
    "edit_section",
    "edit_sentence",
    "follow_department",
    "freeze",
    "hand_in",
    "hand_sections",
    "keep_version",
    "move_section",
    "note_package",
    "remove_sentence",
    "reopen_changed",
    "reply_to",
    "return_for_correction",
    "review",
    "revise",
    "send",
    "set_default_outline",
    "start_paper",
    "submit_for_approval",
    "switch_section",
    "write_section",
]
