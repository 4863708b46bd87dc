"""Everybody is assessed as each alone would be; a run that was killed goes on; days before keep their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.policies import actions
from titian.policies.engine.explain import Verdict, explain
from titian.policies.facts import record_of
from titian.policies.models import Assessment, AssessmentRun
from titian.policies.population import running
from titian.policies.population.computing import Part, parts_of
from titian.policies.population.running import programmes_of, reassess
from titian.policies.tests.make import DAY, registered_firm
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
WORDS = {1: Verdict.MET, 0: Verdict.NOT_MET, None: Verdict.UNKNOWN}


@pytest.fixture
def firms(officer: User) -> list[Organisation]:
    """One that meets much, one nobody knows anything of, one too young, one closed, a school."""
    found = [
        registered_firm(officer),
        registry.organisation(),
        registry.organisation(founded_on=DAY - timedelta(days=30)),
    ]
    registry.organisation(state="closed", state_since=date(2025, 1, 1))
    registry.organisation(kind="university")
    return found


def test_everybody_is_assessed_as_each_alone_would_be(officer: User, firms: list[Organisation]) -> None:
    run = reassess(DAY, by=officer)
    programmes = programmes_of(run)
    assert {"hnte", "tsme", "isme", "srdi", "little_giant"} <= set(programmes)
    assert run.done == run.total == len(firms)
    assert Assessment.objects.filter(run=run).count() == len(firms) * len(programmes)
    for one in Assessment.objects.filter(run=run).select_related("organisation"):
        said = explain(programmes[one.programme], record_of(one.organisation, DAY))
        assert WORDS[one.verdict] is said.verdict
        for mask, verdict in ((one.failing, Verdict.NOT_MET), (one.unknown, Verdict.UNKNOWN)):
            ids = [
                clause.id for clause, found in zip(said.programme.clauses, said.clauses, strict=True) if found.verdict is verdict
            ]
            assert run.named(one.programme, mask) == ids
        assert (one.gaps, one.open) == (one.failing.bit_count(), one.unknown.bit_count())


def test_counts_add_up_to_the_firms(officer: User, firms: list[Organisation]) -> None:
    run = reassess(DAY, by=officer)
    assert {sum(numbers.values()) for numbers in run.counts.values()} == {len(firms)}
    assert run.counts["hnte"] == {"met": 1, "not_met": 1, "unknown": 1}


def test_a_killed_run_goes_on_behind_the_last_part(
    officer: User, firms: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PART", 1)
    kept = actions.keep_part
    written: list[Part] = []

    def dying(run: AssessmentRun, part: Part, computed: Any, *, by: User | None) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(part)
        kept(run, part, computed, by=by)

    monkeypatch.setattr(actions, "keep_part", dying)
    with pytest.raises(KeyboardInterrupt):
        reassess(DAY, by=officer)
    assert AssessmentRun.objects.get().done == 2
    monkeypatch.setattr(actions, "keep_part", kept)
    run = reassess(DAY, by=officer)
    assert AssessmentRun.objects.count() == 1
    assert (run.done, run.parts.count()) == (3, 3)
    assert Assessment.objects.filter(run=run, programme="hnte").count() == 3


def test_a_part_is_written_once_whoever_comes_second(officer: User, firms: list[Organisation]) -> None:
    run = actions.begin_run(DAY, by=officer, codes=("hnte",))
    part = parts_of(DAY, 10)[0]
    for _ in range(2):
        running.write_part(run, part)
    assert (run.parts.count(), Assessment.objects.count()) == (1, 3)
    assert actions.finish_run(run, by=officer).done == 3


def test_a_day_keeps_one_run_and_months_long_gone_their_last(officer: User, firms: list[Organisation]) -> None:
    for day in (date(2026, 1, 5), date(2026, 1, 20), date(2026, 2, 10), DAY, DAY):
        reassess(day, by=officer, codes=("hnte",))
    assert [run.day for run in AssessmentRun.objects.all()] == [DAY, date(2026, 2, 10), date(2026, 1, 20)]
    assert Assessment.objects.values("run").distinct().count() == 3


def test_a_run_of_one_programme_leaves_the_whole_one_of_its_day(officer: User, firms: list[Organisation]) -> None:
    whole = reassess(DAY, by=officer)
    reassess(DAY, by=officer, codes=("hnte",))
    assert AssessmentRun.objects.filter(pk=whole.pk).exists()


def test_only_a_province_s_own_programmes_are_assessed(officer: User, settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, region="320900")
    run = reassess(DAY, by=officer)
    assert "incubation" in run.clauses
    assert "gazelle" not in run.clauses


def test_a_programme_nobody_knows_is_refused(officer: User) -> None:
    with pytest.raises(Refused, match="没有项目「phoenix」"):
        reassess(DAY, by=officer, codes=("phoenix",))
