"""A worker: claims one job after another, does it, and keeps its lease alive meanwhile from a second thread."""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta
from secrets import token_hex
from threading import Event, Thread
from time import monotonic

from django.db import Error, close_old_connections, connections

from titian.base.reloading import watch
from titian.jobs import leases
from titian.jobs.context import HandedBack, LeaseLost, Running
from titian.jobs.execution import perform
from titian.jobs.leases import LEASE
from titian.jobs.models import Job, Status

log = logging.getLogger("titian.jobs")


class Worker:
    """One job at a time. `lease` is how long a job stays ours without a heartbeat, `poll` and `beat` are seconds."""

    def __init__(self, *, lease: timedelta = LEASE, poll: float = 1.0, beat: float = 1.0) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{token_hex(4)}"
        self.lease, self.poll, self.beat = lease, poll, beat
        self.stopping = Event()

    def run(self, *, once: bool = False) -> int:
        """Work until `stop`, or with `once` until nothing is due; returns how many jobs were worked on."""
        worked = 0
        while not self.stopping.is_set():
            if self._next():
                worked += 1
            elif once:
                break
            else:
                self.stopping.wait(self.poll)
        return worked

    def stop(self) -> None:
        """Take no further job; the one under way goes back at its next `check_cancelled()`, or is finished if it never asks."""
        self.stopping.set()

    def work_on(self, job: Job) -> bool:
        """Do a claimed job and store how it ended; False when it ended elsewhere or goes back into the queue."""
        running = Running(by_id=job.by_id)
        with Heartbeat(job, running, self):
            try:
                outcome = perform(job, running)
            except HandedBack:
                leases.hand_back(job)
                return False
            except LeaseLost:
                log.warning("job %s was taken over by another worker", job.pk)
                return False
        if outcome.status == Status.WAITING and job.attempts < job.max_attempts:
            leases.postpone(job, outcome)
            return False
        return leases.finish(job, outcome.final(), progress=running.progress)

    def _next(self) -> bool:
        """Claim and do one job. A database that is away for a moment is waited for, not died of."""
        close_old_connections()
        watch().look()
        try:
            job = leases.claim(self.name, lease=self.lease)
            if job is not None:
                self.work_on(job)
        except Error:
            log.exception("worker %s cannot reach the database, will try again", self.name)
            close_old_connections()
            return False
        return job is not None


def work_at_once(job: Job) -> None:
    """Do a job in the caller's own thread and transaction, without a heartbeat: what the immediate mode of the tests does."""
    if leases.take(job, "immediate"):
        job.refresh_from_db()
        running = Running(by_id=job.by_id)
        leases.finish(job, perform(job, running).final(), progress=running.progress)
    job.refresh_from_db()


class Heartbeat:
    """While its block runs: every `beat` seconds stores progress and notices a cancellation, and keeps the lease alive."""

    def __init__(self, job: Job, running: Running, worker: Worker) -> None:
        self.job, self.running, self.worker = job, running, worker
        self.stored, self.stored_at = running.progress, monotonic()
        self.ended = Event()
        self.thread = Thread(target=self._beat_until_ended, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *problem: object) -> None:
        self.ended.set()
        self.thread.join()

    def _beat_until_ended(self) -> None:
        """A beat that fails is logged and tried again: the task may itself hold SQLite's one write lock for a while."""
        try:
            while not self.ended.wait(self.worker.beat):
                try:
                    self._beat()
                except Error:
                    log.warning("heartbeat of job %s could not be stored, will try again", self.job.pk)
        finally:
            connections.close_all()

    def _beat(self) -> None:
        progress, now = self.running.progress, monotonic()
        if progress != self.stored or now - self.stored_at > self.worker.lease.total_seconds() / 4:
            leases.keep(self.job, progress=progress, lease=self.worker.lease)
            self.stored, self.stored_at = progress, now
        self.running.interrupt = leases.interrupted(self.job) or (HandedBack if self.worker.stopping.is_set() else None)


class BackgroundWorker:
    """A worker in a thread of this process, for an installation that runs as one program (`make serve`)."""

    def __init__(self, worker: Worker | None = None) -> None:
        self.worker = worker or Worker()
        self.thread = Thread(target=self._run, name="titian-jobs", daemon=True)

    def start(self) -> BackgroundWorker:
        self.thread.start()
        return self

    def stop(self, wait_s: float = 20) -> bool:
        """True when the job under way ended or went back in time; else its lease runs out and another worker starts it again."""
        self.worker.stop()
        self.thread.join(wait_s)
        return not self.thread.is_alive()

    def _run(self) -> None:
        try:
            self.worker.run()
        finally:
            connections.close_all()
