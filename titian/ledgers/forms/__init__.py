"""Forms of a ledger's rows, made from its definition."""

from titian.ledgers.forms.paste import PasteForm
from titian.ledgers.forms.rows import AddRow, AmendRow, Known, opened_on, quick_form, row_form
from titian.ledgers.forms.steps import EvidenceForm, StepForm, report_form, step_form

__all__ = [
    "AddRow",
    "AmendRow",
    "EvidenceForm",
    "Known",
    "PasteForm",
    "StepForm",
    "opened_on",
    "quick_form",
    "report_form",
    "row_form",
    "step_form",
]
