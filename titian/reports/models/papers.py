"""A paper under way and its sections."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from titian.base.periods import Period
from titian.figures.outgoing import PREFERENCES, Prefer
from titian.reports.catalogue import GENRES
from titian.reports.wording.facts import Frame
from titian.reports.writer.genre import Genre
from titian.reports.writer.outline import Outline, SectionPlan, dump_points, parse_points
from titian.reports.writer.particulars import Particulars, parse_case

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.reports.models.versions import PaperVersion


class PaperState:
    """Codes of `Paper.state` with their labels, in the order a paper goes through them."""

    DRAFT, COMMENT, REVIEW, FINAL, SENT = "draft", "comment", "review", "final", "sent"
    LABELS = {DRAFT: "起草", COMMENT: "征求意见稿", REVIEW: "送审稿", FINAL: "定稿", SENT: "已报送"}
    OPEN = frozenset({DRAFT, COMMENT, REVIEW})


class SectionState:
    """Codes of `Section.state` with their labels."""

    OPEN, HANDED_IN, RETURNED, REVIEWED = "open", "handed_in", "returned", "reviewed"
    LABELS = {OPEN: "未交", HANDED_IN: "已交", RETURNED: "退回", REVIEWED: "已审"}


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> PaperQuerySet:
        """Inside people see all papers; nobody else any."""
        return self if user.is_inside else self.none()

    def under_way(self) -> PaperQuerySet:
        return self.filter(state__in=PaperState.OPEN)

    def with_parts(self) -> PaperQuerySet:
        return self.select_related("region", "made_by").prefetch_related("sections__department", "sections__writer")


class Paper(models.Model):
    """One paper: its genre, period and as-of day, where it stands. What it says is in its sections and the books."""

    genre = models.CharField("文种", max_length=20, db_index=True)
    title = models.CharField("标题", max_length=200, help_text="可用 {期间} 等词；空则按提纲")
    subtitle = models.CharField("副标题", max_length=200, blank=True)
    period = models.CharField("期间", max_length=9)
    as_of = models.DateField("数据截至")
    prefer = models.CharField("数从哪里来", max_length=10, default=Prefer.ROWS.value, help_text="台账和账面都有的数，以哪个为准")
    region = models.ForeignKey("places.Region", verbose_name="区域", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, default=PaperState.DRAFT, db_index=True)
    number = models.CharField("文号", max_length=60, blank=True)
    addressee = models.CharField("主送", max_length=200, blank=True)
    copies = models.CharField("抄送", max_length=200, blank=True)
    dated = models.DateField("成文日期", null=True, blank=True)
    extras = models.JSONField("其他事项", default=dict, blank=True, help_text="简报字数、表格样式、建议提案的编号与要点")
    based_on = models.CharField("所用提纲", max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("起草时间", auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(PaperState.LABELS)), name="paper_state_known")]

    def __str__(self) -> str:
        return f"{self.genre_label}：{self.subject}" if self.subject else f"{self.genre_label}（{self.period_label}）"

    def get_absolute_url(self) -> str:
        return reverse("reports:paper", args=[self.pk])

    @property
    def subject(self) -> str:
        """What a letter answers, by which one is told from another; empty for papers of a period."""
        case = self.extras.get("case") or {}
        number = f"第{case['number']}号 " if case.get("number") else ""
        return f"{number}{case['subject']}" if case.get("subject") else ""

    @property
    def heading(self) -> str:
        """Its title as it is printed."""
        return self.worded(self.title)

    def worded(self, text: str) -> str:
        """A text with the words of this paper put in ({期间}, {下期} …)."""
        office = settings.TITIAN
        frame = Frame(
            Period(self.period), self.as_of, "", office.county or f"本{office.whole_word}", office.bureau, kind=office.whole_word
        )
        return frame.worded(text)

    @property
    def kind(self) -> Genre:
        return GENRES[self.genre]

    @property
    def genre_label(self) -> str:
        return self.kind.label

    @property
    def state_label(self) -> str:
        return PaperState.LABELS[self.state]

    @property
    def period_label(self) -> str:
        return Period(self.period).label

    @property
    def prefer_label(self) -> str:
        return PREFERENCES[self.prefer]

    @property
    def is_open(self) -> bool:
        """May its words still change?"""
        return self.state in PaperState.OPEN

    def final_version(self, edition: str = "clean") -> PaperVersion | None:
        """What a final paper says, kept as it left; None while its words may still change."""
        return None if self.is_open else self.versions.filter(edition=edition).order_by("-number", "-pk").first()

    def as_outline(self) -> Outline:
        """The paper's sections as an outline."""
        return Outline(self.genre, self.title, tuple(section.as_plan() for section in self.sections.all()), self.subtitle)

    def particulars(self, day: date) -> Particulars:
        """What the paper says beside its figures; `day` dates it while it has no date of its own."""
        return Particulars(
            dated=self.dated or day,
            issuer=settings.TITIAN.bureau,
            number=self.number,
            addressee=self.addressee,
            copies=self.copies,
            limit=int(self.extras.get("limit", 300)),
            layout=self.extras.get("layout", "indicators"),
            case=parse_case(self.extras.get("case", {})),
            title=self.extras.get("headline", ""),
        )


class Section(models.Model):
    """One section of a paper: its sentences, the officer's text, who writes it until when, and where it stands."""

    paper = models.ForeignKey(Paper, verbose_name="文稿", on_delete=models.CASCADE, related_name="sections")
    key = models.CharField("代号", max_length=40)
    order = models.PositiveSmallIntegerField("次序")
    is_on = models.BooleanField("写入", default=True)
    title = models.CharField("标题", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("层级", default=2)
    role = models.CharField("用途", max_length=20, blank=True)
    style = models.CharField("写法", max_length=10, default="prose")
    points = models.JSONField("句子", default=list, blank=True)
    narrative = models.TextField("文字", blank=True)
    narrative_last = models.BooleanField("文字放在数据之后", default=False)
    slow = models.PositiveSmallIntegerField("列出滞后目标数", default=0)
    done = models.PositiveSmallIntegerField("列出完成目标数", default=0)
    department = models.ForeignKey(
        "accounts.Department", verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撰稿人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField("交稿时限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, default=SectionState.OPEN)
    reason = models.CharField("退回理由", max_length=300, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="交稿人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField("交稿时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审核人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    reviewed_figures = models.JSONField("审核时的数", default=dict, blank=True)
    edited_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "章节"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], name="one_section_a_key"),
            models.CheckConstraint(condition=models.Q(state__in=list(SectionState.LABELS)), name="section_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.paper}·{self.label}"

    @property
    def label(self) -> str:
        """Its heading as it is printed; what it is for where it has none (导语)."""
        return self.paper.worded(self.title) or self.as_plan().role_label

    def get_absolute_url(self) -> str:
        return reverse("reports:section", args=[self.paper_id, self.pk])

    @property
    def state_label(self) -> str:
        return SectionState.LABELS[self.state]

    @property
    def is_written(self) -> bool:
        """Has it words of its own to be handed in? A bare heading has none."""
        return self.role != "heading"

    @property
    def asked(self) -> str:
        """Whom to ask for its figures: its writer and department."""
        department, writer = self.department.name if self.department else "", self.writer.name if self.writer else ""
        return f"{department}（{writer}）" if department and writer else department or writer

    def is_late(self, now: datetime) -> bool:
        waits = self.state in {SectionState.OPEN, SectionState.RETURNED}
        return bool(self.is_on and waits and self.due_at and self.due_at < now)

    def as_plan(self) -> SectionPlan:
        return SectionPlan(
            key=self.key,
            title=self.title,
            level=self.level,
            role=self.role,
            style=self.style,
            on=self.is_on,
            points=parse_points(self.points),
            narrative=self.narrative,
            narrative_last=self.narrative_last,
            slow=self.slow,
            done=self.done,
        )


def section_fields(plan: SectionPlan) -> dict[str, Any]:
    """The columns a section takes from an outline."""
    return {
        "key": plan.key,
        "is_on": plan.on,
        "title": plan.title,
        "level": plan.level,
        "role": plan.role,
        "style": plan.style,
        "points": dump_points(plan.points),
        "narrative": plan.narrative,
        "narrative_last": plan.narrative_last,
        "slow": plan.slow,
        "done": plan.done,
    }
