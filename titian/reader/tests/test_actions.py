"""Keeping readings, correcting them, putting their figures into the books."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.quantities import Operator
from titian.figures.models import Figure
from titian.figures.tests.make import county
from titian.journal.models import Entry
from titian.reader import actions
from titian.reader.accepting import candidates, names_before
from titian.reader.actions import Choice
from titian.reader.models import KeptReading
from titian.reader.values import Document, FoundFigure, FoundQuantity, Reading

TEXT = "上半年组织申报科技计划项目34项。科技进企行动走访企业214次，专家问诊行32次。新增高新技术企业6家。"


def found(number_text: str, code: str, value: str, *, nth: int = 0, **parts: Any) -> FoundFigure:
    offset = [place for place in range(len(TEXT)) if TEXT.startswith(number_text, place)][nth]
    said = {"status": "achieved", "period": "2026H1", "quote": number_text, **parts}
    return FoundFigure(offset, number_text, Decimal(value), "项", Operator.EXACT, code, **said)


def reading(*figures: FoundFigure) -> Reading:
    numbers = tuple(FoundQuantity(figure.offset, figure.number_text, figure.value, "项") for figure in figures)
    return Reading(TEXT, Document("示范县半年总结", "示范县", "2026H1", "half_year", "2026-07-01"), numbers, figures)


VISITS = (found("214次", "visit.count", "214"), found("32次", "visit.count", "32"))
NEW = found("6家", "hnte.new", "6")


@pytest.fixture
def kept(officer: User) -> KeptReading:
    return actions.keep(reading(*VISITS, NEW), name="总结.txt", by=officer)


def test_the_same_text_is_kept_once(kept: KeptReading, officer: User) -> None:
    assert actions.keep(reading(*VISITS, NEW), name="总结.txt", by=officer) == kept


def test_figures_that_stand_twice_are_asked_for_a_scope_and_nothing_is_booked(kept: KeptReading, officer: User) -> None:
    with pytest.raises(Refused) as problem:
        actions.accept(kept, region=county(), by=officer)
    assert "214次" in str(problem.value)
    assert "32次" in str(problem.value)
    assert not Figure.objects.exists()


def test_with_scopes_every_figure_is_booked_with_its_place_in_the_text(kept: KeptReading, officer: User) -> None:
    choice = Choice(scopes={VISITS[0].offset: "科技进企", VISITS[1].offset: "专家问诊行"})
    figures = actions.accept(kept, region=county(), by=officer, choice=choice)
    assert {(row.scope, row.value) for row in figures} == {
        ("科技进企", Decimal(214)),
        ("专家问诊行", Decimal(32)),
        ("", Decimal(6)),
    }
    assert {row.document_ref for row in figures} == {kept.ref}
    assert not Figure.objects.conflicts()


def test_a_number_left_out_is_not_booked(kept: KeptReading, officer: User) -> None:
    figures = actions.accept(kept, region=county(), by=officer, choice=Choice(leave_out=frozenset({VISITS[1].offset})))
    assert len(figures) == 2


def test_disputed_numbers_may_be_booked_and_are_then_a_conflict(kept: KeptReading, officer: User) -> None:
    actions.accept(kept, region=county(), by=officer, choice=Choice(disputed=True))
    assert len(Figure.objects.conflicts()) == 1


def test_accepting_twice_books_once(kept: KeptReading, officer: User) -> None:
    choice = Choice(disputed=True)
    assert actions.accept(kept, region=county(), by=officer, choice=choice) == actions.accept(
        kept, region=county(), by=officer, choice=choice
    )


def test_a_correction_by_hand_wins_and_is_journalled_and_kept_as_an_example(kept: KeptReading, officer: User) -> None:
    actions.correct(kept, offset=NEW.offset, code="hnte.net", by=officer, period="2026")
    changed = next(entry for entry in candidates(kept) if entry.offset == NEW.offset)
    assert (changed.code, changed.period, changed.corrected) == ("hnte.net", "2026", True)
    assert Entry.objects.about(kept).filter(code="reader.reading.corrected").count() == 1


def test_an_empty_code_takes_a_number_out_of_the_figures(kept: KeptReading, officer: User) -> None:
    actions.correct(kept, offset=NEW.offset, code="", by=officer)
    assert NEW.offset not in {entry.offset for entry in candidates(kept)}


def test_a_number_the_reader_gave_no_code_can_be_named_by_hand(officer: User) -> None:
    bare = Reading(TEXT, Document(period="2026H1"), (FoundQuantity(NEW.offset, "6家", Decimal(6), "家"),))
    kept = actions.keep(bare, name="稿.txt", by=officer)
    actions.correct(kept, offset=NEW.offset, code="hnte.new", by=officer)
    entry = candidates(kept)[0]
    assert (entry.code, entry.value, entry.quote) == ("hnte.new", Decimal(6), "新增高新技术企业6家")


def test_a_correction_where_no_number_stands_is_refused(kept: KeptReading, officer: User) -> None:
    with pytest.raises(Refused) as problem:
        actions.correct(kept, offset=0, code="no.such", by=officer)
    assert len(problem.value.messages) == 2


def test_a_document_the_books_stand_on_is_not_deleted(kept: KeptReading, officer: User) -> None:
    actions.accept(kept, region=county(), by=officer, choice=Choice(disputed=True))
    with pytest.raises(Refused, match="账上有 3 个数"):
        actions.forget(kept, by=officer)
    assert KeptReading.objects.filter(pk=kept.pk).exists()


def test_the_auditor_reads_but_accepts_nothing(kept: KeptReading, auditor: User) -> None:
    assert KeptReading.objects.visible_to(auditor).count() == 1
    with pytest.raises(PermissionDenied):
        actions.accept(kept, region=county(), by=auditor)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("组织瑞丰科技、恒远机械、兴达材料3家", ("瑞丰科技", "恒远机械", "兴达材料")),
        ("为瑞丰科技、恒远机械等12家", ("瑞丰科技", "恒远机械")),
        ("新增高新技术企业6家", ()),
    ],
)
def test_a_list_of_names_before_a_count_is_kept_with_the_figure(text: str, names: tuple[str, ...]) -> None:
    digits = next(place for place, letter in enumerate(text) if letter.isdigit())
    assert names_before(text, digits) == names


def test_cumulative_figures_of_two_months_are_a_series_and_no_conflict(officer: User) -> None:
    for month, value in ((5, "11.6"), (11, "13.2")):
        text = f"1—{month}月，规上工业企业研发费用增长{value}%。"
        offset = text.index(value)
        growth = FoundFigure(
            offset, f"{value}%", Decimal(value), "%", Operator.EXACT, "rnd.above_scale_growth", "achieved", "2025", f"增长{value}%"
        )
        kept = actions.keep(Reading(text, Document(period="2025"), (), (growth,)), name=f"{month}.txt", by=officer)
        actions.accept(kept, region=county(), by=officer)
    assert not Figure.objects.conflicts()
    assert {row.as_of.isoformat() for row in Figure.objects.all() if row.as_of} == {"2025-05-31", "2025-11-30"}
