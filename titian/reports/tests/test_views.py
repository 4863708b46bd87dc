"""Pages of papers: who sees them, what they show, what they refuse."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.tests.make import county, office_department
from titian.figures.actions import correct
from titian.figures.models import Figure
from titian.reports import actions
from titian.reports.models import OfficeOutline, Paper, PaperState, Section, SectionState
from titian.reports.search import search
from titian.reports.tests.make import AS_OF, book, paper, reviewed
from titian.reports.todos import todos

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def begun(office: User, officer: User) -> Paper:
    book(officer, "hnte.new", "8", department=office_department())
    book(officer, "eagle.new", "1", period="2025H1")
    return paper(office)


def at(name: str, *arguments: object) -> str:
    return reverse(f"reports:{name}", args=arguments)


def part(of: Paper, key: str = "cultivation") -> Section:
    return of.sections.get(key=key)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_the_list_shows_papers_with_their_state(client_of: ClientOf, office: User, begun: Paper) -> None:
    text = page(client_of(office), at("list"))
    assert "半年总结及下半年打算" in text
    assert "0/15" in text
    assert "起草文稿" in text


def test_an_officer_reads_and_does_not_start(client_of: ClientOf, officer: User, begun: Paper) -> None:
    client = client_of(officer)
    assert "起草文稿" not in page(client, at("list"))
    assert client.get(at("start")).status_code == 404


@pytest.mark.parametrize("name", ["list", "outlines"])
def test_papers_do_not_exist_for_strangers(client_of: ClientOf, town_clerk: User, administrator: User, name: str) -> None:
    for person in (town_clerk, administrator):
        assert client_of(person).get(at(name)).status_code == 404


def test_a_paper_does_not_exist_for_a_town_clerk(client_of: ClientOf, town_clerk: User, begun: Paper) -> None:
    for url in (begun.get_absolute_url(), part(begun).get_absolute_url(), at("download", begun.pk)):
        assert client_of(town_clerk).get(url).status_code == 404


def test_a_paper_is_started_from_the_page(client_of: ClientOf, office: User) -> None:
    county()
    client = client_of(office)
    data = {"genre": "half-year", "period": "2026H1", "as_of": "2026-05-31", "prefer": "rows", "origin": ""}
    response = client.post(at("start"), data)
    made = Paper.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.period, made.as_of) == ("2026H1", AS_OF)


def test_a_paper_of_the_wrong_period_is_refused_beside_the_form(client_of: ClientOf, office: User) -> None:
    county()
    response = client_of(office).post(at("start"), {"genre": "annual", "period": "2026H1", "as_of": "2026-05-31", "prefer": "rows"})
    assert response.status_code == 422
    assert "期间应为年度" in response.content.decode()


def test_a_paper_is_started_from_last_years(client_of: ClientOf, office: User, begun: Paper) -> None:
    actions.switch_section(part(begun, "party"), on=False, by=office)
    data = {"genre": "half-year", "period": "2027H1", "as_of": "2027-05-31", "prefer": "rows", "origin": f"paper:{begun.pk}"}
    client_of(office).post(at("start"), data)
    assert not part(Paper.objects.get(period="2027H1"), "party").is_on


def test_an_outline_of_another_genre_is_refused(client_of: ClientOf, office: User, begun: Paper) -> None:
    data = {"genre": "annual", "period": "2026", "as_of": "2026-12-31", "prefer": "rows", "origin": f"paper:{begun.pk}"}
    assert "与文种不符" in client_of(office).post(at("start"), data).content.decode()


def test_the_paper_shows_its_words_with_every_number_a_link(client_of: ClientOf, office: User, begun: Paper) -> None:
    text = page(client_of(office), begun.get_absolute_url())
    assert '新增高新技术企业<a href="/figures/' in text
    assert ">8家</a>" in text
    assert "缺2026年上半年「新增雏鹰企业数」" in text
    assert "一、上半年主要工作完成情况" in text


@pytest.mark.parametrize(("tab", "said"), [("proof", "缺数"), ("sources", "完整数值"), ("versions", "还没有留存的版本")])
def test_the_other_tabs_show_proof_sources_and_versions(
    client_of: ClientOf, office: User, begun: Paper, tab: str, said: str
) -> None:
    assert said in page(client_of(office), f"{begun.get_absolute_url()}?tab={tab}")


def test_every_genre_has_its_page(client_of: ClientOf, office: User, officer: User) -> None:
    book(officer, "hnte.new", "8")
    for genre, extras in (("brief", {"limit": 800}), ("table", {}), ("reply", {"case": {"points": ["培育高企"]}})):
        begun = paper(office, genre=genre, extras=extras)
        assert "8家" in page(client_of(office), begun.get_absolute_url())


def test_sections_are_moved_and_switched_from_the_page(client_of: ClientOf, office: User, begun: Paper) -> None:
    client = client_of(office)
    client.post(at("act", begun.pk, part(begun, "transfer").pk, "move"), {"before": "party"})
    client.post(at("act", begun.pk, part(begun, "finance").pk, "off"))
    keys = list(begun.sections.values_list("key", flat=True))
    assert keys.index("transfer") == keys.index("party") - 1
    assert "不写入" in page(client, begun.get_absolute_url())
    client.post(at("act", begun.pk, part(begun, "finance").pk, "on"))
    assert part(begun, "finance").is_on


def test_an_officer_who_moves_a_section_is_told_why_not(client_of: ClientOf, officer: User, begun: Paper) -> None:
    response = client_of(officer).post(at("act", begun.pk, part(begun, "party").pk, "move"), {"before": ""}, follow=True)
    assert "起草文稿、调整提纲由办公室或局领导办理" in response.content.decode()


@pytest.mark.parametrize("verb", ["hand-in", "review", "off", "move", "remove"])
def test_who_only_reads_papers_has_no_button_of_theirs(client_of: ClientOf, auditor: User, begun: Paper, verb: str) -> None:
    section = part(begun)
    assert client_of(auditor).post(at("act", begun.pk, section.pk, verb)).status_code == 404
    section.refresh_from_db()
    assert (section.is_on, section.state) == (True, part(begun).state)


def test_an_unknown_act_does_not_exist(client_of: ClientOf, office: User, begun: Paper) -> None:
    assert client_of(office).post(at("act", begun.pk, part(begun).pk, "burn")).status_code == 404
    assert client_of(office).post(at("step", begun.pk, "burn")).status_code == 404


# One section -------------------------------------------------------------------------------------------------------------------------


def form_data(client: Client, section: Section) -> dict[str, str]:
    """What a browser would send back unchanged."""
    form = client.get(section.get_absolute_url()).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = "on" if value is True else str(value)
    return data


def test_a_section_shows_its_sentences_by_name_with_what_they_print(client_of: ClientOf, office: User, begun: Paper) -> None:
    text = page(client_of(office), part(begun).get_absolute_url())
    assert "{新增(认定)高新技术企业数}" in text
    assert "新增高新技术企业<a href=" in text
    assert "缺2026年上半年「新增雏鹰企业数」" in text
    assert 'hx-params="text:hnte.new"' in text


def test_a_section_saved_unchanged_changes_nothing(client_of: ClientOf, office: User, begun: Paper) -> None:
    client, section = client_of(office), part(begun)
    before = section.as_plan()
    assert client.post(section.get_absolute_url(), form_data(client, section)).status_code == 302
    assert part(begun).as_plan() == before


def test_a_section_is_edited_with_text_sentence_and_one_more(client_of: ClientOf, office: User, begun: Paper) -> None:
    client, section = client_of(office), part(begun)
    data = form_data(client, section) | {
        "narrative": "抓好梯次培育，新增{hnte.new}。",
        "text:hnte.new": "新认定{新增(认定)高新技术企业数}。",
        "new_text": "另有{新增雏鹰企业数}。",
    }
    data.pop("on:eagle.new")
    assert client.post(section.get_absolute_url(), data).status_code == 302
    text = page(client, begun.get_absolute_url())
    assert "抓好梯次培育，新增<a" in text
    lines = {line.key: line for line in part(begun).as_plan().lines}
    assert (lines["hnte.new"].text, lines["eagle.new"].on) == ("新认定{hnte.new}。", False)
    assert lines["cultivation.own1"].text == "另有{eagle.new}。"


def test_a_faulty_sentence_is_shown_beside_its_field_and_nothing_is_saved(client_of: ClientOf, office: User, begun: Paper) -> None:
    client, section = client_of(office), part(begun)
    data = form_data(client, section) | {"text:hnte.new": "新增{新增高新企业}。", "title": "别的标题"}
    response = client.post(section.get_absolute_url(), data)
    assert response.status_code == 422
    assert "第4字：指标目录里没有「新增高新企业」" in response.content.decode()
    assert part(begun).title == "科技型企业梯次培育"


def test_a_preview_without_script_shows_and_saves_nothing(client_of: ClientOf, office: User, begun: Paper) -> None:
    client, section = client_of(office), part(begun)
    data = form_data(client, section) | {"text:hnte.new": "认定高企{hnte.new}。", "preview": "1"}
    assert "认定高企<a" in client.post(section.get_absolute_url(), data).content.decode()
    assert "认定高企" not in str(part(begun).points)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("认定高企{hnte.new}。", ">8家</a>。"), ("认定{hnte.nwe}。", "第4字"), ("雏鹰{eagle.new}。", "不印：缺2026年上半年")],
)
def test_the_live_preview_answers_with_one_sentence(client_of: ClientOf, office: User, begun: Paper, text: str, shown: str) -> None:
    response = client_of(office).post(at("preview", begun.pk, part(begun).pk), {"text:hnte.new": text})
    assert shown in response.content.decode()


def test_a_save_over_anothers_change_is_refused_and_shown(client_of: ClientOf, office: User, begun: Paper) -> None:
    client, section = client_of(office), part(begun)
    data = form_data(client, section) | {"title": "我的标题"}
    actions.edit_section(section, title="别人的标题", narrative="", style="points", narrative_last=False, by=office)
    response = client.post(section.get_absolute_url(), data)
    assert response.status_code == 422
    assert "别人的标题" in response.content.decode()
    assert part(begun).title == "别人的标题"


def test_who_may_not_write_reads_why(client_of: ClientOf, office: User, chief: User, officer: User, begun: Paper) -> None:
    actions.assign_section(part(begun), department=None, writer=officer, due_at=None, by=office)
    client = client_of(chief)
    assert "本节由撰稿人、责任科室或办公室撰写" in page(client, part(begun).get_absolute_url())
    assert client.post(part(begun).get_absolute_url(), {}).status_code == 404


def test_a_section_is_assigned_handed_in_returned_and_reviewed(
    client_of: ClientOf, office: User, officer: User, chief: User, begun: Paper
) -> None:
    section = part(begun)
    data = form_of_assignment(client_of(office), section) | {"writer": str(officer.pk), "due_at": "2026-06-05T17:00"}
    assert client_of(office).post(at("assign", begun.pk, section.pk), data).status_code == 302
    assert "06-05 17:00 前" in page(client_of(office), begun.get_absolute_url())
    client_of(officer).post(at("act", begun.pk, section.pk, "hand-in"))
    assert client_of(chief).post(at("return", begun.pk, section.pk), {"reason": "补雏鹰"}).status_code == 302
    assert "补雏鹰" in page(client_of(officer), section.get_absolute_url())
    client_of(officer).post(at("act", begun.pk, section.pk, "hand-in"))
    client_of(chief).post(at("act", begun.pk, section.pk, "review"))
    assert part(begun).state == SectionState.REVIEWED


def test_the_office_copies_a_text_that_chases_what_has_not_come_in(
    client_of: ClientOf, office: User, officer: User, chief: User, begun: Paper
) -> None:
    section = part(begun)
    data = form_of_assignment(client_of(office), section) | {"writer": str(officer.pk), "due_at": "2099-06-05T17:00"}
    client_of(office).post(at("assign", begun.pk, section.pk), data)
    assert "催稿文字" not in page(client_of(office), begun.get_absolute_url()), "nobody was asked yet"
    client_of(office).post(at("step", begun.pk, "circulate"))
    text = page(client_of(office), begun.get_absolute_url())
    assert f"{officer.name}：「{section.label}」，6月5日17:00前。" in text
    assert "催稿文字" not in page(client_of(officer), begun.get_absolute_url())
    client_of(officer).post(at("act", begun.pk, section.pk, "hand-in"))
    assert f"「{section.label}」" not in page(client_of(office), begun.get_absolute_url())
    client_of(chief).post(at("return", begun.pk, section.pk), {"reason": "补雏鹰。"})
    assert f"「{section.label}」（退回：补雏鹰），6月5日17:00前" in page(client_of(office), begun.get_absolute_url())


def form_of_assignment(client: Client, section: Section) -> dict[str, str]:
    form = client.get(at("assign", section.paper_id, section.pk)).context["form"]
    return {"version": form["version"].value()}


def test_an_own_section_is_added(client_of: ClientOf, office: User, begun: Paper) -> None:
    response = client_of(office).post(at("add_section", begun.pk), {"title": "“双清零”行动", "level": "2"})
    assert response.headers["Location"] == part(begun, "own1").get_absolute_url()


# Head, final, sending, versions -------------------------------------------------------------------------------------------------------


def head_data(client: Client, begun: Paper) -> dict[str, str]:
    form = client.get(at("head", begun.pk)).context["form"]
    return {field.html_name: str(field.value()) for field in form if field.value() is not None}


def test_the_head_is_changed_and_a_faulty_number_told(client_of: ClientOf, office: User, begun: Paper) -> None:
    client = client_of(office)
    wrong = client.post(at("head", begun.pk), head_data(client, begun) | {"number": "示科[2026]12号"})
    assert "六角括号" in wrong.content.decode()
    right = head_data(client, begun) | {"number": "示科〔2026〕12号", "headline": "示范县上半年科技工作报告"}
    assert client.post(at("head", begun.pk), right).status_code == 302
    assert "示范县上半年科技工作报告" in page(client, begun.get_absolute_url())


def test_the_case_of_a_reply_is_part_of_its_head(client_of: ClientOf, office: User) -> None:
    begun = paper(office, genre="reply", extras={"case": {"points": ["培育高企"]}})
    client = client_of(office)
    data = head_data(client, begun) | {"meeting": "示范县十八届人大五次会议", "case_number": "11", "proposers": "王某、李某"}
    assert client.post(at("head", begun.pk), data).status_code == 302
    begun.refresh_from_db()
    assert begun.extras["case"]["proposers"] == ["王某", "李某"]
    assert "王某、李某代表：" in page(client, begun.get_absolute_url())


def test_a_paper_goes_round_up_is_final_and_sent_from_the_page(
    client_of: ClientOf, office: User, officer: User, chief: User, begun: Paper
) -> None:
    client = client_of(office)
    client.post(at("step", begun.pk, "circulate"))
    client.post(at("step", begun.pk, "submit"))
    refused = client.post(at("freeze", begun.pk), {"reason": ""})
    assert "尚未审核" in refused.content.decode()
    reviewed(begun, writer=officer, reviewer=chief)
    assert client.post(at("freeze", begun.pk), {"reason": ""}).status_code == 302
    assert client.post(at("send", begun.pk), {"receiver": "示范市科技局", "day": "2026-06-08", "channel": ""}).status_code == 302
    begun.refresh_from_db()
    assert begun.state == PaperState.SENT
    text = page(client, f"{begun.get_absolute_url()}?tab=versions")
    assert "示范市科技局" in text
    assert "数没有变化" in text
    version = begun.versions.get(edition="clean")
    assert "8家" in page(client, version.get_absolute_url())
    assert client.post(at("revise", begun.pk), {"reason": "更正"}).status_code == 302


def test_a_final_paper_says_that_the_books_have_moved_on_and_hands_out_what_was_kept(
    client_of: ClientOf, office: User, officer: User, chief: User, begun: Paper
) -> None:
    """Nobody takes numbers of today for those that were sent."""
    client = client_of(office)
    reviewed(begun, writer=officer, reviewer=chief)
    actions.freeze(begun, by=office)
    assert "与定稿不同" not in page(client, begun.get_absolute_url())
    correct(Figure.objects.get(indicator="hnte.new", period="2026H1"), value=Decimal(9), reason="核对名单", by=officer)
    shown = page(client, begun.get_absolute_url())
    assert "定稿后账上的数变了" in shown
    assert begun.versions.get(edition="clean").get_absolute_url() in shown
    for edition in ("clean", "check"):
        content = client.get(f"{at('download', begun.pk)}?edition={edition}").content
        assert hashlib.sha256(content).hexdigest() == begun.versions.get(edition=edition).file.sha256


def test_a_draft_version_is_kept(client_of: ClientOf, office: User, begun: Paper) -> None:
    client_of(office).post(at("keep", begun.pk))
    assert begun.versions.get().edition == "check"


@pytest.mark.parametrize(("edition", "linked"), [("check", True), ("clean", False)])
def test_the_paper_is_downloaded_in_both_editions(
    client_of: ClientOf, office: User, begun: Paper, edition: str, linked: bool
) -> None:
    response = client_of(office).get(f"{at('download', begun.pk)}?edition={edition}")
    opened = docx.Document(io.BytesIO(response.content))
    assert any(rel.is_external for rel in opened.part.rels.values()) == linked
    assert "filename*=utf-8''" in response.headers["Content-Disposition"]


def test_a_pdf_without_libreoffice_is_told_on_the_page(
    client_of: ClientOf, office: User, begun: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TITIAN_SOFFICE", "/nowhere/soffice")
    response = client_of(office).get(f"{at('download', begun.pk)}?as=pdf", follow=True)
    assert "没有安装 LibreOffice" in response.content.decode()


def test_an_outline_is_kept_made_default_and_dropped_from_the_page(client_of: ClientOf, office: User, begun: Paper) -> None:
    client = client_of(office)
    client.post(at("copy_outline", begun.pk), {"name": "半年提纲"})
    kept = OfficeOutline.objects.get()
    client.post(at("outline_act", kept.pk, "default"))
    assert "默认" in page(client, at("outlines"))
    client.post(at("outline_act", kept.pk, "drop"))
    assert not OfficeOutline.objects.exists()


def test_the_workbench_names_what_waits(client_of: ClientOf, office: User, officer: User, chief: User, begun: Paper) -> None:
    late = timezone.now() - timedelta(days=1)
    actions.assign_section(part(begun), department=None, writer=officer, due_at=late, by=office)
    assert "撰写「科技型企业梯次培育」" in page(client_of(officer), reverse("home:index"))
    actions.hand_in(part(begun), by=officer)
    assert "审核「科技型企业梯次培育」" in page(client_of(office), reverse("home:index"))


def test_the_search_box_finds_papers_by_number_and_words(client_of: ClientOf, office: User, begun: Paper) -> None:
    actions.amend_paper(begun, number="示科〔2026〕12号", dated=date(2026, 6, 8), by=office)
    assert str(begun) in page(client_of(office), f"{reverse('home:search')}?q=示科〔2026〕12号")


def test_a_section_is_named_as_it_is_printed(office: User, begun: Paper) -> None:
    Section.objects.filter(paper=begun, key__in=["plan", "lead"]).update(writer=office)
    assert (part(begun, "plan").label, part(begun, "lead").label) == ("下半年工作打算", "导语")
    said = " ".join(todo.text for todo in todos(office))
    assert "撰写「下半年工作打算」" in said
    assert "撰写「导语」" in said


def test_a_paper_is_found_by_its_printed_title_and_its_period(office: User, begun: Paper) -> None:
    assert [hit.url for hit in search(office, "上半年工作总结")] == [begun.get_absolute_url()]
    assert [hit.url for hit in search(office, "半年总结 2026年")] == [begun.get_absolute_url()]
    assert list(search(office, "大事记")) == []
