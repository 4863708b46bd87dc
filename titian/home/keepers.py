"""What the tiles of the administrators say: accounts, work that failed, rights that wait for a second pair of eyes."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Sum
from django.urls import reverse

from titian.accounts.models import LoginRecord, RightsChange, User
from titian.accounts.models.logins import Outcome
from titian.accounts.models.rights import ChangeState
from titian.base.pages import Tile
from titian.jobs.models import Job, Status

WEEK = timedelta(days=7)


def system_tiles(user: User, day: date) -> list[Tile]:
    """Accounts and background work."""
    jobs, tasks = Job.objects.visible_to(user), reverse("jobs:index")
    return [
        *_accounts(user),
        Tile("未完成的任务", str(jobs.unfinished().count()), "项", tasks),
        Tile("失败的任务", str(jobs.filter(status=Status.FAILED).count()), "项", tasks),
    ]


def security_tiles(user: User, day: date) -> list[Tile]:
    """Accounts, rights to be confirmed, and log-ins that failed within the week."""
    since, waiting = day - WEEK, RightsChange.objects.filter(state=ChangeState.WAITING).count()
    failed = LoginRecord.objects.filter(at__date__gte=since).exclude(outcome=Outcome.SUCCEEDED).aggregate(Sum("times"))
    return [
        *_accounts(user),
        Tile("待确认的权限变更", str(waiting), "项", reverse("accounts:changes")),
        Tile("近七天登录失败", str(failed["times__sum"] or 0), "次", f"{reverse('accounts:logins')}?since={since}"),
    ]


def _accounts(user: User) -> list[Tile]:
    people, users = User.objects.visible_to(user), reverse("accounts:users")
    return [
        Tile("在用账号", str(people.filter(is_active=True).count()), "个", f"{users}?is_active=True"),
        Tile("停用账号", str(people.filter(is_active=False).count()), "个", f"{users}?is_active=False"),
    ]
