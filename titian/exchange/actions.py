"""Taking a file in, checking it, importing it, taking the import back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.base.errors import Refused
from titian.base.memory import uncollected
from titian.base.registers import Change, Register, Work, all_in_words, registers
from titian.exchange import batches
from titian.exchange.cleaning import shown
from titian.exchange.models import APPLIED, APPLYING, CHECKED, CHECKING, DROPPED, REFUSED, UNDONE, Batch, KnownHead
from titian.exchange.permissions import can_apply, can_export, can_import, can_undo
from titian.exchange.preview import Issue, Plan, examine, head_text
from titian.files import storage
from titian.files.actions import store
from titian.journal import actions as journal
from titian.journal.actions import record, record_many

_MOST_KEPT = 2_000
_SAMPLE = 12
# What a row is called by, where it says it.
_CALLED = {key: place for place, key in enumerate(("title", "name", "person", "organisation"))}
_LONGEST_STEM = 60


@transaction.atomic
def take_in(register: str, name: str, data: bytes, *, day: date, by: User) -> Batch:
    """Keep an uploaded sheet for checking. Raises Refused for what is no sheet."""
    can_import(by, registers()[register]).demand()
    if Path(name).suffix.lower() not in {".xlsx", ".xls", ".csv"}:
        raise Refused(f"{name} 不是 .xlsx、.xls 或 .csv 表格，请用 Excel 或 WPS 另存为 .xlsx 后再上传")
    batch = Batch.objects.create(register=register, file_name=name[:200], by=by, day=day)
    # The batch owns its file: whoever uploads the same bytes has a file of their own, and only the uploader may fetch it.
    batch.file = store(name, data, by=by, disclosure=Disclosure.RESTRICTED, owner=batch)
    batch.save(update_fields=["file"])
    record("exchange.batch.taken_in", batch, by=by, after={"register": register, "file": name})
    return batch


def check(batch: Batch, *, by: User) -> Plan:
    """Read the file against the register and keep what was found. Raises Refused when the file cannot be read."""
    can_apply(by, batch).demand()
    try:
        with opened(batch) as path:
            plan = examine(batch.about, path, Work(by, batch.day), mapping_of(batch))
    except Refused as problem:
        _keep_refusal(batch, problem, by=by)
        raise
    _keep_findings(batch, plan, by=by)
    return plan


@transaction.atomic
def map_heads(batch: Batch, mapping: Mapping[str, str], *, by: User) -> Batch:
    """Say by hand which head means which column ("" leaves it out); remembered for the next file. The caller checks the file anew."""
    can_apply(by, batch).demand()
    if batch.state not in {CHECKING, CHECKED, REFUSED}:
        raise Refused(f"这次导入{batch.state_label}，请重新上传文件")
    known = {column.key for column in batch.about.columns_for(by)}
    if wrong := [key for key in mapping.values() if key and key not in known]:
        raise Refused(f"{batch.about.label}没有这样的列：{'、'.join(wrong)}")
    batch.mapping = {**batch.mapping, **mapping}
    batch.state = CHECKING
    batch.save(update_fields=["mapping", "state"])
    # What an outside person means by a head is no rule for everybody else's sheets.
    for head, key in mapping.items() if by.is_inside or by.is_administrator else ():
        KnownHead.objects.update_or_create(register=batch.register, head=head[:200], defaults={"key": key, "by": by})
    record("exchange.batch.mapped", batch, by=by, after=dict(mapping))
    return batch


def import_at_once(batch: Batch, *, by: User, reason: str = "") -> Plan:
    """Check and, where nothing is wrong, write, in one go: what a command does. A plan with errors was not written."""
    can_apply(by, batch).demand()
    return _carry_through(batch, by=by, reason=reason)


def apply(batch: Batch, *, by: User, reason: str = "") -> Plan:
    """Import a checked file: all rows or none. `reason` lets doubtful rows through with a word why. Raises Refused with every error."""
    can_apply(by, batch).demand()
    if batch.state not in {CHECKED, APPLYING}:
        raise Refused(f"这次导入{batch.state_label}，不能再导入；请重新上传文件")
    plan = _carry_through(batch, by=by, reason=reason)
    if plan.errors:
        raise Refused(
            [f"重新核对时发现 {len(plan.errors)} 处错误，没有写入任何内容", *(issue.sentence for issue in plan.errors[:20])]
        )
    return plan


@transaction.atomic
def undo(batch: Batch, *, by: User, reason: str = "") -> None:
    """Take a whole import back. Raises Refused naming the rows that were changed since."""
    can_undo(by, batch).demand()
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != APPLIED:
        raise Refused(f"这次导入{batch.state_label}，没有可撤销的内容")
    if batch.about.irrevocable:
        raise Refused(batch.about.irrevocable)
    about, work = batch.about, Work(by, batch.day, kept={"undo": True})
    changes = batches.take_back(batch, work)
    changed = [change for change in changes if "" not in (change.before or {})]
    gone = [change for change in changes if "" in (change.before or {})]
    _journal(about, about.amended, changed, by=by, reason=reason or f"撤销导入 {batch.file_name}")
    _journal(about, about.removed, gone, by=by, reason=reason or f"撤销导入 {batch.file_name}")
    batch.state, batch.undone_by, batch.undone_at = UNDONE, by, timezone.now()
    batch.save(update_fields=["state", "undone_by", "undone_at"])
    record("exchange.batch.undone", batch, by=by, before={"state": APPLIED}, after={"rows": len(changes)}, reason=reason)


@transaction.atomic
def drop(batch: Batch, *, by: User) -> None:
    """Give a checked file up; nothing was written."""
    can_apply(by, batch).demand()
    if batch.state not in {CHECKED, REFUSED, CHECKING}:
        raise Refused(f"这次导入{batch.state_label}，不能放弃")
    before, batch.state = batch.state, DROPPED
    batch.save(update_fields=["state"])
    record("exchange.batch.dropped", batch, by=by, before={"state": before}, after={"state": DROPPED})


@transaction.atomic
def note_export(register: str, *, by: User) -> None:
    """A whole register leaves the house: who took it is kept."""
    about = registers()[register]
    can_export(by, about).demand()
    record("exchange.register.exported", by, by=by, after={"register": register})


@transaction.atomic
def begin(batch: Batch, state: str, *, job: Any, by: User) -> None:
    """Somebody set a background job to work on this batch; one that is through already has the last word on the state."""
    can_apply(by, batch).demand()
    waiting = Batch.objects.filter(pk=batch.pk, state=CHECKING if state == CHECKING else CHECKED)
    if not waiting.update(state=state, job=job):
        return
    batch.state, batch.job = state, job
    record("exchange.batch.begun", batch, by=by, after={"state": state})


@contextmanager
def opened(batch: Batch) -> Iterator[Path]:
    """The file under the name it was uploaded with: on disk it lies under its checksum, and readers go by the ending."""
    assert batch.file is not None
    with TemporaryDirectory() as folder:
        name = Path(batch.file.name)
        # 255 letters are a name where it was uploaded from; here 255 bytes are.
        path = Path(folder) / f"{name.stem[:_LONGEST_STEM]}{name.suffix}"
        path.symlink_to(storage.location(Path(settings.TITIAN.files), batch.file.sha256))
        yield path


def mapping_of(batch: Batch) -> dict[str, str]:
    """What was mapped by hand for this register before, and for this file."""
    return {**KnownHead.mapping(batch.register), **batch.mapping}


@uncollected()
def _carry_through(batch: Batch, *, by: User, reason: str) -> Plan:
    """Examined outside the transaction, which then only has to see that nobody changed the rows meanwhile: writing waits for nothing."""
    work = Work(by, batch.day, kept={"reason": reason})
    written = _written(batch.register)
    with opened(batch) as path:
        plan = examine(batch.about, path, work, mapping_of(batch))
    if plan.errors:
        _keep_findings(batch, plan, by=by)
        return plan
    try:
        _write(batch, plan, work, by=by, reason=reason, written=written)
    except IntegrityError as problem:
        raise Refused("导入时有人同时录入了相同的记录，没有写入任何内容，请重新核对后再导入") from problem
    return plan


@transaction.atomic
def _write(batch: Batch, plan: Plan, work: Work, *, by: User, reason: str, written: object) -> None:
    _hold(batch, written)
    batches.refuse_stale(plan)
    batches.carry_out(plan, work)
    about = plan.register
    made = [change for change in plan.changes if change.is_new]
    record_many(about.added, _entries(about, made), by=by, reason=f"导入 {batch.file_name}")
    changed = [change for change in plan.changes if not change.is_new]
    record_many(about.amended, _entries(about, changed), by=by, reason=f"导入 {batch.file_name}")
    batches.remember(batch, plan.changes)
    batch.state, batch.reason, batch.applied_at = APPLIED, reason[:200], timezone.now()
    _set_findings(batch, plan)
    batch.save()
    counts = {"rows": plan.rows, "created": plan.created, "updated": plan.updated, "unchanged": plan.unchanged}
    record("exchange.batch.applied", batch, by=by, after=counts, reason=reason)


def _written(register: str) -> object:
    """What tells whether an import into this register was written or taken back since."""
    return Batch.objects.filter(register=register).aggregate(Max("applied_at"), Max("undone_at"))


def _hold(batch: Batch, written: object) -> None:
    """One import into a register at a time, each batch once: rows that have no code would else be written twice."""
    # The register's first batch stands for the register: whoever writes waits for it.
    Batch.objects.select_for_update(of=("self",)).filter(register=batch.register).order_by("pk").first()
    if Batch.objects.get(pk=batch.pk).state not in {CHECKING, CHECKED, APPLYING}:
        raise Refused("这次导入已经由另一次点击办理，请刷新后查看")
    if _written(batch.register) != written:
        raise Refused("核对时另有一次导入刚刚写入或撤销，没有写入任何内容，请再点一次导入")


@transaction.atomic
def _keep_findings(batch: Batch, plan: Plan, *, by: User) -> None:
    batch.state = REFUSED if plan.errors else CHECKED
    _set_findings(batch, plan)
    batch.save()
    record("exchange.batch.checked", batch, by=by, after={"rows": plan.rows, "errors": len(plan.errors)})


@transaction.atomic
def _keep_refusal(batch: Batch, problem: Refused, *, by: User) -> None:
    batch.state, batch.findings = REFUSED, {"unreadable": problem.messages}
    batch.save()
    record("exchange.batch.checked", batch, by=by, after={"errors": len(problem.messages)})


def _set_findings(batch: Batch, plan: Plan) -> None:
    batch.rows, batch.created, batch.updated, batch.unchanged = plan.rows, plan.created, plan.updated, plan.unchanged
    batch.findings = {
        "errors": _few(plan, plan.errors),
        "error_count": len(plan.errors),
        "warnings": _few(plan, plan.warnings),
        "warning_count": len(plan.warnings),
        "notices": plan.notices,
        "sample": [
            {
                "row": change.row.number,
                "did": "新增" if change.is_new else "更新",
                "object": str(change.obj) if not change.is_new else _title(plan, change),
                "changes": "；".join(_lines(plan, change)),
            }
            for change in plan.changes[:_SAMPLE]
        ],
        "heads": [
            {
                "sheet": table.name,
                "places": {found.texts[place]: key for key, place in found.places.items()},
                "unknown": found.unknown_texts,
            }
            for table, found in plan.heads
        ],
    }


def _title(plan: Plan, change: Change[Any]) -> str:
    """What a new row will be called: its title or whom it is about, else its first column that says something, in the office's words."""
    columns = sorted(plan.register.columns, key=lambda column: _CALLED.get(column.key, len(_CALLED)))
    values = ((column, plan.register.shown(column.key, change.after.get(column.key))) for column in columns)
    return next((str(shown(value, column)) for column, value in values if value is not None), "")


def _lines(plan: Plan, change: Change[Any]) -> Iterator[str]:
    """«成立日期：2018-06-12», for a change also what it was."""
    for key, value in change.after.items():
        column, told = plan.register.column(key), plan.register.shown
        was = f"{shown(told(key, change.before.get(key)), column)} → " if change.before else ""
        yield f"{column.label}：{was}{shown(told(key, value), column)}"


def _few(plan: Plan, issues: list[Issue]) -> list[dict[str, object]]:
    """What is kept of them for the page; personal numbers and passwords are not."""
    hidden = {head_text(found, plan.register.column(key)) for _, found in plan.heads for key in plan.register.masked}
    return [issue.as_json() | ({"value": ""} if issue.column in hidden else {}) for issue in issues[:_MOST_KEPT]]


def _journal(about: Register[Any], code: str, changes: list[Change[Any]], *, by: User, reason: str) -> None:
    if code and changes:
        record_many(code, _entries(about, changes), by=by, reason=reason)


def _entries(about: Register[Any], changes: list[Change[Any]]) -> Iterator[journal.Change]:
    """Made one by one as they are written: of 50,000 rows nobody needs all at once."""
    for change in changes:
        before = None if change.before is None else _said(about, change.before)
        yield journal.Change(change.obj, before, _said(about, change.after))


def _said(about: Register[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    said = all_in_words(values)
    said.pop("", None)
    return said | {key: about.shown(key, said[key]) for key in about.masked if key in said}
