from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from titian.accounts.models import User
from titian.jobs.models import Job, Status
from titian.jobs.tests import make

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def page(client: Client) -> str:
    return client.get("/jobs/").content.decode()


def test_the_list_asks_for_itself_only_while_something_runs(officer: User, client_of: ClientOf) -> None:
    job = make.job(by=officer, status="running", done=3, total=12, message="第 3 份")
    shown = page(client_of(officer))
    assert 'hx-trigger="every 2s"' in shown
    assert "进行中" in shown
    assert "3 / 12" in shown
    assert "width:25.0%" in shown
    Job.objects.filter(pk=job.pk).update(status="done")
    assert 'hx-trigger="every 2s"' not in page(client_of(officer))


def test_an_empty_list_says_what_it_is_for(officer: User, client_of: ClientOf) -> None:
    assert "还没有后台任务" in page(client_of(officer))


def test_a_finished_job_leads_to_its_result(officer: User, client_of: ClientOf) -> None:
    make.job(by=officer, status="done", result={"url": "/reader/7/", "label": "查看文稿"})
    assert '<a href="/reader/7/">查看文稿</a>' in page(client_of(officer))


def test_a_failed_job_says_why_and_offers_another_try(officer: User, client_of: ClientOf) -> None:
    job = make.job(by=officer, status="failed", error="第 3 行不对<script>")
    shown = page(client_of(officer))
    assert "第 3 行不对&lt;script&gt;" in shown
    assert f"/jobs/{job.pk}/retry/" in shown


def test_buttons_do_what_they_say(officer: User, client_of: ClientOf) -> None:
    job = make.job(by=officer)
    client = client_of(officer)
    assert "已要求取消「相加」" in client.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    job.refresh_from_db()
    assert job.status == Status.CANCELLED
    assert "「相加」已重新排队" in client.post(f"/jobs/{job.pk}/retry/", follow=True).content.decode()


def test_a_button_pressed_too_late_is_a_message_not_an_error(officer: User, client_of: ClientOf) -> None:
    job = make.job(by=officer, status="done")
    answer = client_of(officer).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "任务已经结束" in answer.content.decode()


def test_the_jobs_of_others_do_not_exist(officer: User, chief: User, client_of: ClientOf) -> None:
    job = make.job(by=officer, title="别人的任务")
    client = client_of(chief)
    assert "别人的任务" not in page(client)
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    job.refresh_from_db()
    assert job.status == Status.WAITING


def test_a_link_cannot_cancel(officer: User, client_of: ClientOf) -> None:
    job = make.job(by=officer)
    assert client_of(officer).get(f"/jobs/{job.pk}/cancel/").status_code == 405
