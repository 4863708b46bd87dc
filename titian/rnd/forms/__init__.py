"""The room's forms."""

from titian.rnd.forms.decisions import (
    AnswerForm,
    AppealForm,
    ApproveForm,
    BatchForm,
    ExemptForm,
    KeyForm,
    PaymentForm,
    YearForm,
)
from titian.rnd.forms.policies import PolicyForm
from titian.rnd.forms.returns import AddProject, AmendProject, AmendReturn, BeginReturn, CostForm

__all__ = [
    "AddProject",
    "AmendProject",
    "AmendReturn",
    "AnswerForm",
    "AppealForm",
    "ApproveForm",
    "BatchForm",
    "BeginReturn",
    "CostForm",
    "ExemptForm",
    "KeyForm",
    "PaymentForm",
    "PolicyForm",
    "YearForm",
]
