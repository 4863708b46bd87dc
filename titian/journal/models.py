"""Journal rows and the head of their chain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn, Protocol, runtime_checkable

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from titian.journal.chain import GENESIS, Link

# What acts note beside the columns of their object.
WORDS: dict[str, str] = {
    "amended": "更新数",
    "as_of": "截至",
    "asked": "发给几家",
    "changed": "改了几处",
    "checks": "核对问题数",
    "closed": "办结数",
    "created": "新增数",
    "day": "日期",
    "errors": "问题数",
    "evidence": "佐证材料",
    "fields": "字段",
    "figures": "数字个数",
    "firms": "企业数",
    "first": "起",
    "former_names": "曾用名",
    "goal": "目标值",
    "is_above": "是否规上",
    "is_above_scale": "是否规上",
    "last": "止",
    "lines": "行数",
    "not_met": "不符合数",
    "on": "日期",
    "organisation": "单位",
    "outline": "提纲",
    "parameters": "参数",
    "points": "得分",
    "programmes": "认定项目",
    "register": "名单",
    "rows": "行数",
    "sha256": "文件校验值",
    "short_names": "简称",
    "unchanged": "未变数",
    "version": "版本",
    "year": "年度",
}


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a journal row through the ORM."""


@cache
def code_labels() -> dict[str, str]:
    """Code → the office's words for the act, as every room declares them in its AppConfig: `journal_words = {"places.region.added": …}`."""
    return {code: label for config in apps.get_app_configs() for code, label in getattr(config, "journal_words", {}).items()}


@runtime_checkable
class Worded(Protocol):
    """An object that has words of its own for what acts note of it: a row those of its ledger."""

    def journal_words_of(self, name: str, before: object, after: object) -> tuple[str, object, object] | None: ...


@dataclass(frozen=True)
class FieldChange:
    """One field of an act as texts, for reading."""

    label: str
    before: str
    after: str


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, obj: models.Model) -> EntryQuerySet:
        """What was done to one object, newest first."""
        return self.filter(object_kind=obj._meta.label_lower, object_id=str(obj.pk)).order_by("-sequence")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("操作日志只能追加，不能修改")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("操作日志只能追加，不能删除")


class Entry(models.Model):
    """One act on one object. `before` and `after` hold the changed fields only."""

    CHANNELS = {"web": "网页", "command": "命令行", "job": "后台任务"}

    sequence = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    code = models.CharField("操作", max_length=100, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人账号", null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField("操作人", max_length=100)
    channel = models.CharField("途径", max_length=20, default="web")
    object_kind = models.CharField("对象类别", max_length=100)
    object_id = models.CharField("对象编号", max_length=64)
    object_label = models.CharField("对象", max_length=300)
    before = models.JSONField("原值", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("新值", null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField("理由", blank=True)
    request_id = models.CharField("请求号", max_length=64, blank=True)
    previous = models.CharField("上一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="journal_object")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.code} {self.object_label}"

    @property
    def channel_label(self) -> str:
        return self.CHANNELS.get(self.channel, self.channel)

    @property
    def code_label(self) -> str:
        """添加用户; the code itself where its room has no word for it."""
        return code_labels().get(self.code, self.code)

    @property
    def object_kind_label(self) -> str:
        try:
            return str(apps.get_model(self.object_kind)._meta.verbose_name)
        except (LookupError, ValueError):  # the table of an older release
            return self.object_kind

    @property
    def changes(self) -> list[FieldChange]:
        before, after = self.before or {}, self.after or {}
        model, held = self._model(), self._held()
        return [_change(model, held, name, before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after])]

    def _model(self) -> type[models.Model] | None:
        try:
            return apps.get_model(self.object_kind)
        except (LookupError, ValueError):  # the table of an older release
            return None

    def _held(self) -> Worded | None:
        """The object itself where its model has words of its own (`journal_words_of`) and it is still there."""
        model = self._model()
        if model is None or not issubclass(model, Worded) or not self.object_id.isdecimal():
            return None
        found = model._base_manager.filter(pk=self.object_id).first()
        return found if isinstance(found, Worded) else None

    def content(self) -> dict[str, object]:
        """What the hash covers, as JSON values."""
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(timespec="microseconds"),
            "code": self.code,
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "channel": self.channel,
            "object": [self.object_kind, self.object_id, self.object_label],
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "request_id": self.request_id,
        }

    def as_link(self) -> Link:
        return Link(self.sequence, self.previous, self.hash, self.content())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("操作日志只能追加，不能修改")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("操作日志只能追加，不能删除")


class Head(models.Model):
    """The end of the chain: one row, locked while a transaction appends."""

    count = models.PositiveBigIntegerField("条数", default=0)
    hash = models.CharField("末条校验值", max_length=64, default=GENESIS)

    class Meta:
        verbose_name = verbose_name_plural = "日志链首尾"

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:8]}"


def _change(model: type[models.Model] | None, held: Worded | None, name: str, before: object, after: object) -> FieldChange:
    """In the object's own words (its ledger's), else by the labels of its table, else by what rooms call such a thing."""
    if held is not None and (said := held.journal_words_of(name, before, after)):
        return FieldChange(said[0], _readable(said[1]), _readable(said[2]))
    return FieldChange(_field_label(model, name), _readable(_worded(model, name, before)), _readable(_worded(model, name, after)))


def _field_label(model: type[models.Model] | None, name: str) -> str:
    fields = model._meta.get_fields() if model else ()
    found = (str(field.verbose_name) for field in fields if field.name == name and hasattr(field, "verbose_name"))
    return next(found, WORDS.get(name, name))


def _worded(model: type[models.Model] | None, name: str, value: object) -> object:
    """A code by its word: what the table itself prints for it (`state_label` of a state)."""
    if model is None or not isinstance(value, str) or not isinstance(getattr(model, f"{name}_label", None), property):
        return value
    try:
        return getattr(model(**{name: value}), f"{name}_label") or value
    except (LookupError, TypeError, ValueError):  # a word already, or a code of an older release
        return value


def _readable(value: object) -> str:
    """A JSON value as a person reads it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return ";".join(f"{key}:{_readable(part)}" for key, part in value.items())
    return "、".join(_readable(part) for part in value) if isinstance(value, list) else str(value)
