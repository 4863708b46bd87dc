"""Bad input is refused in Chinese, by its key, everything at once; what is missing is unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.policies.record.reading import RefusedRecord, read_record
from titian.policies.tests.make import DAY, changed, firm


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("years.2025.revenue_yuan", True, "应为数，给的是 true"),
        ("years.2025.revenue_yuan", "100", "应为数，给的是 「100」"),
        ("years.2025.revenue_yuan", Decimal("1.234"), "最多两位小数"),
        ("years.2025.revenue_yuan", -1, "不能为负"),
        ("years.2025.revenue_yuan", 10**13 + 1, "大得不合理"),
        ("years.2025.revenue_yuan", Decimal("1E+999999"), "大得不合理"),
        ("years.2025.revenue_yuan", Decimal("NaN"), "不是有限的数"),
        ("years.2025.net_assets_yuan", Decimal("-1E+14"), "大得不合理"),
        ("years.2025.staff", Decimal("10.5"), "应为整数"),
        ("years.2025.staff", 10_000_001, "大得不合理"),
        ("years.2025.staff", [], "应为数，给的是 列表"),
        ("years.2025.sci_tech_staff", 41, "大于 staff（职工总数，40）"),
        ("years.2025.rd_domestic_yuan", 600_001, "大于 rd_expense_yuan（研发费用，600000.00 元）"),
        ("years.2025.high_tech_income_yuan", 10_000_001, "大于 total_income_yuan（总收入"),
        ("years.2025.debt_ratio", Decimal("-0.1"), "不能为负"),
        ("years.2025", [], "应为对象"),
        ("years.25", {}, "应为四位年份"),
        ("years.２０２５", {}, "应为四位年份"),
        ("years", [], "应为对象"),
        ("founded_on", "2026-07-01", "晚于评估日"),
        ("founded_on", "2026-02-30", "应为日期"),
        ("founded_on", "20190301", "应为日期"),
        ("founded_on", 2019, "应为日期"),
        ("incidents", "2026-01-01", "应为列表"),
        ("incidents", ["2026-13-01"], "incidents.0应为日期"),
        ("incidents", [None], "incidents.0应为日期"),
        ("field", "农业", "应为八大领域之一"),
        ("field", ["新材料"], "应为八大领域之一"),
        ("ip", {}, "应为列表"),
        ("ip", ["发明"], "ip.0应为对象"),
        ("ip", [{"class": "III"}], "ip.0.class应为 I 或 II"),
        ("ip", [{"class": 1}], "ip.0.class应为 I 或 II"),
        ("ip", [{"obtained": "bought"}], "ip.0.obtained应为"),
        ("ip", [{"granted_on": "昨天"}], "ip.0.granted_on应为日期"),
        ("expert_scores", 80, "应为对象"),
        ("expert_scores.ip", 31, "应在 0 到 30 分之间"),
        ("expert_scores.growth", -1, "应在 0 到 20 分之间"),
        ("titles", "高企", "应为列表"),
        ("titles", [1], "titles.0应为文字"),
        ("misconduct", 0, "应为 true、false 或 null"),
        ("core_ip_supports_product", "是", "应为 true、false 或 null"),
        ("transformations_3y", Decimal("1.5"), "应为整数"),
        ("transformations_3y", -1, "不能为负"),
        ("name", 5, "应为文字"),
        ("uscc", "", "缺少或不是文字"),
        ("uscc", None, "缺少或不是文字"),
    ],
)
def test_a_wrong_value_is_refused_by_its_key(path: str, value: Any, told: str) -> None:
    with pytest.raises(RefusedRecord) as refused:
        read_record(changed(firm(), path, value), DAY)
    assert len(refused.value.problems) == 1
    assert told in str(refused.value)
    assert path.split(".", maxsplit=1)[0] in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    data = changed(changed(firm(field="农业"), "years.2025.staff", -3), "years.2024.revenue_yuan", "很多")
    with pytest.raises(RefusedRecord) as refused:
        read_record(data, DAY)
    assert [problem.split("（")[0] for problem in refused.value.problems] == [
        "years.2024.revenue_yuan",
        "years.2025.staff",
        "field",
    ]
    assert refused.value.uscc == data["uscc"]


def test_null_is_the_same_as_missing() -> None:
    nothing = read_record({"uscc": "91640100MA76XXXX0E"}, DAY)
    nulls = dict.fromkeys(firm(), None) | {"uscc": "91640100MA76XXXX0E"}
    assert read_record(nulls, DAY) == nothing


def test_unknown_keys_and_a_failing_check_digit_are_noted_not_refused() -> None:
    data = changed(firm(uscc="某企业", colour="red"), "years.2025.colour", 1)
    notes = read_record(data, DAY).notes
    assert any("18 位" in note for note in notes)
    assert any("colour" in note for note in notes)
    assert any("years.2025.colour" in note for note in notes)


def test_a_whole_number_with_a_point_is_a_count() -> None:
    assert read_record(changed(firm(), "years.2025.staff", Decimal("40.0")), DAY).years[2025]["staff"] == 40


def test_the_domestic_part_is_measured_against_the_calibre_it_belongs_to() -> None:
    data = changed(firm(), "years.2025.rd_expense_yuan", {"deduction": 100})
    assert read_record(data, DAY).years[2025]["rd_domestic"] == 60_000_000
    with pytest.raises(RefusedRecord):
        read_record(changed(data, "years.2025.rd_expense_yuan.hnte", 100), DAY)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(path=st.sampled_from(sorted(firm())), value=_JSON)
def test_whatever_stands_somewhere_is_read_or_refused_never_a_traceback(path: str, value: Any) -> None:
    try:
        read_record(changed(firm(), path, value), DAY)
    except RefusedRecord as refused:
        told = refused.problems
    else:
        told = ("read",)
    assert told
