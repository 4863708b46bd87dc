"""Imports: what was read from which file by whom, what it changed row by row, and how an office's own heads were mapped."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from titian.base.registers import Register, registers

if TYPE_CHECKING:
    from titian.accounts.models import User

CHECKING, CHECKED, APPLYING, APPLIED, REFUSED, UNDONE, DROPPED = (
    "checking",
    "checked",
    "applying",
    "applied",
    "refused",
    "undone",
    "dropped",
)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> BatchQuerySet:
        """Inside people see who imported what; others their own imports; nobody those of registers this office has nothing to do with."""
        hidden = [name for name, register in registers().items() if not settings.TITIAN.shows(register.mechanism)]
        here = self.exclude(register__in=hidden) if hidden else self
        return here if user.is_inside else here.filter(by=user)


class Batch(models.Model):
    """One import, from the file taken in to the rows written and, perhaps, taken back."""

    STATES = {
        CHECKING: "核对中",
        CHECKED: "待导入",
        APPLYING: "导入中",
        APPLIED: "已导入",
        REFUSED: "有错未导入",
        UNDONE: "已撤销",
        DROPPED: "已放弃",
    }

    register = models.CharField("登记表", max_length=40, db_index=True)
    file = models.ForeignKey("files.StoredFile", verbose_name="文件", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="导入人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    day = models.DateField("办理日期")
    state = models.CharField("状态", max_length=10, default=CHECKING, db_index=True)
    mapping = models.JSONField("列对应", default=dict, blank=True)
    rows = models.PositiveIntegerField("行数", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    findings = models.JSONField("核对结果", default=dict, blank=True, encoder=DjangoJSONEncoder)
    reason = models.CharField("放行理由", max_length=200, blank=True)
    job = models.ForeignKey("jobs.Job", verbose_name="后台任务", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤销人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.about.label}：{self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:batch", args=[self.pk])

    @cached_property
    def about(self) -> Register[Any]:
        """The register it belongs to, as it was when first asked: whoever holds a batch works by one set of columns."""
        return registers()[self.register]

    @property
    def state_label(self) -> str:
        return self.STATES[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state in {CHECKING, APPLYING}

    @property
    def errors(self) -> list[dict[str, Any]]:
        return list(self.findings.get("errors", ()))

    @property
    def warnings(self) -> list[dict[str, Any]]:
        return list(self.findings.get("warnings", ()))

    @property
    def notices(self) -> list[str]:
        return list(self.findings.get("notices", ()))


class BatchRow(models.Model):
    """What one row of a file did to one object. `before` null: it made the object. Values as JSON keeps them (`base.registers.kept`)."""

    batch = models.ForeignKey(Batch, verbose_name="批次", on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("行号")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    object_kind = models.CharField("对象类别", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    before = models.JSONField("原值", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("新值", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering = ["batch", "pk"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="batchrow_object")]

    def __str__(self) -> str:
        return f"{self.batch_id} 第 {self.number} 行"


class KnownHead(models.Model):
    """A head of somebody's sheet that was mapped by hand once: next time it is known. `key` "" says: leave this column out."""

    register = models.CharField("登记表", max_length=40)
    head = models.CharField("列名", max_length=200)
    key = models.CharField("对应列", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="指定人", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "列名对应"
        ordering = ["register", "head"]
        constraints = [models.UniqueConstraint(fields=["register", "head"], name="one_meaning_a_head")]

    def __str__(self) -> str:
        return f"{self.head} → {self.key or '不导入'}"

    @classmethod
    def mapping(cls, register: str) -> dict[str, str]:
        """Head → column key of everything mapped for a register."""
        return dict(cls.objects.filter(register=register).values_list("head", "key"))
