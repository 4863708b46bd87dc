"""Who may see and do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.roles import INSIDE, STAFF, Role
from titian.accounts.tests import make as people
from titian.base.mechanisms import Duty
from titian.places.models import Region
from titian.registry import actions, permissions
from titian.registry.indicators import indicators
from titian.registry.models import AnnualFigure, Organisation, Person, Title
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def far_town() -> Region:
    return Region.objects.get_or_create(code="990123102", defaults={"name": "河口镇", "level": "town", "parent": people.county()})[
        0
    ]


def of(role: str, organisation: Organisation) -> User:
    user = people.user(role)
    user.organisation = organisation
    user.save()
    return user


def test_only_the_bureaus_own_people_maintain_the_registers() -> None:
    firm = make.organisation()
    assert {role for role, person in people.cast().items() if permissions.can_edit(person, firm)} == STAFF
    assert {role for role, person in people.cast().items() if permissions.can_merge(person)} == STAFF
    assert {role for role, person in people.cast().items() if permissions.can_choose_source(person)} == STAFF


def test_a_bank_clerk_an_expert_and_an_administrator_have_no_business_in_the_register() -> None:
    bank = make.organisation("示范银行", kind="bank")
    for person in (of("bank", bank), people.user("expert"), people.user("system")):
        assert not permissions.can_see_organisations(person)
    seen = {role for role, person in people.cast().items() if permissions.can_see_organisations(person)}
    assert seen == INSIDE | {Role.TOWN}


def test_a_clerk_sees_reports_and_brings_up_to_date_the_own_town_only(town_clerk: User) -> None:
    near, far = make.organisation(), make.organisation(region=far_town())
    make.organisation(region=None)
    assert list(Organisation.objects.visible_to(town_clerk)) == [near]
    assert permissions.can_add_organisation(town_clerk, people.our_town())
    assert permissions.can_amend_contacts(town_clerk, near)
    assert not permissions.can_add_organisation(town_clerk, far_town())
    assert not permissions.can_amend_contacts(town_clerk, far)
    assert not permissions.can_edit(town_clerk, near)
    assert not AnnualFigure.objects.visible_to(town_clerk).exists()


def test_an_enterprise_sees_itself_and_nothing_else() -> None:
    own, other = make.organisation(), make.organisation()
    for firm in (own, other):
        make.annual(firm)
        make.title(firm)
        make.person(kind="contact", organisation=firm)
    user = of("enterprise", own)
    assert list(Organisation.objects.visible_to(user)) == [own]
    assert {row.organisation for row in AnnualFigure.objects.visible_to(user)} == {own}
    assert {row.organisation for row in Title.objects.visible_to(user)} == {own}
    assert {row.organisation for row in Person.objects.visible_to(user)} == {own}


def test_an_enterprise_writes_only_while_its_portal_is_open(settings: Settings) -> None:
    own, other = make.organisation(), make.organisation()
    user = of("enterprise", own)
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset())
    assert "没有开通" in permissions.can_file_annual_figures(user, own).reason
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset({"enterprise"}))
    assert permissions.can_file_annual_figures(user, own)
    assert permissions.can_amend_contacts(user, own)
    assert not permissions.can_file_annual_figures(user, other)
    assert not permissions.can_edit(user, own)


def test_an_enterprise_mends_its_return_until_the_bureau_uses_it(settings: Settings) -> None:
    own = make.organisation()
    user = of("enterprise", own)
    settings.TITIAN = replace(settings.TITIAN, portals=frozenset({"enterprise"}))
    assert permissions.can_amend_annual_figures(user, make.annual(own, source="return"))
    assert not permissions.can_amend_annual_figures(user, make.annual(own, source="audit"))
    assert not permissions.can_amend_annual_figures(user, make.annual(own, 2024, is_chosen=True))


def test_an_auditor_reads_everything_and_changes_nothing(auditor: User) -> None:
    firm = make.organisation()
    assert permissions.can_see_organisations(auditor)
    assert permissions.can_see_annual_figures(auditor)
    assert permissions.can_reveal(auditor, firm)
    for ask in (permissions.can_edit, permissions.can_amend_contacts, permissions.can_file_annual_figures, permissions.can_merge):
        assert not ask(auditor, firm)
    assert not permissions.can_add_organisation(auditor)


def choose(settings: Settings, **duties: Duty) -> None:
    settings.TITIAN = replace(settings.TITIAN, mechanisms=duties)


def test_titles_that_only_come_by_import_are_entered_by_nobody_and_stay_readable(settings: Settings, officer: User) -> None:
    firm = make.organisation()
    kept = make.title(firm)
    choose(settings, high_tech=Duty.IMPORT)
    with pytest.raises(PermissionDenied, match="「高新技术企业认定」只导入"):
        actions.add_title(firm, kind="hnte", since=date(2025, 1, 1), by=officer)
    actions.add_title(firm, kind="eagle", since=date(2025, 1, 1), by=officer)
    assert kept in Title.objects.visible_to(officer)
    assert permissions.can_add_title(officer)


def test_titles_of_a_hidden_mechanism_are_shown_and_counted_nowhere_and_kept(settings: Settings, officer: User) -> None:
    firm = make.organisation()
    hidden, shown = make.title(firm), make.title(firm, "eagle")
    choose(settings, high_tech=Duty.NONE)
    assert list(Title.objects.visible_to(officer)) == [shown]
    assert not Organisation.objects.titled("hnte", date(2025, 6, 1)).exists()
    codes = {figure.code for figure in indicators()}
    assert "eagle.new" in codes
    assert not codes & {"hnte.valid", "hnte.new", "hnte.net", "hnte.recertified_rate", "hnte.pool"}
    assert Title.objects.filter(pk=hidden.pk).exists()


def test_years_of_a_hidden_mechanism_are_shown_and_counted_nowhere_and_kept(settings: Settings, officer: User) -> None:
    firm = make.organisation()
    row = make.annual(firm)
    choose(settings, rnd_statistics=Duty.IMPORT)
    assert not permissions.can_file_annual_figures(officer, firm)
    assert list(AnnualFigure.objects.visible_to(officer)) == [row]
    choose(settings, rnd_statistics=Duty.NONE)
    assert not AnnualFigure.objects.visible_to(officer).exists()
    assert not permissions.can_see_annual_figures(officer)
    assert not any(figure.code.startswith("rnd.") for figure in indicators())
    assert AnnualFigure.objects.count() == 1
