"""区划的 Excel: towns and villages of the county; and how other registers' sheets name a town."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.permissions import YES, Verdict, no
from titian.base.registers import Finder, NotFoundError, Register, Remark, Row, Work
from titian.places.models import CODE_LENGTHS, LEVELS, Region
from titian.places.permissions import can_edit_places

_ENDS = ("镇", "乡", "街道", "街道办", "街道办事处", "管委会", "开发区", "园区")
_MOST_NAMED = 20


def home_county() -> Region | None:
    """The installation's own county."""
    for text in (settings.TITIAN.region, settings.TITIAN.county):
        if text and (found := Region.objects.named(text)):
            return found
    return Region.objects.filter(level="county").order_by("code").first()


class Towns(Finder):
    """A town or village of the county by code or name; 城关 finds 城关镇 where only one begins so."""

    def __init__(self, user: Any, day: date) -> None:
        super().__init__(user, day)
        county = home_county()
        inside = Region.objects.filter(models.Q(parent=county) | models.Q(parent__parent=county)).select_related("parent")
        self.towns = [one for one in inside.order_by("level", "order", "code") if one.level == "town"]
        self.known: dict[str, list[Region]] = {}
        for one in inside:
            for word in {one.name, one.code or one.name}:
                self.known.setdefault(word, []).append(one)
        # A sheet of an earlier year names a town as it was called then.
        for one in inside.prefetch_related("former_names"):
            for former in one.former_names.all():
                self.known.setdefault(former.text, [one])

    def find(self, text: str) -> Region:
        word = text.strip()
        found = self.known.get(word) or [one for one in self.towns if one.name in {word + end for end in _ENDS}]
        if len(found) > 1:
            found = [one for one in found if one.level == "town"] or found
        if len(found) == 1:
            return found[0]
        if found:
            parents = "、".join(f"{one.parent}{one.name}" for one in found)
            raise NotFoundError(f"「{word}」有几个：{parents}，请写区划代码")
        names = "、".join(one.name for one in self.towns[:_MOST_NAMED]) + ("等" if len(self.towns) > _MOST_NAMED else "")
        raise NotFoundError(
            f"{settings.TITIAN.worded('本县')}没有「{word}」这个乡镇，应为{names}之一；还没有定的请留空"
            if names
            else "还没有建立乡镇，请先导入区划"
        )


class Regions(Register[Region]):
    name, label, counted = "regions", "区划", "个"
    help = "一个乡镇（街道）或村（社区）一行。不写上级的乡镇归本局所在的县区。"
    model = Region
    key = ("code", "name")
    added, amended, removed = "places.region.added", "places.region.amended", "places.region.removed"
    columns = (
        Column(
            "name",
            "名称",
            aliases=("乡镇", "乡镇名称", "区划名称", "街道", "村名", "村（社区）", "乡镇街道"),
            required=True,
            example="城关镇",
        ),
        Column("code", "区划代码", width=14, aliases=("代码", "行政区划代码", "统计用区划代码"), example="990123101"),
        Column(
            *("level", "层级", "choice"),
            choices=LEVELS,
            spoken={"镇": "town", "乡": "town", "街道": "town", "乡镇": "town", "村": "village", "社区": "village", "县": "county"},
            aliases=("级别", "类型"),
            example="乡镇街道",
        ),
        Column("parent", "上级", aliases=("上级区划", "所属乡镇", "所属县"), example="示范县"),
        Column("order", "次序", "integer", aliases=("排序", "序号")),
        Column("since", "设立日期", "day"),
        Column("until", "撤销日期", "day"),
    )

    def can_see(self, user: User) -> Verdict:
        return YES if user.is_inside or user.is_administrator else no("区划只对局内人员开放")

    def can_add(self, user: User) -> Verdict:
        return can_edit_places(user)

    def can_change(self, user: User, obj: Region) -> Verdict:
        return can_edit_places(user, obj)

    def whole(self) -> models.QuerySet[Region]:
        return Region.objects.select_related("parent")

    def rows(self, user: User) -> models.QuerySet[Region]:
        return Region.objects.exclude(parent=None).select_related("parent").order_by("level", "order", "code")

    def tidy(self, row: Row[Region], work: Work) -> Iterator[Remark]:
        code, county = _digits(row.value("code")), work.kept.setdefault("county", home_county())
        row.values["code"] = code
        row.values["level"] = row.value("level") or ("village" if code and len(code) == CODE_LENGTHS["village"] else "town")
        length = CODE_LENGTHS.get(str(row.value("level")))
        if code and len(code) != length:
            yield Remark("code", f"{LEVELS[row.values['level']]}的区划代码应为 {length} 位数字，这里是「{code}」")
        said = row.value("parent")
        row.emptied -= {"level", "parent"}
        inside = row.values["level"] in {"town", "village"}  # what is no part of the county lies in it only if somebody says so
        row.values["parent"] = Region.objects.named(str(said)) if said else county if inside else None
        if said and row.values["parent"] is None:
            yield Remark("parent", f"区划里没有「{said}」，请先导入上级区划，或核对名称")

    def find(self, rows: Sequence[Row[Region]], work: Work) -> None:
        every = list(Region.objects.select_related("parent"))
        by_code = {one.code: one for one in every if one.code}
        by_name = {(one.name, one.parent_id): one for one in every}
        for row in rows:
            parent = row.value("parent")
            named = by_name.get((str(row.value("name")), parent.pk if parent else None))
            row.obj = by_code.get(row.value("code")) or (named if named and not (row.value("code") and named.code) else None)

    def identity(self, row: Row[Region]) -> Any:
        return row.value("code") or (row.value("name"), row.value("parent") and row.value("parent").pk)

    def current(self, obj: Region) -> dict[str, Any]:
        return super().current(obj) | {"order": obj.order}

    def cells(self, obj: Region) -> Mapping[str, Any]:
        return self.current(obj) | {"parent": obj.parent.name if obj.parent else None}

    def restored(self, obj: Region, key: str, value: Any) -> Any:
        return Region.objects.filter(pk=value).first() if key == "parent" else super().restored(obj, key, value)


def _digits(text: Any) -> str | None:
    return str(text).strip() if text else None


def registers() -> list[Register[Any]]:
    return [Regions()]


def finders() -> dict[str, type[Finder]]:
    return {"town": Towns}
