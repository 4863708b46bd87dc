"""The county's ladder agrees with what its papers state: 53 in the pool, 21 declared, 15 more on their way."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pytest_django import Settings

from titian.accounts.models import User
from titian.demo.build import AS_OF, COUNTY_CODE, build
from titian.policies.models import Assessment, AssessmentRun, Declaration, PoolEntry
from titian.policies.standing import batch_lines, board, outlook
from titian.registry.models import Title

pytestmark = pytest.mark.django_db


def test_the_ladder_counts_to_what_the_papers_state(settings: Settings) -> None:
    settings.TITIAN = replace(settings.TITIAN, region=COUNTY_CODE)
    build(lambda _: None)
    officer = User.objects.get(username="enterprise")
    assert PoolEntry.objects.in_pool_on(AS_OF).count() == Title.objects.valid_on(AS_OF).filter(kind="hnte_pool").count() == 53
    lines = {line.batch.name: line for line in batch_lines(officer, "hnte")}
    assert [lines[name].declared for name in ("2025年第一批", "2025年第二批", "2026年第一批")] == [19, 15, 21]
    assert lines["2025年第一批"].passed + lines["2025年第二批"].passed == 24
    assert (lines["2026年第二批"].planned, lines["2026年第一批"].rate) == (15, None)
    assert Declaration.objects.filter(batch__programme="hnte", declared_on__year=2026).count() + 15 == 36
    steps, run = board(officer, AS_OF)
    high_tech = next(step for step in steps if step.rung.code == "hnte")
    assert (high_tech.stock, high_tech.pool, high_tech.waiting) == (72, 53, 21)
    assert run == AssessmentRun.objects.get()
    assert Assessment.objects.filter(run=run).values("verdict").distinct().count() == 3
    expected = next(one for one in outlook(officer, AS_OF) if one.rung.code == "hnte")
    assert expected.target == Decimal(28)
    assert (expected.expected, expected.most, expected.lacking) == (14, 36, 14)
