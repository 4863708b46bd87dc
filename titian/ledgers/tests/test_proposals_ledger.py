"""建议提案 with their rows: deadlines follow from rules, 面商 goes before the reply, 不满意 is answered again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.exchange.tests import make as sheets
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError
from titian.ledgers.forms.steps import next_states
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.ledgers.todos import todos

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
MARCH, MAY = date(2026, 3, 5), date(2026, 5, 20)
REPLY: dict[str, Any] = {"signer": "王示范", "document": "示科函〔2026〕7号", "result": "A"}


def proposal(by: User, title: str = "关于支持企业建设研发平台的建议", **values: Any) -> LedgerRow:
    known = {"kind": "npc", "batch": "县十七届人大六次会议", "serial": "第11号", "role": "lead", "proposer": "李示范", "day": MARCH}
    return actions.add_row(make.ledger("proposals"), {"title": title, **known, **values}, by=by)


def test_the_deadline_follows_from_the_day_of_receipt_and_the_rule(officer: User, chief: User) -> None:
    assert proposal(officer).due == date(2026, 6, 5)
    joint = proposal(officer, "会办件", role="joint")
    assert joint.due == date(2026, 4, 5)
    actions.set_parameters(make.ledger("proposals"), {"place": "四川", "npc_months": 2}, {}, by=chief, reason="省办理办法")
    own = proposal(officer, "本局规定", serial="第12号")
    session = proposal(officer, "提案", kind="cppcc", session="plenary")
    assert (own.due, session.due) == (date(2026, 5, 5), date(2026, 8, 5))


def test_an_extension_moves_the_deadline_and_is_doubted_beyond_the_longest(officer: User) -> None:
    row = proposal(officer)
    actions.amend_row(row, {"extended_to": date(2026, 8, 31)}, by=officer)
    assert row.due == date(2026, 8, 31)
    assert list(computing("proposals").doubts(row, {})) == []
    actions.amend_row(row, {"extended_to": date(2026, 10, 31)}, by=officer)
    assert "最长期限 2026-09-05" in next(iter(computing("proposals").doubts(row, {}))).message


def test_a_corrected_day_of_receipt_moves_the_deadline_that_followed_from_it(officer: User) -> None:
    row, said = proposal(officer), proposal(officer, "限期早的", due=date(2026, 5, 1))
    for one in (row, said):
        actions.amend_row(one, {"day": date(2026, 3, 10)}, by=officer)
    assert (row.due, said.due) == (date(2026, 6, 10), date(2026, 5, 1))
    actions.amend_row(row, {"extended_to": date(2026, 8, 31)}, by=officer)
    actions.amend_row(row, {"extended_to": None}, by=officer)
    assert row.due == date(2026, 6, 10), "an extension that was withdrawn gives the deadline back"


def test_a_proposal_is_not_answered_before_its_deputies_were_met(officer: User) -> None:
    row = proposal(officer)
    with pytest.raises(ValuesError) as caught:
        actions.answer_proposal(row, REPLY, on=MAY, by=officer)
    assert "面商" in caught.value.by_field["met_on"]
    row.refresh_from_db()
    assert (row.state, row.held("document")) == ("received", None)
    actions.amend_row(row, {"met_on": date(2026, 5, 25)}, by=officer)
    with pytest.raises(ValuesError, match="面商应在答复之前"):
        actions.answer_proposal(row, REPLY, on=MAY, by=officer)
    actions.amend_row(row, {"met_on": date(2026, 5, 10)}, by=officer)
    actions.answer_proposal(row, REPLY, on=MAY, by=officer)
    assert (row.state, row.closed_on, row.held("document")) == ("replied", MAY, "示科函〔2026〕7号")


def test_a_reason_stands_for_a_meeting_that_was_not_held(officer: User) -> None:
    row = proposal(officer, no_meeting="领衔代表长期在外，电话沟通后同意书面答复")
    with pytest.raises(Refused, match="签发人"):
        actions.answer_proposal(row, {**REPLY, "signer": ""}, on=MAY, by=officer)
    actions.answer_proposal(row, REPLY, on=MAY, by=officer)
    assert row.state == "replied"
    opinion = proposal(officer, "会办件", role="joint", opinion="同意")
    actions.step(opinion, "opined", on=MAY, by=officer)


def test_a_list_of_past_years_comes_in_with_a_doubt(officer: User) -> None:
    head = ("类别", "届次", "编号", "案由", "承办方式", "领衔代表", "收到日期", "状态", "答复日期")
    row = ("人大建议", "县十七届人大四次会议", "第3号", "支持研发", "主办", "李示范", "2024-03-05", "已答复", "2024-05-20")
    batch = sheets.taken_in(officer, sheets.sheet(row, head=head), register="proposals")
    assert batch.findings["errors"] == []
    assert any("面商" in entry["message"] for entry in batch.findings["warnings"])
    sheets.imported(officer, sheets.sheet(row, head=head), register="proposals")
    assert LedgerRow.objects.get().due == date(2024, 6, 5)


def test_who_is_not_satisfied_is_answered_again(officer: User) -> None:
    row = proposal(officer, met_on=date(2026, 5, 10), **REPLY)
    actions.answer_proposal(row, {}, on=MAY, by=officer)
    with pytest.raises(Refused, match="请填写再次答复期限"):
        actions.record_feedback(row, "unsatisfied", on=date(2026, 6, 1), by=officer)
    actions.record_feedback(row, "unsatisfied", on=date(2026, 6, 1), due=date(2026, 7, 1), by=officer, note="没有说清补助标准")
    assert (row.state, row.closed_on, row.due) == ("redone", None, date(2026, 7, 1))
    actions.answer_proposal(row, {}, on=date(2026, 6, 20), by=officer)
    actions.record_feedback(row, "satisfied", on=date(2026, 6, 25), by=officer)
    assert (row.state, row.closed_on, row.held("satisfaction")) == ("replied", date(2026, 6, 20), "satisfied")


def test_the_countdown_stands_among_what_waits(officer: User, chief: User) -> None:
    proposal(officer, responsible=officer)
    proposal(officer, "没有交办的", serial="第12号")
    words = [todo.text for todo in computing("proposals").todos(make.ledger("proposals"), officer, date(2026, 5, 24))]
    assert any("第11号" in text and "还有 12 天" in text for text in words)
    assert any(text.startswith("与李示范面商") for text in words)
    assert not any(
        "答复人大建议" in todo.text for todo in computing("proposals").todos(make.ledger("proposals"), officer, date(2026, 5, 1))
    )
    assert list(todos(officer)) is not None


def test_the_note_keeps_what_is_due_soon_and_what_is_still_to_be_met_apart(office: User, officer: User) -> None:
    for number, due in enumerate((date(2026, 5, 19), date(2026, 5, 30), date(2026, 6, 15), date(2026, 7, 15))):
        proposal(officer, serial=f"第{number}号", due=due)
    proposal(officer, serial="第9号", due=date(2026, 6, 4), met_on=date(2026, 5, 1))
    rows = LedgerRow.objects.of("proposals")
    assert list(computing("proposals").notes(rows, officer, MAY)) == [
        "已超期 1 件；15 天内到期 2 件；30 天内到期而还没有面商 2 件。"
    ]
    actions.set_parameters(make.ledger("proposals"), {"first_warning": 10}, {}, by=office, reason="本局办理办法")
    assert "10 天内到期 1 件" in next(iter(computing("proposals").notes(rows, officer, MAY)))


def test_a_promise_is_carried_into_the_next_year(officer: User) -> None:
    row = proposal(officer)
    promise = {"parent": row, "title": "年内出台平台补助办法", "day": date(2025, 5, 20), "due": date(2026, 12, 31)}
    kept = actions.add_row(make.ledger("promises"), promise, by=officer)
    promises = computing("promises")
    assert list(promises.notes(LedgerRow.objects.of("promises"), officer, MAY)) == [
        "未兑现 1 项，今年到期 1 项，其中往年答复结转 1 项。"
    ]
    assert [fact.label for fact in promises.facts(kept, officer, MAY)] == ["结转"]


def test_what_earlier_years_promised_is_to_be_done_this_year_with_or_without_a_deadline(officer: User, settings: Settings) -> None:
    row = proposal(officer)
    said = {"parent": row, "title": "出台平台补助办法", "day": MAY, "responsible": officer}
    promise = actions.add_row(make.ledger("promises"), said, by=officer)
    settings.TITIAN = replace(settings.TITIAN, day=date(2026, 12, 31))
    assert not [one for one in todos(officer) if "往年答复承诺" in one.text]
    settings.TITIAN = replace(settings.TITIAN, day=date(2027, 1, 4))
    (found,) = [one for one in todos(officer) if "往年答复承诺" in one.text]
    assert (found.text, found.state) == ("兑现往年答复承诺 1 项", "往年结转")
    assert found.url == f"/ledgers/promises/?state=_open&responsible={officer.pk}&until=2026-12-31"
    actions.step(promise, "kept", on=date(2027, 1, 4), by=officer)
    assert not [one for one in todos(officer) if "往年答复承诺" in one.text]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("lead", ["assigned", "drafting", "met", "writing", "signing", "replied", "returned"]),
        ("joint", ["assigned", "drafting", "opined", "returned"]),
    ],
)
def test_a_row_is_offered_the_steps_of_its_own_way(role: str, offered: list[str], officer: User) -> None:
    assert [state.code for state in next_states(proposal(officer, role=role))] == offered


def test_a_promise_begins_with_the_day_of_the_reply_and_who_handles_it(client_of: ClientOf, officer: User) -> None:
    row = proposal(officer, responsible=officer, met_on=date(2026, 5, 10))
    actions.answer_proposal(row, REPLY, on=MAY, by=officer)
    form = client_of(officer).get(f"/ledgers/promises/add/?parent={row.pk}").context["form"]
    assert (form["day"].value(), form["responsible"].value(), form["parent"].value()) == (MAY, officer.pk, f"{row} #{row.pk}")
