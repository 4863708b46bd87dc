"""What R&D spending knows of an organisation's course."""

from __future__ import annotations

from collections.abc import Iterator

from titian.accounts.models import User
from titian.base.clock import today
from titian.base.money import in_wan
from titian.base.pages import Event
from titian.registry.models import Organisation
from titian.rnd.models import Award, EvaluationResult, Exemption, Project, Return
from titian.rnd.models.evaluation import RunState
from titian.rnd.models.subsidy import AwardState


def events(organisation: Organisation, user: User) -> Iterator[Event]:
    """Projects begun and done, returns handed in, evaluations published, subsidies paid; what this person may see, up to today."""
    yield from (event for event in _all(organisation, user) if event.day <= today())


def _all(organisation: Organisation, user: User) -> Iterator[Event]:
    for project in Project.objects.visible_to(user).filter(organisation=organisation).exclude(since=None):
        assert project.since is not None
        yield Event(project.since, f"研发项目启动：{project.name}", url=project.get_absolute_url())
        if project.last_day:
            yield Event(project.last_day, f"研发项目完成：{project.name}", url=project.get_absolute_url())
    for found in Return.objects.visible_to(user).filter(organisation=organisation).exclude(submitted_on=None):
        assert found.submitted_on is not None
        yield Event(found.submitted_on, f"报送{found.period_label}研发投入", url=found.get_absolute_url())
    results = EvaluationResult.objects.visible_to(user).filter(organisation=organisation, run__state=RunState.PUBLISHED)
    for result in results.select_related("run", "organisation"):
        if result.run.published_on:
            text = f"{result.run}：{result.outcome_label}"
            yield Event(result.run.published_on, text, url=result.get_absolute_url())
    for award in Award.objects.visible_to(user).filter(organisation=organisation, state=AwardState.PAID).select_related("run"):
        if award.paid_on and award.paid:
            yield Event(award.paid_on, f"收到{award.type_label} {in_wan(award.paid)} 万元", url=award.get_absolute_url())
    for exemption in Exemption.objects.visible_to(user).filter(organisation=organisation):
        yield Event(exemption.day, f"{exemption.purpose_label}：{exemption.ground_label}，{exemption.reason}")
