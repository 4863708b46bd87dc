"""研发项目: found again by firm and code."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column, Kind
from titian.base.database import in_chunks
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.registry.models.annual import RETURNS
from titian.rnd.models import Project
from titian.rnd.models.projects import SHORTEST_NAME
from titian.rnd.permissions import can_edit, can_see_returns


def internal(key: str, label: str, kind: Kind = "text", **more: Any) -> Column:
    """A column that no clean paper and no public page prints: a firm's R&D rows."""
    return Column(key, label, kind, disclosure=Disclosure.INTERNAL, **more)


class Projects(OwnedRegister[Project]):
    name, label, counted = "rnd-projects", "研发项目", "项"
    help = "一家企业一个项目一行，编号在企业内不重复；全部项目逐项填，委托、受托、失败和没有完成的也填，不合并。金额以万元计。"
    model = Project
    key = ("organisation", "code")
    mechanism = RETURNS
    added, amended, removed = "rnd.project.added", "rnd.project.amended", "rnd.project.removed"
    owned = frozenset({"costs"})
    columns = (
        OWNER,
        CODE,
        internal("code", "项目编号", aliases=("编号", "研发项目编号", "RD编号"), required=True, example="RD01"),
        internal(
            "name",
            "项目名称",
            width=36,
            aliases=("研发项目名称", "研究开发项目名称"),
            required=True,
            example="高强度耐磨铸件工艺研发",
        ),
        internal("since", "起始日期", "day", aliases=("项目起始日期", "开始日期", "起始时间"), example="2025-01-10"),
        internal("until", "完成日期", "until", aliases=("项目完成日期", "结束日期", "完成时间"), example="2026-12-31"),
        internal("source", "项目来源", "choice", choices=Project.SOURCES, spoken={"自选": "own", "企业委托": "enterprise"}),
        internal(
            "form",
            "开展形式",
            "choice",
            choices=Project.FORMS,
            aliases=("项目开展形式", "研发形式"),
            spoken={"自主": "own", "委托": "commissioned"},
        ),
        internal("stage", "所处阶段", "choice", choices=Project.STAGES, aliases=("所处主要进展阶段", "项目阶段")),
        internal(
            *("activity", "活动类型", "choice"),
            choices=Project.ACTIVITIES,
            spoken={"试验与发展": "experimental", "成果应用": "application", "技术服务": "service"},
            help="统计口径按活动类型预估，不清楚的留空",
        ),
        internal("goal", "技术经济目标", width=24, aliases=("项目技术经济目标",)),
        internal("outcome", "成果形式", aliases=("项目当年成果形式", "当年成果形式")),
        internal("people", "研发人员数", "integer", unit="人", aliases=("项目研究开发人员", "项目人员")),
        internal("person_months", "实际工作时间", "integer", unit="人月", aliases=("项目人员实际工作时间", "工作时间")),
        internal("budget", "预算", "money_wan", aliases=("项目预算", "经费预算")),
        internal("formed_year", "形成无形资产年度", "year", help="资本化项目填写"),
        internal("note", "备注", width=20),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_returns(user)

    def can_add(self, user: User) -> Verdict:
        return can_edit(user)

    def can_change(self, user: User, obj: Project) -> Verdict:
        return can_edit(user)

    def rows(self, user: User) -> models.QuerySet[Project]:
        return Project.objects.visible_to(user).select_related("organisation").order_by("pk")

    def find(self, rows: Sequence[Row[Project]], work: Work) -> None:
        known = projects_of(row.value("organisation").pk for row in rows if row.value("organisation"))
        for row in rows:
            owner = row.value("organisation")
            row.obj = known.get((owner.pk, str(row.value("code") or ""))) if owner else None

    def identity(self, row: Row[Project]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, row.value("code")) if owner and row.value("code") else None

    def check(self, row: Row[Project], work: Work) -> Iterator[Remark]:
        since, until = row.value("since"), row.value("until")
        if since and until and until <= since:
            yield Remark("until", "完成日期早于起始日期，请核对")
        name = row.value("name")
        if name and sum("\u4e00" <= letter <= "\u9fff" for letter in name) < SHORTEST_NAME:
            yield Remark("name", f"项目名称少于 {SHORTEST_NAME} 个汉字，请写出研发内容", doubtful=True)


def projects_of(organisations: Iterable[int]) -> dict[tuple[int, str], Project]:
    """(organisation, code) → project, in a few queries."""
    found: dict[tuple[int, str], Project] = {}
    for some in in_chunks(set(organisations)):
        rows = Project.objects.filter(organisation__in=some).select_related("organisation")
        found |= {(one.organisation_id, one.code): one for one in rows}
    return found
