"""平台考核: scores of a whole batch, grades by points and quota, and what becomes of a platform that stands still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.base.quantities import plain
from titian.journal.actions import record
from titian.ledgers.actions.rows import add_row, amend_row, step
from titian.ledgers.assessments.book import SCORES, Book, Entry, book, grade_label
from titian.ledgers.assessments.platforms import HELD, PLATFORMS, PROGRESS, next_assessment
from titian.ledgers.assessments.scoring import Item
from titian.ledgers.definition import ValuesError
from titian.ledgers.models import Ledger, LedgerRow
from titian.ledgers.permissions import can_change, can_grade, can_step

DECISIONS: Mapping[str, str] = {"keep": "保留", "rectify": "限期整改", "revoke": "撤销"}
_REACHED = {"keep": "kept", "rectify": "rectifying", "revoke": "revoked"}
# (assessment, title of the item) → score; None takes a score away.
Scores = Mapping[tuple[int, str], Decimal | None]


@transaction.atomic
def score_assessments(ledger: Ledger, batch: str, scheme: str, scores: Scores, *, on: date, by: User) -> int:
    """Write the scores of a batch that differ, and the totals that follow. How many changed comes back; raises Refused with every fault."""
    found = book(batch, scheme, ledger.about)
    items = {item.title: item for item in found.items}
    problems, changed = list[str](), 0
    for entry in found.entries:
        can_change(by, entry.assessment).demand()
        mine = {title: score for (key, title), score in scores.items() if key == entry.assessment.pk and title in items}
        for title, score in mine.items():
            try:
                changed += _scored(entry, items[title], score, on, by=by)
            except ValuesError as problem:
                problems += [f"{entry.name}「{title}」：{message}" for message in problem.by_field.values()]
    if problems:
        raise Refused(problems)
    if changed:
        _keep_totals(book(batch, scheme, ledger.about), on, by=by)
        record("ledgers.assessment.scored", ledger, by=by, after={"batch": batch, "scheme": scheme, "scores": changed, "day": on})
    return changed


@transaction.atomic
def grade_assessments(ledger: Ledger, batch: str, scheme: str, *, on: date, by: User) -> Book:
    """Grades of a batch by points and quota, written into every assessment. Raises Refused while a platform is not wholly scored."""
    can_grade(by).demand()
    found = book(batch, scheme, ledger.about)
    if not found.entries:
        raise Refused(f"{batch}没有按「{scheme}」考核的平台")
    if found.incomplete:
        names = "、".join(entry.name for entry in found.incomplete[:10])
        raise Refused(f"还有 {len(found.incomplete)} 家没有打完分：{names}。名额按全部参加考核的家数算，打完再评定")
    after: dict[str, int] = {}
    for entry in found.entries:
        graded = found.grade_of(entry)
        assert graded is not None
        after[graded.grade] = 0
        amend_row(entry.assessment, {"score": graded.total, "kind": graded.grade}, by=by, on=on, reason=graded.why)
    for one in found.graded:
        after[one.grade] += 1
    said = {grade_label(ledger.about, code): count for code, count in after.items()}
    record("ledgers.assessment.graded", ledger, by=by, after={"batch": batch, "scheme": scheme, "day": on, **said})
    return found


@transaction.atomic
def decide_platform(
    row: LedgerRow, decision: str, *, on: date, meeting: str, by: User, due: date | None = None, assessment: LedgerRow | None = None
) -> None:
    """保留, 限期整改 or 撤销 of a platform (or of a building under way), by which meeting, on which day; its assessment says the same."""
    can_grade(by).demand()
    can_step(by, row).demand()
    if decision not in DECISIONS:
        raise Refused(f"处理决定应为{'、'.join(DECISIONS.values())}之一")
    if not meeting.strip():
        raise Refused("请写明是哪次会议定的，例如：县科创平台联席会议2026年第1次会议")
    if decision == "rectify" and (due is None or due <= on):
        raise Refused("限期整改要写整改到哪一天，且应在决定日期之后")
    if row.ledger.code == PLATFORMS:
        _decide_on_platform(row, decision, on, meeting, due, by=by)
    elif row.ledger.code == PROGRESS:
        _decide_on_building(row, decision, on, meeting, due, by=by)
    else:
        raise Refused(f"「{row.ledger.label}」没有这样的处理决定")
    if assessment is not None and assessment.parent_id == row.pk:
        amend_row(assessment, {"decision": decision, "basis": meeting, "due": due}, by=by, on=on)
        step(assessment, "decided", on=on, by=by, note=meeting)
    after = {"decision": DECISIONS[decision], "day": on, "due": due}
    record("ledgers.platform.decided", row, by=by, after={key: value for key, value in after.items() if value}, reason=meeting)


def _decide_on_platform(row: LedgerRow, decision: str, on: date, meeting: str, due: date | None, *, by: User) -> None:
    """Its next day is that to which it mends its ways, or the next assessment by the cycle."""
    if row.state not in HELD:
        raise Refused(f"「{row}」现在是「{row.state_label}」，获批的平台才有保留、整改或撤销")
    step(row, _REACHED[decision], on=on, by=by, note=meeting)
    upcoming = due if decision == "rectify" else next_assessment(row.ledger.about, on) if decision == "keep" else None
    if upcoming is not None and (decision == "rectify" or row.due is None or row.due <= on):
        amend_row(row, {"due": upcoming}, by=by, on=on, reason=meeting)


def _decide_on_building(row: LedgerRow, decision: str, on: date, meeting: str, due: date | None, *, by: User) -> None:
    until = f"，整改到 {due}" if due else ""
    amend_row(row, {"decision": f"{DECISIONS[decision]}{until}（{on}，{meeting}）"}, by=by, on=on)
    if decision == "revoke":
        step(row, "ended", on=on, by=by, note=meeting)


def _scored(entry: Entry, item: Item, score: Decimal | None, on: date, *, by: User) -> bool:
    """Write one score; False where it stands so already."""
    row = entry.rows.get(item.title)
    held = entry.scores[item.title].score if item.title in entry.scores else None
    if held == score:
        return False
    if row is not None:
        amend_row(row, {"score": score, "day": on}, by=by, on=on)
        return True
    ledger = Ledger.objects.get(code=SCORES)
    values = {"parent": entry.assessment, "title": item.title, "weight": item.weight, "score": score, "day": on}
    if entry.assessment.organisation is not None:
        values["organisation"] = entry.assessment.organisation
    add_row(ledger, values, by=by)
    return True


def _keep_totals(found: Book, on: date, *, by: User) -> None:
    """The total of each platform; one that is wholly scored for the first time is 已评分."""
    for entry in found.entries:
        value = entry.total.value
        if entry.assessment.value("score") != value:
            amend_row(
                entry.assessment,
                {"score": value},
                by=by,
                on=on,
                reason=f"各项得分相加 {plain(value)} 分" if value is not None else "",
            )
        if value is not None and entry.assessment.state in {"begun", "submitted"}:
            step(entry.assessment, "scored", on=on, by=by)
