"""The verbs of this room."""

from titian.policies.actions.assessing import begin_run, drop_run, finish_run, keep_part
from titian.policies.actions.checking import tick, untick
from titian.policies.actions.declaring import (
    amend_batch,
    certify,
    open_batch,
    plan_declaration,
    remove_batch,
    remove_declaration,
    step_declaration,
    take_back_step,
    take_over_applications,
)
from titian.policies.actions.pool import amend_pool_entry, enter_pool, leave_pool, move_stage, remove_pool_entry
from titian.policies.actions.stated import amend_stated_fact, remove_stated_fact, state_fact

__all__ = [
    "amend_batch",
    "amend_pool_entry",
    "amend_stated_fact",
    "begin_run",
    "certify",
    "drop_run",
    "enter_pool",
    "finish_run",
    "keep_part",
    "leave_pool",
    "move_stage",
    "open_batch",
    "plan_declaration",
    "remove_batch",
    "remove_declaration",
    "remove_pool_entry",
    "remove_stated_fact",
    "state_fact",
    "step_declaration",
    "take_back_step",
    "take_over_applications",
    "tick",
    "untick",
]
