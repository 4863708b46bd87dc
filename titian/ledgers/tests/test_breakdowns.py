"""A ledger counted by its parts: they add up to the whole, what may stand under several is said to, and every number opens its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.base.periods import Period
from titian.ledgers import actions
from titian.ledgers.breakdowns import ALL, Line, axes, crossed, measures, summed
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def rows_of(ledger: Ledger) -> LedgerRowQuerySet:
    return LedgerRow.objects.kept().filter(ledger=ledger)


def numbers(lines: list[Line]) -> dict[str, list[int]]:
    return {line.label: list(line.numbers.values()) for line in lines}


@pytest.fixture
def ledger(officer: User) -> Ledger:
    """Three projects of two firms in two towns; the fourth says nothing."""
    made, firm = make.projects(), registry.organisation(region=people.our_town())
    known = [
        {"kind": "a", "fields": ["x", "y"], "amount": 10_000, "area": Decimal("1.5"), "count": 3, "organisation": firm},
        {"kind": "a", "fields": ["y"], "amount": 20_000, "area": Decimal(2), "day": date(2026, 2, 3), "organisation": firm},
        {"kind": "b", "amount": 5_000, "organisation": registry.organisation(region=make.other_town())},
        {},
    ]
    for values in known:
        actions.add_row(made, {"title": f"项目{LedgerRow.objects.count()}", "day": date(2026, 5, 8), **values}, by=officer)
    return made


def test_parts_with_their_sums_add_up_to_the_whole_and_a_firm_counts_once(ledger: Ledger) -> None:
    about = ledger.about
    kind = axes(about, inside=True)[0]
    lines = list(summed(rows_of(ledger), kind, measures(about, inside=True)))
    assert [line.label for line in lines] == ["重点", "一般", "（未填）", "合计"]
    assert [line.numbers["rows"] for line in lines] == [2, 1, 1, 4]
    assert [line.numbers["firms"] for line in lines] == [1, 1, 0, 2]
    assert [line.numbers["amount"] for line in lines] == [30_000, 5_000, None, 35_000]
    assert lines[0].numbers["area"] == Decimal("3.5")
    assert "count" not in lines[0].numbers, "people of two projects may be the same"


def test_what_may_be_chosen_together_is_no_partition(ledger: Ledger) -> None:
    several = next(axis for axis in axes(ledger.about, inside=True) if axis.key == "fields")
    assert several.several
    lines = list(summed(rows_of(ledger), several, measures(ledger.about, inside=True)[:1]))
    assert numbers(lines) == {"装备": [1], "材料": [2], "（未填）": [2], "合计": [4]}
    crossing, _ = crossed(rows_of(ledger), several, [Period("2026Q1"), Period("2026Q2")])
    assert numbers(crossing) == {"装备": [0, 1, 1], "材料": [1, 1, 2], "（未填）": [0, 2, 2], "合计": [1, 3, 4]}


def test_towns_by_kind_and_kinds_by_quarter(ledger: Ledger) -> None:
    by = {axis.key: axis for axis in axes(ledger.about, inside=True)}
    lines, heads = crossed(rows_of(ledger), by["town"], by["kind"])
    assert [label for _, label in heads] == ["重点", "一般", "（未填）"]
    assert {line.label: line.numbers[ALL] for line in lines} == {str(people.our_town()): 2, "河口镇": 1, "（未填）": 1, "合计": 4}


def test_the_page_counts_by_type_and_quarter_and_every_number_opens_its_rows(officer: User, client_of: ClientOf) -> None:
    party, browser = make.ledger("party"), client_of(officer)
    for month, kind in ((1, "lecture"), (2, "lecture"), (4, "lecture"), (4, "theme_day")):
        make.row(party, officer, title=f"{month}月", kind=kind, day=date(2026, month, 9))
    assert reverse("ledgers:breakdown", args=["party"]) in browser.get(party.get_absolute_url()).content.decode()
    page = browser.get(reverse("ledgers:breakdown", args=["party"]), {"period": "2026"}).content.decode()
    links = [unescape(link) for link in re.findall(r'<td class="number"><a href="([^"]+)"', page)]
    assert f"{party.get_absolute_url()}?period=2026Q1&kind=lecture" in links
    for link in links:
        shown = re.search(r'id="count">(\d+)', browser.get(link).content.decode())
        said = re.search(re.escape(link).replace("&", "&(?:amp;)?") + r'">(\d+)<', page)
        assert shown
        assert said
        assert shown[1] == said[1], link


def test_options_of_a_ledger_s_own_are_filtered_by(ledger: Ledger, officer: User, client_of: ClientOf) -> None:
    page = client_of(officer).get(ledger.get_absolute_url(), {"f_fields": "y"}).content.decode()
    assert 'id="count">2' in page
    shown = client_of(officer).get(reverse("ledgers:breakdown", args=[ledger.code]), {"by": "fields", "across": "sums"})
    assert "f_fields=y" in shown.content.decode()
    assert "各项相加不等于合计" in shown.content.decode()


def test_a_quarter_s_end_and_firms_are_not_added_up_over_the_head_of_a_list(officer: User, client_of: ClientOf) -> None:
    carrier = make.row(make.ledger("carriers"), officer, title="县科创孵化器")
    for batch, day in (("一季度", date(2026, 3, 31)), ("二季度", date(2026, 6, 30))):
        make.row(make.ledger("carrier_reports"), officer, parent=carrier, batch=batch, day=day, count=30)
    page = client_of(officer).get(make.ledger("carrier_reports").get_absolute_url()).content.decode()
    assert "60 家" not in page


def test_whoever_sees_no_overviews_gets_no_counts(officer: User, client_of: ClientOf) -> None:
    clerk = people.user("town", town=people.our_town())
    assert client_of(clerk).get(reverse("ledgers:breakdown", args=["visits"])).status_code == 404
