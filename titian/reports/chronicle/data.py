"""What a chronicle is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from titian.accounts.models import User
from titian.base.periods import Period
from titian.figures.models import SentFigure
from titian.ledgers.models import Ledger, LedgerRow, LedgerStep
from titian.registry.models import Title

NAMED, MOST = 3, 1_000
# Talent programmes stay out: the names in them are 内部, and a chronicle is shown around.
# What is worth a line by itself: rows of these ledgers, and rows of the others once they reach a state that counts as a success.
ROWS = ("activities", "trainings", "regulations", "research_topics", "task_forces")
REACHED = ("upper_funds", "platforms", "stations", "bases", "carriers", "platform_progress", "contests")


@dataclass(frozen=True)
class Line:
    """One line: the day, what happened, where it is kept."""

    day: date
    text: str
    url: str = ""
    room: str = ""


def gather(user: User, period: Period, day: date) -> list[Line]:
    """The period up to and with `day`, in order; a number of queries that does not grow with the rows."""
    found = [*_rows(user, period, day), *_steps(user, period, day), *_titles(user, period, day), *_sent(period, day)]
    return sorted(found, key=lambda line: (line.day, line.room, line.text))


def _rows(user: User, period: Period, day: date) -> Iterator[Line]:
    seen = Ledger.objects.visible_to(user).filter(code__in=ROWS)
    rows = LedgerRow.objects.visible_to(user).kept().filter(ledger__in=seen).within(period, day)
    for row in rows.select_related("ledger", "organisation", "person").order_by("day", "pk")[:MOST]:
        assert row.day is not None
        people = f"，{row.count:,} 人次" if row.count and row.ledger.code in {"activities", "trainings"} else ""
        yield Line(row.day, f"{row.ledger.label}：{row}{people}", row.get_absolute_url(), row.ledger.label)


def _steps(user: User, period: Period, day: date) -> Iterator[Line]:
    """Later stages alone: where a row began is no event."""
    seen = Ledger.objects.visible_to(user).filter(code__in=REACHED)
    rows = LedgerRow.objects.visible_to(user).kept().filter(ledger__in=seen)
    steps = LedgerStep.objects.filter(row__in=rows, day__gte=period.since, day__lt=period.until, day__lte=day)
    related = ("row__ledger", "row__organisation", "row__person")
    for step in steps.select_related(*related).order_by("day", "pk")[:MOST]:
        stages = [state.code for state in step.row.ledger.about.stages]
        if step.state in stages[1:]:
            text = f"{step.row.ledger.label}：「{step.row}」{step.label}"
            yield Line(step.day, text, step.row.get_absolute_url(), step.row.ledger.label)


def _titles(user: User, period: Period, day: date) -> Iterator[Line]:
    found: dict[tuple[date, str], list[str]] = {}
    titles = Title.objects.visible_to(user).granted_in(period, day).select_related("organisation").order_by("since", "kind", "pk")
    for title in titles[:MOST]:
        assert title.since is not None
        found.setdefault((title.since, title.label), []).append(title.organisation.name)
    for (since, label), names in found.items():
        shown = "、".join(names[:NAMED]) + (f"等 {len(names)} 家企业" if len(names) > NAMED else "")
        yield Line(since, f"{shown}取得{label}", room="资质荣誉")


def _sent(period: Period, day: date) -> Iterator[Line]:
    rows = SentFigure.objects.filter(sent_on__gte=period.since, sent_on__lt=period.until, sent_on__lte=day)
    for sent_on, paper, receiver in rows.order_by("sent_on").values_list("sent_on", "paper", "receiver").distinct():
        yield Line(sent_on, f"向{receiver}报送《{paper}》", room="报送")
