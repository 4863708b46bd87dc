"""The verbs of this room."""

from titian.policies.actions.assessing import begin_run, drop_run, finish_run, keep_part
from titian.policies.actions.checking import tick, untick
from titian.policies.actions.claims import (
    approve_claim,
    ask_claim,
    deliver_pushes,
    open_pushes,
    pay_claim,
    push_clause,
    refuse_claim,
    withdraw_claim,
)
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
from titian.policies.actions.handing import hand_declarations, hand_pool
from titian.policies.actions.library import (
    add_clause,
    add_policy,
    amend_clause,
    amend_policy,
    end_policy,
    issue_policy,
    remove_policy,
    resume_clause,
    stop_clause,
)
from titian.policies.actions.pool import amend_pool_entry, enter_pool, leave_pool, move_stage, remove_pool_entry
from titian.policies.actions.stated import amend_stated_fact, remove_stated_fact, state_fact

__all__ = [
    "add_clause",
    "add_policy",
    "amend_batch",
    "amend_clause",
    "amend_policy",
    "amend_pool_entry",
    "amend_stated_fact",
    "approve_claim",
    "ask_claim",
    "begin_run",
    "certify",
    "deliver_pushes",
    "drop_run",
    "end_policy",
    "enter_pool",
    "finish_run",
    "hand_declarations",
    "hand_pool",
    "issue_policy",
    "keep_part",
    "leave_pool",
    "move_stage",
    "open_batch",
    "open_pushes",
    "pay_claim",
    "plan_declaration",
    "push_clause",
    "refuse_claim",
    "remove_batch",
    "remove_declaration",
    "remove_policy",
    "remove_pool_entry",
    "remove_stated_fact",
    "resume_clause",
    "state_fact",
    "step_declaration",
    "stop_clause",
    "take_back_step",
    "take_over_applications",
    "tick",
    "untick",
    "withdraw_claim",
]
