"""What forms, imports and pages ask of schemes, assessments and their scores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.pages import Action, Fact
from titian.base.quantities import plain
from titian.base.registers import Remark
from titian.ledgers.assessments.book import (
    EXCELLENT,
    GOOD,
    PASSED,
    QUOTA,
    bands_of,
    entry_of,
    grade_by_points,
    grade_label,
    has_evidence,
    item_of,
    scheme,
)
from titian.ledgers.assessments.grading import edges
from titian.ledgers.assessments.scoring import Item, Scored, as_printed, faults_of_scheme, faults_of_score
from titian.ledgers.computing import Computing
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet

_SCHEMES, _MOST_NAMED = "schemes", 5


class SchemeItems(Computing):
    """Weights of one scheme are a hundred together; said above the list, because no single row can say it."""

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        full = row.value("full")
        if full is not None and full <= 0:
            yield Remark("full", "打分满分应大于 0；与分值相同的不用填")

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        items = scheme(row.batch)
        whole = plain(sum((item.weight for item in items), start=item_of(row).weight * 0))
        said = "；".join(faults_of_scheme(items)) or "各项相加正好 100 分"
        yield Fact("这个办法", f"{len(items)} 项，共 {whole} 分，{said}", source="考核指标体系")

    def notes(self, rows: LedgerRowQuerySet, user: User, day: date) -> Iterator[str]:
        by_scheme: dict[str, list[Item]] = {}
        for row in rows.filter(closed_on=None).select_related("ledger"):
            by_scheme.setdefault(row.batch, []).append(item_of(row))
        for name, items in list(by_scheme.items())[:_MOST_NAMED]:
            if faults := list(faults_of_scheme(items)):
                yield f"「{name}」{'；'.join(faults)}。"


class Assessments(Computing):
    parameters = (EXCELLENT, GOOD, PASSED, QUOTA)
    inherits = ("organisation", "region")

    def complete(self, row: LedgerRow) -> None:
        """It is called after the platform and the year, where nobody said otherwise."""
        if not row.title and row.parent is not None:
            row.title = f"{row.parent}{row.batch}考核"[:300]

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        score, about = row.value("score"), row.ledger.about
        if score is not None and row.kind and row.state != "decided" and (by_points := grade_by_points(about, score)) != row.kind:
            said = f"{plain(score)} 分按分数是「{grade_label(about, by_points)}」，登记的是「{row.shown('kind')}」；有名额或会议决定的写在决定依据里"
            if not row.data.get("basis"):
                yield Remark("kind", said, doubtful=True)
        if row.data.get("decision") and not row.data.get("basis"):
            yield Remark("basis", "作了处理决定，请写明是哪次会议定的", doubtful=True)

    def facts(self, row: LedgerRow, user: User, day: date) -> Iterator[Fact]:
        items = _items(row, {})
        if not items:
            yield Fact("考核办法", f"「考核指标体系」里没有「{row.data.get('scheme')}」，算不出总分", source="考核指标体系")
            return
        found, about = entry_of(row, items), row.ledger.about
        source = f"考核打分 {len(items) - len(found.total.missing)}/{len(items)} 项"
        if (value := found.total.value) is None:
            yield Fact(
                "已打分合计",
                f"{plain(as_printed(found.total.so_far))} 分，还有 {_some(found.total.missing)}没有打分",
                source=source,
            )
        else:
            grade = grade_label(about, grade_by_points(about, value))
            stored = row.value("score")
            differs = f"，与登记的总分 {plain(stored)} 分不同" if stored is not None and stored != value else ""
            yield Fact("加权总分", f"{plain(value)} 分，按分数为{grade}{differs}", source=source)
        yield Fact("等次分数线", edges(bands_of(about)), source="规则参数")
        faults = [
            f"{item.title}：{fault}"
            for item in items
            for fault in faults_of_score(item, found.scores.get(item.title, Scored(None)))
        ]
        if faults:
            yield Fact("请核对", "；".join(faults), source="考核打分")

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("打分表", f"{reverse('ledgers:scoring')}?{_query(row)}")

    def list_acts(self, ledger: Ledger, user: User) -> Iterator[Action]:
        if user.is_inside:
            yield Action("打分表", reverse("ledgers:scoring"))
            yield Action("停滞平台", reverse("ledgers:stalled"))


class AssessmentItems(Computing):
    """A score lies within its item's full mark; points need the evidence the scheme asks for."""

    inherits = ("organisation", "region")

    def doubts(self, row: LedgerRow, known: dict[str, Any]) -> Iterator[Remark]:
        if row.parent is None:
            return
        items = {item.title: item for item in _items(row.parent, known)}
        item = items.get(row.title)
        if item is None:
            if items:
                yield Remark(
                    "title", f"「{row.parent.data.get('scheme')}」里没有这项指标，请与考核指标体系里写得一样", doubtful=True
                )
            return
        if row.data.get("weight") is not None and item.weight != row.data["weight"]:
            yield Remark("weight", f"考核指标体系里这一项是 {plain(item.weight)} 分，请核对", doubtful=True)
        scored = Scored(row.value("score"), has_evidence(row))
        for fault in faults_of_score(item, scored):
            yield Remark("score", fault, doubtful="佐证" in fault)

    def acts(self, row: LedgerRow, user: User) -> Iterator[Action]:
        if user.role in STAFF and row.parent is not None:
            yield Action("打分表", f"{reverse('ledgers:scoring')}?{_query(row.parent)}")


def _items(assessment: LedgerRow, known: dict[str, Any]) -> list[Item]:
    """The scheme an assessment names; looked up once an import."""
    name = str(assessment.data.get("scheme") or "")
    kept: dict[str, list[Item]] = known.setdefault(_SCHEMES, {})
    if name not in kept:
        kept[name] = scheme(name) if name else []
    return kept[name]


def _query(assessment: LedgerRow) -> str:
    from django.utils.http import urlencode

    return urlencode({"batch": assessment.batch, "scheme": assessment.data.get("scheme") or ""})


def _some(titles: tuple[str, ...]) -> str:
    more = f"等 {len(titles)} 项" if len(titles) > _MOST_NAMED else ""
    return f"「{'」「'.join(titles[:_MOST_NAMED])}」{more}"
