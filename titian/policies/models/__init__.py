"""What this room keeps: facts somebody told, and what comes of them."""

from titian.policies.models.assessments import (
    Assessment,
    AssessmentPart,
    AssessmentQuerySet,
    AssessmentRun,
    AssessmentRunQuerySet,
)
from titian.policies.models.checked import ChecklistItem, ChecklistQuerySet
from titian.policies.models.claims import Claim, ClaimQuerySet, Push, PushQuerySet
from titian.policies.models.ladder import (
    Declaration,
    DeclarationBatch,
    DeclarationBatchQuerySet,
    DeclarationQuerySet,
    PoolEntry,
    PoolQuerySet,
)
from titian.policies.models.library import ClauseVersion, Policy, PolicyClause, PolicyClauseQuerySet, PolicyQuerySet
from titian.policies.models.stated import StatedFact, StatedFactQuerySet

__all__ = [
    "Assessment",
    "AssessmentPart",
    "AssessmentQuerySet",
    "AssessmentRun",
    "AssessmentRunQuerySet",
    "ChecklistItem",
    "ChecklistQuerySet",
    "Claim",
    "ClaimQuerySet",
    "ClauseVersion",
    "Declaration",
    "DeclarationBatch",
    "DeclarationBatchQuerySet",
    "DeclarationQuerySet",
    "Policy",
    "PolicyClause",
    "PolicyClauseQuerySet",
    "PolicyQuerySet",
    "PoolEntry",
    "PoolQuerySet",
    "Push",
    "PushQuerySet",
    "StatedFact",
    "StatedFactQuerySet",
]
