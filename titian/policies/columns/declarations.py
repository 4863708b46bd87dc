"""申报: one row a firm and batch, with the day of each step. Rows go through the verbs, which tell the registry's titles of every step."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.permissions import Verdict
from titian.base.registers import Change, Finder, NotFoundError, Remark, Row, Work
from titian.policies import actions
from titian.policies.models import Declaration, DeclarationBatch
from titian.policies.permissions import LADDER, can_cultivate, can_see_forecast
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister

STEPS = {f"{step}_on": step for step in Declaration.STEPS}  # the column of every step, in the order they are done
ENDS = tuple(key for key, step in STEPS.items() if step in Declaration.ENDS)
WHY = ("failed_on", "withdrawn_on")  # what needs a reason


class BatchFinder(Finder):
    """A batch by programme and name (高企 2026年第一批), or by its name where only one is called so."""

    def __init__(self, user: User, day: date) -> None:
        super().__init__(user, day)
        self.known: dict[str, list[DeclarationBatch]] = {}

    def prepare(self, texts: set[str]) -> None:
        for batch in DeclarationBatch.objects.all():
            for word in (str(batch), batch.name):
                self.known.setdefault(_squeezed(word), []).append(batch)

    def find(self, text: str) -> DeclarationBatch:
        found = self.known.get(_squeezed(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            named = "、".join(map(str, found))
            raise NotFoundError(f"有 {len(found)} 个批次叫「{text.strip()}」，请写明项目：{named}")
        raise NotFoundError(f"没有「{text.strip()}」这个批次，请先在「申报批次」里建立，或写成如「高企 2026年第一批」")


def _squeezed(text: str) -> str:
    return "".join(text.split())


class Declarations(OwnedRegister[Declaration]):
    name, label, counted = "declarations", "申报", "家"
    help = "一家企业一个批次一行，做到哪一步填到哪一步的日期；已登记的日期要改，请在申报页撤回进展。"
    model = Declaration
    key = ("organisation", "batch")
    mechanism = LADDER
    added = amended = removed = ""
    irrevocable = "申报不能整批撤销：进展已同时记入名录的资质荣誉；录错的请在申报页逐条撤回进展"
    columns = (
        OWNER,
        CODE,
        Column(
            *("batch", "申报批次", "reference"),
            width=28,
            refers="declaration batch",
            required=True,
            aliases=("批次",),
            example="高企 2026年第一批",
        ),
        Column("planned_on", "拟申报日期", "day", help="不填的按申报日期"),
        Column("declared_on", "申报日期", "day", aliases=("申报时间", "提交日期"), example="2026-05-10"),
        Column("accepted_on", "受理日期", "day", aliases=("受理时间",)),
        Column("passed_on", "通过日期", "day", aliases=("公示日期", "认定日期")),
        Column("failed_on", "未通过日期", "day"),
        Column("withdrawn_on", "撤回日期", "day"),
        Column("reason", "未通过或撤回的原因", width=30, aliases=("原因", "未通过原因")),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_forecast(user)

    def can_add(self, user: User) -> Verdict:
        return can_cultivate(user)

    def can_change(self, user: User, obj: Declaration) -> Verdict:
        return can_cultivate(user, obj.organisation)

    def whole(self) -> models.QuerySet[Declaration]:
        return Declaration.objects.select_related("organisation", "batch")

    def rows(self, user: User) -> models.QuerySet[Declaration]:
        return Declaration.objects.visible_to(user).select_related("organisation", "batch").order_by("pk")

    def find(self, rows: Sequence[Row[Declaration]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[Hashable, Declaration] = {}
        for some in in_chunks(owners):
            known |= {(one.organisation_id, one.batch_id): one for one in self.whole().filter(organisation__in=some)}
        for row in rows:
            row.obj = known.get(self.identity(row))

    def identity(self, row: Row[Declaration]) -> Hashable | None:
        owner, batch = row.value("organisation"), row.value("batch")
        return (owner.pk, batch.pk) if owner and batch else None

    def complete(self, row: Row[Declaration], work: Work) -> None:
        if row.obj is None and row.value("planned_on") is None:
            said = [row.value(key) for key in STEPS if row.value(key)]
            row.values["planned_on"] = min(said, default=None)

    def check(self, row: Row[Declaration], work: Work) -> Iterator[Remark]:
        yield from (Remark(key, f"{self.column(key).label}不能用「清空」，请在申报页撤回进展") for key in sorted(row.emptied))
        if row.obj is None and row.value("planned_on") is None:
            yield Remark("planned_on", "没有填任何日期：拟申报的填拟申报日期，已申报的填申报日期")
        known = {key: getattr(row.obj, key) for key in STEPS} if row.obj else dict.fromkeys(STEPS)
        yield from self._changed(row, known)
        yield from self._in_order({key: known[key] or row.value(key) for key in STEPS})
        needs = [key for key in WHY if row.value(key) and not known[key]]
        if needs and not row.value("reason"):
            yield Remark("reason", "请写明未通过或撤回的原因")
        if row.obj and row.value("reason") not in (None, row.obj.reason) and not needs:
            yield Remark("reason", "原因随未通过、撤回一起登记；已登记的要改，请在申报页撤回进展")

    def _changed(self, row: Row[Declaration], known: Mapping[str, date | None]) -> Iterator[Remark]:
        for key, before in known.items():
            if before and row.value(key) and row.value(key) != before:
                yield Remark(key, f"已登记的{self.column(key).label}是 {before}，要改请在申报页撤回进展")
        ended = next((key for key in ENDS if known[key]), None)
        for key, before in known.items():
            if ended and not before and row.value(key) and key not in ENDS:
                yield Remark(key, f"这家企业这一批已登记「{Declaration.STEPS[STEPS[ended]]}」，不能再补{self.column(key).label}")

    def _in_order(self, days: Mapping[str, date | None]) -> Iterator[Remark]:
        if sum(bool(days[key]) for key in ENDS) > 1:
            yield Remark(next(key for key in reversed(ENDS) if days[key]), "通过、未通过、撤回只能填一个")
        for key, step in STEPS.items():
            before = Declaration.AFTER.get(step)
            if days[key] and before and before != "planned" and not days[f"{before}_on"]:
                yield Remark(key, f"填了{self.column(key).label}，没有{self.column(f'{before}_on').label}")
        for (_, earlier), (key, later) in pairwise((key, day) for key, day in days.items() if day):
            if later < earlier:
                yield Remark(key, f"{self.column(key).label}早于上一步的 {earlier}，请核对")

    def cells(self, obj: Declaration) -> Mapping[str, Any]:
        return {**super().cells(obj), "batch": str(obj.batch)}

    def fill(self, obj: Declaration, values: Mapping[str, Any]) -> None:
        """Nothing: the verbs set what they may set."""

    def save(self, changes: Sequence[Change[Declaration]], work: Work) -> None:
        for change in changes:
            said = change.after
            if change.is_new:
                change.obj = actions.plan_declaration(
                    said["organisation"], batch=said["batch"], on=said["planned_on"], by=work.user
                )
            for key, step in STEPS.items():
                if step != "planned" and said.get(key):
                    reason = str(said.get("reason") or "") if key in WHY else ""
                    actions.step_declaration(change.obj, step=step, on=said[key], by=work.user, reason=reason)
