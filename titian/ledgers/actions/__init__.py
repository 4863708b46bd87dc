"""The verbs of ledgers: on rows, and on the definitions themselves."""

from titian.ledgers.actions.assessments import decide_platform, grade_assessments, score_assessments
from titian.ledgers.actions.collections import (
    amend_collection,
    approve_collection,
    close_collection,
    drop_collection,
    extend_collection,
    refuse_collection,
    start_collection,
    submit_collection,
    withdraw_collection,
)
from titian.ledgers.actions.definitions import (
    amend_ledger,
    archive_ledger,
    define_ledger,
    reopen_ledger,
    take_in_packaged,
)
from titian.ledgers.actions.departments import follow_department
from titian.ledgers.actions.drafted import begin_rows, save_rows
from titian.ledgers.actions.drafts import begin_amendment, begin_draft, discard_draft, finish_draft, save_draft
from titian.ledgers.actions.handing import hand_rows
from titian.ledgers.actions.parameters import set_parameters
from titian.ledgers.actions.proposals import answer_proposal, record_feedback
from titian.ledgers.actions.requests import TakenOver, excuse_request, return_request, submit_request, take_over
from titian.ledgers.actions.rows import (
    add_row,
    amend_row,
    attach_evidence,
    remove_row,
    report_progress,
    step,
    take_back_step,
)

__all__ = [
    "TakenOver",
    "add_row",
    "amend_collection",
    "amend_ledger",
    "amend_row",
    "answer_proposal",
    "approve_collection",
    "archive_ledger",
    "attach_evidence",
    "begin_amendment",
    "begin_draft",
    "begin_rows",
    "close_collection",
    "decide_platform",
    "define_ledger",
    "discard_draft",
    "drop_collection",
    "excuse_request",
    "extend_collection",
    "finish_draft",
    "follow_department",
    "grade_assessments",
    "hand_rows",
    "record_feedback",
    "refuse_collection",
    "remove_row",
    "reopen_ledger",
    "report_progress",
    "return_request",
    "save_draft",
    "save_rows",
    "score_assessments",
    "set_parameters",
    "start_collection",
    "step",
    "submit_collection",
    "submit_request",
    "take_back_step",
    "take_in_packaged",
    "take_over",
    "withdraw_collection",
]
