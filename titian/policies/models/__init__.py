"""What this room keeps: facts somebody told, and what comes of them."""

from titian.policies.models.assessments import (
    Assessment,
    AssessmentPart,
    AssessmentQuerySet,
    AssessmentRun,
    AssessmentRunQuerySet,
)
from titian.policies.models.ladder import (
    BatchQuerySet,
    ChecklistItem,
    ChecklistQuerySet,
    Declaration,
    DeclarationBatch,
    DeclarationQuerySet,
    PoolEntry,
    PoolQuerySet,
)
from titian.policies.models.stated import StatedFact, StatedFactQuerySet

__all__ = [
    "Assessment",
    "AssessmentPart",
    "AssessmentQuerySet",
    "AssessmentRun",
    "AssessmentRunQuerySet",
    "BatchQuerySet",
    "ChecklistItem",
    "ChecklistQuerySet",
    "Declaration",
    "DeclarationBatch",
    "DeclarationQuerySet",
    "PoolEntry",
    "PoolQuerySet",
    "StatedFact",
    "StatedFactQuerySet",
]
