"""Registers whose rows belong to an organisation: named by 统一社会信用代码, by name, or by both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.database import in_chunks
from titian.base.permissions import Verdict
from titian.base.registers import Finder, NotFoundError, Register, Remark, Row, Work
from titian.exchange import values
from titian.registry.columns.sheet import NAME, USCC
from titian.registry.models import Organisation, OrganisationName
from titian.registry.models.organisations import FORMER_CODE
from titian.registry.names import folded
from titian.registry.permissions import can_edit

M = TypeVar("M", bound=models.Model)
OWNER = Column("organisation", "企业名称", width=36, aliases=NAME, example="示范县云山智能装备有限公司")
CODE = Column(
    "uscc", "统一社会信用代码", width=22, aliases=USCC, example="91990123MA0000001T", help="有代码按代码找企业，没有的按名称找"
)
CODES, NAMES, LOOKS = "organisations by code", "organisations by name", "names looked for"
MOST_LOOKS, SHORTEST = 30, 3


class OrganisationFinder(Finder):
    """One organisation by code or by any of its names, for references in other registers' sheets."""

    def __init__(self, user: User, day: date) -> None:
        super().__init__(user, day)
        self.known: dict[str, dict[int, Organisation]] = {}

    def prepare(self, texts: set[str]) -> None:
        words = {text.strip() for text in texts if text.strip()}
        visible = Organisation.objects.visible_to(self.user).current()
        for some in in_chunks(words):
            for one in visible.filter(uscc__in=[word.upper() for word in some]):
                self.known.setdefault(folded(str(one.uscc)), {})[one.pk] = one
        for some in in_chunks({folded(word) for word in words}):
            found = OrganisationName.objects.filter(folded__in=some, organisation__in=visible).select_related("organisation")
            for name in found:
                self.known.setdefault(name.folded, {})[name.organisation_id] = name.organisation

    def find(self, text: str) -> Organisation:
        found = list(self.known.get(folded(text), {}).values())
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(f"名录里有 {len(found)} 家叫「{text.strip()}」，请写统一社会信用代码")
        raise NotFoundError(f"名录里没有「{text.strip()}」，请先导入企业名录，或核对名称")


class OwnedRegister(Register[M]):
    """`organisation` in a row is text until `tidy`, the organisation from then on; a row may leave it out only if `optional`."""

    optional = False

    def can_add(self, user: User) -> Verdict:
        return can_edit(user)

    def can_change(self, user: User, obj: M) -> Verdict:
        return can_edit(user, obj)

    def whole(self) -> models.QuerySet[M]:
        return self.model._default_manager.select_related("organisation")

    def prepare(self, rows: Sequence[Row[M]], work: Work) -> None:
        codes = {code for row in rows if (code := _code(row))}
        names = {folded(str(row.value("organisation"))) for row in rows if row.value("organisation")}
        visible = Organisation.objects.visible_to(work.user).current()
        by_code = _by_code(codes, visible)
        by_name: dict[str, dict[int, Organisation]] = {}
        for some in in_chunks(names):
            found = OrganisationName.objects.filter(folded__in=some, organisation__in=visible).select_related("organisation")
            for name in found:
                by_name.setdefault(name.folded, {})[name.organisation_id] = name.organisation
        work.kept[CODES], work.kept[NAMES] = by_code, by_name

    def tidy(self, row: Row[M], work: Work) -> Iterator[Remark]:
        code, name = _code(row), row.value("organisation")
        row.values.pop("uscc", None)
        row.emptied.discard("uscc")
        row.values["organisation"] = None
        if not code and not name:
            if not self.optional:
                yield Remark("organisation", "缺少企业名称或统一社会信用代码，至少填一个")
            return
        by_code = work.kept[CODES].get(code) if code else None
        by_name = work.kept[NAMES].get(folded(str(name)), {}) if name else {}
        if by_code is None and not by_name and name and not code:
            yield from self._unknown(row, str(name), work)
            return
        yield from self._settle(row, (code, name), by_code, list(by_name.values()))

    def _settle(
        self, row: Row[M], said: tuple[str, Any], by_code: Organisation | None, by_name: list[Organisation]
    ) -> Iterator[Remark]:
        code, name = said
        if by_code is not None:
            row.values["organisation"] = by_code
            if name and by_code not in by_name:
                yield Remark("organisation", f"代码 {code} 在名录里是「{by_code.name}」，与这里的名称不同，请核对", doubtful=True)
        elif code and not by_name:
            yield Remark("uscc", f"名录里没有代码为 {code} 的企业，请先导入企业名录，或核对代码")
        elif len(by_name) == 1:
            row.values["organisation"] = by_name[0]
            if code and by_name[0].uscc:
                yield Remark("uscc", f"「{name}」在名录里的代码是 {by_name[0].uscc}，与这里不同，请核对")
        elif by_name:
            yield Remark("organisation", f"名录里有 {len(by_name)} 家叫「{name}」，请填写统一社会信用代码")

    def _unknown(self, row: Row[M], name: str, work: Work) -> Iterator[Remark]:
        """With the names that hold it, as somebody leaves out 示范县; looked for a few times a sheet, since each look costs a search."""
        told = f"名录里没有「{name}」"
        looks = work.kept[LOOKS] = work.kept.get(LOOKS, 0) + 1
        if looks <= MOST_LOOKS and len(folded(name)) >= SHORTEST:
            near = Organisation.objects.visible_to(work.user).current().named(name).order_by("name").values_list("name", flat=True)
            if found := list(near[:3]):
                yield Remark("organisation", f"{told}，相近的有「{'」「'.join(found)}」，是的话请写全称")
                return
        yield Remark("organisation", f"{told}，请先导入企业名录，或核对名称（简称、曾用名也认）")

    def current(self, obj: M) -> dict[str, Any]:
        skipped = {"organisation", "uscc"}
        found = {column.key: self._read(obj, column) for column in self.columns if column.key not in skipped}
        return found | {"organisation": obj.organisation}  # type: ignore[attr-defined]  # every owned row has one

    def cells(self, obj: M) -> Mapping[str, Any]:
        found = self.current(obj)
        owner: Organisation | None = found["organisation"]
        return found | {"organisation": owner.name if owner else None, "uscc": owner.uscc if owner else None}

    def fill(self, obj: M, values: Mapping[str, Any]) -> None:
        bare = dict(values)
        if "organisation" in bare:
            obj.organisation = bare.pop("organisation")  # type: ignore[attr-defined]  # every owned row has one
        super().fill(obj, bare)

    def restored(self, obj: M, key: str, value: Any) -> Any:
        if key == "organisation":
            return None if value is None else Organisation.objects.get(pk=value)
        return super().restored(obj, key, value)


def _by_code(codes: set[str], visible: models.QuerySet[Organisation]) -> dict[str, Organisation]:
    """By the code it has, had, or brought with it when it was found to be the same as another one."""
    found: dict[str, Organisation] = {}
    for some in in_chunks(codes):
        old = OrganisationName.objects.filter(
            kind=FORMER_CODE, folded__in=[folded(code) for code in some], organisation__in=visible
        )
        found |= {name.text: name.organisation for name in old.select_related("organisation")}
        merged = Organisation.objects.filter(uscc__in=some, merged_into__in=visible).select_related("merged_into")
        found |= {str(one.uscc): one.merged_into for one in merged if one.merged_into}
        found |= {str(one.uscc): one for one in visible.filter(uscc__in=some)}
    return found


def _code(row: Row[Any]) -> str:
    """The code as registers keep it; what is none is looked up as it stands, and found nowhere."""
    try:
        return values.uscc(str(row.value("uscc") or "")) or ""
    except values.ValueProblem:
        return str(row.value("uscc"))
