"""`titian init`: a new, empty installation, or an existing one brought up to this version."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import transaction

from titian.accounts.actions import add_department, appoint_first_administrator
from titian.accounts.models import Department, User
from titian.base.commands import Command as Base
from titian.base.commands import guarded, refuse
from titian.base.database import make_private
from titian.base.errors import Refused
from titian.base.installation import (
    DEFAULT_BUREAU,
    DEFAULT_URL,
    KINDS,
    Installation,
    InstallationError,
    dump,
    load,
    make_folders,
    save,
    write_settings,
)
from titian.base.reloading import watch
from titian.base.secrets import secret_key
from titian.journal.context import through
from titian.places.actions import add_region, add_towns
from titian.places.lists import Listed, read_towns
from titian.places.models import Region

_COUNTY_CODE = re.compile(r"[0-9]{6}")


class Command(Base):
    """Database, folders, settings, the county and its towns, departments, and an administrator whose first password is printed once.

    What exists stays; run again it brings the tables up to this version and adds only what is missing.
    """

    help = "建立或升级安装：数据库、文件夹、设置、首位系统管理员"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", metavar="县区名", help="如 示范县；只在新建时用")
        parser.add_argument(
            "--towns", type=Path, metavar="文件", help="乡镇名单，一行一个，可在名称后写 9 位区划代码；# 开头的行不算"
        )
        parser.add_argument("--region", "--code", metavar="区划代码", help="县区的六位 GB/T 2260 代码；可以以后补")
        parser.add_argument(
            "--kind", choices=KINDS, metavar="称谓", help=f"文稿里怎样称呼本地（{'、'.join(KINDS)}；默认按县区名的末字）"
        )
        parser.add_argument("--bureau", metavar="单位名", help="印在文稿上的名称（默认：县区名+科技局）")
        parser.add_argument("--departments", metavar="科室,科室", help="股、室、科的名称，用逗号分开，按文稿里的次序")

    def handle(self, *args: Any, **options: Any) -> None:
        with through("command"):
            guarded(lambda: self._init(options))

    def _init(self, options: dict[str, Any]) -> None:
        wanted = _wanted(options)
        towns = _towns(options["towns"], wanted)
        self._prepare(wanted)
        call_command("migrate", verbosity=0, interactive=False)
        administrator, password = _administrator()
        added = _fill(wanted, towns, administrator)
        self._report(added, password)

    def _prepare(self, wanted: Installation) -> None:
        """Folders, the signing key, the settings. Raises CommandError where the folder cannot be used."""
        try:
            make_folders(wanted)
            make_private(settings.DATABASES["default"])
            secret_key(wanted.home)
            if not wanted.path.exists():
                write_settings(wanted.path, dump(replace(wanted, url=DEFAULT_URL)))
            elif load(wanted.home) != wanted:
                save(wanted)
        except OSError as problem:
            raise refuse(f"安装文件夹 {wanted.home} 用不了（{problem.strerror}），请核对 TITIAN_HOME 和权限") from problem
        watch().take_up()

    def _report(self, added: Sequence[str], password: str) -> None:
        if password:
            self.say(f"系统管理员 admin 的初始密码：{password}（只显示这一次，请登录后立即修改）")
        self.say("新增：" + "；".join(added) if added else "没有新增：这个安装已有这些内容")
        self.say(f"安装就绪：{settings.TITIAN.home}")


def _wanted(options: dict[str, Any]) -> Installation:
    """The settings after this run. Raises Refused with everything that cannot be, before anything is written."""
    known = _known()
    county, code = (options["county"] or "").strip(), (options["region"] or "").strip()
    problems = []
    if county and known.county and county != known.county:
        problems.append(f"这个安装是「{known.county}」的，不能改建成「{county}」；请用 TITIAN_HOME 另指一个文件夹")
    if code and not _COUNTY_CODE.fullmatch(code):
        problems.append(f"县区的区划代码应为 6 位数字，不是「{code}」")
    elif code and known.region and code != known.region:
        problems.append(f"这个安装的区划代码是 {known.region}，不是「{code}」")
    if (options["towns"] or code) and not (county or known.county):
        problems.append("请用 --county 写明县区名")
    if problems:
        raise Refused(problems)
    return replace(
        known,
        county=county or known.county,
        region=code or known.region,
        kind=known.kind or options["kind"] or "",
        bureau=_bureau(known, (options["bureau"] or "").strip(), county),
        departments=tuple(dict.fromkeys([*known.departments, *_names(options["departments"])])),
    )


def _known() -> Installation:
    try:
        return load(settings.TITIAN.home)
    except InstallationError as problem:
        raise Refused(str(problem)) from problem


def _bureau(known: Installation, given: str, county: str) -> str:
    """A name once set is changed in 本局设置 only."""
    if known.bureau != DEFAULT_BUREAU:
        return known.bureau
    return given or (f"{county}{DEFAULT_BUREAU}" if county else known.bureau)


def _names(text: str | None) -> list[str]:
    return [name for name in re.split(r"[\s,，、;；]+", text or "") if name]


def _towns(path: Path | None, wanted: Installation) -> list[Listed]:
    if path is None:
        return []
    try:
        return read_towns(path.read_bytes(), county_code=wanted.region)
    except OSError as problem:
        raise refuse(f"乡镇名单 {path} 读不了（{problem.strerror}），请核对文件名") from problem
    except Refused as problem:
        raise Refused([f"乡镇名单 {path.name}：{len(problem.messages)} 处要改，什么也没有写入", *problem.messages]) from problem


def _administrator() -> tuple[User, str]:
    """The first administrator, and the password when it has just been made."""
    known = User.objects.first_administrator()
    if known:
        return known, ""
    password = secrets.token_urlsafe(9)
    return appoint_first_administrator(username="admin", name="系统管理员", password=password), password


@transaction.atomic
def _fill(wanted: Installation, towns: Sequence[Listed], by: User) -> list[str]:
    """County, towns and departments; returns what was added, in words."""
    added = []
    if wanted.county:
        before = Region.objects.count()
        county = add_region(name=wanted.county, level="county", code=wanted.region or None, by=by)
        added += [f"县区「{county}」"] if Region.objects.count() > before else []
        made = add_towns(county=county, towns=towns, by=by)
        added += [f"{len(made)} 个乡镇街道"] if made else []
    known = set(Department.objects.values_list("name", flat=True))
    missing = [(order, name) for order, name in enumerate(wanted.departments) if name not in known]
    for order, name in missing:
        add_department(name=name, order=order, by=by)
    return [*added, f"{len(missing)} 个科室"] if missing else added
