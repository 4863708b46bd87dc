"""Adding regions, one by one or by lists, and stating their bases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import models, transaction

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
    if problems := [problem for town in towns if (problem := _contradiction(town, county, "town"))]:
        raise Refused(problems)
    return _added(towns, lambda town: county, "town", by)


@transaction.atomic
def add_villages(*, county: Region, villages: Sequence[Listed], by: User) -> list[Region]:
    """The same for villages: each names its town, or its code begins with the town's. Raises Refused with every contradiction."""
    can_edit_places(by).demand()
    towns = {village: _town_of(village, county) for village in villages}
    problems = [
        f"第 {one.line} 行「{one.name}」的乡镇「{one.town or '空'}」不在{county}，请先添加乡镇"
        for one in villages
        if not towns[one]
    ]
    pairs = [(village, town) for village, town in towns.items() if town]
    problems += [problem for village, town in pairs if (problem := _contradiction(village, town, "village"))]
    if problems:
        raise Refused(problems)
    return _added(villages, lambda village: towns[village], "village", by)


def _added(listed: Sequence[Listed], superior: Callable[[Listed], Region | None], level: str, by: User) -> list[Region]:
    last = Region.objects.aggregate(last=models.Max("pk"))["last"] or 0
    regions = [
        add_region(name=one.name, level=level, code=one.code, parent=superior(one), order=order, by=by)
        for order, one in enumerate(listed)
    ]
    return [region for region in regions if region.pk > last]


def _town_of(village: Listed, county: Region) -> Region | None:
    towns = Region.objects.towns_of(county)
    if village.town:
        return towns.filter(models.Q(name=village.town) | models.Q(code=village.town)).first()
    return towns.filter(code=village.code[:9]).first() if village.code else None


def _contradiction(listed: Listed, parent: Region, level: str) -> str:
    """What stands in the way of one line; empty when nothing does."""
    where = f"第 {listed.line} 行「{listed.name}」"
    if listed.code and (wrong := _problems(listed.code, listed.name, level)):
        return f"{where}：{'；'.join(wrong)}"
    if listed.code and parent.code and not listed.code.startswith(parent.code):
        return f"{where}的代码 {listed.code} 不属于{parent}（{parent.code}）"
    same_code = Region.objects.filter(code=listed.code).first() if listed.code else None
    if same_code and same_code.name != listed.name:
        return f"{where}的代码 {listed.code} 已是「{same_code}」的；改了名称请在「区划」里办"
    same_name = Region.objects.filter(parent=parent, level=level, name=listed.name).first()
    if same_name and listed.code and same_name.code and same_name.code != listed.code:
        return f"{where}的代码已是 {same_name.code}，不是 {listed.code}"
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
