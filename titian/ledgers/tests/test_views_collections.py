"""Pages from which a form goes out to towns and firms and on which it comes back."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.base.todos import todos_of
from titian.ledgers import actions
from titian.ledgers.models import Collection, CollectionRequest, LedgerRow
from titian.ledgers.permissions import can_fill, can_see_requests
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(**changes: Any) -> dict[str, Any]:
    usual = {"title": "技术需求摸底", "basis": "县政府办〔2026〕12号", "due": str(today() + timedelta(days=20)), "asked": "town"}
    return {**usual, "towns": [people.our_town().pk], "prefill": "nothing", **changes}


def rows(*typed: dict[str, Any], stamp: str = "", total: int = 0, **more: Any) -> dict[str, Any]:
    """The table as the page sends it."""
    data: dict[str, Any] = {"rows-TOTAL_FORMS": total or len(typed), "rows-INITIAL_FORMS": 0, "stamp": stamp, **more}
    for number, row in enumerate(typed):
        data |= {f"rows-{number}-{key}": value for key, value in row.items()}
    return data


def address(name: str, request: CollectionRequest) -> str:
    return reverse(f"ledgers:{name}", args=[request.pk])


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_the_whole_way_from_the_draft_to_the_ledger(officer: User, leader: User, client_of: ClientOf) -> None:
    firm, ledger = registry.organisation(), make.survey()
    client = client_of(officer)
    answer = client.post(reverse("ledgers:start_collection", args=[ledger.code]), said())
    collection = Collection.objects.get()
    assert answer["Location"] == collection.get_absolute_url()
    client.post(reverse("ledgers:submit_collection", args=[collection.pk]))
    assert [one.text for one in todos_of(leader) if "审批发给" in one.text]
    client_of(leader).post(reverse("ledgers:approve_collection", args=[collection.pk]))
    request, clerk = collection.requests.get(), people.user("town")
    assert [(one.text, one.due) for one in todos_of(clerk) if "填报" in one.text] == [
        ("填报「技术需求摸底」", today() + timedelta(days=20))
    ]
    typed = rows({"organisation": firm.name, "title": "求购烘干设备", "amount": "50"}, submit="1")
    assert client_of(clerk).post(address("fill", request), typed)["Location"] == request.get_absolute_url()
    assert [one.text for one in todos_of(officer) if "接收" in one.text] == ["接收「技术需求摸底」交来的 1 份"]
    page = text(client.get(request.get_absolute_url()))
    assert "求购烘干设备" in page
    client.post(reverse("ledgers:take_over_all", args=[collection.pk]))
    row = LedgerRow.objects.kept().of("survey").get()
    assert (row.organisation, row.amount, row.region) == (firm, 50_000_000, people.our_town())
    assert [one.text for one in todos_of(officer) if "收齐" in one.text]


def test_what_is_wrong_with_a_form_is_said_before_it_goes_anywhere(officer: User, client_of: ClientOf) -> None:
    make.survey()
    client, start = client_of(officer), reverse("ledgers:start_collection", args=["survey"])
    answer = client.post(start, said(basis="", towns=[], due="2020-01-01"))
    assert answer.status_code == 422
    assert all(word in text(answer) for word in ("请填写法律或文件依据", "截止日期 2020-01-01 已过"))
    answer = client.post(start, said(asked="enterprise", firms="没有这家公司"))
    assert "名录里找不到或有几家同名：没有这家公司" in text(answer)


def test_a_form_goes_to_the_towns_ticked_and_to_all_where_none_is(officer: User, client_of: ClientOf) -> None:
    make.survey()
    ours, other = people.our_town(), make.other_town()
    client, start = client_of(officer), reverse("ledgers:start_collection", args=["survey"])
    fresh = client.get(start).context["form"]
    assert not fresh["towns"].value(), "an officer who wants two ticks two"
    for ticked, asked in (([other.pk], {other}), ([], {ours, other})):
        client.post(start, said(towns=ticked))
        assert {one.region for one in Collection.objects.latest("pk").requests.all()} == asked


def test_firms_are_chosen_by_title_and_by_name(officer: User, client_of: ClientOf) -> None:
    make.survey()
    titled, named = registry.organisation(), registry.organisation("示范县云海公司")
    registry.title(titled, until=None)
    registry.organisation()
    data = said(asked="enterprise", group="title:hnte", firms=f"示范县云海公司\n{titled.uscc}")
    client_of(officer).post(reverse("ledgers:start_collection", args=["survey"]), data)
    assert {one.organisation for one in Collection.objects.get().requests.all()} == {titled, named}


def test_a_form_much_like_it_is_shown_with_its_share_and_what_is_known(officer: User, client_of: ClientOf) -> None:
    make.sent(officer)
    again = make.collection(officer, prefill="register")
    page = text(client_of(officer).get(again.get_absolute_url()))
    assert "同一本台账" in page
    assert "100 % 的字段相同" in page
    assert "发出时已填好：企业名称、法定代表人" in page


def test_a_draft_saves_itself_and_its_new_rows_are_found_again(officer: User, client_of: ClientOf) -> None:
    request, firm = make.sent(officer), registry.organisation()
    client, fill = client_of(people.user("town")), address("fill", request)
    first = client.post(fill, rows({"organisation": firm.name, "title": "甲"}, {"amount": "五十"}), headers={"hx-request": "true"})
    row = request.rows.get()
    request.refresh_from_db()
    assert f'name="rows-0-pk" value="{row.pk}"' in text(first)
    assert f'value="{request.stamp}"' in text(first)
    assert "应为数字" in text(first)
    again = rows({"pk": row.pk, "organisation": firm.name, "title": "乙"}, stamp=request.stamp)
    client.post(fill, again, headers={"hx-request": "true"})
    assert [one.title for one in request.rows.all()] == ["乙"]
    stale = client.post(fill, again | {"rows-0-title": "丙"}, headers={"hx-request": "true"})
    assert "别人刚保存过" in text(stale)
    assert request.rows.get().title == "乙"


def test_a_form_of_many_fields_is_filled_in_on_cards_with_each_head_at_its_field(officer: User, client_of: ClientOf) -> None:
    clerk = people.user("town", town=people.our_town())
    few, many = make.sent(officer), make.sent(officer, about=make.ledger("rd_institutions"), due=today())
    browser = client_of(clerk)
    assert 'class="editor"' in text(browser.get(address("fill", few)))
    page = text(browser.get(address("fill", many)))
    assert 'class="editor cards"' in page
    assert 'data-label="机构名称 *"' in page, "what must be said is marked"
    assert 'data-label="级别"' in page
    assert "未报，今日截止" in text(browser.get(reverse("ledgers:requests")))


def test_a_row_is_taken_away_by_its_box_and_wrong_cells_are_marked(officer: User, client_of: ClientOf) -> None:
    request = make.sent(officer)
    client, fill = client_of(people.user("town")), address("fill", request)
    actions.save_rows(request, [(None, {"title": "甲"}), (None, {"title": "乙"})], by=officer)
    first, second = request.rows.order_by("pk")
    wrong = client.post(fill, rows({"pk": first.pk, "title": "甲", "amount": "x"}, stamp=request.stamp))
    assert wrong.status_code == 422
    client.post(fill, rows({"pk": first.pk, "DELETE": "on"}, {"pk": second.pk, "title": "乙二"}, stamp=request.stamp))
    assert [row.title for row in request.rows.all()] == ["乙二"]


def test_a_row_in_which_nothing_stands_any_more_goes_and_keeps_nobody_from_handing_in(officer: User, client_of: ClientOf) -> None:
    request, firm = make.sent(officer), registry.organisation()
    client, fill = client_of(people.user("town")), address("fill", request)
    actions.save_rows(request, [(None, {"organisation": firm, "title": "甲"}), (None, {"title": "写错了"})], by=officer)
    kept, emptied = request.rows.order_by("pk")
    typed = rows({"pk": kept.pk, "organisation": firm.name, "title": "甲"}, {"pk": emptied.pk}, stamp=request.stamp, submit="1")
    assert "已报送" in text(client.post(fill, typed, follow=True))
    assert [row.title for row in request.rows.all()] == ["甲"]


def test_what_is_not_whole_is_saved_and_not_handed_in(officer: User, client_of: ClientOf) -> None:
    request = make.sent(officer)
    answer = client_of(people.user("town")).post(address("fill", request), rows({"title": "甲"}, submit="1"), follow=True)
    assert "第 1 行「企业名称」必填，请补上" in text(answer)
    request.refresh_from_db()
    assert (request.state, request.rows.count()) == ("open", 1)


def test_firms_that_only_came_from_the_register_are_no_answers(officer: User, client_of: ClientOf) -> None:
    firms = [registry.organisation() for _ in range(3)]
    request, clerk = make.sent(officer, prefill="register"), people.user("town")
    row = request.rows.get(organisation=firms[0])
    typed = rows({"pk": row.pk, "organisation": firms[0].name, "title": "求购烘干设备"}, submit="1")
    client_of(clerk).post(address("fill", request), typed)
    page = text(client_of(officer).get(request.get_absolute_url()))
    assert "另有 2 行只有预填内容" in page
    request.refresh_from_db()
    actions.take_over(request, by=officer)
    assert [one.organisation for one in LedgerRow.objects.of("survey")] == [firms[0]]


def test_many_rows_stand_on_pages_and_are_looked_for_by_name(officer: User, client_of: ClientOf) -> None:
    firms = [registry.organisation(f"示范县甲{number:02d}公司") for number in range(35)]
    request = make.sent(officer, prefill="register")
    client, fill = client_of(people.user("town")), address("fill", request)
    assert firms[34].name not in text(client.get(fill))
    assert firms[34].name in text(client.get(fill, {"page": 2}))
    assert firms[34].name in text(client.get(fill, {"q": "甲34"}))


def test_the_sheet_goes_out_with_what_is_known_and_comes_back_filled(officer: User, client_of: ClientOf) -> None:
    firm = registry.organisation(legal_person="李示范")
    request, client = make.sent(officer, prefill="register"), client_of(people.user("town"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("request_sheet", request)).content))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    assert page.cell(2, heads.index("企业名称") + 1).value == firm.name
    assert page.cell(2, heads.index("法定代表人") + 1).value == "李示范"
    page.cell(2, heads.index("需求名称") + 1, "求购烘干设备")
    page.cell(2, heads.index("计划投入（万元）") + 1, 50)
    target = io.BytesIO()
    book.save(target)
    answer = client.post(address("upload_rows", request), {"sheet": upload(target.getvalue())}, follow=True)
    assert "读入 1 行" in text(answer)
    assert [(row.title, row.amount) for row in request.rows.all() if row.title] == [("求购烘干设备", 50_000_000)]


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("填好.xlsx", data, content_type=XLSX)


def test_every_error_of_a_sheet_is_said_and_nothing_read(officer: User, client_of: ClientOf) -> None:
    request, client = make.sent(officer), client_of(people.user("town"))
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["企业名称", "需求名称", "提出日期", "计划投入（万元）"])
    page.append(["没有这家公司", "甲", "2026-13-05", "五十"])
    target = io.BytesIO()
    book.save(target)
    answer = client.post(address("upload_rows", request), {"sheet": upload(target.getvalue())}, follow=True)
    assert all(word in text(answer) for word in ("没有读入任何内容", "第 2 行「提出日期」", "第 2 行「计划投入（万元）」"))
    assert not request.rows.exists()


def test_it_goes_back_with_a_word_on_single_rows(officer: User, client_of: ClientOf) -> None:
    request = make.filled()
    row = request.rows.get()
    client = client_of(officer)
    client.post(address("return_request", request), {"reason": "金额核实", f"row_{row.pk}": "是不是万元"})
    clerk = people.user("town")
    page = text(client_of(clerk).get(address("fill", request)))
    assert "退回原因：金额核实" in page
    assert "是不是万元" in page
    assert [one.state for one in todos_of(clerk) if "修改后再报" in one.text] == ["已退回"]


def test_the_reminder_names_who_owes_in_the_offices_order_and_nobody_else(officer: User, client_of: ClientOf) -> None:
    collection = make.collection(officer, whom=[make.other_town(), people.our_town()], waiting=True)
    actions.approve_collection(collection, by=people.user("leader"))
    first = collection.requests.get(region=people.our_town())
    page = client_of(officer).get(collection.get_absolute_url())
    assert "还没有收到：梯田镇、河口镇。" in page.context["reminder"]
    actions.submit_request(first, nothing=True, by=people.user("town"))
    page = client_of(officer).get(collection.get_absolute_url())
    assert "还没有收到：河口镇。" in page.context["reminder"]


def test_an_officer_enters_what_came_on_paper(officer: User, client_of: ClientOf) -> None:
    request, firm = make.sent(officer), registry.organisation()
    typed = rows({"organisation": firm.name, "title": "甲"}, submit="1", entered_for="张示范", entered_on="2026-06-01")
    client_of(officer).post(address("fill", request), typed)
    request.refresh_from_db()
    assert (request.state, request.entered_for, request.entered_on) == ("submitted", "张示范", date(2026, 6, 1))


def test_where_the_door_is_closed_only_the_office_enters(officer: User, client_of: ClientOf, settings: Any) -> None:
    request, clerk = make.sent(officer), people.user("town")
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset())
    assert not can_fill(clerk, request)
    assert not can_see_requests(clerk)
    assert client_of(officer).get(address("fill", request)).status_code == 200


def test_drafts_of_a_form_stand_on_no_list_of_the_ledger(officer: User, client_of: ClientOf) -> None:
    request = make.sent(officer)
    actions.save_rows(request, [(None, {"title": "还没填完的", "amount": Decimal(5)})], by=officer)
    listing = reverse("ledgers:rows", args=["survey"])
    for query in ({}, {"draft": "on"}):
        assert "还没填完的" not in text(client_of(officer).get(listing, query))


def test_what_a_leader_refuses_goes_back_with_the_reason(officer: User, leader: User, client_of: ClientOf) -> None:
    collection = make.collection(officer, waiting=True)
    client = client_of(leader)
    assert client.post(reverse("ledgers:refuse_collection", args=[collection.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("ledgers:refuse_collection", args=[collection.pk]), {"reason": "与去年重复"})
    page = text(client_of(officer).get(collection.get_absolute_url()))
    assert "与去年重复" in page
    data = said(title="改过的名称", towns=[make.other_town().pk])
    client_of(officer).post(reverse("ledgers:amend_collection", args=[collection.pk]), data)
    collection.refresh_from_db()
    assert (collection.title, [one.region for one in collection.requests.all()]) == ("改过的名称", [make.other_town()])
