"""Forms of this room."""

from titian.policies.forms.course import (
    BatchForm,
    CertifyForm,
    EnterPoolForm,
    LeavePoolForm,
    MoveStageForm,
    PlanForm,
    StepForm,
    TickForm,
)
from titian.policies.forms.stated import AmendStatedForm, StateForm
from titian.policies.forms.whatif import WhatIfForm

__all__ = [
    "AmendStatedForm",
    "BatchForm",
    "CertifyForm",
    "EnterPoolForm",
    "LeavePoolForm",
    "MoveStageForm",
    "PlanForm",
    "StateForm",
    "StepForm",
    "TickForm",
    "WhatIfForm",
]
