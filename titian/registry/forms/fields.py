"""Fields the registers' forms share, and the ground of forms that change a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.forms import FilesField, Form
from titian.base.money import WAN, to_fen, to_yuan
from titian.base.quantities import plain
from titian.places.models import Region
from titian.registry.actions.rows import Handed, Upload
from titian.registry.models import Organisation, OrganisationName
from titian.registry.names import folded

KEEP = "不改请留空；要清除请填「无」"
CLEARED = "无"
EVIDENCE_HELP = "如证书、盖章报表的扫描件或照片，可多选"


class AmountField(forms.DecimalField):
    """An amount as an office types it, to the fen; the value stays what was typed."""

    digits: ClassVar[int]
    decimals: ClassVar[int]
    too_fine: ClassVar[str]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=self.digits, decimal_places=self.decimals, localize=False, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.error_messages["max_decimal_places"] = f"「{self.label}」{self.too_fine}"
        self.error_messages["max_digits"] = self.error_messages["max_whole_digits"] = f"「{self.label}」大得不合情理，请核对单位"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """1,099.5 is what an office writes."""
        return super().to_python(value.replace(",", "").replace("，", "") if isinstance(value, str) else value)


class WanField(AmountField):
    """An amount in 万元; `fen` turns it round."""

    digits, decimals, too_fine = 18, 6, "最多写到分，即万元后 6 位小数"


class YuanField(AmountField):
    """An amount in 元: a fee, 慰问金, a line of a firm's own books."""

    digits, decimals, too_fine = 16, 2, "最多写到分，即元后 2 位小数"


def yuan(fen: int | None) -> str | None:
    return None if fen is None else plain(to_yuan(fen))


def wan(fen: int | None) -> str | None:
    """As the form opens: 1099.5, never 1099.500000."""
    return None if fen is None else plain(to_yuan(fen) / WAN)


def fen(amount: Decimal | None) -> int | None:
    return None if amount is None else to_fen(amount * WAN)


def last_day(until: date | None) -> date | None:
    """Stored is the day after; pages say the last day."""
    return until - timedelta(days=1) if until else None


def day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


class OrganisationField(forms.CharField):
    """An organisation by its name, a name it had, or its code; the value is an Organisation, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "名称、简称或统一社会信用代码，可写名称的一部分")
        super().__init__(**kwargs)
        self.user: User | None = None

    def to_python(self, value: Any) -> Any:
        text = value.name if isinstance(value, Organisation) else super().to_python(value)
        if not text or self.user is None:
            return None
        seen = Organisation.objects.visible_to(self.user).current()
        exact = OrganisationName.objects.filter(folded=folded(text)).values("organisation")
        found = list(seen.filter(Q(pk__in=exact) | Q(uscc=text.upper()))[:2]) or list(seen.named(text)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(f"名录里没有「{text}」，请核对名称，或先添加这家企业")
        raise forms.ValidationError(f"「{text}」对应多家：{'、'.join(one.name for one in found[:5])}，请写全名或代码")


def towns(user: User, current: Region | None = None) -> models.QuerySet[Region]:
    """Towns to choose from: a clerk's own; with them the place a row has already."""
    found = Region.objects.filter(Q(level="town", until=None) | Q(pk=current.pk if current else None))
    return found.filter(pk=user.own_town_id) if user.own_town_id else found.order_by("order", "code")


def officers() -> models.QuerySet[User]:
    return User.objects.filter(role__in=STAFF, is_active=True).order_by("department__order", "name")


class RegisterForm(Form):
    """Ground of the registers' forms: knows for whom it is, and hands over evidence as an action takes it.

    read    how a field stands in the form, where that differs from the row: 万元, last days
    store   and back
    """

    read: Mapping[str, Callable[[Any], Any]] = {}
    store: Mapping[str, Callable[[Any], Any]] = {}
    fields_of_row: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for field in self.fields.values():
            if isinstance(field, OrganisationField):
                field.user = user

    @classmethod
    def opened_on(cls, row: models.Model) -> dict[str, Any]:
        """The row's values as the form shows them."""
        return {name: cls.read.get(name, _same)(getattr(row, name)) for name in cls.fields_of_row}

    def values(self) -> dict[str, Any]:
        """What was typed as the row holds it."""
        return {name: self.store.get(name, _same)(self.cleaned_data[name]) for name in self.fields_of_row}

    @property
    def uploads(self) -> list[Upload]:
        return [(file.name or "", file.read()) for file in self.cleaned_data.get("evidence") or []]


class HandedForm(RegisterForm):
    """代录 beside a form that towns and firms have themselves: asked of the bureau's people only, and of them only where it was handed in."""

    handed_by = forms.CharField(label="对方经办人", max_length=60, required=False, help_text="代乡镇或企业录入时填写：谁交来的")
    handed_on = forms.DateField(label="交来日期", required=False)
    scan = FilesField(label="签字扫描件", required=False, help_text="对方签字盖章的纸件，可不传")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if not user.is_staff_member:
            for name in ("handed_by", "handed_on", "scan"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in ("handed_by", "handed_on", "scan")):
            for name, label in (("handed_by", "对方经办人"), ("handed_on", "交来日期")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"代录请填写{label}")
        return data

    @property
    def handed(self) -> Handed | None:
        said = self.cleaned_data
        if not said.get("handed_by"):
            return None
        return Handed(said["handed_by"], said["handed_on"], [(file.name or "", file.read()) for file in said.get("scan") or []])


def evidence_field() -> FilesField:
    return FilesField(label="佐证材料", required=False, help_text=EVIDENCE_HELP)


def _same(value: Any) -> Any:
    return value


def choices(words: Mapping[str, str], empty: str = "") -> list[tuple[str, str]]:
    """Code and word, with an empty first choice where nothing may be said."""
    return [*([("", empty)] if empty else []), *words.items()]
