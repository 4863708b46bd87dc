"""What decides which pages and rows a person has, and the change of it that one administrator asks for and another confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from titian.accounts.models.users import Department, User
from titian.accounts.roles import OWN, OWN_LABELS, STAFF, Role
from titian.base.labels import label_of
from titian.base.terms import Term

if TYPE_CHECKING:
    from titian.places.models import Region
    from titian.registry.models import Organisation, Person


@dataclass(frozen=True)
class Rights:
    """Role, department, own town, organisation or person, and whether the account is in use at all."""

    role: Role
    department: Department | None = None
    town: Region | None = None
    organisation: Organisation | None = None
    person: Person | None = None
    is_active: bool = True

    @staticmethod
    def of(holder: User | RightsChange) -> Rights:
        return Rights(Role(holder.role), holder.department, holder.town, holder.organisation, holder.person, holder.is_active)

    def problems(self) -> list[str]:
        """What does not fit together, everything at once."""
        problems = [problem for column in OWN_LABELS if (problem := self._own_problem(column))]
        if self.role not in STAFF and self.department is not None:
            problems.append(f"{self.role.label}不属于任何科室，科室请留空")
        if self.organisation is not None and self.organisation.merged_into is not None:
            problems.append(f"「{self.organisation}」已并入「{self.organisation.merged_into}」，请选那一家")
        return problems

    def _own_problem(self, column: str) -> str:
        """A person of an outside role without what is theirs would see nothing; anybody else with it would be taken for one."""
        label, given = OWN_LABELS[column], getattr(self, column) is not None
        needed = OWN.get(self.role) == column
        if needed and not given:
            return f"{self.role.label}须选定{label}"
        if given and not needed:
            return f"只有{'、'.join(role.label for role in Role if OWN.get(role) == column)}选定{label}，其他角色请留空"
        return ""

    def columns(self) -> dict[str, Any]:
        """As the columns of a user or a change."""
        own = {"town": self.town, "organisation": self.organisation, "person": self.person}
        return {"role": self.role.value, "department": self.department, **own, "is_active": self.is_active}

    def printed(self) -> dict[str, str]:
        """As the office reads it, by column."""
        return {
            "role": self.role.label,
            "department": str(self.department or ""),
            "town": str(self.town or ""),
            "organisation": str(self.organisation or ""),
            "person": str(self.person or ""),
            "is_active": "在用" if self.is_active else "停用",
        }

    def changed_from(self, before: Rights) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The columns that differ, before and after, for the journal and for the page."""
        old, new = before.printed(), self.printed()
        names = [name for name in new if old[name] != new[name]]
        return {name: old[name] for name in names}, {name: new[name] for name in names}


class ChangeState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return CHANGE_STATES[self]


CHANGE_STATES: dict[ChangeState, str] = {
    ChangeState.WAITING: "待确认",
    ChangeState.CONFIRMED: "已确认",
    ChangeState.REFUSED: "未同意",
    ChangeState.WITHDRAWN: "已撤回",
}


class RightsChange(models.Model):
    """The rights somebody shall have: asked for by a system administrator, decided by a security administrator."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.PROTECT, related_name="rights_changes")
    role = models.CharField("角色", max_length=20)
    department = models.ForeignKey(
        Department, verbose_name="科室", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    town = models.ForeignKey(
        "places.Region", verbose_name="乡镇", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", verbose_name="所属单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "registry.Person", verbose_name="对应专家", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField("启用", default=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    state = models.CharField("状态", max_length=20, default=ChangeState.WAITING.value)
    asked_by = models.ForeignKey(User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", auto_now_add=True)
    decided_by = models.ForeignKey(User, verbose_name="确认人", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("确认时间", null=True)
    answer = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "权限变更"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state=ChangeState.WAITING.value), name="one_waiting_change_a_user"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ChangeState]), name="rights_change_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.state_label}"

    @property
    def state_label(self) -> str:
        return ChangeState(self.state).label

    @property
    def is_waiting(self) -> bool:
        return self.state == ChangeState.WAITING

    @property
    def says(self) -> str:
        """角色：经办 → 股室长；科室：— → 企业股. What waits is held against what holds now; what is decided is told as it was asked.

        Whoever lets an account come into use is told all it will have, not only that it will.
        """
        whole = " · ".join(word for word in Rights.of(self).printed().values() if word)
        if not self.is_waiting:
            return whole
        if self.is_active and not self.user.is_active:
            return f"启用账号：{whole}"
        before, after = Rights.of(self).changed_from(Rights.of(self.user))
        return "；".join(f"{_label(name)}：{before[name] or '—'} → {after[name] or '—'}" for name in after) or "与现状相同"


def _label(column: str) -> str:
    return label_of(apps.get_model("accounts.RightsChange"), column)


def terms() -> list[Term]:
    return [Term("权限变更状态 states of a change of rights", state.value, label) for state, label in CHANGE_STATES.items()]
