"""报送: which version went to whom, with every figure in it kept as it was printed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.figures.actions import Sending, record_sent
from titian.journal.actions import record
from titian.reports.actions.answering import answer
from titian.reports.models import Paper, PaperState, PaperVersion, SentPaper
from titian.reports.permissions import can_send


@transaction.atomic
def send(paper: Paper, *, receiver: str, day: date, by: User, channel: str = "", version: PaperVersion | None = None) -> SentPaper:
    """Record that the final clean version went to `receiver`. Its figures become what was last reported. Raises Refused."""
    can_send(by, paper).demand()
    chosen = version or _final(paper)
    problems = [] if receiver.strip() else ["请写明报送给谁"]
    if chosen is None or chosen.paper_id != paper.pk or chosen.edition != "clean" or chosen.state not in _SENDABLE:
        problems.append("只能报送本稿定稿后的清稿")
    if problems or chosen is None:
        raise Refused(problems)
    sent = SentPaper.objects.create(version=chosen, receiver=receiver.strip(), sent_on=day, channel=channel, recorded_by=by)
    figures = [
        Sending(figure.key, figure.value, figure.operator, figure.printed, figure.figure)
        for figure in chosen.frozen()
        if figure.is_figure
    ]
    record_sent(figures, receiver=sent.receiver, day=day, paper=chosen.title, by=by, paper_ref=f"paper:{paper.pk}:{chosen.number}")
    paper.state = PaperState.SENT
    paper.save(update_fields=["state"])
    answer(paper, day=day, by=by)
    after = {"receiver": sent.receiver, "day": day, "version": chosen.number, "figures": len(figures)}
    record("reports.paper.sent", sent, by=by, after=after)
    return sent


_SENDABLE = frozenset({PaperState.FINAL, PaperState.SENT})


def _final(paper: Paper) -> PaperVersion | None:
    """The latest clean version that was made final."""
    return paper.versions.filter(edition="clean", state__in=_SENDABLE).order_by("-number").first()
