"""Who logged in from where, who failed to, and how often a name was tried in vain.

Beside the journal and not in it: a stranger who tries names must not be able to write into its chain. A name that gets locked is journalled.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from django.db import models

from titian.accounts.models.users import User
from titian.base.terms import Term


class Outcome(StrEnum):
    """How a log-in ended."""

    SUCCEEDED = "succeeded"
    WRONG = "wrong"
    UNKNOWN = "unknown"
    HELD = "held"
    DISABLED = "disabled"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return OUTCOMES[self]


OUTCOMES: dict[Outcome, str] = {
    Outcome.SUCCEEDED: "成功",
    Outcome.WRONG: "密码错误",
    Outcome.UNKNOWN: "没有这个登录名",
    Outcome.HELD: "锁定期内",
    Outcome.DISABLED: "账号停用或待确认",
    Outcome.CLOSED: "入口未开放",
}


class LoginRecord(models.Model):
    """One log-in, or equal failures of one hour together. A name nobody has is not kept: people type passwords into that field."""

    at = models.DateTimeField("时间", db_index=True)
    user = models.ForeignKey(User, verbose_name="用户", null=True, on_delete=models.PROTECT, related_name="logins")
    outcome = models.CharField("结果", max_length=20)
    address = models.CharField("来自", max_length=45, blank=True)
    times = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user or '—'} {self.outcome_label}"

    @property
    def outcome_label(self) -> str:
        return Outcome(self.outcome).label


class Attempts(models.Model):
    """Tries in a row under one name, whether anybody has it or not, so that both answer alike. Survives restarts, holds over processes."""

    key = models.CharField("登录名摘要", max_length=64, unique=True)
    count = models.PositiveSmallIntegerField("连续次数", default=0)
    last_at = models.DateTimeField("最近一次")
    held_until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"

    def __str__(self) -> str:
        return self.key[:8]

    @staticmethod
    def key_of(username: str) -> str:
        return hashlib.sha256(username.strip().casefold().encode()).hexdigest()

    @classmethod
    def holding(cls, username: str, now: datetime) -> datetime | None:
        """Until when the name is locked; None when it is not."""
        row = cls._default_manager.filter(key=cls.key_of(username), held_until__gt=now).first()
        return row.held_until if row else None


def terms() -> list[Term]:
    return [Term("登录结果 outcomes of a log-in", outcome.value, label) for outcome, label in OUTCOMES.items()]
