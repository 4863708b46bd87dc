"""Writing regions and bases."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.journal.actions import record
from titian.places.lists import Listed
from titian.places.models import CODE_LENGTHS, LEVELS, Base, Region
from titian.places.permissions import can_edit_places


@transaction.atomic
def add_region(*, name: str, level: str, by: User, code: str | None = None, parent: Region | None = None, order: int = 0) -> Region:
    """A new region; an existing one of that code, or of that name under the same superior, is returned. Raises Refused.

    One known by name only gets its code when it is given here.
    """
    can_edit_places(by).demand()
    if problems := _problems(code, name, level):
        raise Refused(problems)
    if known := _known(code, name.strip(), level, parent):
        return known if known.code or not code else _coded(known, code, by)
    name = name.strip()
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


@transaction.atomic
def add_towns(*, county: Region, towns: Sequence[Listed], by: User) -> list[Region]:
    """Those of a county's list that are not there yet, in the list's order; returns them. Raises Refused with every contradiction.

    A town is the same when its code is, or its name in this county; a list without codes never takes one away.
    """
    can_edit_places(by).demand()
    if problems := [problem for town in towns if (problem := _contradiction(town, county))]:
        raise Refused(problems)
    before = set(Region.objects.towns_of(county).values_list("pk", flat=True))
    regions = [
        add_region(name=town.name, level="town", code=town.code, parent=county, order=order, by=by)
        for order, town in enumerate(towns, start=len(before))
    ]
    return [region for region in regions if region.pk not in before]


def _contradiction(town: Listed, county: Region) -> str:
    """What stands in the way of one line; empty when nothing does."""
    where = f"第 {town.line} 行「{town.name}」"
    same_code = Region.objects.filter(code=town.code).first() if town.code else None
    if same_code and same_code.name != town.name:
        return f"{where}的代码 {town.code} 已是「{same_code}」的；改了名称请在「区划」里办"
    same_name = Region.objects.towns_of(county).filter(name=town.name).first()
    if same_name and town.code and same_name.code and same_name.code != town.code:
        return f"{where}的代码已是 {same_name.code}，不是 {town.code}"
    return ""


def _known(code: str | None, name: str, level: str, parent: Region | None) -> Region | None:
    """By its code; else by its name, a village or town only among those of one superior."""
    found = Region.objects.filter(code=code).first() if code else None
    if found is None:
        same = Region.objects.filter(name=name, level=level)
        same = same.filter(parent=parent) if level in {"town", "village"} else same
        found = same.filter(code=None).first() if code else same.first()
    return found


def _coded(region: Region, code: str, by: User) -> Region:
    region.code = code
    region.save(update_fields=["code"])
    record("places.region.coded", region, by=by, before={"code": None}, after={"code": code})
    return region


def _problems(code: str | None, name: str, level: str) -> list[str]:
    """Everything wrong with a region at once."""
    problems = [] if name.strip() else ["区划名称不能为空"]
    if level not in LEVELS:
        problems.append(f"层级「{level}」不认识，应为 {'、'.join(LEVELS)} 之一")
    elif code and not (code.isascii() and code.isdecimal() and len(code) == CODE_LENGTHS[level]):
        problems.append(f"{LEVELS[level]}「{name}」的区划代码应为 {CODE_LENGTHS[level]} 位数字，不是「{code}」")
    return problems
