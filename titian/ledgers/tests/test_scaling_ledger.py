"""升规入统 and 月度调度 with their rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.definition import ValuesError
from titian.ledgers.models import LedgerRow
from titian.ledgers.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
WAN, DAY = Decimal(10_000), date(2026, 4, 30)


def month(by: User, firm: Organisation, number: int, now: int | None, before: int | None, **values: Any) -> LedgerRow:
    said = {"organisation": firm, "day": date(2026, number, 28), "kind": "above"}
    said |= {"amount": None if now is None else now * WAN, "last_year": None if before is None else before * WAN}
    return actions.add_row(make.ledger("service_monthly"), said | values, by=by)


def candidate(by: User, revenue: int | None, **values: Any) -> LedgerRow:
    said = {"organisation": registry.organisation(), "kind": "service", "batch": "2026", "day": date(2026, 1, 5)}
    said |= {"threshold": 1000 * WAN, "amount": None if revenue is None else revenue * WAN, "source": "return"}
    return actions.add_row(make.ledger("scale_candidates"), said | values, by=by)


def test_a_firm_that_turns_from_minus_to_plus_is_named(officer: User) -> None:
    firm, other = registry.organisation(), registry.organisation()
    month(officer, firm, 1, 90, 100)
    last = month(officer, firm, 2, 130, 110)
    month(officer, other, 1, 80, 100)
    facts = {fact.label: str(fact.value) for fact in computing("service_monthly").facts(last, officer, DAY)}
    assert facts == {"1—2月累计": "220 万元，上年同期 210 万元，增长 4.76%", "增速变化": "扭负为正"}
    notes = list(computing("service_monthly").notes(LedgerRow.objects.of("service_monthly"), officer, DAY))
    assert notes[0].startswith("2026年规上 2 家：扭负为正 1 家，仍为负增长 1 家；下一节点 双过半（6月底）")


def test_a_month_without_last_year_makes_no_growth(officer: User) -> None:
    firm = registry.organisation()
    month(officer, firm, 1, 90, 100)
    last = month(officer, firm, 2, 130, None)
    facts = {fact.label: str(fact.value) for fact in computing("service_monthly").facts(last, officer, DAY)}
    assert facts["1—2月累计"] == "缺 2 月的数，算不出累计"
    assert facts["增速变化"] == "数据不全"


def test_what_is_missing_to_the_threshold_follows_and_the_near_are_counted(officer: User) -> None:
    near, far, reached = candidate(officer, 900), candidate(officer, 500), candidate(officer, 1200)
    candidate(officer, None)
    assert [row.value("gap") for row in (near, far, reached)] == [100 * WAN, 500 * WAN, 0]
    facts = {fact.label: str(fact.value) for fact in computing("scale_candidates").facts(near, officer, DAY)}
    assert facts["达到标准的"] == "90%，还差 100 万元，接近标准"
    rows = LedgerRow.objects.of("scale_candidates")
    assert list(computing("scale_candidates").notes(rows, officer, DAY)) == [
        "在册 4 家：已达到标准 1 家，接近标准 1 家，缺数 1 家。"
    ]
    wrong = candidate(officer, 900, gap=50 * WAN)
    assert [doubt.key for doubt in computing("scale_candidates").doubts(wrong, {})] == ["gap"]


def test_the_distance_follows_a_revenue_that_was_corrected(officer: User) -> None:
    row = candidate(officer, 900)
    assert row.value("gap") == 100 * WAN
    assert actions.amend_row(row, {"amount": 950 * WAN}, by=officer) == ["amount", "gap"]
    assert row.value("gap") == 50 * WAN
    actions.amend_row(row, {"amount": None}, by=officer)
    assert row.value("gap") is None


def test_no_statistical_return_is_a_source_of_the_list(officer: User) -> None:
    """Statistics law: what a firm filed to the statistics bureau is no base of it."""
    source = make.ledger("scale_candidates").about.field("source")
    assert source is not None
    assert not any("直报" in label or "统计" in label for label in source.choices.values())


def _said(by: User, firm: Organisation, number: int, now: int, total: int | None = None, **values: Any) -> dict[str, str]:
    """What the ledger finds doubtful with a month that is not yet kept."""
    ledger = make.ledger("service_monthly")
    data = {"cumulative": None if total is None else total * 1_000_000, **values}
    row = LedgerRow(ledger=ledger, organisation=firm, day=date(2026, number, 15), amount=now * 1_000_000, data=data)
    return {remark.key: remark.message for remark in computing("service_monthly").doubts(row, {})}


def test_a_month_of_a_firm_is_kept_once_as_its_last_day(officer: User) -> None:
    firm = registry.organisation()
    row = month(officer, firm, 2, 130, 110)
    assert row.day == date(2026, 2, 28)
    with pytest.raises(ValuesError, match="2月已经登记，一家企业一个月一行"):
        month(officer, firm, 2, 131, 110)
    month(officer, registry.organisation(), 2, 131, 110)
    assert LedgerRow.objects.of("service_monthly").count() == 2


def test_what_is_said_cumulatively_is_held_against_the_month_before_and_the_year_before(officer: User) -> None:
    firm = registry.organisation()
    month(officer, firm, 1, 100, 90, cumulative=100 * WAN)
    month(officer, firm, 2, 120, 90, day=date(2025, 2, 10))
    assert _said(officer, firm, 2, 130, 230) == {}
    assert _said(officer, firm, 2, 130) == {}
    wrong = _said(officer, firm, 2, 130, 240, last_year=110_000_000)
    assert wrong["cumulative"] == "上月累计 100 万元，加本月 130 万元应为 230 万元，这里填的是 240 万元，请核对"
    assert wrong["last_year"] == "上年同月登记的是 120 万元，这里填的是 110 万元，请核对"


def test_the_next_month_begins_from_the_last_one_and_the_year_before(client_of: ClientOf, officer: User) -> None:
    firm = registry.organisation()
    month(officer, firm, 5, 88, 80, day=date(2025, 5, 31))
    last = month(officer, firm, 4, 130, 110)
    browser = client_of(officer)
    address = f"{reverse('ledgers:add', args=['service_monthly'])}?after={last.pk}"
    assert address.replace("&", "&amp;") in browser.get(last.get_absolute_url()).content.decode()
    form = browser.get(address).context["form"]
    assert (form["day"].value(), form["last_year"].value()) == (date(2026, 5, 31), "88")
    assert form["organisation"].value() == firm
    month(officer, firm, 5, 140, 88)
    assert "登记5月" not in browser.get(last.get_absolute_url()).content.decode()


def test_a_year_is_forecast_and_never_as_a_figure(officer: User) -> None:
    firm, other = registry.organisation(), registry.organisation()
    for number in range(1, 13):
        month(officer, firm, number, 100, 100, day=date(2025, number, 28))
    month(officer, firm, 1, 110, 100)
    last = month(officer, firm, 2, 130, 100)
    month(officer, other, 1, 80, 100)
    (fact,) = [fact for fact in computing("service_monthly").facts(last, officer, DAY) if fact.label == "全年预测"]
    assert fact.value == "营业收入约 1,440 万元，增长 20%；其余月份与上年同月持平则增长 3.3%"
    assert fact.source.startswith("预测，不是完成数")
    note = list(computing("service_monthly").notes(LedgerRow.objects.of("service_monthly"), officer, DAY))[1]
    assert note.startswith("预测：1 家（另 1 家月份不全，未计）其余月份按上年同月和各自目前增速推算，全年营业收入增长 20%")
