"""Facts are told in the office's words, kept in the engine's integers, and come out as they went in."""

from __future__ import annotations

import pytest

from titian.policies.engine.units import POINT
from titian.policies.record.catalogue import EXPERT_MAXIMUM, TOP_KEYS
from titian.policies.record.stated import NotSayable, in_office_words, parse, stated_keys


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("tax_audited_books", "是", 1),
        ("misconduct", "无", 0),
        ("transformations_3y", "9 项", 9),
        ("field", "新材料", "新材料"),
        ("incidents", "无", []),
        ("incidents", "2026-02-01、2025-12-31", ["2025-12-31", "2026-02-01"]),
        ("expert_scores.ip", "25.5", 25 * POINT + POINT // 2),
    ],
)
def test_what_is_written_is_kept_and_comes_out_to_be_read_again(key: str, text: str, kept: object) -> None:
    assert parse(key, text) == kept
    assert parse(key, in_office_words(key, kept)) == kept


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("tax_audited_books", "大概", "是 或 否"),
        ("transformations_3y", "-1", "不能为负"),
        ("transformations_3y", "九", "应为整数"),
        ("field", "新材", "之一"),
        ("incidents", "去年", "2026-01-02"),
        ("expert_scores.ip", "31", "0 到 30"),
    ],
)
def test_what_is_no_value_is_refused_with_what_would_be(key: str, text: str, told: str) -> None:
    with pytest.raises(NotSayable, match=told):
        parse(key, text)


def test_everything_of_the_catalogue_without_a_column_may_be_told() -> None:
    assert set(TOP_KEYS) | {f"expert_scores.{item}" for item in EXPERT_MAXIMUM} <= set(stated_keys())
