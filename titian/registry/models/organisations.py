"""Organisations, the names they have and had, and the years in which they were above scale (规上)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.base import masking
from titian.registry.codes import USCC_LENGTH, industry_name, industry_problem, uscc_doubt, uscc_problem
from titian.registry.names import folded, initials

if TYPE_CHECKING:
    from titian.accounts.models import User

OFFICIAL, SHORT, FORMER, FORMER_CODE, MERGED = "official", "short", "former", "old_code", "merged"
ACTIVE, CLOSED, MOVED = "active", "closed", "moved"
ENTERPRISE = "enterprise"
_PART_OF_A_CODE = re.compile(r"(?=.*\d)[0-9a-z]{6,18}")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about many organisations; merged ones answer none of them but `with_merged()`."""

    def visible_to(self, user: User) -> OrganisationQuerySet:
        """Inside people all; a clerk the own town's; a carrier itself and its tenants; an enterprise or bank itself; others nothing."""
        if user.is_inside:
            return self
        if user.own_town_id:
            return self.filter(Q(region=user.own_town_id) | Q(region__parent=user.own_town_id))
        if user.own_organisation_id:
            tenants = Q(carrier=user.own_organisation_id) if user.is_carrier else Q()
            return self.filter(Q(pk=user.own_organisation_id) | tenants)
        return self.none()

    def current(self) -> OrganisationQuerySet:
        """Without those that were found to be another one."""
        return self.filter(merged_into=None)

    def enterprises(self) -> OrganisationQuerySet:
        return self.filter(kind=ENTERPRISE)

    def above_scale(self, year: int) -> OrganisationQuerySet:
        return self.filter(pk__in=ScaleYear.objects.filter(year=year, is_above=True).values("organisation"))

    def titled(self, kind: str, day: date) -> OrganisationQuerySet:
        """Who holds a title on a day."""
        from titian.registry.models.titles import Title

        return self.filter(pk__in=Title.objects.here().valid_on(day).filter(kind=kind).values("organisation"))

    def untitled(self, day: date) -> OrganisationQuerySet:
        """Who holds no title at all on a day."""
        from titian.registry.models.titles import Title

        return self.exclude(pk__in=Title.objects.here().valid_on(day).values("organisation"))

    def lacking(self, name: str) -> OrganisationQuerySet:
        """Where a field of `Organisation.WANTED` is still to be filled in (待补)."""
        field = Organisation._meta.get_field(name)
        return self.filter(**{name: None}) if field.null else self.filter(**{name: ""})

    def named(self, words: str) -> OrganisationQuerySet:
        """Found by part of any of its names, pinyin initials, or code (six characters and more of it); every word must fit."""
        found = self
        for word in words.split():
            if key := folded(word):
                found = found.filter(_called(key))
        return found


def _called(key: str) -> Q:
    """One word of a search looks through one column of one narrow table: ten milliseconds at twenty thousand organisations allow no more."""
    names = OrganisationName.objects.order_by()
    if len(key) == USCC_LENGTH and key.isascii():
        return Q(uscc=key.upper()) | Q(pk__in=names.filter(kind=FORMER_CODE, folded=key).values("organisation"))
    if _PART_OF_A_CODE.fullmatch(key):
        return Q(uscc__contains=key.upper())
    letters = re.sub(r"[^a-z0-9]", "", key) if key.isascii() else ""
    named = names.filter(initials__contains=letters) if letters else names.filter(folded__contains=key)
    return Q(pk__in=named.values("organisation"))


class Organisation(models.Model):
    """An enterprise, school, institute or other body the bureau deals with.

    `uscc` may be missing (待补). A code whose check character fails is kept with what was said for letting it through. `capital` is
    in the hundredth part of its currency (分 for CNY).
    """

    KINDS = {
        ENTERPRISE: "企业",
        "university": "高等院校",
        "institute": "科研院所",
        "hospital": "医疗机构",
        "cooperative": "合作社",
        "carrier": "孵化载体",
        "bank": "金融机构",
        "association": "社会团体",
        "agency": "机关单位",
        "other": "其他",
    }
    STATES = {ACTIVE: "在业", CLOSED: "注销或吊销", MOVED: "已迁出"}
    CURRENCIES = {"CNY": "人民币", "USD": "美元", "HKD": "港元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑", "TWD": "新台币"}
    # What a row should have and may do without for a while (待补).
    WANTED = {
        "uscc": "缺信用代码",
        "region": "缺乡镇",
        "industry": "缺行业",
        "founded_on": "缺成立日期",
        "officer": "缺责任人",
        "phone": "缺联系电话",
    }
    MASKED = {"phone": masking.phone}

    name = models.CharField("企业名称", max_length=200, db_index=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    uscc_reason = models.CharField("代码放行理由", max_length=200, blank=True)
    kind = models.CharField("类别", max_length=20, default=ENTERPRISE, db_index=True)
    legal_form = models.CharField("企业类型", max_length=100, blank=True)
    region = models.ForeignKey(
        "places.Region", verbose_name="所属乡镇", null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    address = models.CharField("地址", max_length=300, blank=True)
    industry = models.CharField("行业代码", max_length=5, blank=True, db_index=True)
    founded_on = models.DateField("成立日期", null=True, blank=True)
    capital = models.BigIntegerField("注册资金", null=True, blank=True)
    capital_currency = models.CharField("币种", max_length=3, default="CNY")
    scope = models.TextField("经营范围", blank=True)
    legal_person = models.CharField("法定代表人", max_length=60, blank=True)
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, default=ACTIVE, db_index=True)
    state_since = models.DateField("状态起始", null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="责任人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    carrier = models.ForeignKey(
        "self", verbose_name="入驻载体", null=True, blank=True, on_delete=models.PROTECT, related_name="tenants"
    )
    note = models.TextField("备注", blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name="并入", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField("建档时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["region", "kind", "state"], name="organisation_region"),
            models.Index(fields=["founded_on"], name="organisation_founded"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registry:organisation", args=[self.pk])

    def clean(self) -> None:
        problems = {"uscc": self._uscc_problem(), "industry": industry_problem(self.industry) if self.industry else ""}
        for name, words in (("kind", self.KINDS), ("state", self.STATES), ("capital_currency", self.CURRENCIES)):
            problems[name] = "" if getattr(self, name) in words else f"应为{'、'.join(words.values())}之一"
        if found := {name: problem for name, problem in problems.items() if problem}:
            raise ValidationError(found)

    def _uscc_problem(self) -> str:
        """A code that is well-formed and fails its check is let through by a reason."""
        if not self.uscc:
            return ""
        if problem := uscc_problem(self.uscc):
            return problem
        if (doubt := self.uscc_doubt) and not self.uscc_reason:
            return f"{doubt}；核对营业执照无误的，请填写放行理由"
        twin = Organisation.objects.filter(uscc=self.uscc).exclude(pk=self.pk).first()
        return f"{self.uscc} 已登记在「{twin}」名下，请打开那一家修改，或把两条合并" if twin else ""

    @property
    def kind_label(self) -> str:
        return self.KINDS.get(self.kind, self.kind)

    @property
    def state_label(self) -> str:
        return self.STATES.get(self.state, self.state)

    @property
    def industry_label(self) -> str:
        """C3512 专用设备制造业; empty when not known."""
        return f"{self.industry} {industry_name(self.industry)}".strip()

    @property
    def capital_amount(self) -> Decimal | None:
        """In yuan, or in the units of the capital's own currency."""
        return None if self.capital is None else Decimal(self.capital).scaleb(-2)

    @property
    def uscc_doubt(self) -> str:
        """What is doubtful about the stored code; empty when nothing is, or when there is no code."""
        return uscc_doubt(self.uscc) if self.uscc else ""

    def name_on(self, day: date) -> str:
        """What it was called on a day: old papers keep the printed name."""
        names = self.names.filter(Q(since=None) | Q(since__lte=day), Q(until__gt=day), kind=FORMER).order_by("until")
        found = names.first()
        return found.text if found else self.name


class OrganisationName(models.Model):
    """One name: the official one, a 简称, a 曾用名 (with the days it held). Narrow on purpose: it is what a search looks through."""

    KINDS = {OFFICIAL: "全称", SHORT: "简称", FORMER: "曾用名", FORMER_CODE: "曾用代码", MERGED: "并入的名称"}

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="names")
    kind = models.CharField("名称类别", max_length=10, default=OFFICIAL)
    text = models.CharField("名称", max_length=200)
    folded = models.CharField("检索名", max_length=200, editable=False, db_index=True)
    initials = models.CharField("拼音首字母", max_length=200, editable=False)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True, help_text="当日起不再使用")

    class Meta:
        verbose_name = verbose_name_plural = "企业名称"
        ordering = ["organisation", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "folded"], name="one_name_a_kind")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def of(cls, organisation: Organisation, text: str, kind: str = OFFICIAL, **dates: date | None) -> OrganisationName:
        """A name with what searching needs, not yet stored."""
        return cls(organisation=organisation, kind=kind, text=text, folded=folded(text), initials=initials(text), **dates)

    @property
    def kind_label(self) -> str:
        return self.KINDS.get(self.kind, self.kind)


class ScaleYear(models.Model):
    """Was an organisation above scale (规上) in a year? No row: not known."""

    SECTORS = {"industry": "规上工业", "service": "规上服务业", "construction": "资质内建筑业", "trade": "限上批零住餐", "": "规上"}

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="scale_years")
    year = models.PositiveSmallIntegerField("年份")
    is_above = models.BooleanField("是否规上")
    sector = models.CharField("规上类别", max_length=20, blank=True)
    source = models.CharField("来源", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "规上年份"
        ordering = ["organisation", "year"]
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_scale_a_year")]

    @property
    def sector_label(self) -> str:
        return self.SECTORS.get(self.sector, self.sector)

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}年 {'规上' if self.is_above else '规下'}"
