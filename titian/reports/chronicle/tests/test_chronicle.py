"""A chronicle is what ledgers, titles and papers sent say of a period, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.base.periods import Period
from titian.ledgers import actions
from titian.ledgers.tests import make as ledgers
from titian.registry.tests import make as registry
from titian.reports.chronicle.data import gather
from titian.reports.chronicle.template import paper

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


def test_events_titles_and_later_stages_stand_by_day(officer: User) -> None:
    firms = [registry.organisation(f"示范县{name}有限公司") for name in "甲乙丙丁"]
    for firm in firms:
        registry.title(firm, since=date(2026, 3, 5))
    actions.add_row(ledgers.ledger("regulations"), {"day": date(2026, 2, 1), "title": "经费管理办法"}, by=officer)
    ledgers.visit(officer, date(2026, 2, 3), organisation=firms[0])
    lines = gather(officer, Period("2026H1"), DAY)
    assert [line.day for line in lines] == [date(2026, 2, 1), date(2026, 3, 5)]
    assert lines[1].text.endswith("等 4 家企业取得高新技术企业")
    assert "一、2026年2月\n2月1日，" in paper(lines, Period("2026H1"), DAY).text()
    assert gather(officer, Period("2026H1"), date(2026, 2, 28))[-1].day == date(2026, 2, 1)
