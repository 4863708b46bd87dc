"""Pages on which an office defines a ledger: five steps, each saved as it is left."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from xlsxwriter import Workbook

from titian.accounts.models import User
from titian.figures.catalogue import packaged
from titian.ledgers import actions
from titian.ledgers.models import Ledger, LedgerDraft, LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
HEADS = "序号\t企业名称\t存在问题\t问题类别\t责任人\t完成时限\t涉及资金（万元）"
HEAD = {"label": "七张清单", "group": "local", "counted": "项", "department": "", "help": ""}


def posted(client: Client, address: str, **changes: Any) -> Any:
    """A form as it opens, with some of it changed, sent back."""
    page = client.get(address)
    form = page.context["form"]
    data: dict[str, Any] = {}
    for table in getattr(form, "tables", {}).values():
        for part in (table.management_form, *table.forms):
            data |= _values(part)
    data |= _values(form)
    return client.post(address, {**data, **changes})


def _values(form: Any) -> dict[str, Any]:
    found = {field.html_name: field.value() for field in form}
    return {name: value for name, value in found.items() if value not in (None, False, "", [])}


def begun(client: Client, **said: Any) -> LedgerDraft:
    client.post(reverse("ledgers:define"), {**HEAD, "heads": HEADS, **said})
    return LedgerDraft.objects.get()


def test_a_campaign_list_is_defined_with_a_name_its_heads_and_five_clicks(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)
    for step in ("fields", "course", "figures"):
        assert posted(client, draft.step_url(step)).status_code == 302
    page = client.get(draft.step_url("preview")).content.decode()
    assert "七张清单列入12项，已办结11项。" in page
    assert "序号" not in page
    answer = client.post(draft.step_url("preview"))
    ledger = Ledger.objects.get(label="七张清单")
    assert answer["Location"] == ledger.get_absolute_url()
    assert [one.head for one in ledger.about.fields][:3] == ["登记日期", "企业名称", "存在问题"]
    assert client.get(reverse("ledgers:definition", args=[ledger.code])).status_code == 200


def test_the_heads_of_an_empty_sheet_are_read_under_its_title(office: User, client_of: ClientOf) -> None:
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 4, "惠企政策落实情况统计表")
    page.write_row(1, 0, ["单位：万元"])
    for place, head in enumerate(["序号", "企业名称", "政策名称", "兑现金额", "到账时间"]):
        page.write(2, place, head)
    book.close()
    client = client_of(office)
    draft = begun(client, heads="", sheet=SimpleUploadedFile("空表.xlsx", target.getvalue()))
    assert [field["label"] for field in draft.data["fields"]] == ["企业名称", "政策名称", "兑现金额", "到账时间"]


def test_a_file_that_is_no_sheet_is_refused_beside_its_field(office: User, client_of: ClientOf) -> None:
    answer = client_of(office).post(reverse("ledgers:define"), {**HEAD, "sheet": SimpleUploadedFile("说明.docx", b"PK\x03\x04")})
    assert answer.status_code == 422
    assert "说明.docx" in answer.content.decode()


def test_a_name_that_is_taken_is_refused(office: User, client_of: ClientOf) -> None:
    answer = client_of(office).post(reverse("ledgers:define"), {**HEAD, "label": "企业问题"})
    assert answer.status_code == 422
    assert "已有一本「企业问题」" in answer.content.decode()


def test_a_copy_begins_with_the_fields_of_another_ledger(office: User, client_of: ClientOf) -> None:
    source = make.ledger("problems")
    draft = begun(client_of(office), heads="", source=source.pk)
    assert [field["label"] for field in draft.data["fields"]] == [one.label for one in source.about.fields]


def test_every_row_that_is_wrong_is_named_and_nothing_is_lost(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)
    changes = {
        "fields-7-label": "第二家企业",
        "fields-7-kind": "organisation",
        "fields-8-label": "颜色",
        "fields-8-kind": "choices",
    }
    answer = posted(client, draft.step_url("fields"), **changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第 9 行「选项（一行一个）」：多选要列出选项" in page
    answer = posted(client, draft.step_url("fields"), **{**changes, "fields-8-choices": "红\n黄"})
    assert "「第二家企业」：企业（单位）类型的字段一本台账只能有一个" in answer.content.decode()


def test_options_keep_their_codes_when_they_are_renamed_and_moved(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)

    def choices(text: str) -> dict[str, str]:
        place = next(number for number, one in enumerate(draft.data["fields"]) if one["key"] == "kind")
        posted(client, draft.step_url("fields"), **{f"fields-{place}-choices": text})
        draft.refresh_from_db()
        found: dict[str, str] = draft.data["fields"][place]["choices"]
        return found

    assert choices("技术\n人才") == {"o1": "技术", "o2": "人才"}
    assert choices("人才→人才用工\n技术\n资金") == {"o2": "人才用工", "o1": "技术", "o3": "资金"}


def test_a_condition_on_a_choice_is_a_box_and_a_sentence_with_an_unknown_figure_is_refused(
    office: User, client_of: ClientOf
) -> None:
    client = client_of(office)
    draft = begun(client)
    draft.refresh_from_db()
    place = next(number for number, one in enumerate(draft.data["fields"]) if one["key"] == "kind")
    posted(client, draft.step_url("fields"), **{f"fields-{place}-choices": "技术\n人才"})
    address = draft.step_url("figures")
    answer = posted(client, address, **{"figures-0-where_kind": ["o1"], "sentences-0-text": "列入{没有的指标}。"})
    assert answer.status_code == 422
    assert "没有「没有的指标」" in answer.content.decode()
    said = {"figures-0-where_kind": ["o1"], "figures-0-definition": "", "sentences-0-text": "技术类{七张清单项数：同比}。"}
    assert posted(client, address, **said).status_code == 302
    draft.refresh_from_db()
    figure = draft.data["figures"][0]
    assert figure["where"] == {"kind": ["o1"]}
    assert "只数「问题类别」为技术的" in figure["definition"]
    assert draft.data["paragraphs"][0]["text"] == "技术类{local.draft.n1：同比}。"


def test_a_name_of_the_catalogue_is_no_name_for_a_new_figure(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)
    posted(client, draft.step_url("fields"))
    answer = posted(client, draft.step_url("figures"), **{"figures-0-name": packaged()["visit.count"].name})
    assert answer.status_code == 422
    assert "指标目录里已有" in answer.content.decode()


def test_an_amendment_shows_what_changes_and_makes_a_version(office: User, officer: User, client_of: ClientOf) -> None:
    ledger = actions.define_ledger(make.LIST, by=office)
    actions.add_row(ledger, {"day": date(2026, 3, 1), "organisation": registry.organisation(), "gap": 5}, by=officer)
    client = client_of(office)
    client.post(reverse("ledgers:amend_definition", args=[ledger.code]))
    draft = LedgerDraft.objects.get()
    assert posted(client, draft.step_url("head"), label="清零台账").status_code == 302
    posted(client, draft.step_url("fields"), **{"fields-5-label": "备注", "fields-3-kind": "day"})
    page = client.get(draft.step_url("preview")).content.decode()
    assert "新增字段「备注」" in page
    assert "1 条读不了" in page
    assert LedgerRow.objects.get().get_absolute_url() in page, "the row to be put right"
    assert client.post(draft.step_url("preview"), {"reason": "县委督查室要求"}).status_code == 422
    posted(client, draft.step_url("fields"), **{"fields-3-kind": "text", "fields-0-kind": "text"})
    page = client.get(draft.step_url("preview")).content.decode()
    assert "「缺口」由金额改为文字" in page
    assert "没有读不了的" in page
    assert "「列入日期」由" not in page  # what is common to all ledgers keeps its type, whatever is sent
    assert client.post(draft.step_url("preview")).status_code == 422  # without a reason
    client.post(draft.step_url("preview"), {"reason": "县委督查室要求"})
    ledger.refresh_from_db()
    assert (ledger.version, ledger.label) == (2, "清零台账")
    shown = client.get(reverse("ledgers:definition", args=[ledger.code])).content.decode()
    assert "第 2 版" in shown
    assert "名称：清零清单 → 清零台账" in shown


def test_days_and_words_of_any_ledgers_colours_stand_with_the_numbers_of_its_rules(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    address = reverse("ledgers:parameters", args=["problems"])
    assert address in client.get(reverse("ledgers:definition", args=["problems"])).content.decode()
    place = next(place for place, rule in enumerate(make.ledger("problems").about.colours) if rule.days == 7)
    said = {f"days_{place}": "10", f"word_{place}": "十天内到期", "reason": "局务会"}
    assert posted(client, address, **said).status_code == 302
    assert make.ledger("problems").about.colours[place].days == 10
    assert posted(client, address, **{f"days_{place}": "-1", "reason": "局务会"}).status_code == 422


def test_a_ledger_is_put_out_of_use_with_a_reason_and_taken_up_again(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    address = reverse("ledgers:archive", args=["problems"])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "并入督办"})
    assert make.ledger("problems").is_archived
    client.post(reverse("ledgers:reopen", args=["problems"]))
    assert not make.ledger("problems").is_archived


def test_a_draft_is_given_up(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)
    client.post(reverse("ledgers:discard_draft", args=[draft.pk]))
    assert not LedgerDraft.objects.exists()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_figure_that_is_given_another_name_keeps_its_sentence(office: User, client_of: ClientOf) -> None:
    client = client_of(office)
    draft = begun(client)
    posted(client, draft.step_url("fields"))
    assert posted(client, draft.step_url("figures"), **{"figures-0-name": "清单事项数"}).status_code == 302
    draft.refresh_from_db()
    assert draft.data["figures"][0]["name"] == "清单事项数"
    assert draft.data["paragraphs"][0]["text"].startswith("七张清单列入{local.draft.n1}")
