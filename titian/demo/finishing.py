"""What no sheet of the ledgers says: evidence beside rows, and what a town and a firm have sent in that nobody has taken over yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from titian.accounts.models import User
from titian.base.columns import Column
from titian.demo.county.ledgers_trainings import signins
from titian.demo.workbooks import NOTE, WRITTEN
from titian.exchange.workbook import Sheet, write
from titian.ledgers.actions import add_row, attach_evidence
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet
from titian.registry.models import Organisation

NOTED, ANSWERED, SEEN = 12, 7, 5  # rows with evidence: visits, replies, measures
SIGNED = (
    Column("title", "姓名"),
    Column("organisation", "单位", width=34),
    Column("employer", "其他单位", width=24),
    Column("position", "职务"),
)


def evidence(day: date, people: Mapping[str, User]) -> None:
    """Sign-in sheets of this year's trainings, notes of the latest visits, the replies to deputies, proof of measures."""
    for session, rows in signins().items():
        sheet = write([Sheet("签到表", f"{session.title}签到表", NOTE, SIGNED, rows)], created=WRITTEN)
        training = _rows("trainings").get(title=session.title)
        attach_evidence(training, [(f"{session.day}签到表.xlsx", sheet)], by=people["enterprise"])
    for visit in _rows("visits").filter(day__lte=day).order_by("-day", "pk")[:NOTED]:
        _note(visit, f"走访记录 {visit.day}", f"走访{visit.organisation}：{visit.shown('topics')}", by=people["enterprise"])
    for reply in _rows("proposals").filter(state="replied").order_by("-closed_on", "pk")[:ANSWERED]:
        _note(
            reply,
            f"{reply.shown('document')}答复",
            f"{reply.shown('proposer')}：您提出的“{reply.title}”收悉，现答复如下……",
            by=people["office"],
        )
    for measure in _rows("measures").filter(state="done").order_by("-closed_on", "pk")[:SEEN]:
        _note(measure, "整改佐证", f"{measure.title}：{measure.shown('done')}", by=people["office"])


def sent_in(day: date, people: Mapping[str, User]) -> None:
    """Three visits of the town's own and a firm's problem: they wait to be taken over and count nowhere."""
    town, firm = people["town"], people["firm"]
    near = Organisation.objects.filter(region=town.town, state="active", kind="enterprise").exclude(uscc=None).order_by("pk")
    visits = Ledger.objects.get(code="visits")
    for number, one in enumerate(near[:3]):
        on = date(day.year, day.month, 26 + number)
        values = {
            "day": on,
            "organisation": one,
            "kind": "visit",
            "visitors": town.name,
            "topics": "宣讲科技政策，了解用工和检测需求",
        }
        add_row(visits, values, by=town, is_draft=True)
    own = {"title": "新产线检测设备不足", "organisation": firm.organisation, "day": day.replace(day=27), "kind": "testing"}
    add_row(Ledger.objects.get(code="problems"), own, by=firm, is_draft=True)


def _rows(code: str) -> LedgerRowQuerySet:
    return LedgerRow.objects.of(code).select_related("ledger", "organisation")


def _note(row: LedgerRow, name: str, text: str, *, by: User) -> None:
    attach_evidence(row, [(f"{name}.txt", f"{NOTE}\n{text}\n".encode())], by=by)
