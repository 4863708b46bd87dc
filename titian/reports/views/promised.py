"""What a reply promised, offered to be registered as promises: a link a sentence, the form behind it filled in."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.http import urlencode

from titian.accounts.models import User
from titian.base.pages import Link
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_enter
from titian.reports.actions.answering import ROW
from titian.reports.writer.assembling import Assembled

LEDGER, PLAN = "promises", "plan"
LONGEST = 120  # characters of a title
# What in the answer to a point speaks of what is still to be done; everything under 下一步工作 does.
_AHEAD = re.compile("将|力争|拟|计划|确保|争取|年内|年底前|月底前|下半年|季度提出|下一步")
_ENDS = re.compile("[。；！]")


def promised(assembled: Assembled, user: User) -> list[Link]:
    """The sentences of a final reply that look ahead and stand in no row yet; none for whoever does not keep the ledger."""
    paper = assembled.paper
    row, ledger = paper.extras.get(ROW), Ledger.objects.filter(code=LEDGER, is_archived=False).first()
    if paper.is_open or not row or ledger is None or not can_enter(user, ledger):
        return []
    kept = set(LedgerRow.objects.visible_to(user).filter(ledger=ledger, parent=row).values_list("title", flat=True))
    said = [text[:LONGEST] for text in _ahead(assembled) if text[:LONGEST] not in kept]
    address = reverse("ledgers:add", args=[LEDGER])
    return [Link(text, f"{address}?{urlencode({'parent': row, 'title': text})}") for text in dict.fromkeys(said)]


def _ahead(assembled: Assembled) -> list[str]:
    found = []
    for section in assembled.composed.sections:
        for sentence in section.sentences:
            parts = [part.strip() for part in _ENDS.split(sentence.text) if part.strip()]
            found += [part for part in parts if section.plan.role == PLAN or _AHEAD.search(part)]
    return found
