"""A ledger's sentence is offered to papers while the ledger is in use."""

from __future__ import annotations

import pytest

from titian.accounts.models import User
from titian.ledgers import actions
from titian.ledgers.paragraphs import paragraphs
from titian.ledgers.tests import make

pytestmark = pytest.mark.django_db
SENTENCE = "列入清零企业{local.clearing.listed}[[，已清零{local.clearing.cleared}]]。"


def test_a_ledgers_sentence_is_offered_while_it_is_in_use(chief: User) -> None:
    ledger = actions.define_ledger({**make.LIST, "paragraphs": [{"text": SENTENCE, "area": "cultivation"}]}, by=chief)
    said = [one for one in paragraphs() if one.text == SENTENCE]
    assert [one.codes for one in said] == [("local.clearing.listed", "local.clearing.cleared")]
    actions.archive_ledger(ledger, by=chief, reason="专项结束")
    assert SENTENCE not in {one.text for one in paragraphs()}
