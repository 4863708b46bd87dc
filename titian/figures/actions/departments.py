"""A 科室 was renamed: the books keep its name where it is a part of a figure's key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.accounts.permissions import can_manage_users
from titian.figures.key import with_department_renamed
from titian.figures.models import Figure, LocalIndicator, SentFigure, SheetLayout
from titian.journal.actions import Change, record_many


@transaction.atomic
def follow_department(old: str, new: str, *, by: User) -> int:
    """Identities of figures and of what was sent, the mapping of forms, sentences of the office's own indicators; how many rows followed.

    Runs after the department itself has its new name. What was printed and sent keeps the words it was printed with.
    """
    can_manage_users(by).demand()
    changes = [*_figures(new), *_sent(old, new), *_layouts(old, new), *_sentences(old, new)]
    record_many("figures.department.followed", changes, by=by, reason=f"科室更名：{old}→{new}")
    return len(changes)


def _figures(new: str) -> Iterator[Change]:
    for figure in Figure.objects.filter(department__name=new).select_related("region", "department"):
        before = figure.identity
        figure.save(update_fields=["identity"])
        yield Change(figure, before={"identity": before}, after={"identity": figure.identity})


def _sent(old: str, new: str) -> Iterator[Change]:
    ending = "|" + old.replace("|", "/")
    for sent in SentFigure.objects.filter(identity__endswith=ending):
        before = sent.identity
        sent.identity = before.removesuffix(ending) + "|" + new.replace("|", "/")
        sent.save(update_fields=["identity"])
        yield Change(sent, before={"identity": before}, after={"identity": sent.identity})


def _layouts(old: str, new: str) -> Iterator[Change]:
    for layout in SheetLayout.objects.all():
        before, layout.mapping = layout.mapping, {name: _mapped(said, old, new) for name, said in layout.mapping.items()}
        if layout.mapping != before:
            layout.save(update_fields=["mapping"])
            yield Change(layout, before={"department": old}, after={"department": new})


def _mapped(said: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """`sheet_source.key_text`: the department is the last qualifier, before the town."""
    figure, at, town = str(said["key"]).partition("@")
    parts = figure.split("|")
    if len(parts) == 6 and parts[-1] == old.replace("|", "/"):
        parts[-1] = new.replace("|", "/")
    return {**said, "key": "|".join(parts) + at + town}


def _sentences(old: str, new: str) -> Iterator[Change]:
    for entry in LocalIndicator.objects.exclude(sentence=""):
        before, entry.sentence = entry.sentence, with_department_renamed(entry.sentence, old, new)
        if entry.sentence != before:
            entry.save(update_fields=["sentence"])
            yield Change(entry, before={"sentence": before}, after={"sentence": entry.sentence})
