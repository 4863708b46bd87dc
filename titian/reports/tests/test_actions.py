"""Papers under way: who may do what, what is journalled, what stands in the way, what stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.accounts.tests.make import county, office_department
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.actions import correct, withdraw
from titian.figures.models import Figure, SentFigure
from titian.journal.models import Entry
from titian.reports import actions
from titian.reports.actions import SectionWords
from titian.reports.forms import section_values
from titian.reports.models import OfficeOutline, Paper, PaperState, Section, SectionState
from titian.reports.tests.make import AS_OF, book, paper, reviewed
from titian.reports.todos import todos
from titian.reports.writer.assembling import Assembled
from titian.reports.writer.outline import parse_points

pytestmark = pytest.mark.django_db


def section(of: Paper, key: str) -> Section:
    return of.sections.get(key=key)


def keys(of: Paper) -> list[str]:
    return list(of.sections.values_list("key", flat=True))


def last_code() -> str:
    entry = Entry.objects.order_by("-sequence").first()
    assert entry
    return entry.code


# Starting ---------------------------------------------------------------------------------------------------------------------------


def test_a_paper_begins_with_the_packaged_outline(office: User) -> None:
    begun = paper(office)
    assert keys(begun)[:5] == ["lead", "indicators", "work", "party", "cultivation"]
    assert (begun.state, begun.based_on, last_code()) == (PaperState.DRAFT, "系统提纲", "reports.paper.started")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"genre": "poem"}, "没有「poem」这种文种"),
        ({"period": Period("2026")}, "期间应为半年"),
        ({"genre": "annual"}, "期间应为年度"),
        ({"as_of": date(2025, 12, 31)}, "在2026年上半年之前"),
    ],
)
def test_a_paper_that_makes_no_sense_is_refused(office: User, fields: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        paper(office, **fields)
    assert not Paper.objects.exists()


def test_an_officer_cannot_start_or_arrange_a_paper(office: User, officer: User) -> None:
    with pytest.raises(PermissionDenied):
        paper(officer)
    begun = paper(office)
    with pytest.raises(PermissionDenied):
        actions.move_section(section(begun, "party"), before=None, by=officer)


def test_next_years_paper_takes_sections_sentences_and_departments_and_leaves_the_texts(office: User) -> None:
    old = paper(office)
    actions.switch_section(section(old, "highlights"), on=False, by=office)
    actions.move_section(section(old, "party"), before=section(old, "highlights"), by=office)
    actions.assign_section(section(old, "rnd"), department=office_department(), writer=None, due_at=None, by=office)
    rnd = section(old, "rnd")
    actions.edit_section(rnd, title="研发投入", narrative="去年的话。", style="points", narrative_last=False, by=office)
    new = paper(office, like=old, period=Period("2027H1"), as_of=date(2027, 5, 31))
    assert keys(new) == keys(old)
    assert not section(new, "highlights").is_on
    assert section(new, "rnd").department == office_department()
    assert section(new, "rnd").narrative == ""
    assert section(new, "lead").narrative == section(old, "lead").narrative


def test_an_outline_is_kept_made_the_default_and_used(office: User) -> None:
    old = paper(office)
    actions.move_section(section(old, "transfer"), before=section(old, "party"), by=office)
    kept = actions.copy_outline(old, name="新提纲", by=office)
    actions.set_default_outline(kept, by=office)
    again = actions.copy_outline(kept, name="再改一版", by=office)
    actions.set_default_outline(again, by=office)
    assert list(OfficeOutline.objects.filter(is_default=True)) == [again]
    new = paper(office)
    assert keys(new) == keys(old)
    assert new.based_on == "再改一版"
    actions.drop_outline(again, by=office)
    assert last_code() == "reports.outline.dropped"
    assert paper(office).based_on == "系统提纲"


# Sections -----------------------------------------------------------------------------------------------------------------------------


def test_sections_move_with_their_heading_and_switch_off(office: User) -> None:
    begun = paper(office)
    actions.move_section(section(begun, "work"), before=None, by=office)
    assert keys(begun)[:4] == ["lead", "indicators", "highlights", "problems"]
    assert keys(begun)[-2:] == ["services", "area.popular_science"]
    actions.switch_section(section(begun, "party"), on=False, by=office)
    assert not section(begun, "party").is_on
    assert last_code() == "reports.section.switched"


def test_the_office_adds_a_section_nobody_foresaw(office: User, officer: User) -> None:
    begun = paper(office)
    added = actions.add_section(begun, title="服务企业复工复产", level=2, before=section(begun, "rnd"), by=office)
    assert keys(begun).index(added.key) == keys(begun).index("rnd") - 1
    actions.edit_section(added, title="复工复产", narrative="组织帮扶。", style="prose", narrative_last=False, by=officer)
    assert "组织帮扶。" in Assembled.of(begun, user=office).composed.text


def test_a_sentence_is_the_offices_to_change_and_checked_when_saved(office: User) -> None:
    begun = paper(office)
    book(office, "hnte.new", "8")
    part = section(begun, "cultivation")
    actions.edit_sentence(part, key="hnte.new", text="新认定{新增(认定)高新技术企业数}。", on=True, by=office)
    assert Assembled.of(begun, user=office).composed.section("cultivation").text == "高新技术企业方面，新认定8家。"  # type: ignore[union-attr]  # the section is in the outline
    with pytest.raises(Refused, match=r"第5字：指标目录里没有「hnte\.nwe」"):
        actions.edit_sentence(part, key="hnte.new", text="新认定{hnte.nwe}。", on=True, by=office)
    line = next(line for line in section(begun, "cultivation").as_plan().lines if line.key == "hnte.new")
    assert (line.text, line.own) == ("新认定{hnte.new}。", True)


def test_own_sentences_come_and_go_and_packaged_ones_are_switched_off(office: User) -> None:
    begun = paper(office)
    book(office, "visit.count", "42", scope="科技进企")
    part = section(begun, "services")
    key = actions.add_sentence(part, text="“科技进企”走访{visit.count scope=科技进企}。", by=office)
    assert "“科技进企”走访42次。" in Assembled.of(begun, user=office).composed.text
    actions.remove_sentence(part, key=key, by=office)
    with pytest.raises(Refused, match="可以关闭"):
        actions.remove_sentence(part, key="visit.count", by=office)
    actions.edit_sentence(part, key="visit.count", text=part.as_plan().lines[0].text, on=False, by=office)
    assert not section(begun, "services").as_plan().lines[0].on


def test_the_writers_text_is_checked_line_by_line(office: User) -> None:
    part = section(paper(office), "services")
    with pytest.raises(Refused, match="文字第2段第2字"):
        actions.edit_section(part, title="x", narrative="好。\n坏{", style="prose", narrative_last=False, by=office)


def test_who_writes_a_section(office: User, officer: User, chief: User, auditor: User) -> None:
    part = section(paper(office), "services")
    actions.assign_section(part, department=None, writer=officer, due_at=None, by=office)
    fields: dict[str, Any] = {"title": "x", "narrative": "y", "style": "prose", "narrative_last": False}
    actions.edit_section(part, by=officer, **fields)
    for other in (chief, auditor):
        with pytest.raises(PermissionDenied):
            actions.edit_section(part, by=other, **fields)
    with pytest.raises(Refused, match="不能撰稿"):
        actions.assign_section(part, department=None, writer=auditor, due_at=None, by=office)


# Handing in and review ----------------------------------------------------------------------------------------------------------------


def test_a_section_is_handed_in_returned_with_a_reason_and_reviewed(office: User, officer: User, chief: User) -> None:
    part = section(paper(office), "services")
    actions.hand_in(part, by=officer)
    with pytest.raises(Refused, match="退回的理由"):
        actions.return_for_correction(part, reason=" ", by=chief)
    actions.return_for_correction(part, reason="少了培训人次", by=chief)
    assert (part.state, part.reason) == (SectionState.RETURNED, "少了培训人次")
    actions.hand_in(part, by=officer)
    actions.review(part, by=chief)
    assert (part.state, part.reviewed_by, last_code()) == (SectionState.REVIEWED, chief, "reports.section.reviewed")


def test_nobody_reviews_what_they_handed_in_and_officers_review_nothing(office: User, officer: User, chief: User) -> None:
    part = section(paper(office), "services")
    actions.hand_in(part, by=chief)
    for person in (chief, officer):
        with pytest.raises(PermissionDenied):
            actions.review(part, by=person)


def test_a_reviewed_section_is_changed_only_after_it_was_returned(office: User, chief: User) -> None:
    part = section(paper(office), "services")
    actions.hand_in(part, by=office)
    actions.review(part, by=chief)
    with pytest.raises(PermissionDenied, match="已审"):
        actions.edit_section(part, title="x", narrative="", style="prose", narrative_last=False, by=office)


def test_changing_what_was_handed_in_asks_to_hand_in_again(office: User) -> None:
    part = section(paper(office), "services")
    actions.hand_in(part, by=office)
    actions.edit_section(part, title="x", narrative="改了。", style="prose", narrative_last=False, by=office)
    assert part.state == SectionState.OPEN


def test_saving_a_section_as_it_stands_changes_nothing(office: User) -> None:
    """The form spells placeholders its own way: no sentence becomes the office's own by that, and what was handed in stays handed in."""
    part = section(paper(office), "rnd")
    part.narrative = "{rnd.expenditure period=最近}。"
    part.save()
    actions.hand_in(part, by=office)
    kept, written, noted = part.points, section_values(part), Entry.objects.count()
    lines = {
        line.key: (str(written[f"text:{line.key}"]), bool(written[f"on:{line.key}"]))
        for point in parse_points(part.points)
        for line in point.lines
    }
    assert any("最近" in text for text, _ in lines.values())
    topics = tuple(str(written[f"topic:{number}"]) for number in range(1, len(part.points) + 1))
    words = SectionWords(part.title, str(written["narrative"]), part.style, part.narrative_last, topics, lines)
    actions.write_section(part, wanted=words, by=office)
    part.refresh_from_db()
    assert part.state == SectionState.HANDED_IN
    assert part.points == kept
    assert Entry.objects.count() == noted


def test_a_section_with_a_faulty_sentence_is_not_handed_in(office: User) -> None:
    part = section(paper(office), "services")
    part.points = [{"lines": [{"key": "x", "text": "{没有这个}"}], "topic": "", "lead": ""}]
    part.save()
    with pytest.raises(Refused, match="句式有误"):
        actions.hand_in(part, by=office)


def test_a_figure_that_changes_after_review_opens_its_section_and_no_other(office: User, officer: User, chief: User) -> None:
    hnte, visits = book(officer, "hnte.new", "8"), book(officer, "visit.count", "42")
    begun = reviewed(paper(office), writer=officer, reviewer=chief)
    assert Assembled.of(begun, user=office).reopened == []
    correct(Figure.objects.get(pk=hnte), value=Decimal(9), reason="核对名单", by=officer)
    assert [part.key for part in Assembled.of(begun, user=office).reopened] == ["cultivation"]
    with pytest.raises(Refused, match="「科技型企业梯次培育」审核后数有变化，须重新审核"):
        actions.freeze(begun, by=office)
    assert [part.key for part in actions.reopen_changed(begun, by=office)] == ["cultivation"]
    assert section(begun, "cultivation").state == SectionState.HANDED_IN
    assert section(begun, "services").state == SectionState.REVIEWED
    assert Figure.objects.get(pk=visits).value == 42


# 定稿 and 报送 --------------------------------------------------------------------------------------------------------------------------


def ready(office: User, officer: User, chief: User) -> Paper:
    book(officer, "hnte.new", "8")
    book(officer, "contract.value", "192345678.90")
    return reviewed(paper(office), writer=officer, reviewer=chief)


def test_a_final_paper_keeps_both_editions_with_frozen_figures(office: User, officer: User, chief: User) -> None:
    begun = ready(office, officer, chief)
    clean = actions.freeze(begun, by=office)
    assert {version.edition for version in begun.versions.all()} == {"clean", "check"}
    assert begun.state == PaperState.FINAL
    frozen = {figure.key.indicator: figure for figure in clean.frozen()}
    assert (frozen["contract.value"].printed, frozen["contract.value"].value) == ("1.92亿元", Decimal("192345678.9"))
    assert clean.file.sha256 == clean.sha256


def test_what_is_not_reviewed_keeps_a_paper_from_being_final(office: User, officer: User) -> None:
    begun = paper(office)
    book(officer, "hnte.new", "8")
    with pytest.raises(Refused, match="「科技型企业梯次培育」未交，尚未审核"):
        actions.freeze(begun, by=office)
    assert not begun.versions.exists()


def test_what_is_wrong_keeps_a_paper_from_being_final_unless_a_reason_is_given(office: User, officer: User, chief: User) -> None:
    for code, value in (("commissioner.total", "90"), ("commissioner.legal", "63"), ("commissioner.natural", "24")):
        book(officer, code, value)
    begun = reviewed(paper(office), writer=officer, reviewer=chief)
    with pytest.raises(Refused, match="合计不符"):
        actions.freeze(begun, by=office)
    begun.refresh_from_db()
    assert begun.state == PaperState.DRAFT
    assert actions.freeze(begun, reason="有3人身份待定，已与上级说明", by=office).note == "有3人身份待定，已与上级说明"


def test_sending_keeps_every_figure_as_it_was_printed(office: User, officer: User, chief: User) -> None:
    begun = ready(office, officer, chief)
    actions.freeze(begun, by=office)
    sent = actions.send(begun, receiver="示范市科技局", day=date(2026, 6, 8), channel="公文系统", by=office)
    assert begun.state == PaperState.SENT
    kept = SentFigure.objects.get(indicator="contract.value")
    assert (kept.printed, kept.receiver, kept.paper_ref) == ("1.92亿元", "示范市科技局", f"paper:{begun.pk}:1")
    assert kept.figure == Figure.objects.get(indicator="contract.value")
    assert sent.version.edition == "clean"


def test_a_paper_that_is_not_final_is_not_sent(office: User) -> None:
    with pytest.raises(PermissionDenied, match="定稿后才能报送"):
        actions.send(paper(office), receiver="市局", day=AS_OF, by=office)


def test_a_later_version_shows_what_changed_and_the_sent_one_keeps_the_old_value(office: User, officer: User, chief: User) -> None:
    begun = ready(office, officer, chief)
    first = actions.freeze(begun, by=office)
    actions.send(begun, receiver="市局", day=date(2026, 6, 8), by=office)
    correct(Figure.objects.get(indicator="hnte.new"), value=Decimal(9), reason="漏报一家", by=officer)
    assert [(change.before, change.after, change.change) for change in Assembled.of(begun, user=office).since(first)] == [
        ("8家", "9家", "+1家")
    ]
    assert {figure.printed for figure in first.frozen()} >= {"8家"}
    findings = Assembled.of(begun, user=office).findings
    assert any("报市局为8家，差+1家" in finding.message for finding in findings)
    with pytest.raises(Refused, match="理由"):
        actions.revise(begun, reason="", by=office)
    actions.revise(begun, reason="更正高企数", by=office)
    assert [todo.text for todo in todos(office)] == [f"重新审核「科技型企业梯次培育」（审核后数有变化，{begun}）", f"审定{begun}"]
    assert [todo.text for todo in todos(chief)] == [f"重新审核「科技型企业梯次培育」（审核后数有变化，{begun}）"]
    actions.review(section(begun, "cultivation"), by=chief)
    assert Assembled.of(begun, user=office).reopened == []
    second = actions.freeze(begun, by=office)
    assert (second.number, begun.versions.filter(edition="clean").count()) == (2, 2)
    assert SentFigure.objects.get(indicator="hnte.new").printed == "8家"


def test_a_withdrawn_figure_takes_its_sentence_out_and_opens_the_section(office: User, officer: User, chief: User) -> None:
    begun = ready(office, officer, chief)
    withdraw(Figure.objects.get(indicator="hnte.new"), reason="重复录入", by=officer)
    assembled = Assembled.of(begun, user=office)
    assert [part.key for part in assembled.reopened] == ["cultivation"]
    assert "高新技术企业" not in assembled.composed.text.replace("有效高新技术企业", "")


def test_a_final_paper_is_closed_to_everybody(office: User, officer: User, chief: User) -> None:
    begun = ready(office, officer, chief)
    actions.freeze(begun, by=office)
    part = section(begun, "services")
    for act in (
        lambda: actions.switch_section(part, on=False, by=office),
        lambda: actions.edit_section(part, title="x", narrative="", style="prose", narrative_last=False, by=office),
        lambda: actions.amend_paper(begun, number="", by=office),
        lambda: actions.freeze(begun, by=office),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_draft_is_kept_and_goes_round_and_up(office: User, leader: User) -> None:
    begun = paper(office)
    kept = actions.keep_version(begun, edition="check", by=office)
    assert (kept.number, kept.state) == (1, PaperState.DRAFT)
    actions.circulate(begun, by=office)
    with pytest.raises(Refused, match="已是征求意见稿"):
        actions.circulate(begun, by=office)
    actions.submit_for_approval(begun, by=leader)
    assert begun.state == PaperState.REVIEW


def test_the_head_takes_a_document_number_only_in_the_standards_form(office: User) -> None:
    begun = paper(office)
    with pytest.raises(Refused, match="六角括号"):
        actions.amend_paper(begun, number="示科[2026]12号", by=office)
    actions.amend_paper(begun, number="示科〔2026〕12号", addressee="县人民政府", by=office)
    assert (begun.number, last_code()) == ("示科〔2026〕12号", "reports.paper.amended")
    with pytest.raises(Refused, match="之前"):
        actions.amend_paper(begun, as_of=date(2025, 1, 1), by=office)


def test_a_reply_is_started_with_a_section_for_every_point(office: User) -> None:
    begun = paper(office, genre="reply", extras={"case": {"points": ["加强成果转化", "降低融资成本"]}})
    assert [(part.key, part.title) for part in begun.sections.all()][:2] == [
        ("point1", "关于加强成果转化"),
        ("point2", "关于降低融资成本"),
    ]


def test_another_countys_figures_are_not_written(office: User, officer: User) -> None:
    from titian.figures.tests.make import county as place

    book(officer, "hnte.new", "99", region=place("邻县", "990124"))
    assert "99" not in Assembled.of(paper(office, region=county()), user=office).composed.text
