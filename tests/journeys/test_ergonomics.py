"""What every page owes whoever works on it all day: keyboard alone, no noise of errors, a phone's width, enough rows on an office screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.demo.build import build
from titian.ledgers.models import Ledger
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry

if TYPE_CHECKING:
    from playwright.sync_api import Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 12
# Whether what has the focus can be told from what has not: an outline or a ring of shadow.
RING = """() => { const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'; }"""
# How many pixels of a list are beside its box, and how many of its rows are seen whole.
BESIDE = "box => box.scrollWidth - box.clientWidth"
WHOLLY_SEEN = """rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"""


@pytest.fixture
def demonstration(db: None) -> User:
    """The demonstration county as the office finds it."""
    build(lambda _: None)
    return User.objects.get(username="office")


def test_the_keyboard_alone_searches_and_reaches_every_part_with_the_focus_seen(page_of: PageOf, officer: User) -> None:
    make.county()
    page = page_of(officer)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.goto("/figures/enter/")
    page.keyboard.press("Tab")
    reached = []
    for _ in range(40):
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        if reached[-1] == "取消":
            break
        page.keyboard.press("Tab")
    fields = [name for name in reached if name in {"region", "indicator", "period", "status", "value", "note", "录入指标", "取消"}]
    assert fields == ["region", "indicator", "period", "status", "value", "note", "录入指标", "取消"]
    assert reached.index("跳到正文") < reached.index("工作台") < reached.index("q") < reached.index("region")


def test_pages_of_a_full_installation_fit_a_phone_and_show_enough_rows_in_the_office(page_of: PageOf, demonstration: User) -> None:
    phone, screen = page_of(demonstration, phone=True), page_of(demonstration)
    links = [*screen.locator(".areas a").evaluate_all("links => links.map(link => link.pathname)")]
    for area in [str(link) for link in links]:
        screen.goto(area)
        links += screen.locator("nav.pages a").evaluate_all("links => links.map(link => link.pathname)")
    short = {}
    for link in dict.fromkeys(str(link) for link in links):
        phone.goto(link)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, link
        screen.goto(link)
        rows = screen.locator("table.list tbody tr")
        if rows.count() >= ROWS and (seen := rows.evaluate_all(WHOLLY_SEEN)) < ROWS:
            short[link] = seen
    assert short == {}


def test_no_list_of_a_ledger_scrolls_sideways_in_the_office_and_a_dozen_rows_are_seen(page_of: PageOf, demonstration: User) -> None:
    screen = page_of(demonstration)
    beside, short, listed = {}, {}, 0
    for ledger in Ledger.objects.filter(is_archived=False):
        screen.goto(ledger.get_absolute_url())
        box = screen.locator(".table-box")
        if not box.count():
            continue
        listed += 1
        if (over := box.evaluate(BESIDE)) > 0:
            beside[ledger.label] = over
        rows = screen.locator("table.list tbody tr")
        if rows.count() >= ROWS and (seen := rows.evaluate_all(WHOLLY_SEEN)) < ROWS:
            short[ledger.label] = seen
    assert listed > 50, "the demonstration has rows in its ledgers"
    assert beside == {}
    assert short == {}


def test_a_text_cut_in_a_list_opens_by_a_click(page_of: PageOf, officer: User) -> None:
    text = "到企业了解中试进展，" * 30
    ledgers.visit(officer, organisation=registry.organisation(), topics=text)
    page = page_of(officer)
    page.goto("/ledgers/visits/")
    cell = page.locator("td.cut .clip[tabindex]").last
    line = cell.evaluate("one => one.clientHeight")
    cell.click()
    assert cell.evaluate("one => one.clientHeight") > 2 * line
    assert page.locator(".table-box").evaluate(BESIDE) <= 0
