"""政策兑现: one row a firm, clause and year; for what was claimed before the library, or on another system."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict
from titian.base.registers import Finder, NotFoundError, Remark, Row, Work
from titian.policies.models import Claim, Policy, PolicyClause
from titian.policies.models.claims import MECHANISM, PAID, STANDING
from titian.policies.permissions import can_keep_claims, can_see_claims
from titian.registry.columns.owned import CODE, OWNER, OwnedRegister


class ClauseFinder(Finder):
    """A clause by its code, or by its name where only one is called so; by its number where a document took it over: hnte_first #12."""

    def __init__(self, user: User, day: Any) -> None:
        super().__init__(user, day)
        self.known: dict[str, list[PolicyClause]] = {}

    def prepare(self, texts: set[str]) -> None:
        for clause in PolicyClause.objects.visible_to(self.user).select_related("policy"):
            for word in {clause.code, clause.label, f"{clause.code} #{clause.pk}", f"{clause.label} #{clause.pk}"}:
                self.known.setdefault(word, []).append(clause)

    def find(self, text: str) -> PolicyClause:
        found = self.known.get(text.strip(), [])
        issued = [clause for clause in found if not clause.policy.is_draft] or found
        if len(issued) == 1:
            return issued[0]
        if issued:
            which = "、".join(
                f"{clause.code} #{clause.pk}（{clause.policy}）" for clause in sorted(issued, key=attrgetter("pk"))[:3]
            )
            raise NotFoundError(f"政策库里有 {len(issued)} 条叫「{text.strip()}」，请在后面写 # 和编号：{which}")
        raise NotFoundError(f"政策库里没有条款「{text.strip()}」，请写条款名称或代码")


class Claims(OwnedRegister[Claim]):
    name, label, counted = "claims", "政策兑现", "笔"
    help = "一家企业一条政策一个年度一行；已拨付的填拨付金额和日期。"
    model = Claim
    key = ("organisation", "clause", "year")
    mechanism = MECHANISM
    added, amended, removed = "policies.claim.added", "policies.claim.amended", "policies.claim.removed"
    columns = (
        OWNER,
        CODE,
        Column(
            "clause", "条款", "reference", width=30, refers="policy clause", required=True, aliases=("政策条款", "奖补事项", "事项")
        ),
        Column("year", "所属年度", "year", required=True, aliases=("年度",), example="2025"),
        Column(
            "state",
            "状态",
            "choice",
            choices=Claim.STATES,
            required=True,
            spoken={"已兑现": "paid", "已到账": "paid", "申请中": "asked"},
        ),
        Column("asked_on", "申请日期", "day", required=True),
        Column("asked", "申请金额", "money_wan", disclosure=Disclosure.INTERNAL),
        Column("approved", "审定金额", "money_wan"),
        Column("approved_on", "审定日期", "day"),
        Column("paid", "拨付金额", "money_wan", aliases=("兑现金额", "到账金额")),
        Column("paid_on", "拨付日期", "day", aliases=("兑现日期", "到账日期")),
        Column("document", "拨付文号", width=24, aliases=("文号",)),
        Column("reason", "理由", width=24),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_claims(user)

    def can_add(self, user: User) -> Verdict:
        return can_keep_claims(user)

    def can_change(self, user: User, obj: Claim) -> Verdict:
        return can_keep_claims(user)

    def whole(self) -> models.QuerySet[Claim]:
        return Claim.objects.select_related("organisation", "clause__policy")

    def rows(self, user: User) -> models.QuerySet[Claim]:
        others = PolicyClause.objects.filter(code=OuterRef("clause__code"), policy__in=Policy.objects.issued())
        taken_over = Exists(others.exclude(pk=OuterRef("clause")))
        found = Claim.objects.visible_to(user).annotate(is_shared=taken_over)
        return found.select_related("organisation", "clause__policy").order_by("pk")

    def find(self, rows: Sequence[Row[Claim]], work: Work) -> None:
        owners = {row.value("organisation").pk for row in rows if row.value("organisation")}
        known: dict[Hashable, Claim] = {}
        for some in in_chunks(owners):
            for one in self.whole().filter(organisation__in=some).order_by("-pk"):
                place = (one.organisation_id, one.clause_id, one.year)
                if one.state in STANDING or place not in known:
                    known[place] = one
        for row in rows:
            row.obj = known.get(self.identity(row))

    def identity(self, row: Row[Claim]) -> Hashable | None:
        owner, clause = row.value("organisation"), row.value("clause")
        return (owner.pk, clause.pk, row.value("year")) if owner and clause and row.value("year") else None

    def check(self, row: Row[Claim], work: Work) -> Iterator[Remark]:
        if row.value("state") == PAID and (row.value("paid") is None or row.value("paid_on") is None):
            yield Remark("paid", "已拨付的请填拨付金额和拨付日期")
        approved, paid = row.value("approved"), row.value("paid")
        if approved is not None and paid is not None and paid > approved:
            yield Remark("paid", "拨付金额大于审定金额")
        for name in ("asked", "approved", "paid"):
            amount: Any = row.value(name)
            if amount is not None and amount < 0:
                yield Remark(name, "金额不能为负")

    def cells(self, obj: Claim) -> Mapping[str, Any]:
        code = obj.clause.code
        return {**super().cells(obj), "clause": f"{code} #{obj.clause_id}" if getattr(obj, "is_shared", False) else code}
