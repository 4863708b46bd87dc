"""Jobs, tasks that do nothing useful, and the environment of a worker in a process of its own."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.db import OperationalError, connection
from django_tasks import task

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.jobs.context import acting_user_id, check_cancelled, progress
from titian.jobs.models import Job
from titian.places.models import Region


@task()
def add(left: int, right: int) -> int:
    return left + right


@task()
def link_to(address: str) -> dict[str, str]:
    return {"url": address, "label": "查看文稿"}


@task()
def count_to(total: int) -> int:
    for number in range(total):
        check_cancelled()
        progress(number + 1, total, f"第 {number + 1} 份")
    return total


@task()
def name_a_region(name: str) -> str:
    """Writes a row with an action, as a task of the office does."""
    from titian.places.actions import add_region

    person = acting_user_id()
    assert person is not None
    user = User.objects.get(pk=person)
    return add_region(name=name, level="county", by=user).name


@task()
def refuse() -> None:
    raise Refused("第 3 行「成立日期」不是有效日期")


@task()
def break_down() -> None:
    raise ZeroDivisionError("a mistake in the program")


@task()
def find_the_database_away() -> None:
    raise OperationalError("database is locked")


@task()
def give(value: object) -> object:
    """Returns what it was given; `nan` stands for what JSON cannot hold."""
    return float("nan") if value == "nan" else value


@task()
def leave_the_process() -> None:
    raise SystemExit(3)


@task()
def wait_for(path: str, seconds: float = 20) -> str:
    """Says in `path` that it runs, then works until `path` has the ending .go, is cancelled or gives up."""
    Path(path).touch()
    for tenth in range(int(seconds * 20)):
        check_cancelled()
        progress(tenth, 0, "等候")
        if Path(f"{path}.go").exists():
            return "went"
        time.sleep(0.05)
    return "gave up"


@task()
def note(path: str, word: str) -> None:
    """One line a run: who ran, how often."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{word}\n")


def job(**fields: object) -> Job:
    """A waiting job that adds 1 and 2, unless told otherwise."""
    values: dict[str, object] = {"task": add.module_path, "title": "相加", "kwargs": {"left": 1, "right": 2}, **fields}
    return Job.objects.create(**values)


def regions() -> list[str]:
    return sorted(Region.objects.values_list("name", flat=True))


def environment(home: Path) -> dict[str, str]:
    """For a worker process on this test's database: on SQLite an installation in `home` whose database file is the test's."""
    variables = {name: value for name, value in os.environ.items() if name not in {"TITIAN_JOBS", "DATABASE_URL"}}
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        (home / "titian.sqlite3").symlink_to(settings["NAME"])
    else:
        door = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
        variables["DATABASE_URL"] = f"postgres://{door}/{settings['NAME']}"
    return {**variables, "TITIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings"}
