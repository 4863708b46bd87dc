"""What of a firm's years a benefit may rest on: never what it filed to the statistics bureau."""

from __future__ import annotations

import pytest

from titian.base.errors import Refused
from titian.registry.models import AnnualFigure, Source, demand_usable_for_benefits
from titian.registry.tests.make import annual, organisation

pytestmark = pytest.mark.django_db


def usable() -> list[AnnualFigure]:
    return list(AnnualFigure.objects.usable_for_benefits())


def test_a_firm_known_from_statistics_alone_has_nothing_a_benefit_may_rest_on() -> None:
    annual(organisation(), source=Source.STATISTICS, is_chosen=True, chosen_reason="汇总用")
    assert usable() == []


@pytest.mark.parametrize("source", [Source.RETURN, Source.DEDUCTION, Source.AUDIT])
def test_the_only_row_of_a_firm_s_own_counts_even_beside_statistics(source: str) -> None:
    firm = organisation()
    own = annual(firm, source=source)
    annual(firm, source=Source.STATISTICS, is_chosen=True, chosen_reason="汇总用")
    assert usable() == [own]


def test_of_several_sources_the_chosen_one_counts_and_none_before_somebody_chose() -> None:
    firm = organisation()
    annual(firm, source=Source.RETURN)
    audit = annual(firm, source=Source.AUDIT)
    assert usable() == []
    AnnualFigure.objects.filter(pk=audit.pk).update(is_chosen=True)
    assert usable() == [audit]


def test_of_a_source_nobody_can_name_nothing_is_taken() -> None:
    annual(organisation(), source=Source.OTHER, is_chosen=True)
    annual(organisation(), source="of a later release")
    assert usable() == []


def test_a_run_that_is_offered_statistics_refuses_and_names_firm_year_and_way_out() -> None:
    firm = organisation("示范县云山智能装备有限公司")
    rows = [annual(firm, source=Source.AUDIT), annual(firm, source=Source.STATISTICS), annual(firm, source=Source.OTHER)]
    demand_usable_for_benefits(rows[:1], purpose="研发后补助测算")
    with pytest.raises(Refused) as problem:
        demand_usable_for_benefits(rows, purpose="研发后补助测算")
    statistics, other = problem.value.messages
    assert "示范县云山智能装备有限公司 2025年 统计联网直报" in statistics
    assert "依统计法" in statistics
    assert "研发后补助测算" in statistics
    assert "请改用企业填报" in statistics
    assert "其他" in other


def test_the_statistical_calibre_is_refused_whoever_wrote_it_down() -> None:
    row = annual(organisation(), source=Source.RETURN, rd_statistical=100_00, rd_expense=100_00)
    demand_usable_for_benefits([row], purpose="清零名单", fields=["rd_expense"])
    with pytest.raises(Refused, match=r"R&D经费.*统计口径.*清零名单"):
        demand_usable_for_benefits([row], purpose="清零名单", fields=["rd_expense", "rd_statistical"])
