"""企业名录 on its way out: what `Organisations.current` says of each row, read as tuples. An object a row, with those for its town,
officer, names and years, takes five times as long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from titian.base.database import in_chunks
from titian.base.money import to_yuan
from titian.base.registers import BATCH, Register
from titian.registry.columns.sheet import SCALE
from titian.registry.columns.stored import NAME_KINDS
from titian.registry.models import Organisation, OrganisationName, OrganisationQuerySet, ScaleYear


def without_objects(register: Register[Organisation], rows: OrganisationQuerySet) -> Iterator[dict[str, Any]]:
    bare = rows.select_related(None).prefetch_related(None)
    fields = {item.name for item in Organisation._meta.concrete_fields}
    columns = [column for column in register.columns if column.key in fields]
    keys = [column.key for column in columns]
    referred = {column.key: _referred(register, column.key, bare.order_by()) for column in columns if column.kind == "reference"}
    names, years = _names(bare.order_by()), _years(bare.order_by())
    for pk, *values in bare.values_list("pk", *keys).iterator(chunk_size=BATCH):
        found: dict[str, Any] = {key: None if value == "" else value for key, value in zip(keys, values, strict=True)}
        for key, known in referred.items():
            found[key] = known.get(found[key])
        if found["capital"] is not None:
            found["capital"] = to_yuan(found["capital"])
        found[SCALE] = years.get(pk)
        for key, texts in names.items():
            found[key] = texts.get(pk)
        yield found


def _referred(register: Register[Organisation], key: str, rows: OrganisationQuerySet) -> Mapping[int | None, Any]:
    used = rows.exclude(**{key: None}).values_list(key, flat=True).distinct()
    return {pk: obj for some in in_chunks(used) for pk, obj in register.referred(key).in_bulk(some).items()}


def _names(rows: OrganisationQuerySet) -> Mapping[str, Mapping[int, str]]:
    """Column → organisation → its other names of that kind."""
    found: dict[str, dict[int, list[str]]] = {kind: {} for kind in NAME_KINDS.values()}
    names = OrganisationName.objects.filter(kind__in=NAME_KINDS.values(), organisation__in=rows.values("pk")).order_by()
    for organisation, kind, text in names.values_list("organisation", "kind", "text").iterator(chunk_size=BATCH):
        found[kind].setdefault(organisation, []).append(text)
    return {key: {pk: "、".join(sorted(texts)) for pk, texts in found[kind].items()} for key, kind in NAME_KINDS.items()}


def _years(rows: OrganisationQuerySet) -> Mapping[int, Mapping[int, bool]]:
    found: dict[int, dict[int, bool]] = {}
    years = ScaleYear.objects.filter(organisation__in=rows.values("pk")).order_by()
    for organisation, year, is_above in years.values_list("organisation", "year", "is_above").iterator(chunk_size=BATCH):
        found.setdefault(organisation, {})[year] = is_above
    return found
