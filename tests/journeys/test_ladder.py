"""A firm climbs: an officer sees what is lacking, the firm tries what would be, the batch closes and the certificate comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.journeys.desk import follow, shows
from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.policies.models import Declaration
from titian.policies.tests.make import registered_firm
from titian.registry.models import Organisation, Title

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django import Settings

PageOf = Callable[..., "Page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAY = date(2026, 6, 30)


@pytest.fixture
def firm(officer: User, settings: Settings) -> Organisation:
    """Lacks one technical worker."""
    settings.TITIAN = replace(settings.TITIAN, day=DAY)
    found: Organisation = registered_firm(officer)
    found.annual_figures.filter(year=2025).update(sci_tech_staff=3)
    return found


def test_an_officer_assesses_everybody_and_opens_the_gap_sheet_of_who_is_near(
    page_of: PageOf, officer: User, firm: Organisation
) -> None:
    page = page_of(officer)
    page.click(".areas >> text=企业")
    page.click("text=企业梯次")
    follow(page, "text=重新评估全部企业")
    page.goto("/policies/ladder/")
    page.click("main >> text=只差一步")
    shows(page, "还差 1 名科技人员")
    page.click("tbody >> text=科技人员占比")
    shows(page, "科技人员名册")
    shows(page, "差 2.5 个百分点")


def test_a_firm_tries_what_would_be_with_a_script_and_without(page_of: PageOf, firm: Organisation) -> None:
    person = people.user("enterprise", organisation=firm)
    page = page_of(person)
    page.goto(f"/policies/ladder/firms/{firm.pk}/whatif/")
    page.fill("[name=sci_tech_staff]", "4")
    shows(page, "变了", within="#verdicts")
    plain = page_of(person, javascript=False, phone=True)
    plain.goto(f"/policies/ladder/firms/{firm.pk}/whatif/")
    plain.fill("[name=sci_tech_staff]", "4")
    plain.click("main form button.primary")
    shows(plain, "变了", within="#verdicts")
    plain.click("text=恢复原来的数")
    assert plain.input_value("[name=sci_tech_staff]") == "3"


def test_a_firm_goes_from_the_pool_through_a_batch_to_its_certificate(page_of: PageOf, officer: User, firm: Organisation) -> None:
    page = page_of(officer)
    page.goto(f"/policies/ladder/firms/{firm.pk}/")
    page.click("text=列入培育库")
    _send(page, on="2026-01-15")
    page.goto("/policies/ladder/batches/")
    page.click("text=建立批次")
    _send(page, name="2026年第一批", county_deadline="2026-06-18", upper_deadline="2026-06-25")
    page.click("text=列入企业")
    _send(page, organisation=firm.name, on="2026-05-01")
    page.click(f"tbody >> text={firm.name}")
    for step, day in (("declared", "2026-06-10"), ("passed", "2026-06-20")):
        page.click("a:has-text('登记进展')")
        page.select_option("[name=step]", step)
        _send(page, on=day)
    page.click("a:has-text('登记证书')")
    _send(page, since="2026-06-28", certificate="GR202699000001")
    shows(page, "已登记证书")
    assert Declaration.objects.get().step == "passed"
    assert Title.objects.get(organisation=firm).certificate == "GR202699000001"
    page.goto("/policies/ladder/pool/?state=left")
    shows(page, "取得资质")


def _send(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.click("main form button.primary")
