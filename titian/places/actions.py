"""Writing regions and bases."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.places.models import CODE_LENGTHS, LEVELS, Base, Region
from titian.places.permissions import can_edit_places


@transaction.atomic
def add_region(*, name: str, level: str, by: User, code: str | None = None, parent: Region | None = None, order: int = 0) -> Region:
    """A new region; an existing one of that code (or, without a code, of that name) is returned as it is. Raises Refused."""
    can_edit_places(by).demand()
    if problems := _problems(code, name, level):
        raise Refused(problems)
    known = Region.objects.filter(code=code).first() if code else Region.objects.filter(name=name).first()
    if known:
        return known
    region = Region.objects.create(code=code, name=name, level=level, parent=parent, order=order)
    record("places.region.added", region, by=by, after={"code": code, "name": name, "level": level})
    return region


@transaction.atomic
def state_base(*, region: Region, kind: str, year: int, value: int, source: str, by: User) -> Base:
    """The base of a year; stating it again replaces the value and journals both."""
    can_edit_places(by).demand()
    if value < 0:
        raise Refused(f"{region}{year}年「{kind}」不能是负数：{value}")
    base = Base.objects.filter(region=region, kind=kind, year=year).first()
    before = {"value": base.value, "source": base.source} if base else None
    base = base or Base(region=region, kind=kind, year=year)
    base.value, base.source = value, source
    base.save()
    record("places.base.stated", base, by=by, before=before, after={"value": value, "source": source})
    return base


def _problems(code: str | None, name: str, level: str) -> list[str]:
    """Everything wrong with a region at once."""
    problems = [] if name.strip() else ["区划名称不能为空"]
    if level not in LEVELS:
        problems.append(f"层级「{level}」不认识，应为 {'、'.join(LEVELS)} 之一")
    elif code and not (code.isascii() and code.isdecimal() and len(code) == CODE_LENGTHS[level]):
        problems.append(f"{LEVELS[level]}「{name}」的区划代码应为 {CODE_LENGTHS[level]} 位数字，不是「{code}」")
    return problems
