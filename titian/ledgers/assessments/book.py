"""A batch of assessments as a whole: the scheme, every platform's scores, totals and grades; read in a few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from titian.ledgers.assessments.grading import Band, Graded, Quota, band_of, grades
from titian.ledgers.assessments.scoring import Item, Scored, Total, total
from titian.ledgers.computing import Parameter
from titian.ledgers.definition import Definition
from titian.ledgers.models import LedgerRow

SCHEMES, ASSESSMENTS, SCORES, PLATFORMS = "scheme_items", "assessments", "assessment_items", "platforms"
EXCELLENT = Parameter("excellent_from", "优秀", Decimal(90), unit="分以上（含）", maximum=120)
GOOD = Parameter("good_from", "良好", Decimal(80), unit="分以上（含）", maximum=120)
PASSED = Parameter("passed_from", "合格", Decimal(60), unit="分以上（含）", maximum=120)
QUOTA = Parameter(
    "excellent_percent", "优秀名额", Decimal(20), unit="%", help="参加考核家数的百分之几，舍去零头；100：不限名额", maximum=100
)


def bands_of(definition: Definition) -> tuple[Band, ...]:
    """Of the ledger of assessments, as the office set them."""
    edges = {"excellent": EXCELLENT, "good": GOOD, "passed": PASSED}
    labels = _labels(definition)
    return (
        *(Band(code, labels[code], edge.of(definition)) for code, edge in edges.items()),
        Band("failed", labels["failed"], Decimal(0)),
    )


def quota_of(definition: Definition) -> Quota:
    return Quota("excellent", QUOTA.of(definition))


def _labels(definition: Definition) -> Mapping[str, str]:
    usual = {"excellent": "优秀", "good": "良好", "passed": "合格", "failed": "不合格"}
    grade = definition.field("kind")
    return usual | (dict(grade.choices) if grade else {})


def scheme(name: str) -> list[Item]:
    """The items of a scheme that are in force, in the order in which they were entered."""
    rows = LedgerRow.objects.of(SCHEMES).kept().filter(batch=name, closed_on=None).order_by("pk")
    return [item_of(row) for row in rows.select_related("ledger")]


def item_of(row: LedgerRow) -> Item:
    return Item(
        row.title,
        Decimal(row.data.get("weight") or 0),
        row.value("full"),
        str(row.data.get("proof") or ""),
        str(row.data.get("part") or ""),
    )


@dataclass(frozen=True)
class Entry:
    """One platform in a batch. `rows` by title of the item."""

    assessment: LedgerRow
    rows: Mapping[str, LedgerRow]
    scores: Mapping[str, Scored]
    total: Total

    @property
    def name(self) -> str:
        return str(self.assessment.parent or self.assessment.title)

    @property
    def stored(self) -> str:
        """The grade that stands in its row."""
        return str(self.assessment.shown("kind") or "")


@dataclass(frozen=True)
class Book:
    """One batch by one scheme. `graded` holds those whose every item is scored, best first."""

    batch: str
    scheme: str
    items: Sequence[Item]
    entries: Sequence[Entry]
    graded: Sequence[Graded]

    @property
    def incomplete(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.total.value is None]

    def grade_of(self, entry: Entry) -> Graded | None:
        return next((one for one in self.graded if one.key == str(entry.assessment.pk)), None)


def book(batch: str, name: str, about: Definition) -> Book:
    """`about` is the definition of the ledger of assessments: it bears the bands and the quota."""
    items = scheme(name)
    rows = LedgerRow.objects.of(ASSESSMENTS).kept().filter(batch=batch, data__scheme=name).order_by("pk")
    found = [entry_of(row, items) for row in _with_scores(list(rows.select_related("ledger", "parent", "organisation")))]
    totals = {str(entry.assessment.pk): entry.total.value for entry in found if entry.total.value is not None}
    return Book(batch, name, items, found, grades(totals, bands_of(about), quota_of(about), assessed=len(found)))


def entry_of(assessment: LedgerRow, items: Sequence[Item]) -> Entry:
    rows = {row.title: row for row in scores_of(assessment)}
    scores = {title: Scored(row.value("score"), has_evidence(row)) for title, row in rows.items()}
    return Entry(assessment, rows, scores, total(items, scores))


def scores_of(assessment: LedgerRow) -> list[LedgerRow]:
    """The scores of one assessment; asks nothing where `_with_scores` has loaded them."""
    if "_scores" not in assessment.__dict__:
        _with_scores([assessment])
    found: list[LedgerRow] = assessment.__dict__["_scores"]
    return found


def _with_scores(assessments: list[LedgerRow]) -> list[LedgerRow]:
    """Each with its scores beside it; one query for all."""
    rows = LedgerRow.objects.of(SCORES).kept().filter(parent__in=[one.pk for one in assessments])
    by_parent: dict[int, list[LedgerRow]] = {}
    for row in rows.select_related("ledger").annotate(files=Count("evidence")).order_by("pk"):
        by_parent.setdefault(row.parent_id or 0, []).append(row)
    for one in assessments:
        one.__dict__["_scores"] = by_parent.get(one.pk, [])
    return assessments


def has_evidence(row: LedgerRow) -> bool:
    """A number of a proof in the packed evidence, or a file at the row."""
    if row.data.get("proof"):
        return True
    files = getattr(row, "files", None)
    return bool(files if files is not None else row.pk and row.evidence.exists())


def batches() -> list[tuple[str, str]]:
    """(year, scheme) of every batch there is, the latest first."""
    rows = LedgerRow.objects.of(ASSESSMENTS).kept().order_by("-day", "-pk")
    return list(dict.fromkeys((batch, str(data.get("scheme") or "")) for batch, data in rows.values_list("batch", "data")))


def grade_label(about: Definition, code: str) -> str:
    return _labels(about).get(code, code)


def grade_by_points(about: Definition, points: Decimal) -> str:
    return band_of(bands_of(about), points).grade
