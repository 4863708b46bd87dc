"""What large pieces of work ask of Python's memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
