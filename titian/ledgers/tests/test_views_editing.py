"""Entering, amending and moving rows on pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.models import Person
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
TODAY = date(2026, 5, 31)


@pytest.fixture(autouse=True)
def _a_day_that_stands_still(settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, day=TODAY)


def opened(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send if nobody typed anything."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value if isinstance(value, list) else str(value) for name, value in values.items() if value not in (None, "", [])}


def test_a_problem_entered_from_a_visit_knows_its_firm_and_town(client_of: ClientOf, officer: User) -> None:
    browser, visit = client_of(officer), make.visit(officer)
    address = f"{reverse('ledgers:add', args=['problems'])}?parent={visit.pk}"
    text = browser.get(address).content.decode()
    assert f"来自入企服务「{visit}」" in text
    sent = opened(browser, address) | {"title": "热处理合格率偏低", "day": "2026-05-08"}
    answer = browser.post(address, sent)
    assert answer["Location"] == visit.get_absolute_url()
    problem = visit.children.get()
    assert (problem.organisation, problem.region, problem.responsible) == (visit.organisation, visit.region, officer)
    assert problem.title in browser.get(visit.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("problems", TODAY),
        ("trainings", TODAY),
        ("supervision", TODAY),
        ("proposals", TODAY),
        ("commissioners", None),
        ("three_zone", None),
        ("foreign_experts", None),
        ("investments", date(2026, 5, 31)),
        ("projects", TODAY),
    ],
)
def test_a_form_begins_with_today_where_a_row_is_entered_on_the_day_it_happens(
    code: str, begins: date | None, client_of: ClientOf, officer: User
) -> None:
    make.projects()
    form = client_of(officer).get(reverse("ledgers:add", args=[code])).context["form"]
    assert form["day"].value() == begins


def test_what_a_visit_found_is_of_its_day_and_in_its_words(client_of: ClientOf, officer: User) -> None:
    visit = make.visit(officer, date(2026, 3, 5), problems="热处理工序合格率偏低")
    form = client_of(officer).get(f"{reverse('ledgers:add', args=['problems'])}?parent={visit.pk}").context["form"]
    assert form["day"].value() == date(2026, 3, 5)
    assert (form["title"].value(), form["programmes"].value()) == ("热处理工序合格率偏低", ["visit"])
    make.problem(officer, organisation=visit.organisation, parent=visit)
    form = client_of(officer).get(f"{reverse('ledgers:add', args=['problems'])}?parent={visit.pk}").context["form"]
    assert form["title"].value() is None, "the second one is another"


def test_the_phone_form_asks_for_the_firm_and_offers_the_rest(client_of: ClientOf, officer: User) -> None:
    form = client_of(officer).get("/ledgers/visits/quick/").context["form"]
    assert [field.name for field in form if field.field.required and field.value() is None] == ["organisation"]
    assert (form["day"].value(), form["visitors"].value()) == (TODAY, officer.name)
    assert [field.name for field in form.more] == ["needs", "problems"]
    assert form.more_said is False


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(client_of: ClientOf, officer: User) -> None:
    browser, ledger = client_of(officer), make.projects()
    sent = {"title": "示范线", "day": "2026-05-08", "due": "2026-05-01", "amount": "-1", "fund": "一百"}
    answer = browser.post(reverse("ledgers:add", args=[ledger.code]), {**sent, "state": "declared"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["fund"] == ["「自筹资金（万元）」应为数字，请去掉单位和文字"]
    answer = browser.post(reverse("ledgers:add", args=[ledger.code]), {**sent, "fund": "", "state": "declared"})
    assert answer.context["form"].errors["amount"] == ["不能是负数"]
    assert not LedgerRow.objects.filter(ledger=ledger).exists()


def test_somebody_new_named_with_the_employer_joins_the_register(client_of: ClientOf, officer: User) -> None:
    ledger = make.projects()
    sent = {"title": "示范线", "day": "2026-05-08", "person": "张新人（示范大学）", "state": "declared"}
    client_of(officer).post(reverse("ledgers:add", args=[ledger.code]), sent)
    assert LedgerRow.objects.get(ledger=ledger).person == Person.objects.get(name="张新人", employer="示范大学")


def test_a_later_save_over_somebodys_change_is_refused_and_shows_it_in_words(
    client_of: ClientOf, officer: User, chief: User
) -> None:
    row, browser = make.row(make.projects(), officer, kind="a"), client_of(officer)
    address = reverse("ledgers:amend", args=[row.pk])
    sent = opened(browser, address) | {"title": "新名"}
    actions.amend_row(row, {"kind": "b"}, by=chief)
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    found = [(one.label, one.opened, one.stored, one.entered) for one in answer.context["form"].conflicts]
    assert found == [("类别", "重点", "一般", "重点")]
    row.refresh_from_db()
    assert (row.title, row.kind) == ("一件事", "b")
    again = opened_again(answer.context["form"])
    assert browser.post(address, again)["Location"] == row.get_absolute_url()


def opened_again(form: object) -> dict[str, str]:
    """What the refused form would send again, now knowingly."""
    return {field.html_name: str(field.value()) for field in form if field.value() not in (None, "", [])}  # type: ignore[attr-defined]  # a form


def test_amending_keeps_what_nobody_touched(client_of: ClientOf, officer: User) -> None:
    values: dict[str, Any] = {"area": 2, "fields": ["x", "z"], "is_new": False, "signed": date(2026, 4, 1), "note": "说明"}
    row, browser = make.row(make.projects(), officer, **values), client_of(officer)
    address = reverse("ledgers:amend", args=[row.pk])
    form = browser.get(address).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    browser.post(address, {**sent, "title": "新名", "_reason": "企业来函"})
    before, row = row.data, LedgerRow.objects.get(pk=row.pk)
    assert (row.title, row.data) == ("新名", before)


def test_a_row_moves_on_only_where_it_may_and_with_what_is_needed(client_of: ClientOf, officer: User) -> None:
    browser = client_of(officer)
    row = make.row(make.ledger("upper_funds"), officer)
    address = reverse("ledgers:step", args=[row.pk])
    sent = {"state": "issued", "_on": "2026-05-20", "_note": "已下文"}
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"amount", "document"}
    photo = SimpleUploadedFile("文件.txt", "文件".encode())
    done = browser.post(address, {**sent, "amount": "120.5", "document": "示财教〔2026〕15号", "evidence": photo})
    assert done["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.state, row.amount, row.evidence.get().name) == ("issued", 120_500_000, "文件.txt")
    back = browser.post(reverse("ledgers:take_back", args=[row.pk]), {"reason": "误点"})
    assert back["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert row.state == "asked"


def test_only_states_that_can_follow_are_offered(client_of: ClientOf, officer: User) -> None:
    row = make.row(make.projects(), officer)
    form = client_of(officer).get(reverse("ledgers:step", args=[row.pk])).context["form"]
    assert [code for code, _ in form.fields["state"].choices] == ["selected", "refused"]


def test_progress_is_reported_by_day(client_of: ClientOf, officer: User) -> None:
    row, browser = make.task(officer, progress=20), client_of(officer)
    address = reverse("ledgers:report", args=[row.pk])
    browser.post(address, opened(browser, address) | {"progress": "45", "_on": "2026-05-20"})
    row.refresh_from_db()
    assert row.progress == 45
    assert "进度 45 %" in browser.get(row.get_absolute_url()).content.decode()


def test_a_row_entered_by_mistake_is_removed_with_a_reason(client_of: ClientOf, officer: User) -> None:
    row, browser = make.visit(officer), client_of(officer)
    address = reverse("ledgers:remove", args=[row.pk])
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "录入错误"})["Location"] == make.ledger().get_absolute_url()
    assert not LedgerRow.objects.filter(pk=row.pk).exists()


def test_a_visit_is_noted_with_two_fields_and_the_next_one_begins_where_it_ended(client_of: ClientOf, officer: User) -> None:
    firm, browser = registry.organisation("示范县云山装备有限公司"), client_of(officer)
    form = browser.get("/ledgers/visits/quick/").context["form"]
    assert form["day"].value() == TODAY
    photo = SimpleUploadedFile("现场.txt", "现场".encode())
    sent = {"day": "2026-05-31", "organisation": "云山装备", "kind": "visit", "again": "1", "evidence": photo}
    answer = browser.post("/ledgers/visits/quick/", sent)
    row = LedgerRow.objects.get()
    assert (row.organisation, row.responsible, row.department) == (firm, officer, officer.department)
    assert row.evidence.count() == 1
    assert answer["Location"] == f"/ledgers/visits/quick/?after={row.pk}"
    next_form = browser.get(answer["Location"]).context["form"]
    assert (next_form["kind"].value(), next_form["organisation"].value()) == ("visit", None)


def test_the_first_screen_notes_a_visit_in_one_line(client_of: ClientOf, officer: User) -> None:
    registry.organisation("示范县云山装备有限公司")
    browser = client_of(officer)
    assert "记一笔走访" in browser.get("/").content.decode()
    browser.post("/ledgers/visits/quick/", {"day": "2026-05-31", "organisation": "云山", "topics": "了解研发投入"})
    assert LedgerRow.objects.get().data["topics"] == "了解研发投入"


def test_names_are_offered_while_one_types(client_of: ClientOf, officer: User, town_clerk: User) -> None:
    registry.organisation("示范县云山装备有限公司", region=None)
    address = reverse("ledgers:firms")
    assert "云山装备" in client_of(officer).get(address, {"organisation": "云山"}).content.decode()
    assert "云山装备" in client_of(officer).get(address, {"rows-3-organisation": "云山"}).content.decode(), "in a row of a form"
    assert "云山装备" not in client_of(town_clerk).get(address, {"organisation": "云山"}).content.decode()
    assert "option" not in client_of(officer).get(address, {"organisation": "云"}).content.decode()


def test_an_enterprise_fills_in_its_own_and_sees_no_state_to_choose(client_of: ClientOf) -> None:
    from titian.accounts.tests import make as people

    firm = registry.organisation()
    other = registry.organisation()
    browser = client_of(people.user("enterprise", organisation=firm))
    address = reverse("ledgers:add", args=["problems"])
    assert "state" not in browser.get(address).context["form"].fields
    browser.post(address, {"title": "用工难", "day": "2026-05-08", "organisation": other.name})
    assert LedgerRow.objects.get().organisation == firm
