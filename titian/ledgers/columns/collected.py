"""The sheet of one request: what a town or firm fills in, found again among its own drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db import models

from titian.accounts.models import User
from titian.base.columns import Column
from titian.base.permissions import Verdict
from titian.base.registers import Row, Work
from titian.ledgers.collecting.asking import asked_of, relaxed
from titian.ledgers.columns.made import made
from titian.ledgers.columns.register import LedgerRegister
from titian.ledgers.models import CollectionRequest, LedgerRow
from titian.ledgers.permissions import can_fill


class CollectedRegister(LedgerRegister):
    """No register of the house: it is made for one request, its rows are kept by `actions.save_rows`."""

    request: ClassVar[CollectionRequest]

    @staticmethod
    def for_request(request: CollectionRequest) -> CollectedRegister:
        ledger = request.collection.ledger
        definition = relaxed(asked_of(ledger.about, request.collection.asked))
        says = {
            "request": request,
            "ledger": ledger,
            "definition": definition,
            "name": f"request-{request.pk}",
            "label": str(request.collection),
            "counted": ledger.about.counted,
            "columns": tuple(made(definition)),
            "key": definition.identity or (definition.fields[0].key,),
            "optional": True,
        }
        return cast(CollectedRegister, type(f"Request_{request.pk}", (CollectedRegister,), says)())

    def columns_for(self, user: Any) -> tuple[Column, ...]:
        """What the form asks."""
        return self.columns

    def can_see(self, user: User) -> Verdict:
        return can_fill(user, self.request)

    def can_add(self, user: User) -> Verdict:
        return can_fill(user, self.request)

    def can_change(self, user: User, obj: LedgerRow) -> Verdict:
        return can_fill(user, self.request)

    def may_add(self, row: Row[LedgerRow], work: Work) -> Verdict:
        return can_fill(work.user, self.request)

    def whole(self) -> models.QuerySet[LedgerRow]:
        return super().whole().filter(collected=self.request, is_draft=True)

    def rows(self, user: User) -> models.QuerySet[LedgerRow]:
        return self.whole().order_by("pk")

    def find(self, rows: Sequence[Row[LedgerRow]], work: Work) -> None:
        """By the ledger's identity where it has one; else a row with the same words is the same row."""
        known = {key: one for one in self.rows(work.user) if (key := self.identity_of(one)) is not None}
        for row in rows:
            key = self.identity(row)
            row.obj = known.get(key) if key is not None else None
