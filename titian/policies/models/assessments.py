"""Assessments of the whole population: what came of every firm and programme on a day, compact. Why is recomputed on the page.

Derived rows: a run may be dropped and made anew at any time, so no foreign key of theirs is watched by the database itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F

from titian.registry.models import Organisation

if TYPE_CHECKING:
    from titian.accounts.models import User

RUNNING, DONE = "running", "done"
MET, NOT_MET = 1, 0
WORDS = {MET: "符合", NOT_MET: "不符合", None: "待定"}


class AssessmentRunQuerySet(models.QuerySet["AssessmentRun"]):
    def done(self) -> AssessmentRunQuerySet:
        return self.filter(state=DONE)

    def latest_until(self, day: date, programme: str = "") -> AssessmentRun | None:
        """The last finished run of a day on or before this one; of a programme, where one is named."""
        found = self.done().filter(day__lte=day).order_by("-day", "-pk")
        return next((run for run in found[:50] if not programme or programme in run.clauses), None)


class AssessmentRun(models.Model):
    """One assessment of everybody on a day.

    clauses   programme → the ids of its clauses, in the order of the bits of `Assessment.failing` and `.unknown`
    packs     programme → the pack its rules were taken from
    counts    programme → {met, not_met, unknown}
    """

    STATES = {RUNNING: "进行中", DONE: "已完成"}

    day = models.DateField("评估日")
    region = models.CharField("规则地区", max_length=6, blank=True)
    clauses = models.JSONField("项目和条款", default=dict)
    packs = models.JSONField("规则包", default=dict)
    counts = models.JSONField("结果家数", default=dict)
    state = models.CharField("状态", max_length=10, default=RUNNING, db_index=True)
    total = models.PositiveIntegerField("企业数", default=0)
    done = models.PositiveIntegerField("已评估", default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="发起人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = AssessmentRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估"
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.day} 梯次评估"

    @property
    def state_label(self) -> str:
        return self.STATES.get(self.state, self.state)

    def half(self, programme: str) -> int:
        """How many clauses may be unknown of a firm that is called near."""
        return len(self.clauses.get(programme, ())) // 2

    def bits(self, programme: str, ids: Iterable[str]) -> int:
        """The mask of some clauses; those the programme does not have are passed over."""
        known = self.clauses.get(programme, [])
        return sum(1 << known.index(one) for one in set(ids) if one in known)

    def named(self, programme: str, mask: int) -> list[str]:
        """The clauses of a mask."""
        return [one for place, one in enumerate(self.clauses.get(programme, [])) if mask >> place & 1]


class AssessmentPart(models.Model):
    """Organisations [first, last] of a run that are written: what a killed run goes on behind."""

    run = models.ForeignKey(AssessmentRun, verbose_name="评估", on_delete=models.CASCADE, related_name="parts")
    first = models.PositiveBigIntegerField("自")
    last = models.PositiveBigIntegerField("至")
    rows = models.PositiveIntegerField("企业数")
    counts = models.JSONField("结果家数", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "评估分段"
        ordering = ["run", "first"]
        constraints = [models.UniqueConstraint(fields=["run", "first"], name="one_part_once")]

    def __str__(self) -> str:
        return f"{self.run} {self.first}-{self.last}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> AssessmentQuerySet:
        """Whoever sees the organisation sees its verdicts."""
        return self if user.is_inside else self.filter(organisation__in=Organisation.objects.visible_to(user))

    def of(self, run: AssessmentRun | None, programme: str) -> AssessmentQuerySet:
        return self.filter(run=run, programme=programme) if run else self.none()

    def one_step_away(self, run: AssessmentRun, programme: str) -> AssessmentQuerySet:
        """Exactly one clause fails, and at most half are unknown: of a firm nobody knows anything of it is not said."""
        return self.of(run, programme).filter(gaps=1, open__lte=run.half(programme)).order_by("open", "organisation")

    def failing(self, mask: int) -> AssessmentQuerySet:
        """At which any of these clauses fails."""
        return self.annotate(hit=F("failing").bitand(mask)).exclude(hit=0)


class Assessment(models.Model):
    """What came of one programme. verdict 1 met, 0 not met, null unknown; scores in millionths of a point; masks over the run's clauses.

    gaps, open   how many clauses fail, how many are unknown: the effort, as far as a list is sorted by it
    """

    run = models.ForeignKey(AssessmentRun, verbose_name="评估", on_delete=models.CASCADE, db_constraint=False, related_name="+")
    organisation = models.ForeignKey(
        Organisation, verbose_name="企业", on_delete=models.CASCADE, db_constraint=False, related_name="assessments"
    )
    programme = models.CharField("项目", max_length=20)
    verdict = models.SmallIntegerField("结论", null=True)
    low = models.BigIntegerField("最低得分", null=True)
    high = models.BigIntegerField("最高得分", null=True)
    failing = models.BigIntegerField("不符合的条款", default=0)
    unknown = models.BigIntegerField("待定的条款", default=0)
    gaps = models.SmallIntegerField("不符合数", default=0)
    open = models.SmallIntegerField("待定数", default=0)

    objects = AssessmentQuerySet.as_manager()

    COLUMNS = ("run_id", "organisation_id", "programme", "verdict", "low", "high", "failing", "unknown", "gaps", "open")

    class Meta:
        verbose_name = verbose_name_plural = "评估结论"
        ordering = ["run", "programme", "organisation"]
        indexes = [models.Index(fields=["run", "programme", "gaps", "open"], name="assessment_effort")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.programme}"

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    @property
    def score_label(self) -> str:
        """«71 分», «58-83 分»; empty where the programme has none."""
        return score_label(self.low, self.high)


def score_label(low: Any, high: Any) -> str:
    """An interval of points in words."""
    if low is None or high is None:
        return ""
    ends = [f"{end / 1_000_000:.2f}".rstrip("0").rstrip(".") for end in (low, high)]
    return f"{ends[0]} 分" if low == high else f"{ends[0]}-{ends[1]} 分"
