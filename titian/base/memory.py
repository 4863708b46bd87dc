"""What large pieces of work ask of Python's memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.core.signals import request_finished
from django.urls import get_resolver


@contextmanager
def uncollected() -> Iterator[None]:
    """Inside, the collector of cycles rests. Of 50,000 rows that all stay until the end it walks through half a million objects again
    and again and finds nothing: a tenth of the time. What is no cycle is freed as always."""
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:  # else whoever made it rest wakes it
            gc.enable()


def settle() -> None:
    """When a server is ready: what is loaded by now stays for good, and the collector need not look through it again. What a page left
    behind is collected as soon as it has been sent: less than a millisecond, and nobody waits for it. Else the rubbish of some thirty
    pages would be cleared away in the middle of the next one, which took 20 to 60 ms longer."""
    list(get_resolver().url_patterns)  # asked for, so that every page's code is loaded
    gc.collect()
    gc.freeze()
    request_finished.connect(_Tidying(), weak=False, dispatch_uid=settle.__qualname__)


def unsettle() -> None:
    """As before `settle`, for tests."""
    request_finished.disconnect(dispatch_uid=settle.__qualname__)
    gc.unfreeze()


class _Tidying:
    """Collects after every page. What first pages load (templates, caches) stays as well: it is set aside after the 10th, 100th,
    1,000th … page, so seldom that what another thread's page holds at that moment cannot add up."""

    def __init__(self) -> None:
        self.pages = count(1)
        self.next = 10

    def __call__(self, **_: object) -> None:
        if not gc.isenabled():  # a large piece of work in another thread has asked the collector to rest
            return
        gc.collect()
        if next(self.pages) >= self.next:
            self.next *= 10
            gc.freeze()
