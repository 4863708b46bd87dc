"""Pictures of every page as each role sees it: `make shots`, then look at var/shots.

Starts `titian serve` on the installation TITIAN_HOME names (a demonstration), logs in once per role, follows every link of the page
frame and of the pages themselves (one example an address pattern), and saves a picture at office and at phone size.

    python -m tests.journeys.shots [--role leader] [--out var/shots] [--only /figures/]
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from titian.base.installation import DEMO_PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SIZES = {"office": (1366, 768), "phone": (390, 844)}
SKIPPED = re.compile(r"/(logout|static|media)/|[?&](export|print|as|sort|page)=|\.(xlsx|docx|pdf|png)$|/download")
PAGES_A_ROLE = 60
SETTLE_MS = 150  # what htmx fetches when a page opens


def main() -> int:
    """Returns 1 when a page answered with an error or is wider than the screen."""
    options = _options()
    out = Path(options.out)
    with _server() as address, _browser() as browser:
        roles = [options.role] if options.role else _demo_logins(browser, address)
        complaints = [complaint for role in roles for complaint in _shoot(browser, address, role, out, options.only)]
    print("\n".join(complaints) or f"没有问题;图片在 {out}")
    return 1 if complaints else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="各角色所见的每个页面的截图")
    parser.add_argument("--role", help="只看一个角色(登录名)")
    parser.add_argument("--out", default="var/shots", help="图片放在哪里")
    parser.add_argument("--only", default="/", help="只看以此开头的地址")
    return parser.parse_args()


@contextmanager
def _server() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "titian.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/accounts/login/", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise SystemExit("网页服务没有启动,请看上面的说明")
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("网页服务 30 秒内没有应答")


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def _demo_logins(browser: Browser, address: str) -> list[str]:
    page = browser.new_page()
    page.goto(f"{address}/accounts/login/")
    names = page.locator("form input[name=username][type=hidden]").evaluate_all("fields => fields.map(field => field.value)")
    page.close()
    return [str(name) for name in names]


def _shoot(browser: Browser, address: str, role: str, out: Path, only: str) -> list[str]:
    """Every page one role reaches, at every size; returns complaints."""
    complaints: list[str] = []
    shutil.rmtree(out / role, ignore_errors=True)
    contexts = {size: _logged_in(browser, address, role, size) for size in SIZES}
    for path in _crawl(contexts["office"], address, only):
        for size, context in contexts.items():
            complaints += _picture(context, address, path, out / role / size)
    for context in contexts.values():
        context.close()
    return [f"{role} {complaint}" for complaint in complaints]


def _logged_in(browser: Browser, address: str, role: str, size: str) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", has_touch=size == "phone")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_username", role)
    page.fill("#id_password", DEMO_PASSWORD)
    page.click("form.card button.primary")
    page.wait_for_url(f"{address}/")
    page.close()
    return context


def _crawl(context: BrowserContext, address: str, only: str) -> Iterator[str]:
    """Addresses reachable by links, one example a pattern (numbers are interchangeable)."""
    waiting, seen = ["/", "/search/?q=示范", "/no/such/page/"], set[str]()
    page = context.new_page()
    while waiting and len(seen) < PAGES_A_ROLE:
        path = waiting.pop(0)
        pattern = _pattern(path)
        if pattern in seen or SKIPPED.search(path):
            continue
        seen.add(pattern)
        if not _opens(page, address + path):
            continue
        waiting += _links(page, address)
        if path.startswith(only):
            yield path
    page.close()


def _pattern(path: str) -> str:
    """Pages of one kind: numbers are interchangeable, and so are the values asked for in the query."""
    address, _, query = path.partition("?")
    return re.sub(r"\d[\w-]*", "N", address) + "?" + "&".join(sorted(part.partition("=")[0] for part in query.split("&")))


def _opens(page: Page, url: str) -> bool:
    """False for an address that hands out a file."""
    from playwright.sync_api import Error

    try:
        page.goto(url)
    except Error as problem:
        if "Download is starting" in problem.message:
            return False
        raise
    return True


def _links(page: Page, address: str) -> list[str]:
    found = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    parts = [urlsplit(str(link)) for link in found if str(link).startswith(address)]
    return [unquote(part.path + (f"?{part.query}" if part.query else "")) for part in parts]


def _picture(context: BrowserContext, address: str, path: str, folder: Path) -> list[str]:
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{path} 脚本出错:{error}"))
    page.on("console", lambda message: complaints.append(f"{path} {message.text}") if message.type == "error" else None)
    response = page.goto(address + path, wait_until="load")
    page.wait_for_timeout(SETTLE_MS)
    if response is not None and response.status != 404:  # the frame's own 404 page is one of the pictures
        complaints += [f"{path} 应答 {response.status}"] if response.status >= 400 else []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        complaints.append(f"{path} 比屏幕宽({folder.name})")
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w\u4e00-\u9fff]+", "-", path).strip("-") or "home"
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    page.close()
    return [complaint for complaint in complaints if "404" not in complaint]


if __name__ == "__main__":
    sys.exit(main())
