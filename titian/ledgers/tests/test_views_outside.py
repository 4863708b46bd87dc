"""What towns, firms and experts enter themselves: the rows theirs belong to, the people they name, the lists they choose from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.errors import Refused
from titian.ledgers import actions
from titian.ledgers.columns.lookup import People
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.ledgers.tests.test_views_editing import opened
from titian.registry.models import Person
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _a_day_that_stands_still(settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, day=date(2026, 5, 31))


def _post(officer: User, who: Person) -> LedgerRow:
    said: dict[str, Any] = {
        "kind": "natural",
        "person": who,
        "day": date(2025, 3, 1),
        "region": people.our_town(),
        "level": "county",
    }
    return make.row(make.ledger("commissioners"), officer, **said)


@pytest.mark.parametrize("role", ["expert", "town"])
def test_a_service_is_entered_by_the_commissioner_and_by_the_town(client_of: ClientOf, officer: User, role: str) -> None:
    """The list of commissioners is the office's own; whose post it is, or in whose town, may say what was done on it."""
    who = registry.person("张示范")
    post, other = _post(officer, who), _post(officer, registry.person("李示范"))
    LedgerRow.objects.filter(pk=other.pk).update(region=None)
    browser = client_of(people.user("expert", person=who) if role == "expert" else people.user("town", town=people.our_town()))
    page = browser.get("/ledgers/services/add/").content.decode()
    assert f"#{post.pk}" in page
    assert f"#{other.pk}" not in page
    said = {"parent": f"{post} #{post.pk}", "day": "2026-05-20", "title": "指导育秧"}
    answer = browser.post("/ledgers/services/add/", opened(browser, "/ledgers/services/add/") | said)
    assert answer.status_code == 302, answer.context["form"].errors
    assert post.children.get().title == "指导育秧"
    refused = browser.post(
        "/ledgers/services/add/", opened(browser, "/ledgers/services/add/") | said | {"parent": f"{other} #{other.pk}"}
    )
    assert refused.status_code == 422
    assert not other.children.exists()


def test_a_firm_says_how_it_did_in_its_own_assessment(client_of: ClientOf, officer: User) -> None:
    own, other = registry.organisation(), registry.organisation()
    platforms = [
        make.row(make.ledger("platforms"), officer, title=firm.name, organisation=firm, day=date(2023, 1, 1))
        for firm in (own, other)
    ]
    first, second = (
        make.row(
            make.ledger("assessments"), officer, parent=one, organisation=one.organisation, batch="2025年度", day=date(2026, 3, 1)
        )
        for one in platforms
    )
    browser = client_of(people.user("enterprise", organisation=own))
    address = "/ledgers/assessment_items/add/"
    said = {"title": "研发投入", "weight": "20", "self_score": "18", "organisation": own.name}
    sent = opened(browser, address) | said
    assert browser.post(address, sent | {"parent": f"#{second.pk}"}).status_code == 422
    answer = browser.post(address, sent | {"parent": f"#{first.pk}"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert first.children.get().held("self_score") == "18"


def test_who_is_outside_names_strangers_by_where_they_work_only(officer: User, town_clerk: User) -> None:
    here, away = registry.organisation(), registry.organisation("示范大学", region=None)
    own, stranger = registry.person("张示范", organisation=here), registry.person("李示范", organisation=away)
    firm = people.user("enterprise", organisation=here)
    for who in (firm, town_clerk):
        known = People(["张示范", "李示范", "李示范（示范大学）"], who)
        assert known.find("张示范") == (own, None)
        assert known.find("李示范（示范大学）") == (stranger, None)
        found, said = known.find("李示范")
        assert found is None
        assert said is not None
        assert "别的单位的人写成「李示范（单位）」" in said[0]
        assert "示范大学" not in said[0]
    assert People(["李示范"], officer).find("李示范") == (stranger, None)


def test_an_open_list_offers_what_the_own_rows_say(client_of: ClientOf, officer: User, town_clerk: User) -> None:
    ledger = make.ledger("contests")
    for batch, firm in (("第一届", registry.organisation()), ("第二届", registry.organisation(region=None))):
        make.row(ledger, officer, batch=batch, organisation=firm, region=firm.region, title=batch, day=date(2026, 3, 1))
    inside, outside = (client_of(who).get("/ledgers/contests/").content.decode() for who in (officer, town_clerk))
    assert "第二届" in inside
    assert "第一届" in outside
    assert "第二届" not in outside


def test_nothing_of_a_refused_amendment_stays(client_of: ClientOf, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person named for the first time is not in the register when the row was not saved."""

    def refuse(*args: object, **more: object) -> None:
        raise Refused("已锁定")

    row = make.row(make.ledger("talents"), officer, day=date(2026, 3, 1), organisation=registry.organisation())
    browser, address = client_of(officer), f"/ledgers/row/{row.pk}/amend/"
    sent = opened(browser, address) | {"person": "王示范（示范学院）"}
    monkeypatch.setattr(actions, "amend_row", refuse)
    assert "已锁定" in browser.post(address, sent).content.decode()
    assert not Person.objects.filter(name="王示范").exists()


def test_outside_nothing_links_to_a_page_that_is_not_theirs(client_of: ClientOf, officer: User) -> None:
    who, firm = registry.person("张示范"), registry.organisation()
    post = _post(officer, who)
    service = make.row(make.ledger("services"), officer, parent=post, person=who, organisation=firm, day=date(2026, 5, 1))
    pages = {
        role: [client_of(user).get(address).content.decode() for address in (service.get_absolute_url(), "/ledgers/services/")]
        for role, user in (("expert", people.user("expert", person=who)), ("town", people.user("town", town=people.our_town())))
    }
    for role, texts in pages.items():
        assert all(firm.name in text and str(post) in text for text in texts), role
        assert not any(f'href="{post.get_absolute_url()}"' in text for text in texts), role
    assert not any(f'href="{firm.get_absolute_url()}"' in text for text in pages["expert"])
    assert all(f'href="{firm.get_absolute_url()}"' in text for text in pages["town"])
