"""A browser for journeys: `page_of(user)` opens a page in which that person is logged in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from titian.base.tests.parts import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

    from titian.accounts.models import User

PageOf = Callable[..., "Page"]
PATIENCE_MS = 10_000
# What the browser notes of a form that was refused or of a page that is not this person's: answers, no errors.
ANSWERS = ("status of 404", "status of 422")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        absent("Chromium")
    # Playwright's synchronous interface runs a loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page_of(browser: Browser, live_server: LiveServer) -> Iterator[PageOf]:
    """`page_of(officer, phone=True, javascript=False)`: a page at the workbench; errors of its scripts fail the test."""
    contexts, errors = [], list[str]()

    def open_page(user: User | None = None, *, phone: bool = False, javascript: bool = True) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            base_url=live_server.url,
            locale="zh-CN",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _complains(message) else None)
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and not any(answer in message.text for answer in ANSWERS)
