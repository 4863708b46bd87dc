"""What the registers' lists are narrowed by."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from titian.accounts.models import User
from titian.accounts.roles import STAFF
from titian.base.clock import today
from titian.base.filters import Filters
from titian.places.models import Region
from titian.registry.codes import SECTIONS
from titian.registry.models import IntellectualProperty, Organisation, OrganisationQuerySet, Person, Source, kinds_here

NONE = "none"
YEARS_BACK = 5


def towns(request: Any) -> QuerySet[Region]:
    """Those a person may choose from; a clerk has one only and needs no choice."""
    found = Region.objects.filter(level="town").order_by("order", "code")
    return found.filter(pk=request.user.own_town_id) if request and request.user.own_town_id else found


def officers(request: Any) -> QuerySet[User]:
    return User.objects.filter(role__in=STAFF, is_active=True).order_by("department__order", "name")


def years(back: int = YEARS_BACK) -> list[tuple[str, str]]:
    """This year and those before, as choices."""
    return [(str(year), f"{year}年") for year in range(today().year, today().year - back, -1)]


def titles() -> list[tuple[str, str]]:
    """The kinds of titles this office has to do with, as choices."""
    return [(kind.code, kind.short) for kind in kinds_here()]


class TownFilter(django_filters.ModelChoiceFilter):
    """A town with its villages; 未定 for those without a place."""

    def __init__(self, place: str, **kwargs: Any) -> None:
        super().__init__(queryset=towns, empty_label="乡镇：全部", null_label="乡镇：未定", null_value=NONE, **kwargs)
        self.place = place

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return rows
        if value == NONE:
            return rows.filter(**{self.place: None})
        places = [value.pk, *value.children.values_list("pk", flat=True)]
        return rows.filter(**{f"{self.place}__in": places})


class OrganisationFilters(Filters):
    town = TownFilter("region", label="乡镇")
    kind = django_filters.ChoiceFilter(label="类别", choices=[*Organisation.KINDS.items()])
    state = django_filters.ChoiceFilter(label="状态", choices=[*Organisation.STATES.items()])
    scale = django_filters.ChoiceFilter(label="规上", choices=years, method="of_scale")
    section = django_filters.ChoiceFilter(
        label="行业门类", choices=[(letter, f"{letter} {name}") for letter, (_, _, name) in SECTIONS.items()], method="of_section"
    )
    title = django_filters.ChoiceFilter(label="资质荣誉", choices=lambda: [*titles(), (NONE, "一项也没有")], method="holding")
    on = django_filters.DateFilter(label="资质按此日", method="unchanged")
    officer = django_filters.ModelChoiceFilter(
        label="责任人", queryset=officers, empty_label="责任人：全部", null_label="责任人：未定", null_value=NONE
    )
    missing = django_filters.ChoiceFilter(label="待补", choices=[*Organisation.WANTED.items()], method="lacking")
    founded_since = django_filters.DateFilter(label="成立自", field_name="founded_on", lookup_expr="gte")
    founded_until = django_filters.DateFilter(label="至", field_name="founded_on", lookup_expr="lte")

    def of_scale(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.above_scale(int(value))

    def of_section(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.filter(industry__startswith=value)

    def holding(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        """On the day chosen beside it."""
        return rows.untitled(self.day) if value == NONE else rows.titled(value, self.day)

    def lacking(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.lacking(value)

    def unchanged(self, rows: OrganisationQuerySet, name: str, value: date) -> OrganisationQuerySet:
        """The day alone narrows nothing; `holding` takes it."""
        return rows

    @property
    def day(self) -> date:
        chosen: date | None = self.form.cleaned_data.get("on")
        return chosen or today()


class TitleFilters(Filters):
    """By kind, what it is on a day, when it ends, whose it is."""

    STANDING = {"valid": "有效", "applied": "已申报未发证", "ended": "已到期", "revoked": "已撤销"}
    kind = django_filters.ChoiceFilter(label="资质荣誉", choices=titles)
    standing = django_filters.ChoiceFilter(label="状态", choices=[*STANDING.items()], method="stands")
    town = TownFilter("organisation__region", label="乡镇")
    officer = django_filters.ModelChoiceFilter(
        field_name="organisation__officer", label="责任人", queryset=officers, empty_label="责任人：全部"
    )
    since_from = django_filters.DateFilter(label="发证自", field_name="since", lookup_expr="gte")
    since_to = django_filters.DateFilter(label="至", field_name="since", lookup_expr="lte")
    ends_by = django_filters.DateFilter(label="到期不晚于", method="ending")

    def stands(self, rows: Any, name: str, value: str) -> Any:
        return rows.standing(value, today())

    def ending(self, rows: Any, name: str, value: date) -> Any:
        """Still valid, and ended by then: what is to be renewed."""
        return rows.ending(today(), value)


class AnnualFilters(Filters):
    CHOICES = {"undecided": "多个来源未认定", "chosen": "已采用"}
    year = django_filters.ChoiceFilter(label="年度", choices=lambda: years(15))
    source = django_filters.ChoiceFilter(label="来源", choices=[*Source.LABELS.items()])
    state = django_filters.ChoiceFilter(label="认定", choices=[*CHOICES.items()], method="decided")
    town = TownFilter("organisation__region", label="乡镇")

    def decided(self, rows: Any, name: str, value: str) -> Any:
        return rows.undecided() if value == "undecided" else rows.filter(is_chosen=True)


class PropertyFilters(Filters):
    CLASSES = {"one": "Ⅰ类", "two": "Ⅱ类"}
    rank = django_filters.ChoiceFilter(label="类别", choices=[*CLASSES.items()], method="of_class")
    kind = django_filters.ChoiceFilter(label="类型", choices=[*IntellectualProperty.KINDS.items()])
    obtained = django_filters.ChoiceFilter(label="获得方式", choices=[*IntellectualProperty.OBTAINED.items()])
    town = TownFilter("organisation__region", label="乡镇")
    granted_from = django_filters.DateFilter(label="授权自", field_name="granted_on", lookup_expr="gte")
    granted_to = django_filters.DateFilter(label="至", field_name="granted_on", lookup_expr="lte")

    def of_class(self, rows: Any, name: str, value: str) -> Any:
        one = Q(kind__in=IntellectualProperty.CLASS_ONE)
        return rows.filter(one if value == "one" else ~one)


class PersonFilters(Filters):
    kind = django_filters.ChoiceFilter(label="类别", choices=[*Person.KINDS.items()])
    is_active = django_filters.ChoiceFilter(label="在聘", choices=[("True", "在聘"), ("False", "不再聘")])
