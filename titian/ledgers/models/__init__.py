"""Ledgers with their versions and drafts, rows with their steps, and what was asked of towns and firms."""

from titian.base.terms import Term
from titian.ledgers.definition import colours, fields, measures
from titian.ledgers.definition.ledger import FILLERS, GROUPS
from titian.ledgers.models.booked import BookedTime
from titian.ledgers.models.collections import (
    ANSWERS,
    COLLECTION_STATES,
    Answer,
    Collection,
    CollectionQuerySet,
    CollectionRequest,
    CollectionRequestQuerySet,
    CollectionState,
)
from titian.ledgers.models.drafts import LedgerDraft
from titian.ledgers.models.ledgers import NO_ROW, Ledger, LedgerQuerySet, LedgerVersion
from titian.ledgers.models.questions import LedgerRowQuerySet
from titian.ledgers.models.rows import LedgerRow
from titian.ledgers.models.steps import LedgerStep
from titian.ledgers.models.texts import RowText, RowTextQuerySet

__all__ = [
    "NO_ROW",
    "Answer",
    "BookedTime",
    "Collection",
    "CollectionQuerySet",
    "CollectionRequest",
    "CollectionRequestQuerySet",
    "CollectionState",
    "Ledger",
    "LedgerDraft",
    "LedgerQuerySet",
    "LedgerRow",
    "LedgerRowQuerySet",
    "LedgerStep",
    "LedgerVersion",
    "RowText",
    "RowTextQuerySet",
]


def terms() -> list[Term]:
    """The vocabulary of definitions for the glossary."""
    return [
        *(Term("台账字段类型 kinds of field", kind.value, label) for kind, label in fields.KINDS.items()),
        *(Term("台账颜色规则 colour rules", when.value, label) for when, label in colours.WHEN.items()),
        *(Term("台账计数 takes", take.value, label) for take, label in measures.TAKES.items()),
        *(Term("台账归期 by", by.value, label) for by, label in measures.BYS.items()),
        *(Term("台账填报方 fillers", code, label) for code, label in FILLERS.items()),
        *(Term("台账分组 groups", code, label) for code, label in GROUPS.items()),
        *(Term("发表状态 states of a collection", state.value, label) for state, label in COLLECTION_STATES.items()),
        *(Term("填报状态 answers", answer.value, label) for answer, label in ANSWERS.items()),
    ]
