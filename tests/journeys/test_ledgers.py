"""Ledgers at work: a platform that stands still is decided on, a suggestion is answered in time, a leader prints one page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.urls import reverse
from pytest_django import Settings

from tests.journeys.desk import follow, shows
from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.clock import today
from titian.figures.tests import make as figures
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

if TYPE_CHECKING:
    from playwright.sync_api import Page

THUMB_MS = 350  # between two signs typed on a phone
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


def test_a_visit_is_noted_on_a_phone_in_a_few_touches_and_under_half_a_minute(page_of: PageOf, officer: User) -> None:
    """From the workbench to the stored row, typed as slowly as with a thumb."""
    firm = registry.organisation("示范县云山科技有限公司")
    page = page_of(officer, phone=True)
    touches, began = [], time.monotonic()

    def touch(place: str, words: str = "") -> None:
        touches.append(place)
        page.click(place)
        page.locator(place).press_sequentially(words, delay=THUMB_MS) if words else None

    page.goto(reverse("ledgers:quick", args=["visits"]))
    needed = page.locator("main form.card label:not(:has-text('可不填'))").all_inner_texts()
    assert needed == ["走访日期", "企业名称"]
    assert page.input_value("[name=day]") == f"{today():%Y-%m-%d}"
    assert page.input_value("[name=visitors]") == officer.name
    touch("[name=organisation]", "云山")
    touch("[name=topics]", "了解中试进展")
    touch("summary:has-text('发现的需求')")
    touch("[name=problems]", "中试场地不够")
    touch("main p.submit button.primary")
    shows(page, "已登记", within=".messages")
    assert len(touches) <= 5
    assert time.monotonic() - began < 30
    row = LedgerRow.objects.get()
    assert (row.organisation, row.day, row.responsible, row.data["problems"]) == (firm, today(), officer, "中试场地不够")
    page.click("text=登记企业问题")
    assert page.input_value("[name=title]") == "中试场地不够"
    page.click("main button.primary:has-text('登记企业问题')")
    shows(page, "已登记企业问题", within=".messages")
    assert row.children.get().data["programmes"] == ["visit"]


def test_a_suggestion_lives_from_its_receipt_to_next_years_promise(
    page_of: PageOf, officer: User, office: User, leader: User, settings: Settings
) -> None:
    """Received, other offices heard, deputies met, answered with approved figures, signed, sent, fed back; what it promised is next year's."""
    settings.TITIAN = replace(settings.TITIAN, day=date(2026, 5, 20))
    county = people.our_town().parent
    assert county is not None
    figures.figure(office, "training.sessions", "7", "2026H1", region=county)
    page = page_of(officer)
    page.goto(reverse("ledgers:add", args=["proposals"]))
    assert page.input_value("[name=day]") == "2026-05-20"
    for name, word in (("kind", "人大建议"), ("role", "主办")):
        page.select_option(f"[name={name}]", label=word)
    for name, text in (
        ("batch", "县十七届人大六次会议"),
        ("serial", "第45号"),
        ("title", "关于增加企业培训场次的建议"),
        ("proposer", "李示范"),
        ("cosigners", "王示范"),
        ("points", "一是增加企业培训场次。"),
        ("partners", "县税务局"),
    ):
        page.fill(f"[name={name}]", text)
    page.click("main button.primary")
    shows(page, "2026-08-20（收到 2026-05-20 起 3 个月）")
    row = LedgerRow.objects.get()

    page.goto(reverse("ledgers:step", args=[row.pk]))
    assert page.locator("[name=state][value=opined]").count() == 0, "ours ends with a reply"
    page.check("[name=state][value=replied]")
    for name, text in (("signer", "张示范"), ("document", "示科函〔2026〕9号")):
        page.fill(f"[name={name}]", text)
    page.select_option("[name=result]", index=1)
    page.click("main button.primary")
    shows(page, "答复之前要先与领衔代表、委员面商")
    page.goto(reverse("ledgers:amend", args=[row.pk]))
    page.fill("[name=opinion]", "县税务局：同意，联合开展汇缴辅导。")
    page.fill("[name=opinion_on]", "2026-05-20")
    follow(page, "main button.primary")
    page.goto(reverse("ledgers:step", args=[row.pk]))
    page.check("[name=state][value=met]")
    page.fill("[name=met_on]", "2026-05-20")
    page.click("main button.primary")
    shows(page, "已面商")
    page.click("button:has-text('答复函')")
    shows(page, "李示范、王示范代表", within="body")
    shows(page, "举办培训7期")
    letter = page.url

    _approved(page, page_of(office), letter)
    page = page_of(leader)
    page.goto(f"{letter}freeze/")
    page.fill("[name=reason]", "已核对")
    page.click("main button.primary")
    shows(page, "已定稿", within=".messages")
    page.goto(f"{letter}send/")
    page.fill("[name=receiver]", "李示范代表")
    page.click("main button.primary")
    shows(page, "已登记报送", within=".messages")
    row.refresh_from_db()
    assert (row.state, row.held("document"), row.held("signer"), row.held("publicity")) == (
        *("replied", "示科函〔2026〕9号", "张示范", "open"),
    )

    page = page_of(officer)
    page.goto(row.get_absolute_url())
    page.click("text=登记反馈")
    page.check("[name=satisfaction][value=satisfied]")
    page.click("main button.primary")
    shows(page, "已登记反馈", within=".messages")
    page.click("text=登记答复承诺")
    page.fill("[name=title]", "明年培训增加到20期")
    page.click("main button.primary")
    shows(page, "已登记答复承诺", within=".messages")
    settings.TITIAN = replace(settings.TITIAN, day=date(2027, 1, 4))
    page.goto("/")
    page.click("text=兑现往年答复承诺 1 项")
    shows(page, "明年培训增加到20期")


def _approved(writer: Page, page: Page, letter: str) -> None:
    """The section hands in what it wrote; the office puts the head of a letter right and reviews its sections; it then lies before the leaders."""
    page.goto(f"{letter}head/")
    for name, text in (("number", "示科函〔2026〕9号"), ("signer", "张示范"), ("phone", "0000-1234567")):
        page.fill(f"[name={name}]", text)
    page.select_option("[name=result]", index=1)
    page.select_option("[name=disclosure]", label="主动公开")
    follow(page, "main button.primary")
    page.goto(letter)
    addresses = [one.get_attribute("href") or "" for one in page.locator("main aside a, main a").all()]
    for address in dict.fromkeys(one for one in addresses if re.fullmatch(r"/reports/\d+/sections/\d+/", one)):
        for whose, verb in ((writer, "交稿"), (page, "审核通过")):
            whose.goto(address)
            follow(whose, f"main button:has-text('{verb}')")
    for verb in ("征求意见", "送审"):
        page.goto(letter)
        follow(page, f"main button:has-text('{verb}')")
    shows(page, "已送审", within=".messages")


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
    assert page.locator(".columns.four tbody tr").count() > 5, "much waits, as on any Monday"
    page = page_of(leader, javascript=False)  # with it the page opens the printer by itself
    page.goto("/?print=1")
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", landscape=True, print_background=True))
    assert len(printed) == 1
