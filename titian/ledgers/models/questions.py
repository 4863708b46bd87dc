"""Questions about many rows of ledgers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from titian.accounts.roles import Role
from titian.base.periods import Period
from titian.ledgers.definition.colours import ColourRule, Standing, When
from titian.ledgers.models.colouring import as_query
from titian.ledgers.models.ledgers import FILLED_BY, NO_ROW, Ledger, ledger_owners
from titian.ledgers.models.texts import RowText

if TYPE_CHECKING:
    from titian.accounts.models import User
    from titian.ledgers.models.rows import LedgerRow

UNDECIDABLE = frozenset({When.BEHIND})  # what no database decides the same way: asked row by row
_CODE, _MOST_OPTIONS = re.compile(r"[A-Za-z0-9_-]{1,40}"), 2_000


def options_of(data: Mapping[str, Any]) -> str:
    """«|feedback=satisfied|programmes=visit|programmes=rnd|»: the codes among a row's own values, whatever its definition makes of them; ""
    for none. What an index of PostgreSQL does not hold is left out: as many as nobody ticks."""
    found = (
        f"{key}={code}"
        for key, value in data.items()
        for code in (value if isinstance(value, list) else [value])
        if isinstance(code, str) and _CODE.fullmatch(code)
    )
    text = "|".join(found)
    return f"|{text[:_MOST_OPTIONS].rpartition('|')[0] if len(text) > _MOST_OPTIONS else text}|" if text else ""


class LedgerRowQuerySet(models.QuerySet["LedgerRow"]):
    def bulk_create(self, objs: Iterable[LedgerRow], *args: Any, **kwargs: Any) -> list[LedgerRow]:
        new = list(objs)
        for row in new:
            row.options = options_of(row.data)
        made = super().bulk_create(new, *args, **kwargs)
        RowText.keep(made)
        return made

    def bulk_update(self, objs: Iterable[LedgerRow], fields: Iterable[str], batch_size: int | None = None) -> int:
        changed, names = list(objs), list(fields)
        if "data" in names:
            names.append("options")
            for row in changed:
                row.options = options_of(row.data)
        found = super().bulk_update(changed, names, batch_size=batch_size)
        RowText.keep(changed)
        return found

    def opting(self, key: str, code: str) -> LedgerRowQuerySet:
        """Whose own field `key` says the option `code`, alone or among others. Answered from `row_by_options`."""
        return self.filter(GreaterThan(StrIndex("options", models.Value(f"|{key}={code}|")), 0))

    def unindexed(self, ledger: Ledger) -> LedgerRowQuerySet:
        """The rows of a ledger for a question no index answers: read in one go, as they lie. Through an index the database would fetch
        them one by one in the order of the list, which takes three times as long."""
        return self.alias(within=models.F("ledger_id") + 0).filter(within=ledger.pk).order_by()

    def visible_to(self, user: User) -> LedgerRowQuerySet:
        """Inside people every row; an outside role its own rows of ledgers it fills in."""
        if user.is_inside:
            return self
        column = FILLED_BY.get(Role(user.role))
        return self.filter(ledger_owners(user), **{f"ledger__{column}": True}) if column else self.none()

    def owned_by(self, user: User) -> LedgerRowQuerySet:
        """Rows that somebody's own rows may belong to: of the own town, organisation or person, whoever fills their ledger in."""
        return self if user.is_inside else self.filter(ledger_owners(user))

    def of(self, *codes: str) -> LedgerRowQuerySet:
        """Rows of these ledgers; by key, so that the index on (ledger, …) is used."""
        return self.filter(ledger__in=list(Ledger.objects.filter(code__in=codes).values_list("pk", flat=True)))

    def kept(self) -> LedgerRowQuerySet:
        """What counts: what a town or firm sent and nobody has taken over yet does not."""
        return self.filter(is_draft=False)

    def handed_in(self) -> LedgerRowQuerySet:
        """Without what somebody is still filling in on a form that was sent out: that stands on the form alone."""
        return self.filter(Q(is_draft=False) | Q(collected=None))

    def within(self, period: Period, as_of: date, field: str = "day") -> LedgerRowQuerySet:
        """Whose day lies in a period, up to and with the as-of day."""
        until = min(period.until, as_of + timedelta(days=1))
        return self.filter(**{f"{field}__gte": period.since, f"{field}__lt": until})

    def standing_on(self, day: date) -> LedgerRowQuerySet:
        """Begun on or before a day and not closed by then."""
        return self.filter(closes__gt=day, day__lte=day)

    def open_on(self, day: date) -> LedgerRowQuerySet:
        """Not closed by a day, whether it has a beginning or not."""
        return self.filter(closes__gt=day)

    def overdue_on(self, day: date) -> LedgerRowQuerySet:
        return self.open_on(day).filter(due__lt=day)

    def by_party(self) -> LedgerRowQuerySet:
        """With `party`, the same number for the same person or, without one, organisation, and `party_region`, where it lies: a
        person in the own town or, where none is known, in that of the employer, whatever firm a row names, so that each counts in one town."""
        number, person = models.BigIntegerField(), Q(person__isnull=False)
        own, owners = Coalesce("person__region_id", "person__organisation__region_id"), models.F("organisation__region_id")
        return self.annotate(
            party=Coalesce(-1 * models.F("person_id"), models.F("organisation_id"), output_field=number),
            party_region=models.Case(models.When(person, then=own), default=owners, output_field=number),
        )

    def coloured(self, rules: Collection[ColourRule], wanted: Collection[str], day: date) -> LedgerRowQuerySet:
        """Whose first fitting rule has one of these colours."""
        earlier, found = NO_ROW, NO_ROW
        for rule in rules:
            holds = self._rule(rule, day)
            if rule.colour in wanted:
                found |= holds & ~earlier
            earlier |= holds
        return self.filter(found)

    def _rule(self, rule: ColourRule, day: date) -> Q:
        if rule.when in UNDECIDABLE:
            rows = self.open_on(day).exclude(due=None).exclude(progress=None).order_by()
            columns = rows.values_list("pk", "day", "due", "closed_on", "progress", "touched_on")
            standing = ((key, Standing(since, due, closed, done, last)) for key, since, due, closed, done, last in columns)
            return Q(pk__in=[key for key, row in standing if rule.fits(row, day)])
        return as_query(rule, day)
