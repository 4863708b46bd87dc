"""The packs as they are shipped have nothing wrong, and the lint sees what could be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from titian.policies.engine.dated import parse
from titian.policies.engine.keys import ParameterError
from titian.policies.linting import bands_problems, lint, lint_all
from titian.policies.packs import FOLDER


def hnte() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "national/hnte.yaml").read_text("utf-8"))
    return found


def problems(data: dict[str, Any]) -> list[str]:
    return list(lint(parse(data, pack="national", where="test")))


def test_the_packs_that_are_shipped_have_nothing_wrong() -> None:
    assert lint_all() == []


def test_a_parameter_nobody_uses_is_found() -> None:
    data = hnte()
    data["parameters"]["old"] = data["parameters"]["age_days"]
    assert problems(data) == ["national/hnte：参数「old」没有用到"]


def test_a_clause_nobody_uses_is_found() -> None:
    data = hnte()
    data["clauses"]["old"] = data["clauses"]["age"]
    assert problems(data) == ["national/hnte：条款「old」没有用到"]


def test_a_parameter_that_is_missing_is_found() -> None:
    data = hnte()
    del data["parameters"]["staff_share"]
    assert problems(data)[0] == "national/hnte：2016-01-01 的规则建不起来（national/hnte：2016-01-01 没有参数「staff_share」）"


def test_a_value_of_another_unit_is_found() -> None:
    data = hnte()
    data["parameters"]["staff_share"]["entries"][0]["value"] = 10
    assert "national/hnte staff_share：2016-01-01 的值与单位 share 不合" in problems(data)


@pytest.mark.parametrize(
    ("bands", "told"),
    [
        ([{"at_least": 3, "gives": 1}, {"at_least": 3, "gives": 2}, {"else": 0}], "重叠"),
        ([{"at_least": 3, "gives": 1}, {"at_least": 5, "gives": 2}, {"else": 0}], "次序"),
        ([{"up_to": 5, "gives": 1}, {"up_to": 3, "gives": 2}, {"else": 0}], "次序"),
        ([{"up_to": 5, "gives": 1}, {"at_least": 3, "gives": 2}, {"else": 0}], "一会儿"),
        ([{"at_least": 3, "gives": 1}], "空缺"),
        ([{"else": 1}, {"at_least": 3, "gives": 1}], "空缺"),
        ([{"at_least": 3, "gives": [5, 2]}, {"else": 0}], "下限大于上限"),
    ],
)
def test_gaps_and_overlaps_of_bands_are_found(bands: list[dict[str, Any]], told: str) -> None:
    data = hnte()
    data["parameters"]["ip_class1"]["entries"][0]["bands"] = bands
    entry = parse(data, pack="national", where="test").parameters["ip_class1"].entries[0]
    assert any(told in problem for problem in bands_problems(entry.bands))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"thresholds": {}}, "不认识的键「thresholds」"),
        (
            {"parameters": {"x": {"label": "x", "unit": "days", "entries": [{"from": date(2016, 1, 1), "cites": [], "value": 1}]}}},
            "没有写依据",
        ),
        ({"parameters": {"x": {"label": "x", "unit": "ells", "entries": []}}}, "不认识的单位"),
        ({"parameters": {"x": {"label": "x", "unit": "days", "entries": []}}}, "没有条目"),
        ({"since": "soon"}, "应为日期"),
    ],
)
def test_a_file_with_something_unknown_or_uncited_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ParameterError, match=told):
        parse(hnte() | change, pack="national", where="test")


@pytest.mark.parametrize("value", ["5 percent", "一半", 0.5, True, "0.123元"])
def test_a_number_in_no_known_form_is_refused(value: object) -> None:
    data = hnte()
    data["parameters"]["age_days"]["entries"][0]["value"] = value
    with pytest.raises(ParameterError, match=r"看不懂的数|不是整分"):
        parse(data, pack="national", where="test")
