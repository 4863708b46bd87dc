"""`titian serve`: the web pages and a worker for background jobs, in one program."""

from __future__ import annotations

import socket
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from titian.accounts.models import User
from titian.base.commands import Command as BaseCommand
from titian.base.commands import refuse
from titian.base.installation import DEMO_PASSWORD
from titian.base.navigation import has_pages
from titian.jobs.worker import BackgroundWorker

TARGET = "config.wsgi:application"
THREADS = 4
LAST_PORT = 65_535
OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    help = "启动网页服务和后台任务；Ctrl+C 停止"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="监听地址；0.0.0.0 表示本单位网络内都能打开（默认 127.0.0.1，仅本机）"
        )
        parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_unready_database()
        refuse_taken(host, port)
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a missing folder, though it finds the rooms' own files
        self.say("\n".join(greeting(host, port)))
        worker = BackgroundWorker().start()
        try:
            _serve(host, port)
        finally:
            worker.stop()


def refuse_taken(host: str, port: int) -> None:
    """Raises CommandError when nobody can listen there."""
    if not 1 <= port <= LAST_PORT:
        raise refuse(f"端口 {port} 无效，应在 1—{LAST_PORT} 之间")
    try:
        with socket.create_server((host, port)):
            pass
    except PermissionError as problem:
        raise refuse(f"没有权限使用端口 {port}，请换一个大于 1024 的端口，如：titian serve --port 8000") from problem
    except OSError as problem:
        raise refuse(
            f"{host}:{port} 不能使用（{_why(problem)}）。请先停止占用它的程序，或换一个端口，如：titian serve --port {port + 1}"
        ) from problem


def _why(problem: OSError) -> str:
    return "地址不属于本机" if isinstance(problem, socket.gaierror) or problem.errno == 99 else "可能已被其他程序占用"


def refuse_unready_database() -> None:
    """Raises CommandError when the tables are missing or of an older release."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise refuse("数据库还没有建立，或者版本较旧。请先运行 titian init（建立演示则运行 titian demo）")
    connection.close()


def greeting(host: str, port: int) -> list[str]:
    """What is printed at start: the address, and in a demonstration one log-in per role that has pages."""
    lines = [f"梯田已启动：http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/   （Ctrl+C 停止）"]  # noqa: S104 (compared with, not bound to)
    if not settings.TITIAN.demo:
        return lines
    lines.append(f"演示账号（密码都是 {DEMO_PASSWORD}）：")
    lines += [f"  {person.username:<14}{person.role_label}" for person in User.objects.one_of_each_role() if has_pages(person)]
    if host not in OWN_MACHINE:
        lines.append("注意：演示账号的密码是公开的，请勿在演示安装中存放真实数据")
    return lines


def _serve(host: str, port: int) -> None:
    """Runs until interrupted. Pages are answered by a process of their own, so that a long job never slows them down."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
