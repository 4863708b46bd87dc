"""科技计划监督抽查 and 问题清单: a finding becomes an issue without being typed again, and each shows the other."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.exchange.tests import make as sheets
from titian.ledgers import actions
from titian.ledgers.computing import computing
from titian.ledgers.filling import doubts
from titian.ledgers.models import LedgerRow
from titian.ledgers.spot_checks.ledger import findings
from titian.ledgers.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
DAY, DUE = date(2026, 4, 17), date(2026, 6, 15)
FOUND = "1.材料费凭证不全；2.绩效支出未公示。"


def check(by: User, firm: Organisation, **values: Any) -> LedgerRow:
    known = {
        "title": "耐磨辊套关键技术研究",
        "batch": "2026年抽查",
        "kind": "funds",
        "day": DAY,
        "due": DUE,
        "count": 2,
        "finding": FOUND,
    }
    return actions.add_row(make.ledger("spot_checks"), {**known, "organisation": firm, **values}, by=by)


def issue(by: User, found: LedgerRow, title: str) -> LedgerRow:
    values = {"title": title, "batch": found.batch, "kind": "funds", "day": DAY, "due": DUE, "organisation": found.organisation}
    return actions.add_row(make.ledger("rectification"), {**values, "parent": found}, by=by)


def listed(row: LedgerRow, by: User) -> str:
    return str(next(fact.value for fact in computing("spot_checks").facts(row, by, date(2026, 5, 31))))


def test_findings_are_read_one_by_one_without_their_numbers() -> None:
    assert findings(FOUND) == ["材料费凭证不全", "绩效支出未公示"]
    assert findings("一是预算科目调整未报批\n（2）设备费超支3.5万元；") == ["预算科目调整未报批", "设备费超支3.5万元"]
    assert findings("3.5万元材料费没有凭证") == ["3.5万元材料费没有凭证"], "an amount is no number of a list"
    assert findings("") == []


def test_an_issue_of_a_check_begins_with_what_was_found_and_shows_where_it_comes_from(client: Client) -> None:
    office, firm = people.user("office"), registry.organisation()
    client.force_login(office)
    found = check(office, firm)
    page = client.get(found.get_absolute_url()).content.decode()
    address = f"{reverse('ledgers:add', args=['rectification'])}?parent={found.pk}"
    assert address in page
    form = client.get(address).content.decode()
    for said in ("材料费凭证不全", "2026年抽查", str(DUE), str(DAY), firm.name):
        assert said in form
    other = issue(office, check(office, registry.organisation()), "设备费未按合同支付")
    actions.amend_row(other, {"serial": 6}, by=office)
    assert re.search(r'name="serial" value="7"', client.get(address).content.decode()), (
        "numbered through over all firms of the batch"
    )
    first = issue(office, found, "材料费凭证不全")
    assert "绩效支出未公示" in client.get(address).content.decode(), "the next one that is not listed yet"
    assert first.get_absolute_url() in client.get(found.get_absolute_url()).content.decode()
    assert found.get_absolute_url() in client.get(first.get_absolute_url()).content.decode()


def test_a_check_says_how_many_of_its_findings_are_listed_and_done(officer: User) -> None:
    found = check(officer, registry.organisation())
    assert listed(found, officer) == "已列 0 个，办结 0 个；查出 2 个，还有 2 个没有列入"
    first = issue(officer, found, "材料费凭证不全")
    rows, day = LedgerRow.objects.of("spot_checks"), date(2026, 5, 31)
    assert "还有 1 个没有列入问题清单" in next(iter(computing("spot_checks").notes(rows, officer, day)))
    issue(officer, found, "绩效支出未公示")
    actions.step(first, "done", on=date(2026, 5, 20), by=officer)
    assert listed(found, officer) == "已列 2 个，办结 1 个"
    assert list(computing("spot_checks").notes(rows, officer, day)) == []


def test_a_check_put_right_while_an_issue_is_open_is_doubted(officer: User) -> None:
    found = check(officer, registry.organisation())
    first = issue(officer, found, "材料费凭证不全")
    actions.step(found, "rectifying", on=date(2026, 4, 20), by=officer)
    assert list(doubts(found)) == []
    actions.step(found, "rectified", on=date(2026, 5, 25), by=officer)
    assert ["1 个没有办结" in one.message for one in doubts(found)] == [True]
    actions.step(first, "done", on=date(2026, 5, 25), by=officer)
    assert list(doubts(found)) == []


def test_the_same_finding_at_two_firms_is_two_issues_of_one_list(officer: User) -> None:
    """A sheet with the second does not write over the first."""
    first, second = registry.organisation("示范县甲山装备有限公司"), registry.organisation("示范县乙山装备有限公司")
    head = ["问题", "问题来源", "批次", "反馈日期", "整改期限", "涉及企业（单位）"]
    for firm in (first, second):
        row = ["材料费凭证不全", "项目经费抽查", "2026年抽查", str(DAY), str(DUE), firm.name]
        sheets.imported(officer, sheets.sheet(row, head=head), register="rectification")
    assert LedgerRow.objects.of("rectification").count() == 2
