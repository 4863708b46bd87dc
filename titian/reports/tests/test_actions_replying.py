"""A reply is begun from its row in the ledger and answers it when it goes out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.journal.actions import verify
from titian.ledgers import actions as ledgers
from titian.ledgers.tests import make
from titian.registry.tests import make as registry
from titian.reports import actions
from titian.reports.actions.replying import case_of, points_of, reply_of
from titian.reports.models import Paper, PaperState, Section, SectionState
from titian.reports.writer.assembling import Assembled

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 20)
POINTS = "1. 加大研发平台建设补助。\n2. 支持科技特派员到企业服务。"


def begun(by: User, **values: Any) -> Paper:
    people.our_town()
    row = make.proposal(by, responsible=by, department=by.department, points=POINTS, cosigners="王示范、张示范", **values)
    return actions.reply_to(row, as_of=MAY, by=by)


def finished(paper: Paper, chief: User, leader: User) -> None:
    """Every section written, handed in, reviewed; then 定稿."""
    for section in paper.sections.all():
        Section.objects.filter(pk=section.pk).update(narrative="已办理。", state=SectionState.REVIEWED)
    case = {**paper.extras["case"], "result": "A", "signer": "王示范", "contact": "李示范", "phone": "0951-0000000"}
    actions.amend_paper(paper, number="示科函〔2026〕7号", extras={**paper.extras, "case": case}, by=leader)
    paper.refresh_from_db()
    actions.freeze(paper, reason="测试", by=leader)
    paper.refresh_from_db()


def test_number_proposers_and_points_are_there_already(officer: User) -> None:
    paper = begun(officer)
    case = paper.extras["case"]
    assert (case["number"], case["meeting"], case["kind"]) == ("11", "县十七届人大六次会议", "suggestion")
    assert case["proposers"] == ["李示范", "王示范", "张示范"]
    assert case["points"] == ["加大研发平台建设补助", "支持科技特派员到企业服务"]
    sections = list(paper.sections.all())
    assert [section.key for section in sections] == ["point1", "point2", "next"]
    assert {section.department for section in sections} == {officer.department}
    row = make.ledger("proposals").rows.get()
    assert (row.state, reply_of(row)) == ("writing", paper)
    assert actions.reply_to(row, as_of=MAY, by=officer) == paper, "one reply under way"
    assert Paper.objects.count() == 1


def cleared_list(by: User, firm_count: int = 2) -> None:
    """A campaign list the office defined itself, with its figure and its sentence."""
    sentence = "列入清零清单{local.clearing.listed}[[，其中已清零{local.clearing.cleared}]]。"
    figures = [{**figure, "disclosure": "open"} for figure in make.LIST["figures"]]
    own = ledgers.define_ledger({**make.LIST, "figures": figures, "paragraphs": [{"text": sentence, "area": "cultivation"}]}, by=by)
    for _ in range(firm_count):
        ledgers.add_row(own, {"day": date(2026, 3, 2), "organisation": registry.organisation(region=people.our_town())}, by=by)


def test_a_ledgers_sentence_about_a_point_is_there_for_the_writer_to_take(chief: User, client_of: Callable[[User], Client]) -> None:
    cleared_list(chief)
    paper = begun(chief)
    assert all(line.key != "local.clearing.listed" for line in paper.as_outline().section("point2").lines)
    row = make.proposal(
        chief, responsible=chief, serial="第12号", points="1. 加强高新技术企业培育。\n2. 支持科技特派员到企业服务。"
    )
    paper = actions.reply_to(row, as_of=MAY, by=chief)
    section = paper.sections.get(key="point1")
    line = next(line for line in paper.as_outline().section("point1").lines if line.key == "local.clearing.listed")
    assert line.on is False, "nobody asked about it by name"
    assert "列入清零清单" in client_of(chief).get(section.get_absolute_url()).content.decode()
    actions.edit_sentence(section, key=line.key, text=line.text, on=True, by=chief)
    written = Assembled.of(paper, user=chief).composed
    assert "2026年上半年，列入清零清单2家。" in written.text
    answered = written.section("point1")
    assert answered is not None
    said = next(done.sentence for done in answered.lines if done.line.key == line.key)
    assert said is not None
    assert [one.code for one in said.written] == ["local.clearing.listed"], "the number opens to its figure"


def test_a_sentence_the_point_asks_for_by_name_is_written_at_once(chief: User) -> None:
    cleared_list(chief)
    row = make.proposal(chief, responsible=chief, points="公开列入清零企业的名单")
    people.our_town()
    paper = actions.reply_to(row, as_of=MAY, by=chief)
    assert "列入清零清单2家" in Assembled.of(paper, user=chief).composed.text


def test_every_point_without_an_answer_is_asked_for(officer: User, leader: User) -> None:
    paper = begun(officer)
    findings = [one.message for one in Assembled.of(paper, user=leader).findings if one.kind == "coverage"]
    assert any("第2点“支持科技特派员到企业服务”" in message for message in findings)


def test_what_a_final_reply_promises_is_offered_for_the_ledger_of_promises(
    officer: User, chief: User, leader: User, client_of: Callable[[User], Client]
) -> None:
    paper, client = begun(officer), client_of(officer)
    finished(paper, chief, leader)
    section = paper.sections.get(key="point1")
    Section.objects.filter(pk=section.pk).update(narrative="已建成平台3个。年底前再建成中试基地1个。")
    page = client.get(paper.get_absolute_url()).content.decode()
    card = page.split("<h2>答复里的承诺")[1].split("</section>")[0]
    assert "年底前再建成中试基地1个" in card
    assert "已建成平台3个" not in card
    address = html.unescape(re.findall(r'href="([^"]+)">年底前', card)[0])
    form = client.get(address).content.decode()
    assert 'value="年底前再建成中试基地1个"' in form
    said = {"parent": make.ledger("proposals").rows.get(), "title": "年底前再建成中试基地1个", "day": MAY}
    ledgers.add_row(make.ledger("promises"), said, by=officer)
    assert (
        "年底前再建成中试基地1个"
        not in client.get(paper.get_absolute_url()).content.decode().split('id="sections"')[0].split("</article>")[1]
    )


def test_a_reply_that_goes_out_answers_its_row_only_after_the_meeting(officer: User, chief: User, leader: User) -> None:
    paper = begun(officer)
    finished(paper, chief, leader)
    with pytest.raises(Refused, match="面商"):
        actions.send(paper, receiver="李示范代表", day=date(2026, 6, 1), by=leader)
    paper.refresh_from_db()
    assert paper.state == PaperState.FINAL
    row = make.ledger("proposals").rows.get()
    ledgers.amend_row(row, {"met_on": date(2026, 5, 25)}, by=officer)
    actions.send(paper, receiver="李示范代表", day=date(2026, 6, 1), by=leader)
    row.refresh_from_db()
    assert (row.state, row.closed_on, row.held("document"), row.held("result")) == (
        *("replied", date(2026, 6, 1), "示科函〔2026〕7号", "A"),
    )
    assert verify() is None


def test_a_reply_before_the_leaders_is_to_be_signed_and_says_whether_it_may_be_published(
    officer: User, chief: User, leader: User
) -> None:
    paper, row = begun(officer), make.ledger("proposals").rows.get()
    ledgers.amend_row(row, {"met_on": date(2026, 5, 10)}, by=officer)
    actions.submit_for_approval(paper, by=leader)
    row.refresh_from_db()
    assert row.state == "signing"
    extras = {**paper.extras, "case": {**paper.extras["case"], "disclosure": "主动公开"}}
    actions.amend_paper(paper, extras=extras, by=leader)
    paper.refresh_from_db()
    finished(paper, chief, leader)
    actions.send(paper, receiver="李示范代表", day=date(2026, 6, 1), by=leader)
    row.refresh_from_db()
    assert (row.state, row.held("publicity")) == ("replied", "open")


def test_replies_are_told_apart_by_what_they_answer(officer: User, client_of: Callable[[User], Client]) -> None:
    paper = begun(officer)
    assert str(paper) == "建议提案答复：第11号 关于支持企业建设研发平台的建议"
    assert "第11号 关于支持企业建设研发平台的建议" in client_of(officer).get(reverse("reports:list")).content.decode()


def test_a_second_reply_is_another_paper(officer: User, chief: User, leader: User) -> None:
    paper = begun(officer, met_on=date(2026, 5, 10))
    finished(paper, chief, leader)
    actions.send(paper, receiver="李示范代表", day=MAY, by=leader)
    row = make.ledger("proposals").rows.get()
    ledgers.record_feedback(row, "unsatisfied", on=date(2026, 6, 1), due=date(2026, 7, 1), by=officer)
    again = actions.reply_to(row, as_of=date(2026, 6, 2), by=officer)
    assert again != paper
    assert reply_of(row) == again


def test_who_does_not_handle_it_begins_no_reply(officer: User) -> None:
    people.our_town()
    row = make.proposal(officer)
    with pytest.raises(PermissionDenied):
        actions.reply_to(row, as_of=MAY, by=officer)
    joint = make.proposal(officer, role="joint", responsible=officer, serial="第12号")
    with pytest.raises(Refused, match="会办"):
        actions.reply_to(joint, as_of=MAY, by=officer)


def test_the_button_opens_the_reply(officer: User, client_of: Callable[[User], Client]) -> None:
    people.our_town()
    row = make.proposal(officer, responsible=officer)
    client = client_of(officer)
    assert "答复函" in client.get(row.get_absolute_url()).content.decode()
    response = client.post(reverse("reports:reply_to", args=[row.pk]))
    assert response.status_code == 302
    assert response["Location"] == Paper.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("一是加大补助；二是建设平台。", ["加大补助", "建设平台"]),
        ("（一）加大补助\n（二）建设平台", ["加大补助", "建设平台"]),
        ("加大补助；建设平台", ["加大补助", "建设平台"]),
        (None, []),
    ],
)
def test_points_are_parted_as_offices_write_them(text: str | None, points: list[str]) -> None:
    assert points_of(text) == points


def test_what_the_row_does_not_say_is_left_out(officer: User) -> None:
    case = case_of(make.proposal(officer, serial="无编号"))
    assert "number" not in case
    assert "points" not in case
