"""辅助账: one entry of a voucher a row, found again by project, year, voucher, entry and sub-line."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.database import in_chunks
from titian.base.money import to_fen, to_yuan
from titian.base.permissions import Verdict
from titian.base.registers import Remark, Row, Work
from titian.registry.columns.owned import CODE, CODES, NAMES, OWNER, OwnedRegister
from titian.registry.models.annual import RETURNS
from titian.rnd.calibres import CATEGORIES, OFFSET, category_label, sub_label, subs_of
from titian.rnd.columns.projects import internal, projects_of
from titian.rnd.models import CostLine, Project
from titian.rnd.permissions import can_edit, can_see_returns

_PROJECTS = "projects by owner and code"
_ALL = (*CATEGORIES, OFFSET)
# What offices write for a sub-line beside its label; the first category that knows a word has it.
_SPOKEN = {
    "工资": ("personnel", "wages"),
    "工资薪金支出": ("personnel", "wages"),
    "社保": ("personnel", "insurance"),
    "社会保险": ("personnel", "insurance"),
    "材料费": ("direct", "materials"),
    "材料": ("direct", "materials"),
    "燃料动力": ("direct", "materials"),
    "设备折旧": ("depreciation", "equipment"),
    "差旅费": ("other", "travel"),
    "会议费": ("other", "travel"),
    "专家咨询": ("other", "consulting"),
    "知识产权事务费": ("other", "property"),
}


class CostLines(OwnedRegister[CostLine]):
    name, label, counted = "rnd-costs", "研发辅助账", "条"
    help = "一张凭证的一条分录一行，金额以元计，红字冲销写负数。项目须已登记；同一凭证同一科目有几条的，用分录号区分。"
    model = CostLine
    key = ("project", "year", "voucher", "entry", "category", "sub", "capitalised", "fiscal")
    mechanism = RETURNS
    added, amended, removed = "rnd.cost.added", "rnd.cost.amended", "rnd.cost.removed"
    columns = (
        OWNER,
        CODE,
        internal("project", "项目编号", aliases=("研发项目编号", "RD编号", "项目"), required=True, example="RD01"),
        internal("year", "年度", "year", aliases=("年份", "会计年度"), help="不填按凭证日期", example="2025"),
        internal("day", "凭证日期", "day", aliases=("日期", "记账日期"), example="2025-03-31"),
        internal("voucher", "凭证号", aliases=("凭证编号", "凭证字号", "凭证种类号数"), example="记-25"),
        internal("entry", "分录号", width=8, aliases=("行号", "分录")),
        internal(
            *("category", "费用类别", "choice"),
            choices={code: category_label(code) for code in _ALL},
            spoken={
                "人工": "personnel",
                "直接投入": "direct",
                "折旧": "depreciation",
                "摊销": "amortisation",
                "委托": "outsourced",
                "其他相关费用": "other",
            },
            aliases=("类别", "费用项目"),
            help="明细科目已能区分的可以不填",
        ),
        internal(
            "sub", "明细科目", width=24, aliases=("明细", "费用明细", "二级科目", "明细项目"), required=True, example="工资薪金"
        ),
        internal(
            "amount", "金额", "decimal", unit="元", aliases=("发生额", "借方金额", "本期发生额"), required=True, example="56000.00"
        ),
        internal("capitalised", "资本化", "flag", aliases=("是否资本化",)),
        internal("fiscal", "财政性资金", "flag", aliases=("是否财政性资金",), help="作不征税收入处理的填是"),
        internal("note", "摘要", width=24, aliases=("凭证摘要", "备注")),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_returns(user)

    def can_add(self, user: User) -> Verdict:
        return can_edit(user)

    def can_change(self, user: User, obj: CostLine) -> Verdict:
        return can_edit(user)

    def whole(self) -> models.QuerySet[CostLine]:
        return CostLine.objects.select_related("project__organisation")

    def rows(self, user: User) -> models.QuerySet[CostLine]:
        return CostLine.objects.visible_to(user).select_related("project__organisation").order_by("pk")

    def prepare(self, rows: Sequence[Row[CostLine]], work: Work) -> None:
        super().prepare(rows, work)
        owners = {found.pk for found in work.kept[CODES].values()}
        owners |= {pk for found in work.kept[NAMES].values() for pk in found}
        work.kept[_PROJECTS] = projects_of(owners)

    def tidy(self, row: Row[CostLine], work: Work) -> Iterator[Remark]:
        yield from super().tidy(row, work)
        owner, code = row.value("organisation"), row.value("project")
        row.values["project"] = work.kept[_PROJECTS].get((owner.pk, str(code))) if owner and code else None
        yield from _account(row)
        day = row.value("day")
        if row.value("year") is None and day is not None:
            row.values["year"] = day.year
        if row.value("year") is None and not row.text("year"):
            yield Remark("year", "缺少年度，请补上，或填写凭证日期")
        for flag in ("capitalised", "fiscal"):
            row.values[flag] = bool(row.value(flag))
        for text in ("voucher", "entry"):
            row.values[text] = row.value(text) or ""

    def find(self, rows: Sequence[Row[CostLine]], work: Work) -> None:
        lines: dict[tuple[Any, ...], CostLine] = {}
        wanted = {row.value("project").pk for row in rows if row.value("project")}
        for some in in_chunks(wanted):
            for line in self.whole().filter(project__in=some):
                lines[self._identity(line)] = line
        for row in rows:
            identity = self.identity(row)
            row.obj = lines.get(identity) if isinstance(identity, tuple) else None

    def identity(self, row: Row[CostLine]) -> Hashable | None:
        project = row.value("project")
        if not isinstance(project, Project):
            return None
        return (project.pk, *(row.value(key) for key in self.key[1:]))

    def _identity(self, line: CostLine) -> tuple[Any, ...]:
        return (line.project_id, *(getattr(line, key) for key in self.key[1:]))

    def check(self, row: Row[CostLine], work: Work) -> Iterator[Remark]:
        if row.value("organisation") and row.value("project") is None and row.text("project"):
            yield Remark("project", f"「{row.value('organisation')}」没有编号为 {row.text('project')} 的研发项目，请先导入研发项目")
        day, year = row.value("day"), row.value("year")
        if day is not None and year is not None and day.year != year:
            yield Remark("day", f"凭证日期 {day} 不在 {year} 年，请核对年度")
        if isinstance(year, int) and year > work.day.year:
            yield Remark("year", f"{year} 年还没有到，请核对年度")
        amount = row.value("amount")
        if isinstance(amount, Decimal) and amount != amount.quantize(Decimal("0.01")):
            yield Remark("amount", f"金额 {amount} 元不是整分，请核对小数位")
        if amount == 0:
            yield Remark("amount", "金额为零，不必登记")

    def current(self, obj: CostLine) -> dict[str, Any]:
        skipped = {"organisation", "uscc", "project", "amount", "voucher", "entry"}
        found = {column.key: self._read(obj, column) for column in self.columns if column.key not in skipped}
        texts = {"voucher": obj.voucher, "entry": obj.entry}
        return found | texts | {"organisation": obj.project.organisation, "project": obj.project, "amount": to_yuan(obj.amount)}

    def cells(self, obj: CostLine) -> Mapping[str, Any]:
        found = super().cells(obj)
        return {**found, "project": obj.project.code, "sub": sub_label(obj.category, obj.sub)}

    def fill(self, obj: CostLine, values: Mapping[str, Any]) -> None:
        bare = dict(values)
        bare.pop("organisation", None)
        if "project" in bare:
            obj.project = bare.pop("project")
        if "amount" in bare:
            obj.amount = to_fen(bare.pop("amount") or 0)
        super().fill(obj, bare)

    def restored(self, obj: CostLine, key: str, value: Any) -> Any:
        if key == "project":
            return None if value is None else Project.objects.select_related("organisation").get(pk=value)
        return super().restored(obj, key, value)


def _account(row: Row[CostLine]) -> Iterator[Remark]:
    """Category and sub-line by code: what the sheet says in words, the category alone or from the sub-line."""
    category, text = row.value("category"), str(row.value("sub") or "").strip()
    if not text:
        return
    places = [
        (name, one.code) for name in (category,) * bool(category) or _ALL for one in subs_of(name) if text in {one.code, one.label}
    ]
    spoken = _SPOKEN.get(text)
    if not places and spoken and category in {None, spoken[0]}:
        places = [spoken]
    if len(places) == 1:
        row.values["category"], row.values["sub"] = places[0]
        return
    row.values["sub"] = None
    if places:
        yield Remark("sub", f"明细「{text}」在{'、'.join(category_label(name) for name, _ in places)}里都有，请填费用类别")
    else:
        options = "、".join(one.label for name in ((category,) if category else CATEGORIES) for one in subs_of(name))
        yield Remark("sub", f"明细「{text}」不认识，应为：{options}")
