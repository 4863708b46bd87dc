"""登记事实: one row a firm, fact, year and day; the value as people write it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.policies.models import StatedFact
from titian.policies.models.stated import NO_YEAR
from titian.policies.permissions import LADDER, can_see_stated_facts, can_state_facts
from titian.policies.record.stated import NotSayable, in_office_words, parse, stated_keys
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister


class StatedFacts(OwnedRegister[StatedFact]):
    name, label, counted = "stated-facts", "登记事实", "条"
    help = "名录里没有栏目、评估又要用的事实，一家企业一项事实一行；以后变了另起一行，写新的日期。"
    model = StatedFact
    key = ("organisation", "key", "year", "since")
    mechanism = LADDER
    added, amended, removed = "policies.fact.stated", "policies.fact.amended", "policies.fact.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            *("key", "事实", "choice"),
            width=30,
            choices={one.key: one.label for one in stated_keys().values()},
            required=True,
            aliases=("事项", "项目"),
            example="查账征收",
        ),
        Column("value", "内容", width=24, aliases=("值", "情况"), required=True, example="是", disclosure=Disclosure.INTERNAL),
        Column("year", "年度", "year", help="只有按年度的事实才填"),
        Column("since", "自何日起", "day", required=True, aliases=("日期", "起始日期"), example="2026-01-01"),
        Column("source", "依据", width=30, required=True, aliases=("来源", "依据材料"), example="专项审计报告"),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_stated_facts(user)

    def can_add(self, user: User) -> Verdict:
        return can_state_facts(user)

    def can_change(self, user: User, obj: StatedFact) -> Verdict:
        return can_state_facts(user, obj)

    def rows(self, user: User) -> models.QuerySet[StatedFact]:
        return StatedFact.objects.visible_to(user).select_related("organisation").order_by("pk")

    def tidy(self, row: Row[StatedFact], work: Work) -> Iterator[Remark]:
        yield from super().tidy(row, work)
        row.values["year"] = row.value("year") or NO_YEAR
        key, text = row.value("key"), row.value("value")
        if key is None or text is None:
            return
        about = stated_keys()[key]
        try:
            row.values["value"] = in_office_words(key, parse(key, str(text)))
        except NotSayable as problem:
            yield Remark("value", f"{about.label}{problem}")
        if about.yearly != bool(row.value("year")):
            yield Remark("year", f"{about.label}{'按年度登记，请填年度' if about.yearly else '不分年度，请不要填年度'}")

    def find(self, rows: Sequence[Row[StatedFact]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[Hashable, StatedFact] = {}
        for some in in_chunks(owners):
            found = StatedFact.objects.filter(organisation__in=some).select_related("organisation")
            known |= {(one.organisation_id, one.key, one.year, one.since): one for one in found}
        for row in rows:
            row.obj = known.get(self.identity(row))

    def identity(self, row: Row[StatedFact]) -> Hashable | None:
        owner = row.value("organisation")
        return (owner.pk, *(row.value(key) for key in self.key[1:])) if owner and row.value("key") else None

    def current(self, obj: StatedFact) -> dict[str, Any]:
        found = super().current(obj)
        return found | {"value": obj.value_label or None, "year": obj.year}

    def cells(self, obj: StatedFact) -> Mapping[str, Any]:
        return {**super().cells(obj), "year": obj.year or None}

    def fill(self, obj: StatedFact, values: Mapping[str, Any]) -> None:
        """The value is kept in the engine's integers."""
        bare = dict(values)
        text = bare.pop("value", None)
        super().fill(obj, bare)
        if "value" in values:
            obj.value = None if text is None else parse(obj.key, str(text))
        obj.year = obj.year or NO_YEAR
