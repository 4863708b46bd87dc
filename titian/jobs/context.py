"""What a running task may say and ask: how far it is, whether it should stop, for whom it works. Outside a job every call does nothing,
so that the same function serves a page, a command and a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


class Interrupt(BaseException):
    """Ends a running task at one of its own `check_cancelled()`. Not an Exception, so that no task swallows it by mistake."""


class Cancelled(Interrupt):
    """Somebody asked for the job to be cancelled."""


class HandedBack(Interrupt):
    """The worker is shutting down; the job goes back into the queue and costs no attempt."""


class LeaseLost(Interrupt):
    """Another worker took the job over; nothing this one writes about it counts any more."""


@dataclass(frozen=True)
class Progress:
    """`done` of `total` pieces; `total` 0 while unknown; `message` is what is being done now, in Chinese."""

    done: int = 0
    total: int = 0
    message: str = ""


@dataclass
class Running:
    """One job under way. The task's thread sets `progress`, the heartbeat's thread reads it and sets `interrupt`."""

    by_id: int | None = None
    progress: Progress = field(default_factory=Progress)
    interrupt: type[Interrupt] | None = None


_running: ContextVar[Running | None] = ContextVar("titian_jobs_running", default=None)


@contextmanager
def entered(running: Running) -> Iterator[None]:
    """Code inside the block works for this job."""
    token = _running.set(running)
    try:
        yield
    finally:
        _running.reset(token)


def progress(done: int, total: int, message: str = "") -> None:
    """Say how far the job is. Cheap: the heartbeat stores the latest word about once a second, call it for every row."""
    if running := _running.get():
        running.progress = Progress(max(0, done), max(0, total), message[:200])


def check_cancelled() -> None:
    """The place where a job may end early: call it between pieces of work that are whole by themselves. Raises Interrupt."""
    running = _running.get()
    if running and running.interrupt:
        raise running.interrupt


def acting_user_id() -> int | None:
    """Who the running job works for; None outside a job and for the system's own jobs."""
    running = _running.get()
    return running.by_id if running else None
