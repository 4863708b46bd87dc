"""Forms for sending a ledger to towns or firms, and for deciding over what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from titian.accounts.models import User
from titian.base.forms import FilesField, Form, ReasonForm
from titian.ledgers.forms.tables import lines
from titian.ledgers.models import Collection, CollectionRequest, Ledger, LedgerRow
from titian.ledgers.models.collections import ASKED, FIRMS, FROM_LEDGER, FROM_REGISTER, NOTHING, PREFILLS, TOWNS
from titian.places.columns import home_county
from titian.places.models import Region
from titian.registry.actions.rows import Upload
from titian.registry.models import Organisation, OrganisationName
from titian.registry.names import folded
from titian.registry.titles import KINDS

ABOVE_SCALE = "above_scale"
MOST_FIRMS = 500
_LISTED = 10


def towns_here() -> QuerySet[Region]:
    county = home_county()
    return Region.objects.towns_of(county).filter(until=None) if county else Region.objects.none()


class CollectionForm(Form):
    """What is asked, on which ground, of whom, until when, and what goes out filled in."""

    title = forms.CharField(label="名称", max_length=100)
    basis = forms.CharField(
        label="法律或文件依据", max_length=300, help_text="如 政办发〔2026〕12号；没有依据的表不发给基层，审批时要看"
    )
    due = forms.DateField(label="截止日期", help_text="当天仍可报送；给基层留够时间，一般不少于三个工作日")
    instructions = forms.CharField(
        label="填报说明",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="填哪些对象、统计到哪天、有疑问找谁",
    )
    asked = forms.ChoiceField(label="发给", choices=list(ASKED.items()), widget=forms.RadioSelect, initial=TOWNS)
    towns = forms.ModelMultipleChoiceField(
        label="乡镇街道",
        required=False,
        queryset=Region.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="只发几个的，勾选这几个；都不勾就是全部发",
    )
    group = forms.ChoiceField(label="企业范围", required=False)
    firms = forms.CharField(
        label="企业名单",
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一家，写全称、简称或信用代码；和上面的范围合在一起",
    )
    prefill = forms.ChoiceField(
        label="预填", choices=list(PREFILLS.items()), widget=forms.RadioSelect, help_text="已经掌握的先填好，基层只补缺的"
    )
    with_numbers = forms.BooleanField(label="上次的数字也带出", required=False)

    def __init__(self, *args: Any, user: User, ledger: Ledger, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.ledger, self.day = user, ledger, day
        self.offer("towns", towns_here())
        titles = [(f"title:{kind.code}", f"有效{kind.short}") for kind in KINDS.values()]
        self.choose("group", [("", "（不按范围）"), (ABOVE_SCALE, "规上企业"), *titles])
        self.fields["prefill"].initial = usual_prefill(ledger)

    @staticmethod
    def opened_on(collection: Collection) -> dict[str, Any]:
        names = ("title", "basis", "due", "instructions", "asked", "prefill", "with_numbers")
        requests = collection.requests.select_related("organisation")
        return {
            **{name: getattr(collection, name) for name in names},
            "towns": [one.region_id for one in requests if one.region_id],
            "firms": "\n".join(one.organisation.name for one in requests if one.organisation),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("asked") == FIRMS:
            data["whom"] = self._firms(data)
            if not data["whom"] and "firms" not in self.errors:
                self.add_error("firms", "请选企业范围，或写出企业名单")
        else:
            data["whom"] = list(data.get("towns") or towns_here())
            if not data["whom"] and "towns" not in self.errors:
                self.add_error("towns", "还没有乡镇街道，请管理员先在「系统」里添加")
        if (due := data.get("due")) and due < self.day:
            self.add_error("due", f"截止日期 {due} 已过，请核对")
        return data

    def _firms(self, data: dict[str, Any]) -> list[Organisation]:
        found = dict.fromkeys(self._group(data.get("group") or ""))
        unknown = []
        for line in lines(data.get("firms") or ""):
            firm = self._named(line)
            if firm is None:
                unknown.append(line)
            else:
                found[firm] = None
        if unknown:
            more = f"等 {len(unknown)} 家" if len(unknown) > _LISTED else ""
            self.add_error("firms", f"名录里找不到或有几家同名：{'、'.join(unknown[:_LISTED])}{more}，请核对名称，或写信用代码")
        if len(found) > MOST_FIRMS:
            self.add_error("firms", f"有 {len(found)} 家，一次最多发 {MOST_FIRMS} 家，请分几次发")
        return list(found)

    def _group(self, group: str) -> Sequence[Organisation]:
        firms = Organisation.objects.visible_to(self.user).current().filter(state="active").order_by("name", "pk")
        if group == ABOVE_SCALE:
            return list(firms.above_scale(self.day.year - 1)[: MOST_FIRMS + 1])
        return list(firms.titled(group.removeprefix("title:"), self.day)[: MOST_FIRMS + 1]) if group else []

    def _named(self, line: str) -> Organisation | None:
        exact = OrganisationName.objects.filter(folded=folded(line)).values("organisation")
        found = list(Organisation.objects.visible_to(self.user).current().filter(Q(pk__in=exact) | Q(uscc=line.upper()))[:2])
        return found[0] if len(found) == 1 else None

    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        names = ("title", "basis", "due", "instructions", "asked", "prefill", "with_numbers", "whom")
        return {name: self.cleaned_data[name] for name in names}


def usual_prefill(ledger: Ledger) -> str:
    """What was said last time where anything was, else the register's firms where the form asks for firms."""
    if ledger.rows.kept().exists():
        return FROM_LEDGER
    return FROM_REGISTER if ledger.about.field("organisation") else NOTHING


class ExtendForm(Form):
    due = forms.DateField(label="新的截止日期")
    reason = forms.CharField(label="延期原因", max_length=200)


class ReturnForm(ReasonForm):
    """Why the form goes back, and of single rows what is wrong with them."""

    def __init__(self, *args: Any, rows: Sequence[LedgerRow], **kwargs: Any) -> None:
        super().__init__(*args, label="退回原因", help_text="哪里不对、怎么改", **kwargs)
        self.rows = rows
        for number, row in enumerate(rows, start=1):
            self.fields[f"row_{row.pk}"] = forms.CharField(label=f"第 {number} 行的问题", required=False, max_length=200)

    def notes(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"row_{row.pk}"] for row in self.rows if self.cleaned_data.get(f"row_{row.pk}")}

    def by_row(self) -> Iterator[tuple[LedgerRow, Any]]:
        for row in self.rows:
            yield row, self[f"row_{row.pk}"]


class HandInForm(Form):
    """What goes with the rows when they are handed in: nothing to report; for an officer who handed it in."""

    nothing = forms.BooleanField(label="没有需要填报的（零报告）", required=False)
    entered_for = forms.CharField(label="经办人", max_length=60, required=False, help_text="代录时写：谁交来的")
    entered_on = forms.DateField(label="交来日期", required=False)
    evidence = FilesField(label="盖章扫描件", required=False)

    def __init__(self, *args: Any, user: User, request: CollectionRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.is_inside:
            for name in ("entered_for", "entered_on", "evidence"):
                del self.fields[name]
        else:
            self.fields["entered_for"].initial, self.fields["entered_on"].initial = request.entered_for, request.entered_on

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        uploads: list[Upload] = [(file.name or "", file.read()) for file in data.get("evidence") or []]
        return {
            "nothing": data["nothing"],
            "entered_for": data.get("entered_for") or "",
            "entered_on": data.get("entered_on"),
            "evidence": uploads,
        }


class SheetForm(Form):
    sheet = forms.FileField(label="填好的 Excel")
