"""What large pieces of work ask of Python's memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

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
    """When a server is ready: what is loaded by now stays for good, and the collector need not look through it again. Else a full
    collection would hold some page up by a quarter of a second every few hundred pages."""
    get_resolver().url_patterns  # noqa: B018 (asked for, so that every page's code is loaded)
    gc.collect()
    gc.freeze()
