"""Sample policies that come with the software: real documents as far as their figures were found in public, to start a library from.

A sample is taken over as a draft that nobody has compared yet: an office compares it with the original before it gives any amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from titian.policies.benefits.checked import PLACES
from titian.policies.benefits.definition import ClauseError, parse
from titian.policies.engine.keys import ParameterError, data_of, mapping
from titian.policies.engine.texts import meant, shown

FOLDER = Path(__file__).parent / "packaged"
# The fields of a document that a sample may say, as the form calls them.
FIELDS: Mapping[str, str] = {
    "title": "名称",
    "number": "文号",
    "issuer": "发文机关",
    "level": "级别",
    "region": "适用地区",
    "since": "施行日期",
    "until": "有效期至",
    "url": "原文网址",
    "checked_on": "最近核对",
    "note": "说明",
}
LEVELS: Mapping[str, str] = {"nation": "国家", "province": "省级", "city": "市级", "county": "县级"}
_DAYS = ("since", "until", "checked_on")


@dataclass(frozen=True)
class Sample:
    """`fields` of the document; `clauses` as definitions; `found` says where the figures are from."""

    code: str
    fields: Mapping[str, Any]
    clauses: tuple[Mapping[str, Any], ...]
    found: str

    @property
    def title(self) -> str:
        return str(self.fields["title"])


@cache
def samples(folder: Path = FOLDER) -> Mapping[str, Sample]:
    """Every packaged sample that can be read; what is wrong with the others is said by `problems`."""
    return MappingProxyType({path.stem: found for path in _files(folder) if isinstance(found := _read(path), Sample)})


def problems(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the files of a folder: file, clause, key, and what was meant. Empty when all is well."""
    found = [one for path in _files(folder) if isinstance(read := _read(path), list) for one in read]
    return found + list(_strangers(samples(folder)))


def since_of(sample: Sample) -> date | None:
    day = sample.fields.get("since")
    return day if isinstance(day, date) else None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _read(path: Path) -> Sample | list[str]:
    """A sample, or everything that is wrong with its file."""
    try:
        data = mapping(data_of(path, path.name), path.name)
    except ParameterError as problem:
        return [str(problem)]
    wrong = list(_wrong_fields(data, path.name))
    clauses = data.get("clauses")
    if not isinstance(clauses, list) or not clauses:
        return [*wrong, f"{path.name}：clauses（条款）应为条款的列表，写的是{shown(clauses)}"]
    for place, clause in enumerate(clauses, 1):
        try:
            parse(clause)
        except ClauseError as problem:
            code = clause.get("code") if isinstance(clause, dict) else None
            wrong += [f"{path.name} 第 {place} 条{f'「{code}」' if code else ''} {said}" for said in problem.problems]
    fields = {key: value for key, value in data.items() if key in FIELDS}
    return wrong or Sample(path.stem, fields, tuple(clauses), str(data["found"]))


def _wrong_fields(data: Mapping[str, Any], where: str) -> Iterator[str]:
    allowed = {**FIELDS, "found": "出处", "clauses": "条款"}
    missing = {key: label for key, label in allowed.items() if key not in data}
    yield from (f"{where}：不认识的键「{key}」{meant(key, missing)}" for key in data if key not in allowed)
    yield from (f"{where}：缺 {key}（{allowed[key]}）" for key in ("title", "found") if not data.get(key))
    for key, value in data.items():
        if key in _DAYS and not isinstance(value, date):
            yield f"{where} {key}（{FIELDS[key]}）：应为日期，如 2026-04-01，写的是{shown(value)}"
        elif key in FIELDS and key not in _DAYS and not isinstance(value, str):
            yield f"{where} {key}（{FIELDS[key]}）：应为文字，写的是{shown(value)}"
    if "level" in data and data["level"] not in LEVELS:
        yield f"{where} level（{FIELDS['level']}）：{shown(data['level'])}不在可选项里{meant(data['level'], LEVELS)}"


def _strangers(known: Mapping[str, Sample]) -> Iterator[str]:
    """Codes a clause refers to that no sample has."""
    labels = {str(one["code"]): str(one["label"]) for sample in known.values() for one in sample.clauses}
    for sample in known.values():
        for clause in sample.clauses:
            for key, codes in (("excludes", clause.get("excludes")), ("less", clause["benefit"].get("less"))):
                for code in codes or ():
                    if code not in labels:
                        yield f"{sample.code}.yaml 条款「{clause['code']}」{PLACES[key]}：没有代码为「{code}」的条款{meant(code, labels)}"
