"""People are found by name and log-in, by those who may see them."""

from __future__ import annotations

from titian.accounts.models import User
from titian.accounts.search import search


def test_inside_people_find_colleagues_with_department_and_role(officer: User, leader: User) -> None:
    hits = search(leader, officer.username)
    assert [(hit.text, hit.url) for hit in hits] == [(officer.name, f"/accounts/users/{officer.pk}/")]
    assert hits[0].note == "企业服务股 · 经办"


def test_a_town_clerk_finds_nobody(officer: User, town_clerk: User) -> None:
    assert search(town_clerk, officer.name) == []
