"""A form goes out when a leader let it, comes back row by row, and becomes rows of the ledger without being typed again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.computed import RowBooks
from titian.journal.models import Entry
from titian.ledgers import actions
from titian.ledgers.collecting.similar import similar
from titian.ledgers.models import Collection, CollectionRequest, LedgerRow
from titian.ledgers.permissions import can_change
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
NEED = {"title": "求购烘干设备", "amount": Decimal(50_000)}


def fill(request: CollectionRequest, clerk: User, **said: object) -> LedgerRow:
    values = {"organisation": registry.organisation(), **NEED, **said}
    return actions.save_rows(request, [(None, values)], by=clerk)[0]


def acts(obj: Any) -> list[str]:
    return [entry.code.rpartition(".")[2] for entry in Entry.objects.about(obj)][::-1]


def test_a_form_needs_its_ground_and_somebody_to_ask(officer: User) -> None:
    with pytest.raises(Refused) as refused:
        make.collection(officer, basis=" ", whom=[], prefill="register", title="")
    said = "".join(refused.value.messages)
    assert all(word in said for word in ("名称", "依据", "至少一个乡镇"))


def test_it_goes_out_only_when_a_leader_let_it_who_did_not_draft_it(officer: User, chief: User, leader: User) -> None:
    collection = make.collection(officer)
    with pytest.raises(PermissionDenied):
        actions.approve_collection(collection, by=leader)  # not yet laid before anybody
    actions.submit_collection(collection, by=officer)
    with pytest.raises(PermissionDenied):
        actions.approve_collection(collection, by=chief)
    clerk = people.user("town")
    assert not CollectionRequest.objects.visible_to(clerk).exists()
    actions.approve_collection(collection, by=leader)
    assert CollectionRequest.objects.visible_to(clerk).count() == 1
    own = make.collection(leader)
    actions.submit_collection(own, by=leader)
    with pytest.raises(PermissionDenied):
        actions.approve_collection(own, by=leader)


def test_a_leader_sends_it_back_with_a_reason_and_it_is_amended(officer: User, leader: User) -> None:
    collection = make.collection(officer)
    actions.submit_collection(collection, by=officer)
    with pytest.raises(Refused):
        actions.refuse_collection(collection, by=leader, reason="")
    actions.refuse_collection(collection, by=leader, reason="与去年的表重复")
    other = make.other_town()
    actions.amend_collection(collection, whom=[other], title="需求摸底（二）", by=officer)
    assert [request.region for request in collection.requests.all()] == [other]
    assert acts(collection) == ["started", "submitted", "refused", "amended"]


def test_what_the_register_knows_is_filled_in_before_anybody_is_asked(officer: User) -> None:
    firm = registry.organisation(legal_person="李示范")
    registry.organisation(region=make.other_town())
    registry.organisation(state="closed")
    request = make.sent(officer, prefill="register")
    row = request.rows.get()
    assert (row.organisation, row.value("f1"), row.region, row.is_draft) == (firm, "李示范", people.our_town(), True)
    assert request.source_of(row) == "企业名录"


def test_what_was_said_last_time_comes_back_without_its_day_and_its_numbers(officer: User, town_clerk: User) -> None:
    first = make.sent(officer)
    fill(first, town_clerk, day=date(2026, 3, 1))
    actions.submit_request(first, by=town_clerk)
    actions.take_over(first, by=officer)
    again = make.sent(officer, prefill="ledger").rows.get()
    assert (again.title, again.day, again.amount) == ("求购烘干设备", None, None)
    with_numbers = make.sent(officer, prefill="ledger", with_numbers=True).rows.get()
    assert with_numbers.amount == 5_000_000


def test_what_lasts_goes_out_with_the_day_it_began_and_is_handed_in_as_it_stands(officer: User, town_clerk: User) -> None:
    about, since = make.ledger("rd_institutions"), date(2024, 5, 6)
    kept = make.row(about, officer, title="轴承工程技术研究中心", kind="etrc", day=since, region=people.our_town())
    request = make.sent(officer, about=kept.ledger, prefill="ledger")
    assert request.rows.get().day == since
    actions.submit_request(request, by=town_clerk)
    assert actions.take_over(request, by=officer) == actions.TakenOver(unchanged=1)


def test_a_draft_need_not_be_whole_but_what_is_handed_in_must(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    with pytest.raises(Refused, match="零报告"):
        actions.submit_request(request, by=town_clerk)
    actions.save_rows(request, [(None, {"title": "求购烘干设备"}), (None, {"title": ""})], by=town_clerk)
    with pytest.raises(Refused) as refused:
        actions.submit_request(request, by=town_clerk)
    assert refused.value.messages == [
        "第 1 行「企业名称」必填，请补上",
        "第 2 行「企业名称」必填，请补上",
        "第 2 行「需求名称」必填，请补上",
    ]
    with pytest.raises(Refused, match="不能是负数"):
        actions.save_rows(request, [(None, {"amount": Decimal(-1)})], by=town_clerk)


def test_two_rows_of_one_identity_are_one_too_many(officer: User, town_clerk: User) -> None:
    request, firm = make.sent(officer), registry.organisation()
    actions.save_rows(request, [(None, {"organisation": firm, **NEED}), (None, {"organisation": firm, **NEED})], by=town_clerk)
    with pytest.raises(Refused, match="第 2 行与第 1 行"):
        actions.submit_request(request, by=town_clerk)


def test_a_second_click_hands_in_and_takes_over_nothing(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    fill(request, town_clerk)
    for _ in range(2):
        actions.submit_request(request, by=town_clerk)
    results = [actions.take_over(request, by=officer) for _ in range(2)]
    assert [result.created for result in results] == [1, 0]
    assert LedgerRow.objects.kept().of("survey").count() == 1
    assert acts(request) == ["saved", "submitted", "taken_over"]
    assert Entry.objects.filter(code="ledgers.row.taken_over").count() == 1


def test_what_is_given_back_is_mended_and_handed_in_again(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    row = fill(request, town_clerk)
    actions.submit_request(request, by=town_clerk)
    assert not can_change(town_clerk, LedgerRow.objects.get(pk=row.pk))
    with pytest.raises(PermissionDenied):
        actions.save_rows(request, [(row.pk, NEED)], by=town_clerk)
    actions.return_request(request, reason="金额核实", notes={row.pk: "单位是万元吗"}, by=officer)
    assert (request.state_label, request.notes) == ("退回", {str(row.pk): "单位是万元吗"})
    actions.save_rows(request, [(row.pk, {"amount": Decimal(5)})], by=town_clerk, stamp=request.stamp)
    actions.submit_request(request, by=town_clerk)
    assert (request.state_label, request.notes, request.reason) == ("已报", {}, "")
    actions.take_over(request, by=officer)
    assert LedgerRow.objects.kept().of("survey").get().amount == 500


def test_drafts_count_nowhere_and_taken_over_they_do(officer: User, town_clerk: User) -> None:
    def value() -> Decimal | None:
        books = RowBooks(user=officer, day=date(2026, 12, 31))
        found = books.counted("local.survey.n1", region=people.county(), period=Period("2026"))
        return found.value if found else None

    request = make.sent(officer)
    fill(request, town_clerk, day=date(2026, 3, 1))
    actions.submit_request(request, by=town_clerk)
    assert not value()
    actions.take_over(request, by=officer)
    assert value() == 1


def test_what_the_ledger_has_already_is_brought_up_to_date_and_not_doubled(officer: User, town_clerk: User) -> None:
    ledger, firm = make.survey(), registry.organisation()
    kept = actions.add_row(ledger, {"organisation": firm, "title": "求购烘干设备", "responsible": officer}, by=officer)
    request = make.sent(officer)
    fill(request, town_clerk, organisation=firm)
    actions.submit_request(request, by=town_clerk)
    result = actions.take_over(request, by=officer)
    kept.refresh_from_db()
    assert (result.created, result.amended, kept.amount, kept.responsible) == (0, 1, 5_000_000, officer)
    assert LedgerRow.objects.filter(ledger=ledger).count() == 1


def test_the_same_words_from_two_towns_are_two_rows(officer: User) -> None:
    collection = make.collection(officer, whom=[people.our_town(), make.other_town()])
    actions.submit_collection(collection, by=officer)
    actions.approve_collection(collection, by=people.user("leader"))
    firm = registry.organisation()
    for request in collection.requests.all():
        clerk = people.user("town", town=request.region)
        actions.save_rows(request, [(None, {"organisation": firm, **NEED})], by=clerk)
        actions.submit_request(request, by=clerk)
        actions.take_over(request, by=officer)
    assert LedgerRow.objects.kept().of("survey").count() == 2


def test_a_town_sees_and_fills_its_own_form_alone(officer: User) -> None:
    request = make.sent(officer)
    stranger = people.user("town", town=make.other_town())
    assert not CollectionRequest.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        fill(request, stranger)
    with pytest.raises(PermissionDenied):
        actions.take_over(request, by=people.user("town"))


def test_a_firm_answers_for_itself(officer: User) -> None:
    firm = registry.organisation()
    registry.annual(firm, year=2029, revenue=12_345_600)
    person = people.user("enterprise", organisation=firm)
    request = make.sent(officer, asked="enterprise", whom=[firm])
    row = actions.save_rows(request, [(None, NEED)], by=person)[0]
    assert (row.organisation, row.region) == (firm, firm.region)
    actions.submit_request(request, by=person)
    assert actions.take_over(request, by=officer).created == 1


def test_an_officer_enters_for_a_town_and_says_who_handed_it_in(officer: User) -> None:
    request = make.sent(officer)
    fill(request, officer)
    with pytest.raises(Refused, match="经办人"):
        actions.submit_request(request, by=officer)
    scan = ("盖章件.pdf", b"%PDF-1.4\n%%EOF\n")
    actions.submit_request(request, by=officer, entered_for="张示范", entered_on=date(2026, 6, 1), evidence=[scan])
    actions.take_over(request, by=officer)
    row = LedgerRow.objects.kept().of("survey").get()
    assert (row.entered_for, row.entered_on) == ("张示范", date(2026, 6, 1))
    assert [file.name for file in request.evidence.all()] == ["盖章件.pdf"]


def test_a_save_over_somebody_elses_is_refused(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    opened = request.stamp
    row = fill(request, town_clerk)
    with pytest.raises(Refused, match="别人刚保存过"):
        actions.save_rows(request, [(row.pk, {"title": "别的"})], by=officer, stamp=opened)
    actions.save_rows(request, [], gone=[row.pk], by=town_clerk, stamp=request.stamp)
    assert not request.rows.exists()


def test_nothing_to_report_is_an_answer_and_some_need_not_answer(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    actions.submit_request(request, nothing=True, by=town_clerk)
    assert actions.take_over(request, by=officer).created == 0
    other = make.sent(officer)
    with pytest.raises(Refused):
        actions.excuse_request(other, reason="", by=officer)
    actions.excuse_request(other, reason="本乡镇没有工业企业", by=officer)
    assert other.state_label == "免报"
    with pytest.raises(PermissionDenied):
        fill(other, town_clerk)


def test_it_is_put_off_and_closed_and_then_nobody_fills_it(officer: User, town_clerk: User) -> None:
    request = make.sent(officer)
    collection = request.collection
    actions.extend_collection(collection, due=date(2030, 7, 31), reason="汛期", by=officer)
    fill(request, town_clerk)
    actions.submit_request(request, by=town_clerk)
    with pytest.raises(Refused, match="还没有接收"):
        actions.close_collection(collection, by=officer)
    actions.take_over(request, by=officer)
    actions.close_collection(collection, by=officer)
    assert Collection.objects.get().state_label == "已结"
    assert acts(collection)[-2:] == ["extended", "closed"]


def test_an_archived_ledger_is_not_sent_out(officer: User, chief: User) -> None:
    ledger = make.survey()
    collection = make.collection(officer)
    actions.submit_collection(collection, by=officer)
    actions.archive_ledger(ledger, reason="专项结束", by=chief)
    with pytest.raises(Refused, match="已停用"):
        actions.approve_collection(collection, by=people.user("leader"))
    with pytest.raises(PermissionDenied):
        make.collection(officer, ledger)


def test_a_ledger_is_not_archived_while_somebody_fills_it_in(officer: User, chief: User) -> None:
    request = make.sent(officer)
    ledger = request.collection.ledger
    with pytest.raises(Refused, match="还在填报"):
        actions.archive_ledger(ledger, reason="专项结束", by=chief)
    actions.close_collection(request.collection, by=officer)
    actions.archive_ledger(ledger, reason="专项结束", by=chief)
    assert ledger.is_archived


def test_forms_that_asked_the_same_within_a_year_are_shown(officer: User, chief: User) -> None:
    request = make.sent(officer)
    other = actions.define_ledger({**make.SURVEY, "name": "survey2", "label": "需求征集表", "figures": []}, by=chief)
    today = timezone.localdate()
    found = similar(make.collection(officer, other), today)
    assert [(one.collection, one.percent) for one in found] == [(request.collection, 100)]
    assert similar(make.collection(officer, other), today + timedelta(days=400)) == []
