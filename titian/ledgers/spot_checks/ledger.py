"""What pages and forms ask of 科技计划监督抽查 and 问题清单: what a check found goes on the list of issues without being typed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q

from titian.accounts.models import User
from titian.base.pages import Fact
from titian.base.registers import Remark
from titian.ledgers.computing import Computing
from titian.ledgers.models import LedgerRow, LedgerRowQuerySet
from titian.registry.names import folded

CHECKS, ISSUES = "spot_checks", "rectification"
FUNDS, FINDING, RECTIFIED = "funds", "finding", "rectified"
LONGEST = 300
_PASSED_ON = ("batch", "day", "due", "department", "responsible")
_PARTS = re.compile(r"[；;\n]+")
# 1. 1、 （1） 一是 ①: how findings are numbered, not what they say
_NUMBER = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.、．](?!\d)|[一二三四五六七八九十]是|[（(][一二三四五六七八九十][)）]|[①-⑳])\s*")


class SpotChecks(Computing):
    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.pk is None or row.state != RECTIFIED:
            return
        if waiting := _issues(row).filter(closed_on=None).count():
            yield Remark("closed_on", f"已复核，问题清单里还有 {waiting} 个没有办结，请核对", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        listed = _issues(row).count()
        if not (listed or row.count):
            return
        done = _issues(row).exclude(closes__gt=day).count()
        missing = (row.count or 0) - listed
        said = f"已列 {listed} 个，办结 {done} 个" + (f"；查出 {row.count} 个，还有 {missing} 个没有列入" if missing > 0 else "")
        yield Fact("列入问题清单", said, source="问题清单")

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        of_issues = Q(children__ledger__code=ISSUES, children__is_draft=False)
        found = rows.order_by().annotate(listed=Count("children", filter=of_issues)).values_list("count", "listed")
        missing = [count - listed for count, listed in found if count and count > listed]
        if missing:
            yield f"{len(missing)} 项查出的问题没有列全：还有 {sum(missing)} 个没有列入问题清单，打开那一项逐个登记。"


class Rectification(Computing):
    """An issue that comes from a check begins with the first of its findings that is not listed yet."""

    def begins(self, day: date, *, parent: LedgerRow | None = None, after: LedgerRow | None = None) -> Mapping[str, Any]:
        if parent is None or parent.ledger.code != CHECKS:
            return {}
        listed = {folded(title) for title in _issues(parent).values_list("title", flat=True)}
        waiting = (words for words in findings(str(parent.data.get(FINDING) or "")) if folded(words) not in listed)
        said = {key: held for key in _PASSED_ON if (held := getattr(parent, key))}
        return said | {"kind": FUNDS, "serial": _next_serial(parent.batch), "title": next(waiting, "")}


def findings(text: str) -> list[str]:
    """The findings of a check one by one, without their numbers."""
    parts = (_NUMBER.sub("", part).strip(" 。，,") for part in _PARTS.split(text))
    return [part[:LONGEST] for part in parts if part]


def _next_serial(batch: str) -> int:
    """The list of a batch is numbered through, over all its firms."""
    rows = LedgerRow.objects.of(ISSUES).kept().filter(batch=batch)
    return max((int(data.get("serial") or 0) for data in rows.values_list("data", flat=True)), default=0) + 1


def _issues(check: LedgerRow) -> LedgerRowQuerySet:
    return LedgerRow.objects.of(ISSUES).kept().filter(parent=check.pk)
