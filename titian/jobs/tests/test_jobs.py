"""The command `titian jobs`."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from titian.base.commands import run
from titian.jobs.models import Job
from titian.jobs.tests import make


@pytest.mark.django_db
def test_jobs_are_listed_for_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    job = make.job(status="failed", error="第 3 行不对")
    make.job()
    call_command("jobs", "list", "--json")
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["status"] for row in listed] == ["waiting", "failed"]
    assert (listed[1]["id"], listed[1]["error"], listed[1]["by"]) == (job.pk, "第 3 行不对", None)


@pytest.mark.django_db
def test_an_empty_queue_says_so_to_a_person_and_nothing_to_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("jobs", "list")
    call_command("jobs", "list", "--json")
    assert capsys.readouterr().out == "没有后台任务\n"


@pytest.mark.django_db(transaction=True)
def test_once_does_what_is_due_and_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    make.job()
    assert run(["jobs", "work", "--once"]) == 0
    assert Job.objects.get().result == 3
    assert "共执行 1 项任务" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["jobs"], ["jobs", "sleep"], ["jobs", "work", "--lease", "1"]])
def test_a_wrong_call_exits_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err
