"""Adding the office's own indicators."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction

from titian.accounts.models import User
from titian.base.disclosure import DISCLOSURES
from titian.base.errors import Refused
from titian.figures.models import LocalIndicator, indicators
from titian.figures.models.indicators import KINDS, LOCAL_AREA, areas
from titian.figures.permissions import can_add_indicator, can_count_indicator
from titian.journal.actions import record


@transaction.atomic
def add_indicator(
    *,
    code: str,
    name: str,
    unit: str,
    kind: str,
    definition: str,
    by: User,
    publisher: str = "科技局",
    area: str = LOCAL_AREA[0],
    disclosure: str = "内部",
    sentence: str = "",
) -> LocalIndicator:
    """A new indicator under `local.…`, in an area of the catalogue, with the sentence reports say it in (empty: the ordinary one).

    Only one whose `disclosure` is 公开 is printed in a clean paper. Raises Refused with every reason at once.
    """
    can_add_indicator(by).demand()
    said = {"publisher": publisher, "area": area, "disclosure": disclosure, "sentence": sentence}
    return _added(code=code, name=name, unit=unit, kind=kind, definition=definition, **said, by=by)


@transaction.atomic
def add_counted_indicator(
    *, code: str, name: str, unit: str, kind: str, definition: str, by: User, area: str = LOCAL_AREA[0], disclosure: str = "内部"
) -> LocalIndicator:
    """The same for one that is never entered by hand, only counted from a ledger its officers define."""
    can_count_indicator(by).demand()
    said = {"publisher": "科技局", "area": area, "disclosure": disclosure, "sentence": ""}
    return _added(code=code, name=name, unit=unit, kind=kind, definition=definition, **said, by=by)


def _added(
    *,
    code: str,
    name: str,
    unit: str,
    kind: str,
    definition: str,
    publisher: str,
    area: str,
    disclosure: str,
    sentence: str,
    by: User,
) -> LocalIndicator:
    full = code if code.startswith("local.") else f"local.{code}"
    problems = [] if kind in KINDS else [f"类型「{kind}」应为 stock（存量）、flow（流量）或 ratio（比率）"]
    problems += [] if area in areas() else [f"领域「{area}」应为：{'、'.join(areas().values())}"]
    problems += [] if disclosure in DISCLOSURES.values() else [f"公开属性「{disclosure}」应为：{'、'.join(DISCLOSURES.values())}"]
    problems += _sentence_problems(sentence.strip(), {full, name})
    problems += [
        f"「{entry.name}」已在目录里（{entry.code})" for entry in indicators().values() if name == entry.name or full == entry.code
    ]
    problems += [] if definition.strip() else ["请写明定义：数什么、不数什么"]
    if problems:
        raise Refused(problems)
    entry = LocalIndicator(code=full, name=name, unit=unit, kind=kind, definition=definition, publisher=publisher)
    entry.area, entry.disclosure, entry.sentence = area, disclosure, sentence.strip()
    try:
        entry.full_clean()
    except ValidationError as problem:
        raise Refused(_in_words(problem)) from problem
    entry.save()
    record("figures.indicator.added", entry, by=by, after={"code": full, "name": name, "unit": unit, "kind": kind})
    return entry


@transaction.atomic
def take_in_indicator(
    *,
    code: str,
    name: str,
    unit: str,
    kind: str,
    definition: str,
    area: str = LOCAL_AREA[0],
    disclosure: str = "内部",
    by: User | None = None,
) -> LocalIndicator:
    """What a packaged ledger counts beside the catalogue, as its release brings it; by nobody (None): the system itself. One that is there stays."""
    there = LocalIndicator.objects.filter(code=code).first()
    if there is not None:
        return there
    entry = LocalIndicator(code=code, name=name, unit=unit, kind=kind, definition=definition, disclosure=disclosure)
    entry.area = area if area in areas() else LOCAL_AREA[0]
    entry.save()
    if by is not None:  # what comes with the tables themselves is no act
        record("figures.indicator.added", entry, by=by, after={"code": code, "name": name, "unit": unit, "kind": kind})
    return entry


@transaction.atomic
def archive_indicator(entry: LocalIndicator, *, by: User) -> None:
    """No longer offered; its figures and papers stay."""
    can_add_indicator(by).demand()
    entry.is_archived = True
    entry.save(update_fields=["is_archived"])
    record("figures.indicator.archived", entry, by=by, after={"is_archived": True})


def _sentence_problems(sentence: str, names: set[str]) -> list[str]:
    """Does a sentence print its figure? The rest of the grammar is checked where papers are written (核数「句式有误」)."""
    said = {found.replace("：", ":").partition(":")[0].split(" ")[0] for found in re.findall(r"[{｛]([^{}｛｝]*)[}｝]", sentence)}
    return [] if not sentence or names & said else [f"文稿句子里要有本指标的数，写成{{{min(names, key=str.isascii)}}}"]


def _in_words(problem: ValidationError) -> list[str]:
    """A model's objections, each with the label of its field."""
    labels = {field.name: str(field.verbose_name) for field in LocalIndicator._meta.fields}
    hint = "（小写英文字母开头，只含小写字母、数字、下划线和点）"
    return [
        f"{labels.get(name, name)}：{message}{hint if name == 'code' else ''}"
        for name, messages in problem.message_dict.items()
        for message in messages
    ]
