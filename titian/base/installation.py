"""An installation: the folder `TITIAN_HOME` with its database, files and `titian.toml`, and what the office is called.

`titian.toml` (all optional; 本局设置 writes it too) holds::

    [bureau]
    name = "示范县科技局"            # as printed on papers
    county = "示范县"                # what the bureau serves
    kind = "县"                      # 县, 区, 市, 自治区, 旗: 全县, 本区 (default: the county's last character)
    region = "990123"                # GB/T 2260 code of the county
    code_name = "示科"               # 机关代字 for 文号
    departments = ["办公室", "企业股"]
    [mechanisms]                     # base.mechanisms; one not named is lead
    instruments = "none"             # lead, assist, import or none
    [portals]                        # doors for people outside; one not named is closed
    town = true
    [accounts]
    password_days = 90               # after so many days a password has to be changed (default: never)
    [web]
    url = "http://127.0.0.1:8000"    # absolute links in the check edition; TITIAN_URL wins
    demo = true                      # every page says that the data are a demonstration
    day = 2026-05-31                 # the day a demonstration stands still at; a working installation has none
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from titian.base import toml
from titian.base.mechanisms import MECHANISMS, PORTALS, Duty

DEFAULT_URL = "http://127.0.0.1:8000"
DEFAULT_BUREAU = "科技局"
FILE = "titian.toml"
# Words for the place and for the bureau in texts of the program, which are written for a county.
_PLACE = re.compile("(?<=[全本我邻])县(?!区)|县(?=里|政府办)")
_BUREAU = re.compile("(?<![省市县])科技局")
KINDS = ("自治区", "县", "区", "市", "旗")
# Of every log-in of a demonstration, and of nothing else; printed on its log-in page and by `titian serve`.
DEMO_PASSWORD = "titian-demo"  # noqa: S105 (no secret: printed on the log-in page of every demonstration)


class InstallationError(ValueError):
    """`titian.toml` cannot be used; the message says why in Chinese."""


@dataclass(frozen=True)
class Installation:
    """The office's settings. `home` is absolute; `mechanisms` names only those whose duty is not lead."""

    home: Path
    bureau: str = DEFAULT_BUREAU
    county: str = ""
    kind: str = ""
    region: str = ""
    code_name: str = ""
    departments: tuple[str, ...] = ()
    mechanisms: Mapping[str, Duty] = field(default_factory=dict)
    portals: frozenset[str] = frozenset()
    url: str = DEFAULT_URL
    password_days: int = 0
    demo: bool = False
    day: date | None = None

    @property
    def path(self) -> Path:
        return self.home / FILE

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

    @property
    def kind_word(self) -> str:
        """县, 区, 市 …: what follows 全 and 本 in the papers of this place."""
        return self.kind or next((kind for kind in KINDS if self.county.endswith(kind)), "县")

    @property
    def whole_word(self) -> str:
        """What stands behind 全, 本, 我 and 邻: 全区 of an autonomous region too."""
        return self.kind_word.removeprefix("自治")

    def worded(self, text: str) -> str:
        """A text of the program as this place says it: 全县, 本县, 邻县 become 全区 …, and 科技局 alone the bureau's own name."""
        return _BUREAU.sub(self.bureau, _PLACE.sub(self.whole_word, text))

    def duty(self, mechanism: str) -> Duty:
        """How the bureau stands to it; to what nobody has set, or is no mechanism: lead."""
        return self.mechanisms.get(mechanism, Duty.LEAD)

    def shows(self, mechanism: str) -> bool:
        """Are its pages there at all? What belongs to several («high_tech tech_sme») is while one of them is, what to none («») always."""
        return any(self.duty(code) is not Duty.NONE for code in mechanism.split() or [""])

    def may_enter(self, mechanism: str) -> bool:
        """Are rows entered here by hand? Otherwise they come by import, or not at all. Of several: where it is so of one."""
        return any(self.duty(code) in {Duty.LEAD, Duty.ASSIST} for code in mechanism.split() or [""])


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
    settings = _read(home / FILE)
    bureau, web = _table(settings, "bureau"), _table(settings, "web")
    return Installation(
        home=home,
        bureau=bureau.get("name") or DEFAULT_BUREAU,
        county=bureau.get("county", ""),
        kind=bureau.get("kind", ""),
        region=str(bureau.get("region", "")),
        code_name=bureau.get("code_name", ""),
        departments=tuple(bureau.get("departments", ())),
        mechanisms=_duties(_table(settings, "mechanisms")),
        portals=_portals(_table(settings, "portals")),
        url=environ.get("TITIAN_URL") or web.get("url", DEFAULT_URL),
        password_days=_days(settings.get("accounts", {}).get("password_days", 0)),
        demo=bool(web.get("demo", False)),
        day=_day(web.get("day")),
    )


def dump(installation: Installation) -> str:
    """The text of a `titian.toml` with these settings."""
    web: dict[str, Any] = {"url": installation.url, "demo": installation.demo}
    return toml.dumps({**_chosen(installation), "web": {**web, "day": installation.day} if installation.day else web})


def save(installation: Installation) -> None:
    """Write what the office chooses (bureau, mechanisms, portals) into `titian.toml`, whole or not at all.

    Everything else in the file stays: the web settings, which the environment may overrule, and tables this release does not know.
    Raises InstallationError when the file as it is cannot be read.
    """
    kept, chosen = _read(installation.path), _chosen(installation)
    merged = {name: {**_table(kept, name), **values} for name, values in chosen.items()}
    write_settings(installation.path, toml.dumps({**kept, **merged}))


def write_settings(path: Path, text: str) -> None:
    """Put the file in place in one step: a process that reads it meanwhile gets the old one or the new one."""
    handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _chosen(installation: Installation) -> dict[str, dict[str, Any]]:
    return {
        "bureau": {
            "name": installation.bureau,
            "county": installation.county,
            "kind": installation.kind,
            "region": installation.region,
            "code_name": installation.code_name,
            "departments": list(installation.departments),
        },
        "mechanisms": {code: installation.duty(code).value for code in MECHANISMS},
        "portals": {code: code in installation.portals for code in PORTALS},
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise InstallationError(f"设置文件 {FILE} 读不了：{problem}。请按 TOML 格式改正后再试") from problem


def _table(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = settings.get(name, {})
    if not isinstance(table, Mapping):
        raise InstallationError(f"{FILE} 的 {name} 应是一张表，写成 [{name}] 一行，下面一行一项")
    return table


def _duties(table: Mapping[str, Any]) -> dict[str, Duty]:
    """Every unreadable line at once. A mechanism this release does not know is left alone: an older one may read the file."""
    known = {duty.value: duty for duty in Duty}
    if wrong := [f"{code} = {value!r}" for code, value in table.items() if value not in known]:
        raise InstallationError(f"{FILE} 的 [mechanisms] 只认 {'、'.join(known)}：{'；'.join(wrong)}")
    duties = {code: known[value] for code, value in table.items() if code in MECHANISMS}
    return {code: duty for code, duty in duties.items() if duty is not Duty.LEAD}


def _portals(table: Mapping[str, Any]) -> frozenset[str]:
    if wrong := [f"{code} = {value!r}" for code, value in table.items() if not isinstance(value, bool)]:
        raise InstallationError(f"{FILE} 的 [portals] 只认 true（开）和 false（关）：{'；'.join(wrong)}")
    return frozenset(code for code, opened in table.items() if opened and code in PORTALS)


def _days(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise InstallationError("titian.toml 的 password_days 应写成天数，如 password_days = 90；不限写 0")


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    raise InstallationError("titian.toml 的 day 应写成日期，如 day = 2026-05-31")
