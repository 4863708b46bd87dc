"""A firm's course: into the pool, through a batch, to the certificate; what is entered wrong is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.policies import actions
from titian.policies.models import ChecklistItem, Declaration, DeclarationBatch, PoolEntry
from titian.policies.pipelines import pipelines
from titian.policies.timeline import events
from titian.registry.models import Organisation, Title
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
ENTERED, DECLARED, PASSED, GIVEN = date(2026, 1, 15), date(2026, 6, 20), date(2026, 10, 30), date(2026, 11, 10)


@pytest.fixture
def firm(officer: User) -> Organisation:
    return registry.organisation(officer=officer)


@pytest.fixture
def batch(officer: User) -> DeclarationBatch:
    deadlines = {"county_deadline": date(2026, 6, 18), "upper_deadline": date(2026, 6, 25)}
    return actions.open_batch(programme="hnte", name="2026年第一批", by=officer, **deadlines)


def declared(firm: Organisation, batch: DeclarationBatch, officer: User) -> Declaration:
    made = actions.plan_declaration(firm, batch=batch, on=date(2026, 5, 1), by=officer)
    actions.step_declaration(made, step="declared", on=DECLARED, by=officer)
    return made


def test_a_firm_goes_from_the_pool_to_its_certificate(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    entry = actions.enter_pool(firm, programme="hnte", on=ENTERED, by=officer)
    assert entry.officer == officer
    actions.move_stage(entry, stage="ready", on=date(2026, 4, 1), by=officer)
    made = declared(firm, batch, officer)
    title = Title.objects.get(organisation=firm)
    assert (title.applied_on, title.since) == (DECLARED, None)
    actions.step_declaration(made, step="accepted", on=date(2026, 7, 1), by=officer)
    actions.step_declaration(made, step="passed", on=PASSED, by=officer)
    actions.certify(made, since=GIVEN, certificate="GR202699000009", by=officer)
    title.refresh_from_db()
    entry.refresh_from_db()
    assert (title.since, title.until, title.certificate) == (GIVEN, date(2029, 11, 10), "GR202699000009")
    assert (entry.left_on, entry.left_why) == (GIVEN, "certified")
    assert Title.objects.count() == 1


def test_what_the_registry_has_already_as_applied_for_is_taken(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    there = registry.title(firm, "hnte", None, applied_on=date(2026, 6, 1))
    assert declared(firm, batch, officer).title == there


def test_a_failure_needs_its_reason_and_ends_the_application(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    made = declared(firm, batch, officer)
    with pytest.raises(Refused, match="原因"):
        actions.step_declaration(made, step="failed", on=PASSED, by=officer)
    actions.step_declaration(made, step="failed", on=PASSED, reason="研发费用占比不足", by=officer)
    assert Title.objects.get().refused_on == PASSED
    assert made.next_steps == []
    actions.take_back_step(made, reason="录入错误", by=officer)
    assert Title.objects.get().refused_on is None
    assert made.step == "declared"


def test_steps_come_in_order(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    made = actions.plan_declaration(firm, batch=batch, on=date(2026, 5, 1), by=officer)
    with pytest.raises(Refused, match="现在是「拟申报」，不能登记「通过」"):
        actions.step_declaration(made, step="passed", on=PASSED, by=officer)
    with pytest.raises(Refused, match="不能早于"):
        actions.step_declaration(made, step="declared", on=date(2026, 4, 1), by=officer)
    with pytest.raises(Refused, match="还没有登记通过"):
        actions.certify(made, since=GIVEN, by=officer)


def test_a_firm_stands_in_a_pool_once(officer: User, firm: Organisation) -> None:
    entry = actions.enter_pool(firm, programme="hnte", on=ENTERED, by=officer)
    with pytest.raises(Refused, match="已在这个培育库里"):
        actions.enter_pool(firm, programme="hnte", on=DECLARED, by=officer)
    actions.leave_pool(entry, on=DECLARED, why="unfit", note="主业已转", by=officer)
    actions.enter_pool(firm, programme="hnte", on=GIVEN, by=officer)
    assert [PoolEntry.objects.in_pool_on(day).count() for day in (ENTERED, DECLARED, GIVEN)] == [1, 0, 1]


def test_a_batch_with_firms_stays(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    made = declared(firm, batch, officer)
    with pytest.raises(Refused, match="已有申报企业"):
        actions.remove_batch(batch, reason="录入错误", by=officer)
    with pytest.raises(Refused, match="不能删除"):
        actions.remove_declaration(made, reason="录入错误", by=officer)


def test_a_batch_s_days_are_in_order(officer: User) -> None:
    with pytest.raises(Refused, match="本级截止不能晚于上级截止"):
        actions.open_batch(
            programme="hnte", name="x", by=officer, county_deadline=date(2026, 7, 1), upper_deadline=date(2026, 6, 1)
        )


def test_the_checklist_is_ticked_brought_up_to_date_and_unticked(officer: User, firm: Organisation) -> None:
    actions.tick(firm, item="management", on=ENTERED, proof="研发管理办法", by=officer)
    done = actions.tick(firm, item="management", on=DECLARED, proof="研发管理办法（2026）", by=officer)
    assert (ChecklistItem.objects.count(), done.done_on) == (1, DECLARED)
    with pytest.raises(Refused, match="没有这一项"):
        actions.tick(firm, item="chapel", on=ENTERED, by=officer)
    actions.untick(done, reason="制度已废止", by=officer)
    assert not ChecklistItem.objects.exists()


def test_only_staff_cultivate(auditor: User, town_clerk: User, firm: Organisation) -> None:
    for person in (auditor, town_clerk):
        with pytest.raises(PermissionDenied):
            actions.enter_pool(firm, programme="hnte", on=ENTERED, by=person)


def test_what_is_on_its_way_stands_in_one_stage_only(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    actions.enter_pool(firm, programme="hnte", on=ENTERED, by=officer)
    second = registry.organisation(officer=officer)
    actions.enter_pool(second, programme="hnte", on=ENTERED, by=officer)
    actions.plan_declaration(firm, batch=batch, on=date(2026, 5, 1), by=officer)
    stages = {stage.label: [one.text for one in stage.candidates] for stage in pipelines(officer, "hnte.new", date(2026, 5, 31))}
    assert stages["拟申报"] == [firm.name]
    assert stages["培育库：摸底"] == [second.name]


def test_the_course_of_a_firm_is_told_in_its_timeline(officer: User, firm: Organisation, batch: DeclarationBatch) -> None:
    actions.enter_pool(firm, programme="hnte", on=ENTERED, by=officer)
    declared(firm, batch, officer)
    told = [event.text for event in events(firm, officer)]
    assert "进入高企培育库" in told
    assert "高企 2026年第一批：已申报" in told


def test_applications_that_came_with_a_list_are_taken_over_with_what_came_of_them(officer: User) -> None:
    batch = actions.open_batch(
        programme="hnte", name="2025年第一批", opens_on=date(2025, 5, 1), upper_deadline=date(2025, 6, 25), by=officer
    )
    given = registry.title(registry.organisation(), "hnte", date(2025, 11, 14), applied_on=date(2025, 5, 20))
    refused = registry.title(registry.organisation(), "hnte", None, applied_on=date(2025, 5, 20), refused_on=date(2025, 7, 28))
    registry.title(registry.organisation(), "hnte", None, applied_on=date(2025, 8, 20))
    planned = actions.plan_declaration(refused.organisation, batch=batch, on=date(2025, 5, 2), by=officer)
    assert actions.take_over_applications(batch, by=officer) == 2
    assert actions.take_over_applications(batch, by=officer) == 0
    planned.refresh_from_db()
    assert (planned.step, planned.title) == ("failed", refused)
    assert Declaration.objects.get(title=given).step == "passed"
