"""Rules of colour as conditions of a query."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from titian.ledgers.definition.colours import ColourRule, When


def as_query(rule: ColourRule, day: date) -> Q:
    """A rule of `definition.colours` as a condition; a test holds both to the same answers."""
    closed = Q(closed_on__lte=day)
    open_ = Q(closes__gt=day)
    if rule.when is When.CLOSED:
        return closed
    if rule.when is When.LATE:
        return closed & Q(closed_on__gt=models.F("due"))
    if rule.when is When.OVERDUE:
        return open_ & Q(due__lt=day)
    if rule.when is When.DUE_WITHIN:
        return open_ & Q(due__gte=day, due__lte=day + timedelta(days=rule.days))
    if rule.when is When.SILENT:
        last = day - timedelta(days=rule.days)
        return open_ & (Q(touched_on__lt=last) | Q(touched_on=None, day__lt=last))
    return open_
