"""The catalogue as the books know it: the packaged entries and those the office added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.core.validators import RegexValidator
from django.db import models

from titian.figures.catalogue import Indicator, packaged

KINDS = {"stock": "存量", "flow": "流量", "ratio": "比率"}
_BRACKETS = str.maketrans("（）＆", "()&")
_BRACKETED = re.compile(r"\([^()]*\)")
LOCAL_AREA = ("local", "本局增设")


@cache
def areas() -> Mapping[str, str]:
    """Areas of the catalogue with their labels; what belongs to none is the office's own."""
    return {**{entry.area: entry.area_label for entry in packaged().values()}, LOCAL_AREA[0]: LOCAL_AREA[1]}


class LocalIndicator(models.Model):
    """An indicator the office added. Archived ones keep their figures and past papers but are no longer offered.

    `sentence` is how reports say it, in the grammar of templates; empty: the ordinary sentence.
    """

    code = models.CharField("代码", max_length=60, unique=True, validators=[RegexValidator(r"^local\.[a-z][a-z0-9_.]*$")])
    name = models.CharField("名称", max_length=80, unique=True)
    unit = models.CharField("单位", max_length=20)
    kind = models.CharField("类型", max_length=10)
    definition = models.TextField("定义")
    publisher = models.CharField("发布部门", max_length=50, default="科技局")
    frequency = models.CharField("频次", max_length=20, default="半年")
    calibre = models.CharField("口径", max_length=100, blank=True)
    direction = models.CharField("方向", max_length=10, default="up")
    decomposable = models.BooleanField("可分解到乡镇", default=True)
    disclosure = models.CharField("公开属性", max_length=10, default="内部")
    area = models.CharField("领域", max_length=20, default=LOCAL_AREA[0])
    sentence = models.TextField("文稿句子", blank=True)
    is_archived = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "增设指标"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def as_indicator(self) -> Indicator:
        return Indicator(
            code=self.code,
            name=self.name,
            unit=self.unit,
            kind=self.kind,
            area=self.area,
            area_label=areas().get(self.area, LOCAL_AREA[1]),
            definition=self.definition,
            publisher=self.publisher,
            frequency=self.frequency,
            calibre=self.calibre,
            direction=self.direction,
            decomposable=self.decomposable,
            disclosure=self.disclosure,
            scored=False,
        )


def indicators() -> Mapping[str, Indicator]:
    """Every indicator in the catalogue's order, the office's own last; one query."""
    local = {entry.code: entry.as_indicator() for entry in LocalIndicator.objects.all()}
    return {**packaged(), **local}


def indicator(code: str) -> Indicator | None:
    """One entry; None when the catalogue doesn't know the code."""
    found = packaged().get(code)
    if found is None:
        local = LocalIndicator.objects.filter(code=code).first()
        return local.as_indicator() if local else None
    return found


def find_indicators(text: str) -> list[Indicator]:
    """Entries whose code or name is exactly `text`, else those whose name contains it, else without what the name has in brackets:
    «入企服务次数» finds 入企(走访)服务次数."""
    known, wanted = indicators().values(), _narrow(text)
    exact = [entry for entry in known if wanted in {entry.code, _narrow(entry.name)}]
    if exact or not wanted:
        return exact
    named = [entry for entry in known if wanted in _narrow(entry.name)]
    return named or [entry for entry in known if wanted in _BRACKETED.sub("", _narrow(entry.name))]


def _narrow(text: str) -> str:
    """Brackets and blanks as typed either way: 新增（认定）… is 新增(认定)…."""
    return "".join(text.translate(_BRACKETS).split())
