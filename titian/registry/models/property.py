"""Intellectual property of an organisation, in the two classes the enterprise rules tell apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.registry.models.organisations import Organisation

if TYPE_CHECKING:
    from titian.accounts.models import User


class PropertyQuerySet(models.QuerySet["IntellectualProperty"]):
    def visible_to(self, user: User) -> PropertyQuerySet:
        return self if user.is_inside else self.filter(organisation__in=Organisation.objects.visible_to(user))

    def held_on(self, day: date) -> PropertyQuerySet:
        """Granted on or before the day and not expired by then."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=day), granted_on__lte=day)


class IntellectualProperty(models.Model):
    """One right. Class I or II follows from its kind (国科发火〔2016〕195号 知识产权Ⅰ类、Ⅱ类); `expires_on` is the day after the last."""

    KINDS = {
        "invention": "发明专利",
        "defence": "国防专利",
        "plant": "植物新品种",
        "crop": "国家级农作物品种",
        "drug": "国家新药",
        "chinese_medicine": "国家一级中药保护品种",
        "layout": "集成电路布图设计专有权",
        "utility": "实用新型专利",
        "design": "外观设计专利",
        "software": "软件著作权",
    }
    CLASS_ONE = frozenset({"invention", "defence", "plant", "crop", "drug", "chinese_medicine", "layout"})
    SPOKEN = {"发明": "invention", "实用新型": "utility", "外观设计": "design", "软著": "software", "计算机软件著作权": "software"}
    OBTAINED = {"own": "自主研发", "transfer": "受让", "gift": "受赠", "merger": "并购"}

    organisation = models.ForeignKey(Organisation, verbose_name="权利人", on_delete=models.CASCADE, related_name="properties")
    kind = models.CharField("类型", max_length=20)
    number = models.CharField("授权号", max_length=60)
    name = models.CharField("名称", max_length=200)
    obtained = models.CharField("获得方式", max_length=10, blank=True)
    applied_on = models.DateField("申请日期", null=True, blank=True)
    granted_on = models.DateField("授权日期", null=True, blank=True)
    expires_on = models.DateField("届满日期", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = PropertyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "知识产权"
        ordering = ["organisation", "kind", "pk"]
        indexes = [models.Index(fields=["kind", "granted_on"], name="property_granted")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="one_right_a_holder",
                violation_error_message="这个授权号已登记，请打开那一条修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.number}）"

    def get_absolute_url(self) -> str:
        return reverse("registry:property", args=[self.pk])

    def clean(self) -> None:
        problems = {} if self.kind in self.KINDS else {"kind": f"应为{'、'.join(self.KINDS.values())}之一"}
        if self.obtained and self.obtained not in self.OBTAINED:
            problems["obtained"] = f"应为{'、'.join(self.OBTAINED.values())}之一"
        if self.granted_on and self.expires_on and self.expires_on <= self.granted_on:
            problems["expires_on"] = "应在授权日期之后"
        if problems:
            raise ValidationError(problems)

    @property
    def obtained_label(self) -> str:
        return self.OBTAINED.get(self.obtained, self.obtained)

    @property
    def kind_label(self) -> str:
        return self.KINDS.get(self.kind, self.kind)

    @property
    def last_day(self) -> date | None:
        return self.expires_on - timedelta(days=1) if self.expires_on else None

    @property
    def is_class_one(self) -> bool:
        return self.kind in self.CLASS_ONE

    @property
    def class_label(self) -> str:
        return "Ⅰ类" if self.is_class_one else "Ⅱ类"
