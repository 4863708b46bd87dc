"""Ledgers at work: a platform that stands still is decided on, a suggestion is answered in time, a leader prints one page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.urls import reverse

from tests.journeys.desk import shows
from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.figures.tests import make as figures
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_stalled_platform_is_found_and_its_decision_recorded(page_of: PageOf, chief: User) -> None:
    platform = make.platform(chief)
    page = page_of(chief)
    page.goto(reverse("ledgers:rows", args=["platforms"]))
    page.click("text=停滞平台")
    shows(page, "轴承工程技术研究中心")
    page.goto(reverse("ledgers:decide", args=[platform.pk]))
    page.check("input[name=decision][value=rectify]")
    page.fill("input[name=meeting]", "2026年第二次联席会议")
    page.fill("input[name=due]", f"{today() + timedelta(days=90):%Y-%m-%d}")
    page.click("button:has-text('登记处理决定')")
    shows(page, "已登记处理决定", within=".messages")
    shows(page, "2026年第二次联席会议")


def test_a_suggestion_goes_its_way_from_the_list_to_the_letter(page_of: PageOf, officer: User) -> None:
    people.our_town()
    row = make.proposal(officer, responsible=officer, day=today() - timedelta(days=20), points="一是加大补助；二是建设平台。")
    page = page_of(officer)
    page.goto(reverse("ledgers:rows", args=["proposals"]))
    page.click("text=关于支持企业建设研发平台的建议")
    shows(page, "第11号")
    page.goto(reverse("ledgers:step", args=[row.pk]))
    page.check("input[type=radio][value=drafting]")
    page.click("main button.primary:has-text('登记进展')")
    shows(page, "办理中")
    page.click("button:has-text('答复函')")
    shows(page, "加大补助", within="body")
    assert LedgerRow.objects.get(pk=row.pk).state == "writing"


def test_a_visit_is_noted_on_a_phone_in_a_few_touches(page_of: PageOf, officer: User) -> None:
    firm = registry.organisation("示范县云山科技有限公司")
    page = page_of(officer, phone=True)
    page.goto(reverse("ledgers:quick", args=["visits"]))
    page.fill("[name=organisation]", "云山")
    page.fill("[name=topics]", "了解中试进展")
    page.click("main p.submit button.primary")
    shows(page, "已", within=".messages")
    row = LedgerRow.objects.get()
    assert (row.organisation, row.day) == (firm, today())


def test_a_leaders_screen_is_one_page_on_paper(page_of: PageOf, leader: User, office: User) -> None:
    people.our_town()
    for code, goal in (("hnte.new", "20"), ("tsme.stored", "150"), ("visit.count", "200"), ("problem.solved", "60")):
        figures.target(office, code, goal)
        figures.figure(office, code, "7", f"{today().year}H1")
    for code in ("eagle.new", "gazelle.new", "platform.rd_new", "need.collected", "achievement.registered", "training.sessions"):
        figures.target(office, code, "900")
        figures.figure(office, code, "1", f"{today().year}H1")
    for number in range(9):
        make.problem(office, title=f"问题{number}", due=today() - timedelta(days=number + 1), responsible=leader)
    page = page_of(leader)
    shows(page, "落后与到期的事项")
    assert page.locator(".columns.three tbody tr").count() > 10, "much waits, as on any Monday"
    page = page_of(leader, javascript=False)  # with it the page opens the printer by itself
    page.goto("/?print=1")
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", landscape=True, print_background=True))
    assert len(printed) == 1
