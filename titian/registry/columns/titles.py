"""资质荣誉: found again by certificate, else by the day it was given, else as the application it was."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.permissions import Verdict, shown_here
from titian.base.registers import Remark, Row, Work
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister
from titian.registry.models import Title, kinds_here
from titian.registry.permissions import can_see_titles
from titian.registry.titles import KINDS, LABELS, MECHANISMS, SPOKEN

# How long an application may have waited for the certificate that answers it.
_LONGEST_WAIT = timedelta(days=550)
_DAYS = ("applied_on", "since", "until", "refused_on", "revoked_on")


class Titles(OwnedRegister[Title]):
    name, label, counted = "titles", "资质荣誉", "项"
    help = "一家企业一项资质一行。已申报未批的只填申报日期；有效期至写最后一天，不写的按规定期限推算（高企三年，科小当年底）。"
    model = Title
    key = ("organisation", "kind", "since")
    mechanism = MECHANISMS
    added, amended, removed = "registry.title.added", "registry.title.amended", "registry.title.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            *("kind", "资质荣誉", "choice"),
            choices=LABELS,
            spoken=SPOKEN,
            aliases=("资质", "资质名称", "资质类型", "荣誉名称", "称号", "企业称号", "资质荣誉名称", "类型", "认定类型"),
            required=True,
            example="高新技术企业",
            width=22,
        ),
        Column(
            "certificate",
            "证书编号",
            width=22,
            aliases=("证书号", "编号", "入库登记编号", "入库编号", "登记编号"),
            example="GR202699000001",
        ),
        Column(
            "since",
            "发证日期",
            "day",
            aliases=("认定日期", "发证时间", "认定时间", "入库日期", "公告日期", "获得日期", "批准日期", "有效期起"),
        ),
        Column(
            "until",
            "有效期至",
            "until",
            aliases=("到期日期", "有效期止", "截止日期", "有效期", "证书有效期", "到期时间", "失效日期"),
        ),
        Column("applied_on", "申报日期", "day", aliases=("申报时间", "申请日期", "参评日期")),
        Column("level", "级别", aliases=("认定级别",), width=10, example="国家级"),
        Column("batch", "批次或公告文号", width=24, aliases=("批次", "文号", "公告文号", "认定文号", "认定批次")),
        Column("is_first", "首次认定", "flag", aliases=("是否首次认定", "是否首次")),
        Column("refused_on", "未通过日期", "day"),
        Column("revoked_on", "撤销日期", "day", aliases=("取消日期", "撤销时间")),
        Column("note", "备注", width=24),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_titles(user)

    def choices(self, column: Column) -> Sequence[str]:
        """Only kinds this office has to do with."""
        return [kind.label for kind in kinds_here()] if column.key == "kind" else super().choices(column)

    def rows(self, user: User) -> models.QuerySet[Title]:
        return Title.objects.visible_to(user).select_related("organisation").order_by("pk")

    def find(self, rows: Sequence[Row[Title]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[tuple[int, str], list[Title]] = {}
        for some in in_chunks(owners):
            for one in Title.objects.filter(organisation__in=some).select_related("organisation").order_by("pk"):
                known.setdefault((one.organisation_id, one.kind), []).append(one)
        for row in rows:
            owner, kind = row.value("organisation"), row.value("kind")
            row.obj = _same(row, known.get((owner.pk, kind), [])) if owner and kind else None

    def identity(self, row: Row[Title]) -> Hashable | None:
        owner = row.value("organisation")
        if not owner or not row.value("kind"):
            return None
        return (owner.pk, row.value("kind"), row.value("certificate"), _day(row, "since") or _day(row, "applied_on"))

    def complete(self, row: Row[Title], work: Work) -> None:
        since, kind = _day(row, "since"), KINDS.get(str(row.value("kind")))
        known = row.obj is not None and row.obj.until is not None
        said = row.text("until").strip() or "until" in row.emptied
        if since and kind and row.value("until") is None and not said and not known:
            row.values["until"] = kind.ends(since)

    def check(self, row: Row[Title], work: Work) -> Iterator[Remark]:
        if (kind := KINDS.get(str(row.value("kind")))) and not (shown := shown_here(kind.mechanism)):
            yield Remark("kind", shown.reason)
        kept = row.obj or Title()
        days = {name: _day(row, name) or (None if name in row.emptied else getattr(kept, name)) for name in _DAYS}
        if not days["since"] and not days["applied_on"] and not row.text("since") and not row.text("applied_on"):
            yield Remark("since", "发证日期和申报日期至少填一个")
        if days["since"] and days["until"] and days["until"] <= days["since"]:
            yield Remark("until", f"有效期至早于发证日期 {days['since']}，请核对")
        if days["since"] and days["applied_on"] and days["applied_on"] > days["since"]:
            yield Remark("applied_on", f"申报日期晚于发证日期 {days['since']}，请核对")
        if days["since"] and days["since"] > work.day:
            yield Remark("since", f"发证日期 {days['since']} 还没有到，请核对", doubtful=True)


def _day(row: Row[Title], key: str) -> date | None:
    value = row.value(key)
    return value if isinstance(value, date) else None


def _same(row: Row[Title], known: list[Title]) -> Title | None:
    """The title a row is about, among those of its organisation and kind."""
    certificate, since, applied = row.value("certificate"), _day(row, "since"), _day(row, "applied_on")
    found: list[Any] = [one for one in known if certificate and one.certificate == certificate]
    found += [one for one in known if since and one.since == since]
    found += [one for one in known if applied and one.applied_on == applied and not (since and one.since)]
    if since:
        waiting = [one for one in known if one.since is None and one.refused_on is None]
        found += [one for one in waiting if one.applied_on and timedelta() <= since - one.applied_on <= _LONGEST_WAIT]
    return found[0] if found else None
