"""Journal rows and the head of their chain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from titian.journal.chain import GENESIS, Link


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a journal row through the ORM."""


@cache
def code_labels() -> dict[str, str]:
    """Code → the office's words for the act, as every room declares them in its AppConfig: `journal_words = {"places.region.added": …}`."""
    return {code: label for config in apps.get_app_configs() for code, label in getattr(config, "journal_words", {}).items()}


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
        names = dict.fromkeys([*before, *after])
        return [FieldChange(self._field_label(name), _readable(before.get(name)), _readable(after.get(name))) for name in names]

    def _field_label(self, name: str) -> str:
        try:
            fields = apps.get_model(self.object_kind)._meta.get_fields()
        except (LookupError, ValueError):
            return name
        return next((str(field.verbose_name) for field in fields if field.name == name and hasattr(field, "verbose_name")), name)

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


def _readable(value: object) -> str:
    """A JSON value as a person reads it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return ";".join(f"{key}:{_readable(part)}" for key, part in value.items())
    return "、".join(_readable(part) for part in value) if isinstance(value, list) else str(value)
