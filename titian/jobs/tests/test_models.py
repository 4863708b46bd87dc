from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError
from django.utils import timezone

from titian.accounts.models import User
from titian.jobs.models import LABELS, Job, Status
from titian.jobs.tests import make


def test_every_status_has_its_word_and_colour() -> None:
    assert set(LABELS) == set(Status)
    assert Job(status="running").status_label == "进行中"
    assert Job(status="failed").colour == "red"


@pytest.mark.parametrize(("done", "total", "share"), [(0, 0, None), (5, 0, None), (1, 3, Fraction(1, 3)), (9, 3, 1)])
def test_how_much_is_done(done: int, total: int, share: Fraction | None) -> None:
    assert Job(done=done, total=total).share == share


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "", 7, None]
)
def test_a_result_never_leads_out_of_the_installation(address: object) -> None:
    assert Job(status="done", result={"url": address}).result_link is None


def test_a_result_opens_from_the_list_once_the_job_is_done() -> None:
    job = Job(status="done", result={"url": "/reader/7/", "label": "查看文稿"})
    assert job.result_link is not None
    assert (job.result_link.address, job.result_link.label) == ("/reader/7/", "查看文稿")
    assert Job(status="running", result={"url": "/reader/7/"}).result_link is None
    assert Job(status="done", result=[1, 2]).result_link is None


@pytest.mark.django_db
def test_people_see_their_own_jobs_and_the_administrator_all(officer: User, chief: User, administrator: User) -> None:
    mine, system = make.job(by=officer), make.job(by=None)
    assert list(Job.objects.visible_to(officer)) == [mine]
    assert not Job.objects.visible_to(chief).exists()
    assert set(Job.objects.visible_to(administrator)) == {mine, system}


@pytest.mark.django_db
def test_work_for_later_is_not_under_way() -> None:
    now = timezone.now()
    waiting, running = make.job(), make.job(status="running", run_after=now - timedelta(days=1))
    make.job(run_after=now + timedelta(hours=1))
    make.job(status="done")
    assert set(Job.objects.under_way(now)) == {waiting, running}


@pytest.mark.django_db
def test_an_unknown_status_does_not_reach_the_table() -> None:
    with pytest.raises(IntegrityError):
        make.job(status="sleeping")
