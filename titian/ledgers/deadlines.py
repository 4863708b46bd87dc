"""What the ledgers have due: one line a ledger and day; a single row by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from titian.accounts.models import User
from titian.base.deadlines import Deadline
from titian.ledgers.models import Ledger, LedgerRow, LedgerRowQuerySet

ROOM = "台账"
MOST = 2_000
# A due day called so is the day the row is to be done; any other name (许可到期日, 检定有效期) is told beside the row.
PLAIN = ("期限", "时限")


def deadlines(user: User, since: date, until: date) -> Iterator[Deadline]:
    yield from lines(user, LedgerRow.objects.visible_to(user).kept(), since, until)


def lines(user: User, rows: LedgerRowQuerySet, since: date, until: date) -> Iterator[Deadline]:
    """Of `rows` only: a person's, a section's."""
    ledgers = {ledger.pk: ledger for ledger in Ledger.objects.visible_to(user).in_use()}
    rows = rows.filter(ledger__in=ledgers, due__gte=since, due__lt=until)
    found: dict[tuple[date, int], list[LedgerRow]] = defaultdict(list)
    related = ("ledger", "organisation", "person", "responsible", "department")
    for row in rows.select_related(*related).order_by("due", "pk")[:MOST]:
        assert row.due is not None
        found[row.due, row.ledger_id].append(row)
    for (day, key), together in found.items():
        yield _line(day, ledgers[key], together)


def _line(day: date, ledger: Ledger, rows: list[LedgerRow]) -> Deadline:
    done = all(row.closed_on is not None for row in rows)
    names = list(dict.fromkeys(str(row.responsible or row.department or "") for row in rows))
    who = names[0] if len(names) == 1 else f"{next(filter(None, names), '')}等 {len(names)} 人"
    if len(rows) == 1:
        what = ledger.about.label_of("due")
        said = "" if what.endswith(PLAIN) else f"（{what}）"
        return Deadline(day, f"{ledger.label}：{rows[0]}{said}", rows[0].get_absolute_url(), who, ROOM, done=done)
    address = f"{ledger.get_absolute_url()}?due_from={day}&due_to={day}"
    open_rows = sum(row.closed_on is None for row in rows)
    left = f"，{open_rows} {ledger.about.counted}未办结" if open_rows not in {0, len(rows)} else ""
    return Deadline(day, f"{ledger.label} {len(rows)} {ledger.about.counted}到期{left}", address, who, ROOM, done=done)
