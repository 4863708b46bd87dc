from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.registry import actions
from titian.registry.search import search
from titian.registry.tests import make

pytestmark = pytest.mark.django_db


def found(user: User, words: str) -> list[str]:
    return [f"{hit.kind} {hit.text}" for hit in search(user, words)]


def test_firms_certificates_and_people_are_found(officer: User) -> None:
    firm = make.organisation("示范县云山有限公司")
    make.title(firm, "hnte", certificate="GR202614000001")
    make.person("张云山")
    assert found(officer, "云山") == ["企业 示范县云山有限公司", "人员 张云山"]
    assert found(officer, "GR202614000001") == ["资质荣誉 高新技术企业"]


def test_a_merged_firm_is_found_as_its_survivor(officer: User) -> None:
    kept, double = make.organisation("示范县云山有限公司"), make.organisation("示范县大海有限公司", uscc=None)
    actions.merge_organisations(double, into=kept, by=officer)
    assert found(officer, "大海") == ["企业 示范县云山有限公司"]


def test_outside_people_find_what_they_may_see(town_clerk: User, administrator: User) -> None:
    make.organisation("示范县云山有限公司", region=None)
    make.person("张云山")
    assert found(town_clerk, "云山") == []
    assert found(administrator, "云山") == []
