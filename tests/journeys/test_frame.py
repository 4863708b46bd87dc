"""The page frame in a browser: keyboard, forms, phone, print, and life without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import follow
from titian.accounts.models import User
from titian.accounts.tests import make

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_slash_anywhere_goes_to_the_search_box_and_escape_closes_the_menu(page_of: PageOf, officer: User) -> None:
    page = page_of(officer)
    page.keyboard.press("/")
    page.keyboard.type(officer.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert page.locator("main").inner_text().count(officer.name) >= 1
    page.click("details.menu summary")
    assert page.locator(".menu-body").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu-body").is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_text(page_of: PageOf, officer: User) -> None:
    page = page_of(officer)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_filter_swaps_the_list_keeps_the_address_and_survives_a_reload(
    page_of: PageOf, administrator: User, officer: User
) -> None:
    page = page_of(administrator)
    page.goto("/accounts/users/")
    assert page.locator("tbody tr").count() == 2
    page.select_option("select[name=role]", "officer")
    page.wait_for_url("**role=officer**")
    assert page.locator("tbody tr").count() == 1
    assert page.locator("#count").inner_text() == "1 人"
    page.reload()
    assert page.locator("tbody tr").count() == 1


def test_a_changed_form_warns_before_it_is_left_and_not_when_it_is_sent(page_of: PageOf, administrator: User) -> None:
    page = page_of(administrator)
    page.goto("/accounts/users/add/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.fill("#id_name", "经办丁")
    page.click("a.brand")
    page.wait_for_url("**/")
    assert asked == ["beforeunload"]
    page.goto("/accounts/users/add/")
    page.fill("#id_name", "经办丁")
    page.click("button.primary")
    page.wait_for_selector("[role=alert]")
    assert "请填写登录名" in page.locator("[role=alert]").inner_text()
    assert asked == ["beforeunload"]


def test_everything_is_done_without_javascript_too(page_of: PageOf, administrator: User, officer: User) -> None:
    page = page_of(javascript=False)
    page.fill("#id_username", administrator.username)
    page.fill("#id_password", make.PASSWORD)
    follow(page, "form.card button.primary")
    page.goto("/accounts/users/")
    page.select_option("select[name=role]", "officer")
    follow(page, "form.filters button")
    assert page.locator("tbody tr").count() == 1
    page.click("details.menu summary")
    follow(page, ".menu-body button")
    assert page.url.endswith("/accounts/login/")


@pytest.mark.parametrize("role", ["officer", "office", "leader", "town_clerk", "auditor", "administrator"])
def test_no_page_of_the_navigation_is_wider_than_a_phone(page_of: PageOf, role: str, request: pytest.FixtureRequest) -> None:
    make.county()
    page = page_of(request.getfixturevalue(role), phone=True)
    links = page.locator(".areas a, .menu-body a").evaluate_all("links => links.map(link => link.href)")
    for link in links:
        response = page.goto(str(link))
        assert response is not None
        assert response.status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, link


def test_a_printed_list_leaves_the_frame_away_and_holds_every_row(page_of: PageOf, administrator: User) -> None:
    for _ in range(60):
        make.user("officer")
    page = page_of(administrator)
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto("/accounts/users/?print=1")
    page.wait_for_function("document.title === 'printed'")
    page.emulate_media(media="print")
    assert page.locator("tbody tr").count() == 61
    assert not page.locator("header.bar").is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
