"""Research projects of a firm, and the entries of their cost ledger (辅助账)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from titian.base.money import to_yuan
from titian.base.terms import Term
from titian.registry.models import Organisation
from titian.registry.models.annual import FIRST_YEAR, LAST_YEAR, RETURNS
from titian.registry.models.owned import OwnedQuerySet
from titian.rnd.calibres import CATEGORIES, OFFSET, Cost, category_label, sub_label, subs_of

if TYPE_CHECKING:
    from titian.accounts.models import User

SHORTEST_NAME, LONGEST_YEARS, MONTHS_A_YEAR = 5, 5, 12
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PUNCTUATION = re.compile(r"[\s，。、；：！？,.;:!?]")


class ProjectQuerySet(OwnedQuerySet["Project"]):
    mechanism = RETURNS

    def active_in(self, year: int) -> ProjectQuerySet:
        """Under way in a year; a project without days counts where money was spent on it."""
        begun = models.Q(since=None) | models.Q(since__lt=date(year + 1, 1, 1))
        running = models.Q(until=None) | models.Q(until__gt=date(year, 1, 1))
        dated = begun & running & ~models.Q(since=None, until=None)
        return self.filter(dated | models.Q(pk__in=CostLine.objects.filter(year=year).values("project")))


class Project(models.Model):
    """One research project. `until` is the first day after it. Names as form 107-1 has them (国统字〔2019〕101号 表式)."""

    SOURCES = {
        "national": "国家科技项目",
        "local": "地方科技项目",
        "enterprise": "其他企业委托",
        "own": "本企业自选",
        "overseas": "来自境外",
        "other": "其他",
    }
    FORMS = {
        "own": "自主完成",
        "university": "与境内高校合作",
        "institute": "与境内研究机构合作",
        "enterprise": "与境内其他企业合作",
        "overseas": "与境外机构合作",
        "commissioned": "委托其他单位",
        "other": "其他",
    }
    STAGES = {
        "research": "研究阶段",
        "small": "小试阶段",
        "pilot": "中试阶段",
        "trial": "试生产阶段",
        "done": "已完成",
        "failed": "失败",
    }
    ACTIVITIES = {
        "basic": "基础研究",
        "applied": "应用研究",
        "experimental": "试验发展",
        "application": "研究与试验发展成果应用",
        "service": "技术推广与科技服务",
        "production": "生产性活动",
    }

    organisation = models.ForeignKey(Organisation, verbose_name="企业", on_delete=models.CASCADE, related_name="rnd_projects")
    code = models.CharField("项目编号", max_length=40)
    name = models.CharField("项目名称", max_length=200)
    since = models.DateField("起始日期", null=True, blank=True)
    until = models.DateField("完成日期", null=True, blank=True)
    source = models.CharField("项目来源", max_length=20, blank=True)
    form = models.CharField("开展形式", max_length=20, blank=True)
    stage = models.CharField("所处阶段", max_length=20, blank=True)
    activity = models.CharField("活动类型", max_length=20, blank=True)
    goal = models.CharField("技术经济目标", max_length=200, blank=True)
    outcome = models.CharField("成果形式", max_length=100, blank=True)
    people = models.PositiveIntegerField("研发人员数", null=True, blank=True)
    person_months = models.PositiveIntegerField("实际工作时间", null=True, blank=True)
    budget = models.BigIntegerField("预算", null=True, blank=True)
    formed_year = models.PositiveSmallIntegerField("形成无形资产年度", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ProjectQuerySet.as_manager()
    MONEY = ("budget",)

    WORDS = {"source": SOURCES, "form": FORMS, "stage": STAGES, "activity": ACTIVITIES}

    class Meta:
        verbose_name = verbose_name_plural = "研发项目"
        ordering = ["organisation", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="one_project_a_code",
                violation_error_message="这家企业已有这个编号的项目，请打开那一个修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("rnd:project", args=[self.pk])

    def clean(self) -> None:
        problems = {
            name: f"应为{'、'.join(words.values())}之一"
            for name, words in self.WORDS.items()
            if getattr(self, name) and getattr(self, name) not in words
        }
        if self.since and self.until and self.until <= self.since:
            problems["until"] = "完成日期不能早于起始日期"
        if problems:
            raise ValidationError(problems)

    @property
    def last_day(self) -> date | None:
        from titian.registry.forms.fields import last_day

        return last_day(self.until)

    @property
    def doubts(self) -> list[str]:
        """What the statistics bureau's checkers would ask about (107-1 填报易错点); hints, never refusals."""
        return list(_doubts(self))

    @property
    def activity_label(self) -> str:
        return self.ACTIVITIES.get(self.activity, "")

    @property
    def source_label(self) -> str:
        return self.SOURCES.get(self.source, "")

    @property
    def form_label(self) -> str:
        return self.FORMS.get(self.form, "")

    @property
    def stage_label(self) -> str:
        return self.STAGES.get(self.stage, "")


def _doubts(project: Project) -> Iterator[str]:
    if len(_HAN.findall(project.name)) < SHORTEST_NAME:
        yield f"项目名称少于 {SHORTEST_NAME} 个汉字，请写出研发内容"
    if _PUNCTUATION.search(project.name):
        yield "项目名称里有空格或标点，请去掉"
    if project.since and project.until and project.until > _years_on(project.since, LONGEST_YEARS):
        yield f"起止跨度超过 {LONGEST_YEARS} 年，请核对日期"
    if project.people is not None and project.person_months is not None and project.person_months > project.people * MONTHS_A_YEAR:
        yield f"实际工作时间超过人均 {MONTHS_A_YEAR} 人月，请核对（一人在各项目的合计也不能超过 {MONTHS_A_YEAR} 人月）"
    if not project.activity:
        yield "没有注明活动类型，统计口径无法预估"


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


class CostLineQuerySet(models.QuerySet["CostLine"]):
    def visible_to(self, user: User) -> CostLineQuerySet:
        """Those of the projects this person sees."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def spending(self, year: int) -> CostLineQuerySet:
        """What was spent in a year, without what is taken off again."""
        return self.filter(year=year, category__in=CATEGORIES)


class CostLine(models.Model):
    """One entry: fen on one sub-line of one project; negative for a red entry. `entry` tells lines of one voucher apart."""

    project = models.ForeignKey(Project, verbose_name="研发项目", on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField("年度")
    day = models.DateField("凭证日期", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=40, blank=True)
    entry = models.CharField("分录号", max_length=20, blank=True)
    category = models.CharField("费用类别", max_length=20)
    sub = models.CharField("明细科目", max_length=20)
    amount = models.BigIntegerField("金额")
    capitalised = models.BooleanField("资本化", default=False)
    fiscal = models.BooleanField("财政性资金", default=False, help_text="作不征税收入处理的财政性资金支出")
    note = models.CharField("摘要", max_length=200, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = CostLineQuerySet.as_manager()
    MONEY = ("amount",)
    KEY = ("project", "year", "voucher", "entry", "category", "sub", "capitalised", "fiscal")

    class Meta:
        verbose_name = verbose_name_plural = "辅助账分录"
        ordering = ["project", "year", "day", "voucher", "entry", "pk"]
        indexes = [models.Index(fields=["year", "category"], name="cost_year_category")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "voucher", "entry", "category", "sub", "capitalised", "fiscal"],
                name="one_entry_a_voucher_line",
                violation_error_message="这张凭证的这一科目已有一条分录；确有两条的，请填分录号区分",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年 {self.voucher or '（无凭证号）'} {self.sub_label}"

    def get_absolute_url(self) -> str:
        return reverse("rnd:project", args=[self.project_id])

    def clean(self) -> None:
        problems = {}
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            problems["year"] = "应为四位年份，如 2025"
        if self.category not in {*CATEGORIES, OFFSET}:
            problems["category"] = f"应为{'、'.join(CATEGORIES.values())}、冲减项之一"
        elif self.sub not in {one.code for one in subs_of(self.category)}:
            problems["sub"] = f"「{self.category_label}」的明细应为{'、'.join(one.label for one in subs_of(self.category))}之一"
        if self.day and self.day.year != self.year:
            problems["day"] = f"凭证日期不在 {self.year} 年，请核对年度"
        if problems:
            raise ValidationError(problems)

    @property
    def category_label(self) -> str:
        return category_label(self.category)

    @property
    def sub_label(self) -> str:
        return sub_label(self.category, self.sub)

    @property
    def yuan(self) -> Decimal:
        return to_yuan(self.amount)

    def as_cost(self, project: str) -> Cost:
        """For the calibres; `project` is how they call it."""
        return Cost(project, self.year, self.category, self.sub, self.amount, self.capitalised, self.fiscal)


def terms() -> list[Term]:
    """Categories and sub-lines of the ledger, and the words of a project, for the glossary."""
    found = [Term("研发费用类别 R&D cost categories", code, label) for code, label in CATEGORIES.items()]
    for category in (*CATEGORIES, OFFSET):
        found += [Term("研发费用明细 R&D cost sub-lines", f"{category}.{one.code}", one.label) for one in subs_of(category)]
    for name, words in Project.WORDS.items():
        found += [Term("研发项目 R&D projects", f"{name}.{code}", label) for code, label in words.items()]
    return found
