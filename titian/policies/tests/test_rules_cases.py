"""The cases policy officers write (`cases/*.yaml`), each assessed as `titian assess` would."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from titian.policies.assessing.lines import lines_of
from titian.policies.assessing.outcome import assess
from titian.policies.packs import books, chosen

FOLDER = Path(__file__).parent / "cases"


def _cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        assert set(data) <= {"programme", "region", "firm", "cases"}, path.name
        for case in data["cases"]:
            yield pytest.param(data, case, id=f"{path.stem}：{case['title']}")


@pytest.mark.parametrize(("file", "case"), list(_cases()))
def test_a_case_comes_out_as_the_officer_says(file: dict[str, Any], case: dict[str, Any]) -> None:
    assert set(case) <= {"title", "day", "region", "facts", "expect"}, "不认识的键"
    firm = {"uscc": "91640100MA76XXXX0E", **copy.deepcopy(file["firm"])}
    for path, value in (case.get("facts") or {}).items():
        _put(firm, path, value)
    book = chosen(file["programme"], _region(case, file))
    [line] = lines_of(json.dumps(_plain(firm), ensure_ascii=False).encode())
    said = assess(line, book, case["day"]).as_json()
    expected = case["expect"]
    if "error" in expected:
        assert expected["error"] in said["error"]
        return
    assert "error" not in said, said
    _compare(said, expected)


def _region(case: dict[str, Any], file: dict[str, Any]) -> str | None:
    region = case.get("region", file.get("region"))
    return None if region is None else str(region)


def _compare(said: dict[str, Any], expected: dict[str, Any]) -> None:
    known = {"verdict", "score", "clauses", "value", "threshold", "gap", "missing", "note"}
    assert set(expected) <= known, "不认识的键"
    clauses = {one["id"]: one for one in said["clauses"]}
    for key in ("verdict", "score", "missing"):
        if key in expected:
            assert said[key] == expected[key], said
    assert {code: clauses[code]["verdict"] for code in expected.get("clauses", {})} == expected.get("clauses", {}), said
    for key in ("value", "threshold", "gap"):
        found = {code: clauses[code][key] for code in expected.get(key, {})}
        assert found == expected.get(key, {}), said
    assert any(expected.get("note", "") in note for note in [*said["notes"], ""]), said["notes"]


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *ways, last = path.split(".")
    place: dict[Any, Any] = data
    for way in ways:
        place = place.setdefault(int(way) if way.isdigit() else way, {})
    key = int(last) if last.isdigit() else last
    for twin in (str(key).replace("_wan", "_yuan"), str(key).replace("_yuan", "_wan")):
        if twin != str(key):
            place.pop(twin, None)
    place[key] = value


def _plain(data: Any) -> Any:
    """As JSON has it: days as text, 万元 as yuan."""
    if isinstance(data, dict):
        return {_key(str(key)): _in_yuan(str(key), _plain(value)) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(one) for one in data]
    return data.isoformat() if isinstance(data, date) else data


def _key(key: str) -> str:
    return f"{key.removesuffix('_wan')}_yuan" if key.endswith("_wan") else key


def _in_yuan(key: str, value: Any) -> Any:
    if not key.endswith("_wan") or value is None:
        return value
    yuan = Decimal(str(value)) * 10_000
    return int(yuan) if yuan == yuan.to_integral_value() else float(yuan)


@pytest.mark.parametrize("code", sorted(books()))
def test_every_programme_has_cases(code: str) -> None:
    assert any(yaml.safe_load(path.read_text("utf-8"))["programme"] == code for path in FOLDER.glob("*.yaml"))
