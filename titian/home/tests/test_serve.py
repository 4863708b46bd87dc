"""`titian serve`: what it refuses before it starts, and what it says."""

from __future__ import annotations

import socket
from dataclasses import replace
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from titian.accounts.models import User
from titian.accounts.tests import make
from titian.base.installation import DEMO_PASSWORD
from titian.home.management.commands import serve


def test_a_taken_port_is_named_and_another_offered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"127.0.0.1:{port} 不能使用.*--port {port + 1}") as refusal:
            serve.refuse_taken("127.0.0.1", port)
    assert refusal.value.returncode == 2


def test_a_free_port_is_accepted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    serve.refuse_taken("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port", "word"), [("203.0.113.7", 8000, "地址不属于本机"), ("127.0.0.1", 70000, "1—65535")])
def test_an_impossible_address_is_explained(host: str, port: int, word: str) -> None:
    with pytest.raises(CommandError, match=word):
        serve.refuse_taken(host, port)


@pytest.mark.django_db
def test_a_database_of_an_older_release_is_sent_to_init(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: [("a migration", False)]
    )
    with pytest.raises(CommandError, match="titian init"):
        serve.refuse_unready_database()


@pytest.mark.django_db
def test_a_demonstration_prints_one_log_in_a_role(settings: Settings, officer: User, leader: User) -> None:
    second = make.user("officer")
    settings.TITIAN = replace(django_settings.TITIAN, demo=True)
    lines = "\n".join(serve.greeting("127.0.0.1", 8000))
    assert "http://127.0.0.1:8000/" in lines
    assert DEMO_PASSWORD in lines
    assert officer.username in lines
    assert second.username not in lines
    assert "请勿" not in lines
    assert "请勿在演示安装中存放真实数据" in "\n".join(serve.greeting("0.0.0.0", 8000))


@pytest.mark.django_db
def test_a_working_installation_prints_no_log_ins(officer: User) -> None:
    assert serve.greeting("0.0.0.0", 8000) == ["梯田已启动：http://127.0.0.1:8000/   （Ctrl+C 停止）"]


@pytest.mark.django_db
def test_serving_starts_a_worker_and_stops_it_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    class Worker:
        def start(self) -> Worker:
            told.append("worker")
            return self

        def stop(self) -> None:
            told.append("stopped")

    monkeypatch.setattr(serve, "BackgroundWorker", Worker)
    monkeypatch.setattr(serve, "_serve", lambda host, port: told.append(f"{host}:{port}"))
    monkeypatch.setattr(serve, "refuse_taken", lambda host, port: None)
    out = StringIO()
    call_command("serve", "--port", "8123", stdout=out)
    assert told == ["worker", "127.0.0.1:8123", "stopped"]
    assert "http://127.0.0.1:8123/" in out.getvalue()
