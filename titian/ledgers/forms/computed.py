"""Forms of ledgers that compute: feedback, decisions, the scores of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from titian.base.forms import Form, GuardedForm
from titian.base.quantities import plain
from titian.ledgers.actions.assessments import DECISIONS
from titian.ledgers.assessments.book import Book, Entry
from titian.ledgers.assessments.grading import Graded
from titian.ledgers.assessments.scoring import Item
from titian.ledgers.models import LedgerRow


class FeedbackForm(Form):
    """What the deputies said of a reply."""

    satisfaction = forms.ChoiceField(label="满意度", widget=forms.RadioSelect)
    on = forms.DateField(label="反馈日期")
    due = forms.DateField(label="再次答复期限", required=False, help_text="不满意的填；不填按规则参数里的重办期限")
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, row: LedgerRow, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one, field = row.ledger.about.field("satisfaction"), self.fields["satisfaction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(one.choices.items()) if one else []
        self.fields["on"].initial = day


class DecisionForm(Form):
    """What becomes of a platform."""

    decision = forms.ChoiceField(label="处理决定", choices=list(DECISIONS.items()), widget=forms.RadioSelect)
    on = forms.DateField(label="决定日期")
    meeting = forms.CharField(label="哪次会议", max_length=300, help_text="如 县科创平台联席会议2026年第1次会议")
    due = forms.DateField(label="整改到", required=False, help_text="限期整改的填")
    assessment = forms.ModelChoiceField(
        label="写进哪次考核",
        queryset=LedgerRow.objects.none(),
        required=False,
        empty_label="不写进考核",
        help_text="选了的，该次考核一并定案",
    )

    def __init__(self, *args: Any, assessments: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = assessments
        field.initial = next((one for one in assessments if one.state != "decided"), None)
        self.fields["on"].initial = day


@dataclass(frozen=True)
class Cell:
    """A score in the form, with what its row says: the self-score, and whether the evidence asked for is lacking."""

    field: BoundField
    self_score: Decimal | None
    lacks_evidence: bool
    row: LedgerRow | None


@dataclass(frozen=True)
class Line:
    """One item over all platforms."""

    item: Item
    cells: Sequence[Cell]


class ScoresForm(GuardedForm):
    """Items by platforms; made by `scores_form`, which sets `book`."""

    book: Book

    def lines(self) -> list[Line]:
        return [
            Line(item, [self._cell(entry, number, item) for entry in self.book.entries])
            for number, item in enumerate(self.book.items)
        ]

    def heads(self) -> list[tuple[Entry, Graded | None]]:
        return [(entry, self.book.grade_of(entry)) for entry in self.book.entries]

    def scores(self) -> dict[tuple[int, str], Decimal | None]:
        """As `actions.score_assessments` takes them."""
        return {
            (entry.assessment.pk, item.title): self.cleaned_data[_name(entry, number)]
            for entry in self.book.entries
            for number, item in enumerate(self.book.items)
        }

    def _cell(self, entry: Entry, number: int, item: Item) -> Cell:
        row, scored = entry.rows.get(item.title), entry.scores.get(item.title)
        lacks = bool(item.evidence and scored and scored.score and not scored.has_evidence)
        return Cell(self[_name(entry, number)], row.value("self_score") if row else None, lacks, row)


def scores_form(book: Book) -> type[Any]:
    """One field a cell; the full mark is the edge of it."""
    fields = {
        _name(entry, number): forms.DecimalField(
            label=f"{entry.name} {item.title}",
            min_value=0,
            max_value=item.full_mark,
            error_messages={"max_value": f"这一项满分 {plain(item.full_mark)} 分，得分不能超过满分", "min_value": "得分不能是负数"},
            max_digits=7,
            decimal_places=2,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5, "aria-label": f"{entry.name} {item.title}"}),
        )
        for entry in book.entries
        for number, item in enumerate(book.items)
    }
    return type("ScoresForm", (ScoresForm,), {**fields, "book": book})


def scores_as_typed(book: Book) -> dict[str, object]:
    return {
        _name(entry, number): plain(scored.score) if (scored := entry.scores.get(item.title)) and scored.score is not None else None
        for entry in book.entries
        for number, item in enumerate(book.items)
    }


def _name(entry: Entry, number: int) -> str:
    return f"score_{entry.assessment.pk}_{number}"
