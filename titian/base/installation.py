"""An installation: the folder `TITIAN_HOME` with its database, files and `titian.toml`, and what the office is called.

`titian.toml` (all optional) holds::

    [bureau]
    name = "示范县科技局"            # as printed on papers
    county = "示范县"                # 县/区/市 the bureau serves
    region = "990123"                # GB/T 2260 code of the county
    code_name = "示科"               # 机关代字 for 文号
    departments = ["办公室", "企业股"]
    [web]
    url = "http://127.0.0.1:8000"    # absolute links in the check edition; TITIAN_URL wins
    demo = true                      # every page says that the data are a demonstration
    day = 2026-05-31                 # the day a demonstration stands still at; a working installation has none
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DEFAULT_URL = "http://127.0.0.1:8000"
# Of every log-in of a demonstration, and of nothing else; printed on its log-in page and by `titian serve`.
DEMO_PASSWORD = "titian-demo"  # noqa: S105 (no secret: printed on the log-in page of every demonstration)


class InstallationError(ValueError):
    """`titian.toml` cannot be used; the message says why in Chinese."""


@dataclass(frozen=True)
class Installation:
    """The office's settings. `home` is absolute."""

    home: Path
    bureau: str = "科技局"
    county: str = ""
    region: str = ""
    code_name: str = ""
    departments: tuple[str, ...] = ()
    url: str = DEFAULT_URL
    demo: bool = False
    day: date | None = None

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def papers(self) -> Path:
        return self.home / "papers"

    @property
    def vocabulary(self) -> Path:
        """Where the office puts its own words for the reader."""
        return self.home / "vocabulary"


def make_folders(installation: Installation) -> None:
    """The installation's folders, closed to other accounts of the machine: they hold the books, sessions and the signing key.

    A folder that is there already keeps the rights its owner gave it.
    """
    for folder in (installation.home, installation.files, installation.papers, installation.vocabulary):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def home_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """`TITIAN_HOME`, or `var` in the folder the command runs in."""
    return Path(environ.get("TITIAN_HOME") or "var").resolve()


def load(home: Path, environ: Mapping[str, str] = os.environ) -> Installation:
    """Read `titian.toml` of an installation; a missing file gives the defaults. Raises InstallationError."""
    path = home / "titian.toml"
    try:
        settings = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InstallationError(f"设置文件 titian.toml 读不了：{problem}。请按 TOML 格式改正后再试") from problem
    bureau, web = settings.get("bureau", {}), settings.get("web", {})
    return Installation(
        home=home,
        bureau=bureau.get("name", "科技局"),
        county=bureau.get("county", ""),
        region=str(bureau.get("region", "")),
        code_name=bureau.get("code_name", ""),
        departments=tuple(bureau.get("departments", ())),
        url=environ.get("TITIAN_URL") or web.get("url", DEFAULT_URL),
        demo=bool(web.get("demo", False)),
        day=_day(web.get("day")),
    )


def dump(installation: Installation) -> str:
    """The text of a `titian.toml` with these settings."""
    departments = ", ".join(_quoted(name) for name in installation.departments)
    return (
        "[bureau]\n"
        f"name = {_quoted(installation.bureau)}\n"
        f"county = {_quoted(installation.county)}\n"
        f"region = {_quoted(installation.region)}\n"
        f"code_name = {_quoted(installation.code_name)}\n"
        f"departments = [{departments}]\n\n"
        "[web]\n"
        f"url = {_quoted(installation.url)}\n"
        f"demo = {str(installation.demo).lower()}\n" + (f"day = {installation.day}\n" if installation.day else "")
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise InstallationError("titian.toml 的 day 应写成日期，如 day = 2026-05-31")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
