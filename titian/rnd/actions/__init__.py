"""Every write to R&D spending, one verb each: permission, change, journal, all or nothing."""

from titian.rnd.actions.evaluation import (
    appeal,
    begin_evaluation,
    compute_evaluation,
    decide_appeal,
    exempt_result,
    publish_evaluation,
)
from titian.rnd.actions.exemptions import drop_key_enterprise, list_key_enterprise, state_exemption, withdraw_exemption
from titian.rnd.actions.payments import make_batch, record_payment, settle
from titian.rnd.actions.policies import amend_policy, state_policy
from titian.rnd.actions.projects import add_cost, add_project, amend_cost, amend_project, remove_cost, remove_project
from titian.rnd.actions.returns import accept, amend_return, begin_return, remove_return, return_for_correction, submit
from titian.rnd.actions.subsidy import approve, begin_subsidy, block_award, close_subsidy, compute_subsidy, decline

__all__ = [
    "accept",
    "add_cost",
    "add_project",
    "amend_cost",
    "amend_policy",
    "amend_project",
    "amend_return",
    "appeal",
    "approve",
    "begin_evaluation",
    "begin_return",
    "begin_subsidy",
    "block_award",
    "close_subsidy",
    "compute_evaluation",
    "compute_subsidy",
    "decide_appeal",
    "decline",
    "drop_key_enterprise",
    "exempt_result",
    "list_key_enterprise",
    "make_batch",
    "publish_evaluation",
    "record_payment",
    "remove_cost",
    "remove_project",
    "remove_return",
    "return_for_correction",
    "settle",
    "state_exemption",
    "state_policy",
    "submit",
    "withdraw_exemption",
]
