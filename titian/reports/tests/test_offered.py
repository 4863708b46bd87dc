"""What the rooms offer to say, in the outlines of papers: the office's own indicators and ledgers speak by themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest
from django.core.management import call_command

from titian.accounts.models import User
from titian.base.paragraphs import Paragraph
from titian.base.periods import Period
from titian.figures import actions as figures
from titian.figures.catalogue import Indicator, packaged
from titian.reports.actions import copy_outline, edit_sentence, start_paper
from titian.reports.catalogue import GENRES
from titian.reports.tests.make import book, paper
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.offered import with_sentences
from titian.reports.writer.outline import Outline
from titian.reports.writer.particulars import Particulars

HALF_YEAR = GENRES["half-year"].outline(Particulars(date(2026, 6, 11)))
SCHOOL = Indicator("local.school", "科技夜校期数", "期", "flow", "services", "入企服务、培训、活动", disclosure="公开")
BOOTH = Indicator("local.booth", "宣传展位数", "个", "stock", "local", "本局增设", disclosure="公开")
TAX = Indicator("local.tax", "减税企业数", "家", "flow", "finance", "科技金融", disclosure="内部")
KNOWN = {**packaged(), **{entry.code: entry for entry in (SCHOOL, BOOTH)}}


def offer(*paragraphs: Paragraph, outline: Outline = HALF_YEAR) -> Outline:
    return with_sentences(outline, paragraphs, KNOWN)


def place(outline: Outline, key: str) -> tuple[str, str]:
    """Where a sentence stands, and its text."""
    return next((section.key, line.text) for section in outline.sections for line in section.lines if line.key == key)


def test_a_figure_of_the_office_gets_the_ordinary_sentence_in_the_section_of_its_area_and_its_target_in_the_plan() -> None:
    outline = offer(Paragraph(("local.school",)))
    assert place(outline, "local.school") == (
        "services",
        "科技夜校{local.school}[[，{local.school:growth}]][[，{local.school:percent}]]。",
    )
    assert place(outline, "plan.local.school") == ("plan", "科技夜校{local.school:goal}")
    assert outline.section("plan").points[-1].lines[-1].key == "plan.local.school"


def test_a_room_says_it_in_its_own_words_and_of_several_figures() -> None:
    text = "举办科技夜校{local.school}[[，展位{local.booth}]]。"
    assert place(offer(Paragraph(("local.school", "local.booth"), text)), "local.school") == ("services", text)


def test_an_area_the_outline_does_not_know_gets_a_section_behind_the_work() -> None:
    outline = offer(
        Paragraph(("local.booth",), title="科普宣传", area="science_day"), Paragraph(("local.school",), area="science_day")
    )
    keys = [section.key for section in outline.sections]
    assert keys.index("area.science_day") == keys.index("services") + 1
    made = outline.section("area.science_day")
    assert (made.title, len(made.points)) == ("科普宣传", 2)
    assert offer(Paragraph(("local.booth",))).section("area.local").title == "本局增设"


def test_a_renamed_section_is_found_by_what_it_speaks_of() -> None:
    renamed = HALF_YEAR.with_section("services", lambda section: section.__class__(**{**vars(section), "key": "own7"}))
    assert place(offer(Paragraph(("local.school",)), outline=renamed), "local.school")[0] == "own7"


def test_sentences_of_one_topic_share_a_point() -> None:
    topic = "科技特派员方面，"
    outline = offer(Paragraph(("local.school",), area="talent", topic=topic))
    assert outline.section("talent").points[1].lines[-1].key == "local.school"
    other = offer(
        Paragraph(("local.school",), area="talent", topic="夜校方面，"),
        Paragraph(("local.booth",), area="talent", topic="夜校方面，"),
    )
    assert [line.key for line in other.section("talent").points[-1].lines] == ["local.school", "local.booth"]


def test_nothing_is_said_twice() -> None:
    assert offer(Paragraph(("visit.count",), "走访{visit.count}。")) == HALF_YEAR
    once = offer(Paragraph(("local.school",)))
    assert offer(Paragraph(("local.school",)), outline=once) == once
    spoken = HALF_YEAR.with_section(
        "services", lambda section: section.__class__(**{**vars(section), "narrative": "夜校{科技夜校期数}。"})
    )
    assert "local.school" not in {
        line.key for line in offer(Paragraph(("local.school",)), outline=spoken).section("services").lines
    }


def test_a_code_nobody_knows_any_more_is_left_out_and_what_may_not_leave_is_switched_off() -> None:
    assert offer(Paragraph(("local.gone",))) == HALF_YEAR
    outline = with_sentences(HALF_YEAR, [Paragraph(("local.tax",))], {**KNOWN, "local.tax": TAX})
    assert [line.on for section in outline.sections for line in section.lines if line.key.endswith("local.tax")] == [False, False]


def test_a_table_gets_a_row_for_an_open_figure() -> None:
    table = GENRES["table"]
    outline = table.offers(table.outline(Particulars(date(2026, 6, 11))), [Paragraph(("local.school", "local.booth"))], KNOWN)
    assert place(outline, "local.school")[0] == "services"
    assert outline.sections[-1].title == "本局增设"


@pytest.fixture
def school(office: User) -> str:
    said = {"definition": "本局举办的期数", "area": "services", "disclosure": "公开", "sentence": "举办科技夜校{科技夜校期数}。"}
    return figures.add_indicator(code="school", name="科技夜校期数", unit="期", kind="flow", by=office, **said).code


@pytest.mark.django_db
def test_a_paper_tells_of_an_indicator_added_the_day_before(office: User, school: str) -> None:
    book(office, school, "12")
    assert "举办科技夜校12期。" in Assembled.of(paper(office), user=office).composed.text


@pytest.mark.django_db
def test_last_times_paper_and_kept_outlines_learn_of_it_too(office: User, school: str) -> None:
    before = paper(office)
    section = before.sections.get(key="services")
    edit_sentence(section, key=school, text="科技夜校办了{科技夜校期数}。", on=True, by=office)
    kept = copy_outline(before, name="今年提纲", by=office)
    figures.add_indicator(
        code="booth", name="展位数", unit="个", kind="flow", definition="展位", area="services", disclosure="公开", by=office
    )
    for begun in (paper(office, like=before), paper(office, outline=kept)):
        lines = [line.text for line in begun.as_outline().section("services").lines if line.key in {school, "local.booth"}]
        assert lines == [
            "科技夜校办了{local.school}。",
            "展位{local.booth}[[，{local.booth:growth}]][[，{local.booth:percent}]]。",
        ]


@pytest.mark.django_db
def test_a_brief_and_a_reply_keep_their_own_sentences(office: User, school: str) -> None:
    brief = start_paper(genre="brief", period=Period("2026H1"), as_of=date(2026, 5, 31), region=paper(office).region, by=office)
    assert school not in str(brief.sections.values_list("points"))


@pytest.mark.django_db
def test_the_command_tells_of_it(office: User, school: str, tmp_path: Path) -> None:
    book(office, school, "12")
    out = tmp_path / "paper.docx"
    call_command("report", "half-year", period="2026H1", as_of="2026-05-31", region="示范县", out=out)
    assert "举办科技夜校12期" in "".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
