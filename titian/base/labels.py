"""What a column is called in the office."""

from __future__ import annotations

from django.db.models import Field, Model


def label_of(record: Model | type[Model], name: str) -> str:
    """The Chinese name of a record's own column. FieldDoesNotExist for a name it lacks."""
    column = record._meta.get_field(name)
    assert isinstance(column, Field), f"{name} is a relation from elsewhere"
    return str(column.verbose_name)
