"""How a list of many rows is cut into pages: by key, and what words found that stand nearly everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from titian.base.database import in_chunks

COUNTED = 1_000  # words that stand nearly everywhere: as many rows as anybody pages through
LOOKED_THROUGH = (2_000, 20_000, None)


@dataclass(frozen=True)
class Common:
    """Words that stand in so many rows that these are shown in their order, but counted to `COUNTED` only.

    rows      before the words were looked for
    saying    which of these keys (at most `database.ASKED_AT_ONCE`) say the words
    """

    rows: QuerySet[Any]
    saying: Callable[[Sequence[int]], set[int]]


@dataclass(frozen=True)
class Found:
    """What words found."""

    rows: QuerySet[Any]
    common: Common | None = None


class ByKey(Paginator[Any]):
    """Two questions instead of one: the keys of the page in their order, then those rows whole, by nothing but their keys: to test once
    more what the first question asked may take a database longer than both."""

    def __init__(self, *args: Any, whole: QuerySet[Any]) -> None:
        super().__init__(*args)
        self.whole = whole

    def _get_page(self, *args: Any, **kwargs: Any) -> Page[Any]:
        """Django's own hook; it gives the slice, its number and the paginator."""
        keys = self._keys(args[0])
        found = self.whole.order_by().in_bulk(keys)
        return Page([found[key] for key in keys if key in found], *args[1:], **kwargs)

    def _keys(self, shown: QuerySet[Any]) -> list[int]:
        return list(shown.values_list("pk", flat=True))


class Beginning(ByKey):
    """Of what stands nearly everywhere: counted as far as anybody turns pages, in the list's own order, along its index. In another order the
    rows are sorted first and then looked through, from the first one on."""

    def __init__(self, *args: Any, whole: QuerySet[Any], common: Common, sorted_rows: QuerySet[Any] | None) -> None:
        super().__init__(*args, whole=whole)
        self.common, self.sorted_rows = common, sorted_rows

    @cached_property
    def count(self) -> int:
        return cast(QuerySet[Any], self.object_list)[:COUNTED].count()

    def _keys(self, shown: QuerySet[Any]) -> list[int]:
        if self.sorted_rows is None:
            return super()._keys(shown)
        first, last = shown.query.low_mark, shown.query.high_mark
        hits: list[int] = []
        for most in LOOKED_THROUGH:
            keys = self.sorted_rows.values_list("pk", flat=True)[:most]
            hits = []
            for chunk in in_chunks(keys):
                said = self.common.saying(chunk)
                hits += (key for key in chunk if key in said)
                if last is not None and len(hits) >= last:
                    return hits[first:last]
        return hits[first:last]
