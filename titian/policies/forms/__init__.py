"""Forms of this room."""

from titian.policies.forms.calculators import CalculatorForm, DeductionForm, SimulationForm
from titian.policies.forms.claims import ApproveForm, AskForm, PayForm
from titian.policies.forms.clauses import ClauseForm
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
from titian.policies.forms.library import EndPolicyForm, PolicyForm
from titian.policies.forms.stated import AmendStatedForm, StateForm
from titian.policies.forms.whatif import WhatIfForm

__all__ = [
    "AmendStatedForm",
    "ApproveForm",
    "AskForm",
    "BatchForm",
    "CalculatorForm",
    "CertifyForm",
    "ClauseForm",
    "DeductionForm",
    "EndPolicyForm",
    "EnterPoolForm",
    "LeavePoolForm",
    "MoveStageForm",
    "PayForm",
    "PlanForm",
    "PolicyForm",
    "SimulationForm",
    "StateForm",
    "StepForm",
    "TickForm",
    "WhatIfForm",
]
