"""A ledger as it stands, and every version its definition had."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from titian.accounts.models import Department
from titian.accounts.roles import Role
from titian.ledgers.definition import Definition, parse
from titian.ledgers.definition.colours import adjusted

if TYPE_CHECKING:
    from titian.accounts.models import User

# No row at all, to begin an 「or」 with: Django leaves it out of the query. `pk IS NULL` would stay, and keep SQLite from the index.
NO_ROW = Q(pk__in=())
# The column that says whether an outside role fills the ledger in.
FILLED_BY: dict[Role, str] = {
    Role.TOWN: "town_fills",
    Role.ENTERPRISE: "enterprise_fills",
    Role.CARRIER: "carrier_fills",
    Role.EXPERT: "expert_fills",
}


class LedgerQuerySet(models.QuerySet["Ledger"]):
    def visible_to(self, user: User) -> LedgerQuerySet:
        """Inside people all; an outside role those it fills in. What the office has nothing to do with (不涉及) nobody sees."""
        hidden = [code for code, duty in settings.TITIAN.mechanisms.items() if not settings.TITIAN.shows(code)]
        found = self.exclude(mechanism__in=hidden)
        if user.is_inside:
            return found
        column = FILLED_BY.get(Role(user.role))
        return found.filter(**{column: True}) if column else self.none()

    def in_use(self) -> LedgerQuerySet:
        return self.filter(is_archived=False)

    def offered(self) -> LedgerQuerySet:
        """What stands in the navigation: a form sent out once does not."""
        return self.in_use().filter(one_off=False)


class Ledger(models.Model):
    """One ledger. The definition that holds now stands here, earlier ones in `versions`; `label`, `group` … repeat what queries ask for.

    thresholds   days, points and words of colour rules as this office wants them (`colours.adjusted`), over any version of the definition
    options      numbers of its rules (`computing.Parameter`) the office set itself, over any version of the definition
    department   name of the 科室 that answers for it here; empty: the definition's own
    """

    code = models.CharField("代码", max_length=40, unique=True)
    label = models.CharField("名称", max_length=60)
    group = models.CharField("分组", max_length=20)
    order = models.PositiveSmallIntegerField("次序", default=500)
    mechanism = models.CharField("工作事项", max_length=40, blank=True)
    is_packaged = models.BooleanField("随系统提供", default=False)
    is_archived = models.BooleanField("已停用", default=False)
    one_off = models.BooleanField("一次性表", default=False)
    town_fills = models.BooleanField("乡镇填报", default=False)
    enterprise_fills = models.BooleanField("企业填报", default=False)
    carrier_fills = models.BooleanField("载体填报", default=False)
    expert_fills = models.BooleanField("专家填报", default=False)
    version = models.PositiveSmallIntegerField("版本", default=1)
    definition = models.JSONField("定义")
    digest = models.CharField("定义校验值", max_length=64)
    thresholds = models.JSONField("颜色的天数和点数", default=dict, blank=True)
    options = models.JSONField("本局设定的规则参数", default=dict, blank=True)
    department = models.CharField("负责科室", max_length=50, blank=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("ledgers:rows", args=[self.code])

    @property
    def about(self) -> Definition:
        """The definition that holds now, with the numbers and the 科室 the office set itself."""
        return self.tuned(self.tuning)

    @property
    def as_defined(self) -> Definition:
        """The definition alone, as a release or an amendment wrote it."""
        return parsed(self.digest, self.definition)

    @property
    def tuning(self) -> str:
        """What the office set itself, as text: empty where it set nothing."""
        said = {"thresholds": self.thresholds, "options": self.options, "department": self.department}
        return json.dumps(said, sort_keys=True) if any(said.values()) else ""

    def tuned(self, tuning: str) -> Definition:
        """The definition with what the office had set at another time (`tuning` of then)."""
        return _tuned(_Held(self.digest, self.definition), tuning) if tuning else self.as_defined

    @cached_property
    def own_department_id(self) -> int | None:
        """The 科室 rows fall to that name none; asked once a ledger in hand, however many rows a sheet has."""
        name = self.about.department
        return Department.objects.filter(name=name).values_list("pk", flat=True).first() if name else None

    @cached_property
    def _versions(self) -> Mapping[int, tuple[str, Any]]:
        return {one.number: (one.digest, one.definition) for one in self.versions.all()}

    def as_of(self, version: int) -> Definition:
        """The definition a row was written under; the present one where that version is not kept."""
        if version == self.version:
            return self.about
        digest, definition = self._versions.get(version, (self.digest, self.definition))
        return parsed(digest, definition)

    def take_over(self, definition: Definition, data: Mapping[str, Any]) -> None:
        """Set what follows from a definition; not yet stored."""
        self.label, self.group, self.order = definition.label, definition.group, definition.order
        self.mechanism, self.one_off, self.version = definition.mechanism, definition.one_off, definition.version
        for role, column in FILLED_BY.items():
            setattr(self, column, role.value in definition.fillers)
        self.definition, self.digest = dict(data), digest_of(data)


class LedgerVersion(models.Model):
    """A definition as it was, for the rows written under it."""

    ledger = models.ForeignKey(Ledger, verbose_name="台账", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    definition = models.JSONField("定义")
    digest = models.CharField("定义校验值", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="修改人", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账定义版本"
        ordering = ["ledger", "number"]
        constraints = [models.UniqueConstraint(fields=["ledger", "number"], name="one_definition_a_version")]

    def __str__(self) -> str:
        return f"{self.ledger} 第{self.number}版"

    @property
    def about(self) -> Definition:
        return parsed(self.digest, self.definition)


def digest_of(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class _Held:
    """A definition's data under its digest, so that what was parsed once is found again without comparing it."""

    def __init__(self, digest: str, data: Mapping[str, Any]) -> None:
        self.digest, self.data = digest, data

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.digest == self.digest


@lru_cache(maxsize=512)
def _parsed(held: _Held) -> Definition:
    return parse(held.data)


@lru_cache(maxsize=64)
def _tuned(held: _Held, tuning: str) -> Definition:
    definition, said = _parsed(held), json.loads(tuning)
    return replace(
        definition,
        colours=adjusted(definition.colours, said["thresholds"]),
        options={**definition.options, **said["options"]},
        department=said["department"] or definition.department,
    )


def parsed(digest: str, data: Mapping[str, Any]) -> Definition:
    """The definition these data hold; parsed once."""
    return _parsed(_Held(digest, data))


def ledger_owners(user: User) -> Q:
    """Which rows are an outside person's own: of the town, the organisation, the person."""
    if user.own_town_id:
        return Q(region=user.own_town_id) | Q(region__parent=user.own_town_id)
    if user.own_organisation_id:
        return Q(organisation=user.own_organisation_id)
    return Q(person=user.own_person_id) if user.own_person_id else NO_ROW
