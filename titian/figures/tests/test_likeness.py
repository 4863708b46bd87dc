"""Labels of somebody else's table and the indicators they may mean."""

from __future__ import annotations

import pytest

from titian.figures.catalogue import packaged
from titian.figures.likeness import likely

KNOWN = list(packaged().values())


@pytest.mark.parametrize(
    ("label", "unit", "code"),
    [
        ("1.高新技术企业数", "家", "hnte.valid"),
        ("高企总数", "家", "hnte.valid"),
        ("新认定高企", "家", "hnte.new"),
        ("申报高新技术企业数", "家", "hnte.applied"),
        ("（二）科技型中小企业入库数（家）", "家", "tsme.stored"),
        ("技术合同成交额", "亿元", "contract.value"),
        ("技术交易额", "万元", "contract.traded"),
        ("2026年上半年全社会研发经费投入", "万元", "rnd.expenditure"),
        ("R&D经费占GDP比重", "%", "rnd.gdp_ratio"),
        ("地区生产总值", "亿元", "economy.gdp"),
        ("科技特派员", "人", "commissioner.total"),
    ],
)
def test_the_likeliest_indicator_is_the_one_the_office_means(label: str, unit: str, code: str) -> None:
    assert likely([label], unit, KNOWN)[0][0].code == code


@pytest.mark.parametrize(
    ("label", "unit"), [("社会消费品零售总额", "亿元"), ("专利授权数", "件"), ("高新技术企业数", "万元"), ("备注", "")]
)
def test_what_the_catalogue_has_not_or_counts_in_another_unit_is_offered_nothing(label: str, unit: str) -> None:
    assert likely([label], unit, KNOWN) == []


def test_two_that_are_equally_likely_are_both_offered() -> None:
    (first, one), (second, other) = likely(["科技型中小企业数"], "家", KNOWN)[:2]
    assert {first.code, second.code} == {"tsme.applied", "tsme.stored"}
    assert one - other < 0.08
