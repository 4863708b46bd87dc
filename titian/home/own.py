"""What somebody outside the bureau finds of their own on the first screen: the record, what is missing in it, titles and when they end,
tenants, the town's firms, and whom to ask at the bureau. Only what is there; nothing of anybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.urls import NoReverseMatch

from titian.accounts.models import User
from titian.base.colours import Colour
from titian.base.labels import label_of
from titian.base.pages import Fact, Link, Mark
from titian.base.panels import Panel, panels_of
from titian.registry.models import AnnualFigure, Organisation, Person, Title
from titian.registry.permissions import can_see_annual_figures

FIRMS = 12
# A certificate that ends within so many days is marked: who applies again needs about half a year.
SOON = timedelta(days=183)
_ORGANISATION = ("name", "uscc", "kind", "region", "address", "industry", "founded_on", "legal_person", "contact", "phone")
_PERSON = ("name", "employer", "position", "title", "field", "phone", "email")


@dataclass(frozen=True)
class TitleLine:
    """One title as it stands on the day; `last_day` is the last valid one."""

    label: str
    certificate: str
    last_day: date | None
    mark: Mark


@dataclass(frozen=True)
class FirmLine:
    """One firm of a town or carrier, with the titles it holds today; `last_day` of the one that ends first, `soon` within half a year."""

    name: object
    place: str
    titles: str
    last_day: date | None
    soon: bool


@dataclass(frozen=True)
class Own:
    """What is `user`'s own on `day`; every part is asked of the database when its template shows it."""

    user: User
    day: date

    @cached_property
    def organisation(self) -> Organisation | None:
        found = Organisation.objects.visible_to(self.user).filter(pk=self.user.own_organisation_id or 0)
        return found.select_related("region", "officer__department", "merged_into").first()

    @cached_property
    def person(self) -> Person | None:
        found = Person.objects.visible_to(self.user).filter(pk=self.user.own_person_id or 0)
        return found.select_related("organisation").first()

    @cached_property
    def panels(self) -> list[Panel]:
        """What rooms show beside the organisation: what it can claim."""
        return panels_of(self.organisation, self.user) if self.organisation else []

    @property
    def facts(self) -> list[Fact]:
        return [Fact(label, value or None) for label, value in self._fields]

    @property
    def missing(self) -> list[str]:
        """What the record lacks, by the labels of the form; for an enterprise also the returns of the last year."""
        lacking = [label for label, value in self._fields if not value]
        last = self.day.year - 1
        if can_see_annual_figures(self.user) and self.organisation and last not in self.years:
            lacking.append(f"{last}年度数据")
        return lacking

    @cached_property
    def years(self) -> list[int]:
        """The years the bureau has annual figures of, latest first."""
        rows = AnnualFigure.objects.visible_to(self.user).order_by("-year")
        return list(dict.fromkeys(rows.values_list("year", flat=True)))

    @cached_property
    def titles(self) -> list[TitleLine]:
        rows = Title.objects.visible_to(self.user).filter(organisation=self.organisation)
        return [_title_line(title, self.day) for title in rows.order_by("-until", "kind")]

    @cached_property
    def _firms(self) -> QuerySet[Organisation]:
        """Those of the town, or the carrier's tenants, which are not itself."""
        seen = Organisation.objects.visible_to(self.user).current().filter(state="active")
        return seen.exclude(pk=self.user.own_organisation_id or 0) if self.user.is_carrier else seen.enterprises()

    @cached_property
    def firm_count(self) -> int:
        return self._firms.count()

    @cached_property
    def firms(self) -> list[FirmLine]:
        """The first of them, with the titles valid today: whose title ends soonest, then others that hold one, then by name."""
        held = Title.objects.here().valid_on(self.day)
        valid = Prefetch("titles", held, to_attr="valid")
        own = held.filter(organisation=OuterRef("pk"))
        ending = own.exclude(until=None).order_by("until").values("until")[:1]
        ordered = self._firms.annotate(ends=Subquery(ending), holds=Exists(own)).order_by(
            F("ends").asc(nulls_last=True), "-holds", "name"
        )
        rows = ordered.select_related("region").prefetch_related(valid)[:FIRMS]
        return [_firm_line(row, self.day) for row in rows]

    @property
    def contact(self) -> str:
        """Who at the bureau looks after the organisation: 某经办（企业股）; empty while nobody does."""
        officer = self.organisation.officer if self.organisation else None
        if officer is None:
            return ""
        return f"{officer.name}（{officer.department}）" if officer.department else officer.name

    @property
    def _fields(self) -> Sequence[tuple[str, Any]]:
        row, names = (self.person, _PERSON) if self.user.own_person_id else (self.organisation, _ORGANISATION)
        return [(_label(row, name), _value(row, name)) for name in names] if row else []


def _label(row: Organisation | Person, name: str) -> str:
    if (name, row._meta.model_name) == ("name", "organisation"):
        return "单位名称"
    return label_of(row, name)


def _value(row: Organisation | Person, name: str) -> object:
    """A choice by its word."""
    said = {"kind": "kind_label", "industry": "industry_label", "employer": "employer_name"}
    return getattr(row, said.get(name, name))


def _title_line(title: Title, day: date) -> TitleLine:
    last_day = title.until - timedelta(days=1) if title.until else None
    state = title.state_on(day)
    soon = state == "有效" and last_day is not None and last_day - day <= SOON
    colours: dict[str, Colour] = {"有效": "green", "已申报": "blue", "已到期": "red", "已撤销": "red"}
    mark = Mark("yellow", f"还有 {(last_day - day).days} 天到期") if soon and last_day else Mark(colours.get(state, "grey"), state)
    return TitleLine(title.label, title.certificate, last_day, mark)


def _firm_line(row: Organisation, day: date) -> FirmLine:
    titles: list[Title] = getattr(row, "valid", [])
    last_day = min((title.last_day for title in titles if title.last_day), default=None)
    held = "、".join(dict.fromkeys(title.label for title in titles))
    return FirmLine(_link(row), str(row.region or ""), held, last_day, last_day is not None and last_day - day <= SOON)


def _link(row: Organisation) -> object:
    """The name, which opens the organisation's page where the installation has one."""
    try:
        return Link(row.name, row.get_absolute_url())
    except NoReverseMatch:
        return row.name
