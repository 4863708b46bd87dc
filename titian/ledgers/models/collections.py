"""A ledger or a one-off form sent to towns or firms: what was asked on which ground, and what each of them answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from titian.accounts.roles import Role
from titian.ledgers.models.ledgers import Ledger

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.ledgers.models.rows import LedgerRow
    from titian.places.models import Region
    from titian.registry.models import Organisation


class CollectionState(StrEnum):
    DRAFT, WAITING, SENT, CLOSED = "draft", "waiting", "sent", "closed"

    @property
    def label(self) -> str:
        return COLLECTION_STATES[self]


class Answer(StrEnum):
    """Where one town or firm stands with its form. `excused`: asked, and let off."""

    OPEN, SUBMITTED, RETURNED, TAKEN, EXCUSED = "open", "submitted", "returned", "taken", "excused"

    @property
    def label(self) -> str:
        return ANSWERS[self]


COLLECTION_STATES: dict[CollectionState, str] = {
    CollectionState.DRAFT: "草拟",
    CollectionState.WAITING: "待批",
    CollectionState.SENT: "已发",
    CollectionState.CLOSED: "已结",
}
ANSWERS: dict[Answer, str] = {
    Answer.OPEN: "未报",
    Answer.SUBMITTED: "已报",
    Answer.RETURNED: "退回",
    Answer.TAKEN: "已收",
    Answer.EXCUSED: "免报",
}
# What the town or firm still has to do something about.
UNANSWERED = frozenset({Answer.OPEN, Answer.RETURNED})
TOWNS, FIRMS = Role.TOWN.value, Role.ENTERPRISE.value
ASKED: dict[str, str] = {TOWNS: "乡镇街道", FIRMS: "企业"}
# What the draft rows are filled with before anybody is asked.
NOTHING, FROM_REGISTER, FROM_LEDGER = "nothing", "register", "ledger"
PREFILLS: dict[str, str] = {FROM_LEDGER: "上次的记录", FROM_REGISTER: "企业名录里的企业", NOTHING: "不预填"}
MEMORY = timedelta(days=365)


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: User) -> CollectionQuerySet:
        """The bureau's own people; whoever is asked sees the request, not the collection."""
        return self if user.is_inside else self.none()

    def sent(self) -> CollectionQuerySet:
        return self.filter(state__in=(CollectionState.SENT, CollectionState.CLOSED))

    def running(self) -> CollectionQuerySet:
        return self.filter(state=CollectionState.SENT)

    def with_counts(self) -> CollectionQuerySet:
        """`asked_count`, `missing_count`, `waiting_count`: how many were asked, owe an answer, wait to be taken over."""
        return self.annotate(
            asked_count=Count("requests", filter=~Q(requests__state=Answer.EXCUSED)),
            missing_count=Count("requests", filter=Q(requests__state__in=UNANSWERED)),
            waiting_count=Count("requests", filter=Q(requests__state=Answer.SUBMITTED)),
        )


class Collection(models.Model):
    """One sending. It goes out when a leader has approved it (表单准入); `basis` is the law or document it rests on."""

    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.PROTECT, related_name="collections")
    title = models.CharField("名称", max_length=100)
    basis = models.CharField("法律或文件依据", max_length=300)
    asked = models.CharField("发给", max_length=20)
    due = models.DateField("截止日期")
    instructions = models.TextField("填报说明", blank=True)
    prefill = models.CharField("预填", max_length=20, default=NOTHING)
    with_numbers = models.BooleanField("数字也带出", default=False)
    state = models.CharField("状态", max_length=20, default=CollectionState.DRAFT.value)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="审批人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("发出时间", null=True, blank=True)
    reason = models.CharField("审批意见", max_length=300, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发表收数"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due"], name="collection_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in CollectionState]), name="collection_state_known")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledgers:collection", args=[self.pk])

    @property
    def state_label(self) -> str:
        return CollectionState(self.state).label

    @property
    def asked_label(self) -> str:
        return ASKED.get(self.asked, self.asked)

    @property
    def is_running(self) -> bool:
        return self.state == CollectionState.SENT

    @property
    def is_open(self) -> bool:
        """Not yet approved: head and list of those asked may be changed."""
        return self.state == CollectionState.DRAFT

    def is_late(self, day: date) -> bool:
        return self.due < day


class CollectionRequestQuerySet(models.QuerySet["CollectionRequest"]):
    def visible_to(self, user: User) -> CollectionRequestQuerySet:
        """Inside people all; a town or firm its own, once it was sent."""
        if user.is_inside:
            return self
        sent = self.filter(collection__state__in=(CollectionState.SENT, CollectionState.CLOSED))
        if user.own_town_id:
            return sent.filter(region=user.own_town_id)
        return (
            sent.filter(organisation=user.own_organisation_id) if user.is_enterprise and user.own_organisation_id else self.none()
        )

    def unanswered(self) -> CollectionRequestQuerySet:
        return self.filter(state__in=UNANSWERED)

    def in_order(self) -> CollectionRequestQuerySet:
        """The office's own order of towns and firms: nobody is ranked by how soon they answered."""
        return self.order_by("region__order", "region__code", "organisation__name", "pk")


class CollectionRequest(models.Model):
    """What one town or firm is asked. Its rows are `LedgerRow.collected`, drafts until they are taken over.

    notes      what is wrong with single rows, said when it was returned: key of the row → words
    sources    what was filled in beforehand: key of the row → [where from, fields]; a row that says nothing more than these fields is no
               answer, however many of the register's firms went out. Without fields every row is one (what was said last time still holds)
    saved_at   of the last save of its rows: a save that began before it is refused
    entered_for, entered_on, evidence   代录: who handed it in on paper, on which day, the signed scan
    """

    collection = models.ForeignKey(Collection, verbose_name="发表", on_delete=models.CASCADE, related_name="requests")
    region = models.ForeignKey(
        "places.Region", verbose_name="乡镇", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", verbose_name="企业", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("状态", max_length=20, default=Answer.OPEN.value)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField("接收时间", null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="接收人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("退回或免报原因", max_length=300, blank=True)
    notes = models.JSONField("逐行退回意见", default=dict, blank=True)
    sources = models.JSONField("预填来源", default=dict, blank=True)
    entered_for = models.CharField("经办人", max_length=60, blank=True)
    entered_on = models.DateField("交来日期", null=True, blank=True)
    evidence = models.ManyToManyField("files.StoredFile", verbose_name="盖章扫描件", blank=True, related_name="+")
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)

    objects = CollectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收到的表"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "region"], name="a_town_is_asked_once"),
            models.UniqueConstraint(fields=["collection", "organisation"], name="a_firm_is_asked_once"),
            models.CheckConstraint(
                condition=Q(region=None, organisation__isnull=False) | Q(region__isnull=False, organisation=None),
                name="town_or_firm_is_asked",
            ),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in Answer]), name="answer_known"),
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.whom}"

    def get_absolute_url(self) -> str:
        return reverse("ledgers:request", args=[self.pk])

    @property
    def whom(self) -> Region | Organisation:
        found = self.region or self.organisation
        assert found is not None  # the constraint above
        return found

    @property
    def state_label(self) -> str:
        return Answer(self.state).label

    @property
    def is_fillable(self) -> bool:
        """Whoever is asked may write."""
        return self.state in UNANSWERED and self.collection.is_running

    @property
    def stamp(self) -> str:
        return self.saved_at.isoformat() if self.saved_at else ""

    def source_of(self, row: LedgerRow) -> str:
        """Where its first values come from, "" where somebody typed them."""
        found: list[Any] = self.sources.get(str(row.pk)) or [""]
        return str(found[0])

    def note_on(self, row: LedgerRow) -> str:
        return str(self.notes.get(str(row.pk), ""))

    def is_answered(self, row: LedgerRow, keys: Iterable[str]) -> bool:
        """Does a draft say more than what it went out with? `keys`: the fields that are asked."""
        begun = (self.sources.get(str(row.pk)) or ["", []])[1]
        return not begun or any(key not in begun and row.held(key) is not None for key in keys)

    @property
    def owner(self) -> Mapping[str, Any]:
        """The columns of its rows that say whose they are."""
        if self.region is not None:
            return {"region": self.region}
        return {"organisation": self.organisation}
