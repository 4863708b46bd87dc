"""What comes every year by rule: `year.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from titian.accounts.models import User
from titian.base.deadlines import Deadline

FOUND = Path(__file__).parent / "year.yaml"
ROOM = "年度"
UNCONFIRMED = "日期未经确认，以当年通知为准"


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    """For the bureau's people; what the office has nothing to do with stays out."""
    if not user.is_inside:
        return
    for entry in yearly():
        if not settings.TITIAN.shows(entry.get("mechanism", "")):
            continue
        for year in range(since.year, until.year + 1):
            day = date.fromisoformat(f"{year}-{entry['day']}")
            if since <= day < until:
                source = entry["source"] if entry["confirmed"] else f"{entry['source']}（{UNCONFIRMED}）"
                yield Deadline(day, entry["text"], room=ROOM, source=source)


@cache
def yearly() -> tuple[Mapping[str, Any], ...]:
    return tuple(yaml.safe_load(FOUND.read_text("utf-8")))
