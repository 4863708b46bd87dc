from __future__ import annotations

from datetime import date

import pytest

from titian.accounts.models import User
from titian.base.timeline import events_of
from titian.registry import actions
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def test_a_firms_course_stands_on_one_line_the_latest_first(officer: User) -> None:
    firm = make.organisation("示范县云山有限公司", founded_on=date(2010, 3, 1))
    make.title(firm, "hnte", applied_on=date(2020, 5, 1), since=date(2020, 11, 1), until=date(2023, 11, 1))
    for number in range(3):
        make.right(firm, granted_on=date(2021, 1 + number, 5))
    actions.amend_organisation(firm, changes={"name": "示范县云海有限公司"}, renamed_on=date(2022, 7, 1), by=officer)
    assert [(event.day, event.text) for event in events_of(firm, officer)] == [
        (date(2023, 10, 31), "高新技术企业到期"),
        (date(2022, 7, 1), "更名，原名「示范县云山有限公司」"),
        (date(2021, 3, 5), "2021年授权知识产权 3 件"),
        (date(2020, 11, 1), "取得高新技术企业"),
        (date(2020, 5, 1), "申报高新技术企业"),
        (date(2010, 3, 1), "成立"),
    ]


def test_what_lies_ahead_has_not_happened(officer: User) -> None:
    firm = make.organisation()
    make.title(firm, "hnte", since=date(2024, 1, 1), until=date(2999, 1, 1))
    assert [event.text for event in events_of(firm, officer)] == ["取得高新技术企业"]
