"""A batch's firms come in from one sheet, with what became of them; the same sheet again adds only what is new, and goes out as it came."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.base.registers import registers
from titian.exchange.exports import exported
from titian.exchange.models import Batch
from titian.exchange.tests import make as sheets
from titian.policies.actions import open_batch
from titian.policies.models import Declaration, DeclarationBatch
from titian.registry.models import Title
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
HEAD = ("企业名称", "批次", "申报日期", "受理日期", "通过日期", "未通过日期", "撤回日期", "未通过或撤回的原因")
FIRM, OTHER, BATCH = "云山科技有限公司", "梯田装备有限公司", "高企 2026年第一批"


@pytest.fixture(autouse=True)
def batch(officer: User) -> DeclarationBatch:
    registry.organisation(FIRM)
    registry.organisation(OTHER)
    return open_batch(programme="hnte", name="2026年第一批", upper_deadline=date(2026, 6, 25), by=officer)


def line(firm: str = FIRM, **said: str) -> tuple[str, ...]:
    places = ("declared", "accepted", "passed", "failed", "withdrawn", "why")
    return (firm, said.get("batch", BATCH), *(said.get(place, "") for place in places))


def taken(by: User, *lines: tuple[str, ...]) -> Batch:
    return sheets.imported(by, sheets.sheet(*lines, head=HEAD), register="declarations")


def refused(by: User, *lines: tuple[str, ...]) -> str:
    batch = sheets.taken_in(by, sheets.sheet(*lines, head=HEAD), register="declarations")
    return str(batch.findings["errors"])


def test_a_sheet_brings_a_batch_with_its_results_and_the_registry_hears_of_them(officer: User) -> None:
    lines = line(declared="2026-05-10", accepted="2026-05-20", passed="2026-06-01"), line(OTHER, declared="2026-05-11")
    found = taken(officer, *lines)
    assert (found.created, found.updated) == (2, 0)
    passed = Declaration.objects.get(organisation__name=FIRM)
    assert (passed.step, passed.planned_on, passed.passed_on) == ("passed", date(2026, 5, 10), date(2026, 6, 1))
    assert set(Title.objects.values_list("kind", "applied_on")) == {("hnte", date(2026, 5, 10)), ("hnte", date(2026, 5, 11))}


def test_the_same_sheet_with_news_adds_only_the_news(officer: User) -> None:
    taken(officer, line(declared="2026-05-10"), line(OTHER, declared="2026-05-11"))
    again = taken(officer, line(declared="2026-05-10"), line(OTHER, declared="2026-05-11", failed="2026-06-20", why="研发占比不足"))
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    other = Declaration.objects.get(organisation__name=OTHER)
    assert (other.step, other.reason) == ("failed", "研发占比不足")
    assert Title.objects.get(organisation__name=OTHER).refused_on == date(2026, 6, 20)


def test_what_goes_out_comes_in_again_unchanged(officer: User) -> None:
    taken(officer, line(declared="2026-05-10", withdrawn="2026-05-12", why="材料不全"), line(OTHER, declared="2026-05-11"))
    again = sheets.imported(officer, exported(registers()["declarations"], officer, sheets.DAY), register="declarations")
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_a_title_the_registry_has_of_that_application_is_not_entered_twice(officer: User) -> None:
    firm = registry.organisation("示范材料有限公司")
    given = registry.title(firm, "hnte", date(2026, 11, 1), applied_on=date(2026, 5, 10))
    taken(officer, line("示范材料有限公司", declared="2026-05-10", passed="2026-10-20"))
    assert Title.objects.get(organisation=firm) == given
    assert Declaration.objects.get(organisation=firm).title == given


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "没有填任何日期"),
        ({"passed": "2026-06-01"}, "填了通过日期，没有申报日期"),
        ({"declared": "2026-06-01", "passed": "2026-05-01"}, "通过日期早于上一步的 2026-06-01"),
        ({"declared": "2026-05-10", "failed": "2026-06-01"}, "请写明未通过或撤回的原因"),
        ({"declared": "2026-05-10", "passed": "2026-06-01", "failed": "2026-06-01", "why": "x"}, "只能填一个"),
        ({"declared": "2026-05-10", "batch": "高企 2027年第一批"}, "没有「高企 2027年第一批」这个批次"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(officer: User, said: dict[str, str], told: str) -> None:
    assert told in refused(officer, line(**said))
    assert not Declaration.objects.exists()


def test_a_day_that_stands_is_not_overwritten_by_a_sheet(officer: User) -> None:
    taken(officer, line(declared="2026-05-10", passed="2026-06-01"))
    assert "已登记的申报日期是 2026-05-10" in refused(officer, line(declared="2026-05-12"))
    assert "已登记「通过」，不能再补受理日期" in refused(officer, line(accepted="2026-05-20"))
    assert "只能填一个" in refused(officer, line(failed="2026-06-02", why="x"))


def test_a_name_two_batches_share_has_to_name_the_programme(officer: User) -> None:
    open_batch(programme="tsme", name="2026年第一批", by=officer)
    assert "有 2 个批次叫「2026年第一批」" in refused(officer, line(declared="2026-05-10", batch="2026年第一批"))
    assert taken(officer, line(declared="2026-05-10")).created == 1


def test_the_command_takes_the_sheet_and_the_page_offers_it(officer: User, client: Client, tmp_path: Path) -> None:
    path = sheets.written(tmp_path, sheets.sheet(line(declared="2026-05-10"), head=HEAD))
    call_command("import", "declarations", str(path), by=officer.username)
    assert Declaration.objects.get().declared_on == date(2026, 5, 10)
    client.force_login(officer)
    assert reverse("exchange:import", args=["declarations"]) in client.get(reverse("policies:batches")).content.decode()
