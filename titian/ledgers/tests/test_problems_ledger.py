"""企业问题 with their rows: a problem met twice is one problem."""

from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.exchange.tests import make as sheets
from titian.ledgers import actions
from titian.ledgers.definition import ValuesError
from titian.ledgers.filling import doubts
from titian.ledgers.tests import make
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
TITLE = "热处理合格率偏低"


def test_a_problem_met_again_while_it_is_open_is_not_entered_again(officer: User) -> None:
    firm = registry.organisation()
    first = make.problem(officer, date(2026, 3, 5), organisation=firm, title=TITLE)
    with pytest.raises(ValuesError, match="2026-03-05 已登记，还没有办结。一个问题只登记一次"):
        make.problem(officer, date(2026, 4, 5), organisation=firm, title=f" {TITLE}")
    make.problem(officer, date(2026, 4, 5), title=TITLE)  # of another firm
    make.problem(officer, date(2026, 4, 5), organisation=firm, title="用工难")
    actions.amend_row(first, {"programmes": ["visit", "commissioner"]}, by=officer)  # itself is no twin


def test_a_problem_that_comes_back_after_it_was_solved_is_doubted_and_entered(officer: User) -> None:
    firm = registry.organisation()
    first = make.problem(officer, date(2026, 1, 5), organisation=firm, title=TITLE, feedback="satisfied")
    actions.step(first, "solved", on=date(2026, 2, 1), by=officer)
    again = make.problem(officer, date(2026, 4, 5), organisation=firm, title=TITLE)
    assert [one.doubtful for one in doubts(again)] == [True]
    assert list(doubts(first)) == [], "the earlier one is not the doubtful one"


def test_a_sheet_that_says_a_problem_twice_is_taken_with_a_doubt(officer: User) -> None:
    firm = registry.organisation("示范县云山装备有限公司")
    rows = [[TITLE, firm.name, "2026-03-05"], [TITLE, firm.name, "2026-04-05"]]
    data = sheets.sheet(*rows, head=["问题", "企业名称", "提出日期"])
    batch = sheets.taken_in(officer, data, register="problems")
    assert batch.findings["error_count"] == 0
    assert batch.created == 2
    assert "一个问题只登记一次" in str(batch.findings)
