"""What the room keeps, split by noun."""

from titian.rnd.models.evaluation import EvaluationResult, EvaluationRun, Exemption
from titian.rnd.models.policies import PolicyVersion
from titian.rnd.models.projects import CostLine, Project
from titian.rnd.models.returns import Return
from titian.rnd.models.subsidy import Award, PaymentBatch, SubsidyRun
from titian.rnd.models.watch import KeyEnterprise

__all__ = [
    "Award",
    "CostLine",
    "EvaluationResult",
    "EvaluationRun",
    "Exemption",
    "KeyEnterprise",
    "PaymentBatch",
    "PolicyVersion",
    "Project",
    "Return",
    "SubsidyRun",
]
