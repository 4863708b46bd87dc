"""Chains of journal rows, with and without a database."""

from __future__ import annotations

from collections.abc import Sequence

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.journal.actions import record
from titian.journal.chain import GENESIS, Link, digest


def links(contents: Sequence[dict[str, object]]) -> list[Link]:
    """An intact chain over these contents."""
    chain: list[Link] = []
    previous = GENESIS
    for sequence, content in enumerate(contents, 1):
        full = {"sequence": sequence, **content}
        chain.append(Link(sequence, previous, digest(previous, full), full))
        previous = chain[-1].hash
    return chain


def acts(count: int) -> User:
    """That many rows about one person, written one by one; returns the person."""
    user = make.user("officer")
    for number in range(count):
        record("accounts.user.renamed", user, by=user, before={"name": str(number)}, after={"name": str(number + 1)}, reason="更名")
    return user
