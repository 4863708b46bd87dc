"""Log-ins: tries are counted before the password is looked at, so that parallel tries win nothing; every outcome is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from titian.accounts.models import Attempts, LoginRecord, User
from titian.accounts.models.logins import Outcome
from titian.accounts.permissions import can_log_in, can_unlock
from titian.base.errors import Refused
from titian.journal.actions import record

ATTEMPTS = 5
WAIT = timedelta(minutes=10)
# Network logs are kept for no less than six months (网络安全法, article 21); a year covers an inspection that comes late.
KEEP = timedelta(days=366)


@dataclass(frozen=True)
class Attempt:
    """What became of a try; `user` only when it succeeded, `reason` where the person is told more than «wrong»."""

    outcome: Outcome
    user: User | None = None
    reason: str = ""


def attempt_log_in(username: str, *, check: Callable[[], User | None], address: str = "", by: User | None = None) -> Attempt:
    """Try to log in. `check` looks at the password and takes its time; it runs outside of any transaction and not while the name is locked."""
    now = timezone.now()
    if not _claimed(username, now):
        _settle(username, Attempt(Outcome.HELD), now, address, by)
        return Attempt(Outcome.HELD)
    attempt = _judged(username, check())
    _settle(username, attempt, now, address, by)
    return attempt


@transaction.atomic
def unlock(user: User, *, by: User) -> None:
    """Let somebody try again before the time is up."""
    can_unlock(by, user).demand()
    freed, _ = Attempts.objects.filter(key=Attempts.key_of(user.username), held_until__gt=timezone.now()).delete()
    if not freed:
        raise Refused(f"「{user.name}」的账号没有锁定")
    record("accounts.user.unlocked", user, by=by)


@transaction.atomic
def _claimed(username: str, now: datetime) -> bool:
    """Count one try; False while the name is locked."""
    row, _ = Attempts.objects.select_for_update().get_or_create(key=Attempts.key_of(username), defaults={"last_at": now})
    if row.held_until and row.held_until > now:
        return False
    if row.held_until or now - row.last_at >= WAIT:
        row.count, row.held_until = 0, None
    row.count, row.last_at = row.count + 1, now
    row.held_until = now + WAIT if row.count >= ATTEMPTS else None
    row.save()
    return True


def _judged(username: str, user: User | None) -> Attempt:
    if user is not None:
        verdict = can_log_in(user)
        return Attempt(Outcome.SUCCEEDED, user) if verdict else Attempt(Outcome.CLOSED, reason=verdict.reason)
    known = User.objects.filter(username=username).first()
    if known is None:
        return Attempt(Outcome.UNKNOWN)
    return Attempt(Outcome.WRONG if known.is_active else Outcome.DISABLED)


@transaction.atomic
def _settle(username: str, attempt: Attempt, now: datetime, address: str, by: User | None) -> None:
    """Keep the outcome; free the name after a right password; journal a name that has just been locked."""
    user = attempt.user or User.objects.filter(username=username).first()
    _keep(user, attempt.outcome, now, address)
    tries = Attempts.objects.filter(key=Attempts.key_of(username))
    if attempt.outcome in {Outcome.SUCCEEDED, Outcome.CLOSED}:
        tries.delete()
    elif attempt.outcome != Outcome.HELD and user and tries.filter(held_until__gt=now).exists():
        record("accounts.user.locked", user, by=by, reason=f"连续输错密码 {ATTEMPTS} 次" + (f"，来自 {address}" if address else ""))
    Attempts.objects.filter(last_at__lt=now - timedelta(days=1)).delete()


@transaction.atomic
def _keep(user: User | None, outcome: Outcome, now: datetime, address: str) -> None:
    """Equal failures of one hour are one row: whoever tries names all night fills no disk."""
    same = LoginRecord.objects.filter(user=user, outcome=outcome, address=address, at__gt=now - timedelta(hours=1))
    if outcome == Outcome.SUCCEEDED or not same.update(times=F("times") + 1, at=now):
        LoginRecord.objects.create(user=user, outcome=outcome, address=address, at=now)
    LoginRecord.objects.filter(at__lt=now - KEEP).delete()
