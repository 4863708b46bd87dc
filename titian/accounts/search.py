"""People, for those who may see them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from titian.accounts.models import User
from titian.accounts.permissions import can_see_users
from titian.base.search import LIMIT, Hit


def search(user: User, words: str) -> list[Hit]:
    if not can_see_users(user):
        return []
    found = User.objects.visible_to(user).filter(Q(name__icontains=words) | Q(username__icontains=words))[:LIMIT]
    return [Hit("用户", person.name, reverse("accounts:user", args=[person.pk]), _note(person)) for person in found]


def _note(person: User) -> str:
    return f"{person.department} · {person.role_label}" if person.department else person.role_label
