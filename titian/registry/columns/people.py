"""人员: experts, specialists, contacts; found again by id number, else by name and employer."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.disclosure import Disclosure
from titian.base.permissions import Verdict
from titian.base.registers import Change, Remark, Row, Work
from titian.registry.codes import id_number_problem
from titian.registry.columns.owned import OwnedRegister
from titian.registry.columns.sheet import USCC
from titian.registry.columns.stored import drop_masked
from titian.registry.models import Person
from titian.registry.names import folded
from titian.registry.permissions import can_see_people


class People(OwnedRegister[Person]):
    name, label, counted = "people", "人员", "人"
    help = "一人一行。所在单位在名录里的自动关联，不在的照原文保留。身份证号、手机只有录入和按规定查看时可见，导出时遮盖。"
    model = Person
    key = ("name", "employer")
    optional = True
    masked = Person.MASKED
    added, amended, removed = "registry.person.added", "registry.person.amended", "registry.person.removed"
    columns = (
        Column("name", "姓名", width=12, aliases=("专家姓名", "人员姓名", "名字"), required=True, example="张示范"),
        Column(
            *("kind", "类别", "choice"),
            choices=Person.KINDS,
            spoken={"科技特派员": "specialist", "评审专家": "expert", "企业联系人": "contact", "人才": "talent"},
            aliases=("人员类别", "专家类别"),
            example="专家",
        ),
        Column(
            *("organisation", "所在单位"),
            width=32,
            aliases=("工作单位", "单位", "单位名称", "所属单位", "依托单位", "企业名称"),
            example="示范大学",
        ),
        Column("uscc", "单位信用代码", width=22, aliases=USCC),
        Column("position", "职务", width=12),
        Column("title", "职称", width=14, aliases=("专业技术职称", "职称/职务")),
        Column("field", "专业领域", width=24, aliases=("研究方向", "专业", "从事专业", "研究领域", "擅长领域")),
        Column("region", "服务乡镇", "reference", refers="town", aliases=("服务地", "派驻乡镇", "派驻地")),
        Column(
            "phone",
            "手机",
            width=16,
            aliases=("电话", "联系电话", "手机号", "手机号码", "联系方式"),
            disclosure=Disclosure.RESTRICTED,
        ),
        Column("id_number", "身份证号", width=22, aliases=("身份证", "身份证号码", "证件号码"), disclosure=Disclosure.RESTRICTED),
        Column("email", "邮箱", aliases=("电子邮箱", "E-mail", "邮件"), disclosure=Disclosure.INTERNAL),
        Column("is_active", "在聘", "flag", aliases=("是否在聘", "是否在库")),
        Column("note", "备注", width=24),
    )

    def can_see(self, user: User) -> Verdict:
        return can_see_people(user)

    def whole(self) -> models.QuerySet[Person]:
        return Person.objects.select_related("organisation", "region")

    def rows(self, user: User) -> models.QuerySet[Person]:
        return Person.objects.visible_to(user).select_related("organisation", "region").order_by("pk")

    def tidy(self, row: Row[Person], work: Work) -> Iterator[Remark]:
        said = row.value("organisation")
        row.emptied |= {"employer"} if "organisation" in row.emptied else set()
        yield from super().tidy(row, work)
        if said and row.value("organisation") is None:
            row.values["employer"] = said
        drop_masked(self, row)
        if number := row.value("id_number"):
            row.values["id_number"] = str(number).strip().upper()
            if problem := id_number_problem(row.values["id_number"]):
                yield Remark("id_number", problem)

    def _unknown(self, row: Row[Person], name: str, work: Work) -> Iterator[Remark]:
        """Most experts work elsewhere: the employer is kept as written."""
        yield from ()

    def find(self, rows: Sequence[Row[Person]], work: Work) -> None:
        wanted = {str(row.value("name")).strip() for row in rows if row.value("name")}
        known: dict[str, list[Person]] = {}
        for some in in_chunks(wanted):
            for one in Person.objects.filter(name__in=some).select_related("organisation", "region"):
                known.setdefault(one.name, []).append(one)
        for row in rows:
            row.obj = next((one for one in known.get(str(row.value("name")), []) if _is(one, row)), None)

    def identity(self, row: Row[Person]) -> Hashable | None:
        return (row.value("name"), row.value("id_number") or _employer(row)) if row.value("name") else None

    def current(self, obj: Person) -> dict[str, Any]:
        return super().current(obj) | {"employer": obj.employer or None}

    def cells(self, obj: Person) -> Mapping[str, Any]:
        """Masked: what leaves in a table shows a number's ends only, and comes in again without touching it."""
        found = dict(super().cells(obj))
        found["organisation"] = found["organisation"] or obj.employer or None
        return found | {key: self.shown(key, found[key]) for key in self.masked}

    def fill(self, obj: Person, values: Mapping[str, Any]) -> None:
        bare = dict(values)
        if "employer" in bare:
            obj.employer = bare.pop("employer") or ""
        super().fill(obj, bare)

    def restored(self, obj: Person, key: str, value: Any) -> Any:
        return value if key == "employer" else super().restored(obj, key, value)

    def column(self, key: str) -> Column:
        return super().column("organisation" if key == "employer" else key)

    def save(self, changes: Sequence[Change[Person]], work: Work) -> None:
        for change in changes:
            change.obj.folded = change.obj.sought
        super().save(changes, work)
        renamed = [change.obj for change in changes if not change.is_new]
        Person.objects.bulk_update(renamed, ["folded", "employer"], batch_size=500)


def _employer(row: Row[Person]) -> str:
    owner = row.value("organisation")
    return f"#{owner.pk}" if owner else folded(str(row.value("employer") or ""))


def _is(person: Person, row: Row[Person]) -> bool:
    """The id number decides where both have one; else the employer, where the row names any."""
    if person.id_number and row.value("id_number"):
        return bool(person.id_number == row.value("id_number"))
    if row.value("organisation") is not None:
        return bool(person.organisation_id == row.value("organisation").pk)
    said = row.value("employer")
    return not said or folded(person.employer) == folded(str(said))
