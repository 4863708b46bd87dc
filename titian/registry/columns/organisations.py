"""企业名录: found again by code, else by name; names, 规上 years and the code's check digit are its own affair."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch

from titian.accounts.models import User
from titian.base.database import held, in_chunks
from titian.base.permissions import Verdict, no
from titian.base.registers import Change, Register, Remark, Row, Work
from titian.exchange import values
from titian.registry.codes import industry_from, industry_problem, uscc_doubt, uscc_problem
from titian.registry.columns.leaving import without_objects
from titian.registry.columns.sheet import COLUMNS, SCALE
from titian.registry.columns.stored import NAME_KINDS, drop_masked, save_names, save_scale
from titian.registry.models import Organisation, OrganisationName, OrganisationQuerySet, ScaleYear
from titian.registry.models.organisations import FORMER_CODE, OFFICIAL
from titian.registry.names import folded
from titian.registry.permissions import can_add_organisation, can_edit, can_see_organisations

_SEPARATORS = "、,，;；/\n"


class Organisations(Register[Organisation]):
    name, label, counted = "organisations", "企业名录", "家"
    help = "一家企业一行。已有的按统一社会信用代码（没有代码的按名称）更新，空格不改动原有内容，写「清空」则清空。"
    model = Organisation
    key = ("uscc", "name")
    added, amended, removed = "registry.organisation.added", "registry.organisation.amended", "registry.organisation.removed"
    owned = frozenset({"names", "scale_years"})
    masked = Organisation.MASKED
    columns = COLUMNS

    def can_see(self, user: User) -> Verdict:
        return can_see_organisations(user)

    def can_add(self, user: User) -> Verdict:
        return can_add_organisation(user)

    def can_change(self, user: User, obj: Organisation) -> Verdict:
        return can_edit(user, obj)

    def may_add(self, row: Row[Organisation], work: Work) -> Verdict:
        region = row.value("region")
        if work.user.own_town_id and region is None:
            return no("乡镇街道经办只能报送本乡镇的企业，请写明所属乡镇")
        return can_add_organisation(work.user, region)

    def whole(self) -> OrganisationQuerySet:
        other = OrganisationName.objects.filter(kind__in=NAME_KINDS.values())
        lists = (Prefetch("names", other, to_attr="other_names"), Prefetch("scale_years", to_attr="years_of_scale"))
        return Organisation.objects.select_related("region", "officer", "merged_into").prefetch_related(*lists)

    def rows(self, user: User) -> OrganisationQuerySet:
        return self.whole().visible_to(user).current().order_by("pk")

    def tidy(self, row: Row[Organisation], work: Work) -> Iterator[Remark]:
        if code := row.value("uscc"):
            yield from self._tidy_code(row, str(code), work)
        if industry := row.value("industry"):
            row.values["industry"] = industry_from(str(industry))
            if problem := industry_problem(row.values["industry"]):
                yield Remark("industry", problem)
        year = row.values.pop("scale_year", None) or row.years.get(SCALE) or work.day.year
        if row.value(SCALE) is not None or SCALE in row.emptied:
            row.values[SCALE] = {int(year): row.values[SCALE]}
        row.emptied -= {SCALE, "scale_year"}
        drop_masked(self, row)
        for key in NAME_KINDS:
            if isinstance(row.value(key), str):
                row.values[key] = _listed(row.values[key])

    def _tidy_code(self, row: Row[Organisation], text: str, work: Work) -> Iterator[Remark]:
        try:
            code = values.uscc(text)
        except values.ValueProblem as problem:
            yield Remark("uscc", str(problem))
            code = None
        row.values["uscc"] = code
        if code and (problem_text := uscc_problem(code)):
            row.values["uscc"] = None
            yield Remark("uscc", f"{problem_text}，请核对营业执照")
        elif code and (doubt := uscc_doubt(code)) and not row.value("uscc_reason"):
            row.values["uscc_reason"] = work.kept.get("reason") or None
            yield Remark("uscc", f"{doubt}，请核对营业执照；确实如此的，导入时说明理由即可保留", doubtful=True)

    def find(self, rows: Sequence[Row[Organisation]], work: Work) -> None:
        by_code = _by_code({row.value("uscc") for row in rows if row.value("uscc")})
        left = [row for row in rows if row.value("name") and not _says_its_name(row, by_code.get(row.value("uscc")))]
        by_name = _by_name({folded(row.value("name")) for row in left})
        work.kept["namesakes"] = by_name
        work.kept["old codes"] = _by_old_code({row.value("uscc") for row in rows if row.value("uscc")} - set(by_code))
        work.kept["coded"] = {folded(row.value("name")): row.number for row in rows if row.value("uscc") and row.value("name")}
        for row in rows:
            row.obj = by_code.get(row.value("uscc")) or self._of_that_name(row, by_name)

    def _of_that_name(self, row: Row[Organisation], by_name: Mapping[str, list[Organisation]]) -> Organisation | None:
        """A row without a code is found by its name; one with a code only where the code was still missing."""
        known = by_name.get(folded(row.value("name") or ""), [])
        fitting = [found for found in known if not row.value("uscc") or not found.uscc]
        return fitting[0] if len(fitting) == 1 else None

    def identity(self, row: Row[Organisation]) -> Hashable | None:
        return row.value("uscc") or (row.value("name") and folded(row.value("name")))

    def check(self, row: Row[Organisation], work: Work) -> Iterator[Remark]:
        founded = row.value("founded_on")
        if founded and hasattr(founded, "year") and founded > work.day:
            yield Remark("founded_on", f"成立日期 {founded} 在今天（{work.day}）之后，请核对")
        yield from self._check_code(row, work)
        yield from self._check_name(row, work)

    def complete(self, row: Row[Organisation], work: Work) -> None:
        """A list of former names keeps the name that the same row takes away."""
        if row.obj and row.value("former_names") and row.value("name") and not _says_its_name(row, row.obj):
            row.values["former_names"] = _listed(f"{row.value('former_names')}、{row.obj.name}")

    def _check_code(self, row: Row[Organisation], work: Work) -> Iterator[Remark]:
        """Codes of organisations that became another one, or have another code now."""
        code, known = row.value("uscc"), row.obj
        if known is not None and known.merged_into:
            yield Remark("uscc", f"「{known.name}」已并入「{known.merged_into}」，请填写那一家的代码和名称，或先撤销合并")
        elif known is None and (now := work.kept["old codes"].get(folded(code or ""))):
            yield Remark("uscc", f"{code} 是「{now.name}」的曾用代码，现在的代码是 {now.uscc or '空的'}，请改写")

    def _check_name(self, row: Row[Organisation], work: Work) -> Iterator[Remark]:
        name = row.value("name")
        if not name:
            return
        if len(name) > 200:
            yield Remark("name", f"企业名称有 {len(name)} 个字，超过 200 字，请核对")
        twins = work.kept["namesakes"].get(folded(name), [])
        if row.obj is not None and folded(row.obj.name) != folded(name):
            if twin := next((one for one in twins if one.pk != row.obj.pk), None):
                code = twin.uscc or "还没有填"
                yield Remark(
                    "name", f"代码是「{row.obj.name}」的，名称却是另一家「{twin.name}」的（它的代码{code}），请核对是哪一家"
                )
                return
            yield Remark("name", f"代码相同而名称不同：原名「{row.obj.name}」，导入后改为现名，原名存为曾用名", doubtful=True)
        if row.obj is None:
            if not row.value("uscc") and (line := work.kept["coded"].get(folded(name))):
                yield Remark("name", f"与第 {line} 行同名，只有那一行写了代码：同一家只留一行，不是同一家的请写明代码")
            if len(twins) > 1:
                yield Remark("name", "名录里有几家同名企业，请填写统一社会信用代码")
            elif twins:
                yield Remark("name", f"名录里已有同名企业，代码是 {twins[0].uscc}，请核对是否同一家", doubtful=True)

    def current(self, obj: Organisation) -> dict[str, Any]:
        found = {
            column.key: self._read(obj, column) for column in self.columns if column.key not in {SCALE, "scale_year", *NAME_KINDS}
        }
        found[SCALE] = {item.year: item.is_above for item in _listed_years(obj)} or None
        for key, kind in NAME_KINDS.items():
            found[key] = "、".join(sorted(item.text for item in _other_names(obj) if item.kind == kind)) or None
        return found

    def cells(self, obj: Organisation) -> Mapping[str, Any]:
        return self._on_a_sheet(self.current(obj))

    def leaving(self, user: User) -> Iterator[Mapping[str, Any]]:
        return (self._on_a_sheet(found) for found in without_objects(self, self.rows(user)))

    def _on_a_sheet(self, found: dict[str, Any]) -> dict[str, Any]:
        """Phones masked, as everywhere: whoever needs one opens it and says what for."""
        found |= {key: self.shown(key, found[key]) for key in self.masked}
        if years := found[SCALE]:
            found["scale_year"] = max(years)
            found[SCALE] = years[max(years)]
        return found

    def same(self, key: str, before: Any, value: Any) -> bool:
        if key == SCALE:
            return all((before or {}).get(year) == flag for year, flag in (value or {}).items())
        return super().same(key, before, value)

    def was(self, key: str, before: Any, value: Any) -> Any:
        return {year: (before or {}).get(year) for year in value or {}} if key == SCALE else before

    def restored(self, obj: Organisation, key: str, value: Any) -> Any:
        if key == SCALE:
            return {int(year): flag for year, flag in (value or {}).items()}
        return super().restored(obj, key, value)

    def fill(self, obj: Organisation, values: Mapping[str, Any]) -> None:
        super().fill(obj, {key: value for key, value in values.items() if key not in {SCALE, *NAME_KINDS}})

    def save(self, changes: Sequence[Change[Organisation]], work: Work) -> None:
        super().save(changes, work)
        save_names(changes, work)
        save_scale(changes)


def _listed(text: str) -> str | None:
    """«云山装备，云山» → 云山、云山装备."""
    for letter in _SEPARATORS:
        text = text.replace(letter, "、")
    return "、".join(sorted({part.strip() for part in text.split("、")} - {""})) or None


def _by_code(codes: set[str]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for some in in_chunks(held(codes, Organisation.objects.values_list("uscc", flat=True))):
        found |= {str(one.uscc): one for one in Organisations().whole().filter(uscc__in=some)}
    return found


def _by_old_code(codes: set[str]) -> dict[str, Organisation]:
    """Folded former code → whose it was."""
    found: dict[str, Organisation] = {}
    old = OrganisationName.objects.filter(kind=FORMER_CODE).values_list("folded", flat=True)
    for some in in_chunks(held(map(folded, codes), old)):
        names = OrganisationName.objects.filter(kind=FORMER_CODE, folded__in=some, organisation__merged_into=None)
        found |= {name.folded: name.organisation for name in names.select_related("organisation")}
    return found


def _says_its_name(row: Row[Organisation], known: Organisation | None) -> bool:
    return known is not None and folded(known.name) == folded(row.value("name") or "")


def _by_name(names: set[str]) -> dict[str, list[Organisation]]:
    """Folded official name → who bears it, merged ones left out."""
    bearers: dict[str, list[int]] = {}
    for some in in_chunks(held(names, OrganisationName.objects.filter(kind=OFFICIAL).values_list("folded", flat=True))):
        pairs = OrganisationName.objects.filter(folded__in=some, kind=OFFICIAL, organisation__merged_into=None)
        for name, organisation in pairs.values_list("folded", "organisation"):
            bearers.setdefault(name, []).append(organisation)
    known: dict[int, Organisation] = {}
    for keys in in_chunks({key for some in bearers.values() for key in some}):
        known |= {one.pk: one for one in Organisations().whole().filter(pk__in=keys)}
    return {name: [known[key] for key in keys] for name, keys in bearers.items()}


def _other_names(obj: Organisation) -> list[OrganisationName]:
    """Loaded with many at once (`whole`), else asked for."""
    found = getattr(obj, "other_names", None)
    return list(obj.names.all()) if found is None else found


def _listed_years(obj: Organisation) -> list[ScaleYear]:
    found = getattr(obj, "years_of_scale", None)
    return list(obj.scale_years.all()) if found is None else found
