"""Taking up a changed `titian.toml` in processes that run: every request, and every round of a worker, looks at most once a second.

The file is the one place the settings live in; a process compares what the file system says of it (a rename gives a new inode) and reads
it again when that changed. A file that cannot be read leaves the settings as they are: a slip of the pen must not take pages away.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from titian.base.installation import Installation, InstallationError, load

log = logging.getLogger("titian.base")
EVERY_S = 1.0
Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What tells one state of the file from another; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Watch:
    """One process's eye on the settings file of its installation."""

    def __init__(self) -> None:
        self.path = settings.TITIAN.path
        self.seen = stamp(self.path)
        self.looked_at = monotonic()

    def look(self) -> None:
        """At most once a second."""
        if monotonic() - self.looked_at >= EVERY_S:
            self.take_up()

    def take_up(self) -> None:
        """Now: whoever has just written the file sees it in the next line. Another installation's file is no change of this one's."""
        self.looked_at = monotonic()
        path, old = settings.TITIAN.path, self.seen
        moved, self.path, self.seen = path != self.path, path, stamp(path)
        if self.seen != old and not moved:
            _replace(settings.TITIAN)


def _replace(old: Installation) -> None:
    try:
        settings.TITIAN = load(old.home)
    except InstallationError as problem:
        log.error("settings unchanged: %s", problem)


@cache
def watch() -> Watch:
    """The watch of this process; made when first asked for, because the settings must be loaded by then."""
    return Watch()
