"""The verbs of ledgers: on rows, and on the definitions themselves."""

from titian.ledgers.actions.assessments import decide_platform, grade_assessments, score_assessments
from titian.ledgers.actions.definitions import (
    amend_ledger,
    archive_ledger,
    define_ledger,
    reopen_ledger,
    set_parameters,
    take_in_packaged,
)
from titian.ledgers.actions.proposals import answer_proposal, record_feedback
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
    "add_row",
    "amend_ledger",
    "amend_row",
    "answer_proposal",
    "archive_ledger",
    "attach_evidence",
    "decide_platform",
    "define_ledger",
    "grade_assessments",
    "record_feedback",
    "remove_row",
    "reopen_ledger",
    "report_progress",
    "score_assessments",
    "set_parameters",
    "step",
    "take_back_step",
    "take_in_packaged",
]
