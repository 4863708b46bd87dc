"""The reply to a suggestion or proposal: begun from its row in the ledger, and its row answered when it goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.periods import Period
from titian.figures.asked import home_region
from titian.figures.outgoing import Prefer
from titian.journal.actions import record
from titian.ledgers.actions import step
from titian.ledgers.models import LedgerRow
from titian.ledgers.proposals.ledger import LEDGER, WRITING
from titian.reports.actions.answering import ROW
from titian.reports.actions.papers import begun
from titian.reports.models import Paper
from titian.reports.permissions import can_reply

# States from which beginning the reply is a step forward.
_BEFORE = frozenset({"received", "assigned", "drafting", "met", "redone"})
_KINDS: Mapping[str, str] = {"npc": "suggestion", "cppcc": "proposal"}
_HANDLING: Mapping[str, str] = {"lead": "main", "joint": "joint", "split": "split"}
_NUMBERED = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是)\s*")


def reply_of(row: LedgerRow) -> Paper | None:
    """The latest reply begun from a row."""
    return Paper.objects.filter(genre="reply", **{f"extras__{ROW}": row.pk}).order_by("-pk").first()


@transaction.atomic
def reply_to(row: LedgerRow, *, as_of: date, by: User) -> Paper:
    """The reply under way, else a new one: number, proposers and points as the row has them, the figures the office has settled, the section
    that handles it as writer. One that went out stays; a second reply is another paper. Raises Refused."""
    can_reply(by, row).demand()
    if row.ledger.code != LEDGER or row.data.get("role") == "joint":
        raise Refused("主办、分办的建议提案才由本局答复；会办件填会办意见")
    if (there := reply_of(row)) is not None and there.is_open:
        return there
    region = home_region(by)
    if region is None:
        raise Refused("还没有区划。请系统管理员先建立区划")
    period = Period.of_half(as_of.year, 1 if as_of.month <= 6 else 2)
    extras = {"case": case_of(row), ROW: row.pk}
    paper = begun(
        genre="reply",
        period=period,
        as_of=as_of,
        region=region,
        by=by,
        extras=extras,
        prefer=Prefer.BOOKS,
        department=row.department,
    )
    if row.state in _BEFORE:
        step(row, WRITING, on=max(as_of, row.day or as_of), by=by)
    record("reports.paper.reply_begun", paper, by=by, after={"proposal": str(row)})
    return paper


def case_of(row: LedgerRow) -> dict[str, Any]:
    """The case as the letter takes it; what the row does not say is left out and asked for in 核数."""
    said = {
        "kind": _KINDS.get(row.kind),
        "meeting": row.batch,
        "number": "".join(re.findall(r"\d+", str(row.data.get("serial") or "")))[:6],
        "subject": row.title,
        "proposers": [*_names(row.data.get("proposer")), *_names(row.data.get("cosigners"))],
        "points": points_of(row.data.get("points")),
        "result": row.data.get("result"),
        "handling": _HANDLING.get(str(row.data.get("role"))),
        "contact": row.responsible.name if row.responsible else "",
        "signer": row.data.get("signer"),
        "disclosure": row.shown("publicity"),
    }
    return {key: value for key, value in said.items() if value}


def points_of(text: str | None) -> list[str]:
    """「1. 加大补助。\n2. 建设平台。」 → the points without their numbers; several on one line are parted at 一是…二是…."""
    lines = [line for line in (text or "").splitlines() if line.strip()]
    if len(lines) == 1:
        lines = [part for part in re.split(r"(?=[一二三四五六七八九]是)|[；;]", lines[0]) if part.strip()]
    return [_NUMBERED.sub("", line).strip("；;。 ") for line in lines]


def _names(text: object) -> list[str]:
    return [name for name in re.split(r"[、，,；;\s]+", str(text or "")) if name]
