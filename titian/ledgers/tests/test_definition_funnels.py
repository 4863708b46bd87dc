"""Funnels: a rate is stated only once it can change no more."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.definition import parse
from titian.ledgers.definition.funnels import Count, Funnel, funnel

TALENT: dict[str, Any] = {
    "name": "declared_talent",
    "label": "人才申报",
    "fields": [{"key": "day", "label": "登记日期"}, {"key": "batch", "label": "批次"}],
    "states": [
        {"code": "reserve", "label": "储备"},
        {"code": "declared", "label": "申报", "rank": 1},
        {"code": "defence", "label": "进入答辩", "rank": 2},
        {"code": "selected", "label": "入选", "rank": 3, "closes": True},
        {"code": "refused", "label": "未入选", "closes": True},
    ],
}
DEFINITION = parse(TALENT)
STATES = ("reserve", "declared", "defence", "selected", "refused")
REACHED = ("", "declared", "defence", "selected")


def one(*counts: Count) -> Funnel:
    return funnel(DEFINITION, counts).batches[0]


def test_no_rate_is_shown_while_some_wait_for_their_answer() -> None:
    found = one(Count("第一批", "declared", "declared", 29), Count("第一批", "selected", "selected", 3))
    assert [stage.rows for stage in found.stages] == [32, 3, 3]
    assert [stage.rate for stage in found.stages] == [None, None, None]
    assert (found.is_complete, found.why) == (False, "还有 29 条没有结果，这一批不计算比率")


def test_a_decided_batch_has_its_rates() -> None:
    found = one(
        Count("第一批", "refused", "declared", 24),
        Count("第一批", "refused", "defence", 5),
        Count("第一批", "selected", "selected", 3),
    )
    assert [stage.rows for stage in found.stages] == [32, 8, 3]
    assert [stage.fallen for stage in found.stages] == [24, 5, 0]
    assert [stage.rate for stage in found.stages] == [None, Fraction(1, 4), Fraction(3, 8)]
    assert found.stages[-1].of_first == Fraction(3, 32)
    assert found.is_complete


def test_an_early_stage_is_final_before_a_later_one() -> None:
    found = one(Count("二批", "refused", "declared", 6), Count("二批", "defence", "defence", 2))
    assert [stage.rate for stage in found.stages] == [None, Fraction(1, 4), None]


def test_only_complete_batches_are_added_up_and_the_others_are_named() -> None:
    found = funnel(
        DEFINITION,
        [
            *(Count("一批", "refused", "declared", 3), Count("一批", "selected", "selected", 1)),
            *(
                Count("二批", "declared", "declared", 5),
                Count("", "selected", "selected", 2),
                Count("三批", "selected", "declared", 4),
            ),
        ],
    )
    assert found.whole is not None
    assert [stage.rows for stage in found.whole.stages] == [8, 5, 5]
    assert found.whole.stages[-1].of_first == Fraction(5, 8)
    assert found.left_out == ("二批", "")
    assert "没有写批次" in found.batches[2].why


def test_what_waits_before_the_first_stage_keeps_the_batch_open() -> None:
    found = one(Count("一批", "reserve", "", 1), Count("一批", "selected", "selected", 1))
    assert (found.before, found.waiting, found.stages[2].rate) == (1, 1, None)


def test_a_ledger_without_stages_has_no_funnel() -> None:
    with pytest.raises(ValueError, match="no stages"):
        funnel(parse({**TALENT, "states": []}), [])


@given(
    st.lists(
        st.builds(
            Count,
            st.sampled_from(["一批", "二批", ""]),
            st.sampled_from(STATES),
            st.sampled_from(REACHED),
            st.integers(min_value=0, max_value=50),
        )
    )
)
def test_a_funnel_never_widens_and_loses_nobody(counts: list[Count]) -> None:
    for found in funnel(DEFINITION, counts).batches:
        rows = [stage.rows for stage in found.stages]
        assert rows == sorted(rows, reverse=True)
        assert rows[0] == sum(stage.waiting + stage.fallen for stage in found.stages) + rows[-1]
        assert all(stage.rate is None or 0 <= stage.rate <= 1 for stage in found.stages)
        if found.is_complete and rows[0]:
            assert found.stages[-1].of_first == Fraction(rows[-1], rows[0])
