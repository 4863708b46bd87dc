"""Who can see what, how log-ins are guarded, and the log-ins themselves: what is shown is what holds, derived from the code and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from titian.accounts.actions.logins import ATTEMPTS, KEEP, WAIT
from titian.accounts.filters import LoginFilters
from titian.accounts.models import LoginRecord, User
from titian.accounts.models.logins import Outcome
from titian.accounts.passwords import HELP
from titian.accounts.permissions import can_see_logins, can_see_security
from titian.accounts.roles import ROWS, STAFF, THREE, Role
from titian.base.columns import Column
from titian.base.mechanisms import PORTALS
from titian.base.navigation import SYSTEM, shown_here
from titian.base.pages import Action, Fact, Link, ListPage, Mark, demand_or_404, page
from titian.base.requests import Request


@dataclass(frozen=True)
class RoleLine:
    """What one role has."""

    role: Role
    people: int
    rows: str
    pages: list[str]
    changes: bool


def security(request: Request) -> HttpResponse:
    """安全设置."""
    demand_or_404(can_see_security(request.user))
    keepers = {role.label: list(User.objects.keeping(role)) for role in THREE}
    log = [Action("登录记录", reverse("accounts:logins"))] if can_see_logins(request.user) else []
    return page(request, "accounts/security.html", title="安全设置", facts=_facts(), keepers=keepers, roles=_roles(), actions=log)


def _facts() -> list[Fact]:
    days = settings.TITIAN.password_days
    return [
        Fact("密码要求", HELP),
        Fact("密码有效期", f"{days} 天" if days else "不限", source="titian.toml [accounts] password_days"),
        Fact("登录锁定", f"连续输错 {ATTEMPTS} 次，锁定 {WAIT.seconds // 60} 分钟；不存在的登录名同样计数"),
        Fact("登录保持", f"{settings.SESSION_COOKIE_AGE // 3600} 小时，之后须重新登录"),
        Fact("登录记录保存", f"{KEEP.days} 天"),
        Fact("外部入口", "、".join(label for code, label in PORTALS.items() if code in settings.TITIAN.portals) or "都没有开放"),
        Fact(
            "权限变更", "须经确认" if User.objects.keeping(Role.SECURITY).exists() else "系统管理员一人决定（还没有安全保密管理员）"
        ),
    ]


def _roles() -> list[RoleLine]:
    counted = dict(User.objects.filter(is_active=True).values_list("role").annotate(Count("pk")).order_by())
    return [RoleLine(role, counted.get(role.value, 0), ROWS[role], _pages(role), role in STAFF) for role in Role]


def _pages(role: Role) -> list[str]:
    """The areas somebody of this role has in the row on top; keys no row has stand for the own town, organisation, person."""
    person = User(role=role.value, town_id=-1, organisation_id=-1, person_id=-1)
    return list(
        dict.fromkeys(area.label if area.group in {"", SYSTEM} else area.group for area in shown_here() if area.shown_to(person))
    )


def _row(record: LoginRecord) -> Mapping[str, object]:
    good = record.outcome == Outcome.SUCCEEDED
    return {
        "at": record.at,
        "user": record.user and Link(record.user.name, reverse("accounts:user", args=[record.user_id])),
        "role": record.user and record.user.role_label,
        "outcome": Mark("green" if good else "yellow", record.outcome_label),
        "address": record.address,
        "times": record.times,
    }


LOGINS: ListPage[LoginRecord] = ListPage(
    title="登录记录",
    columns=(
        Column("at", "时间", width=18),
        Column("user", "用户", width=12),
        Column("role", "角色", width=14),
        Column("outcome", "结果", width=16),
        Column("address", "来自", width=18),
        Column("times", "次数", "integer"),
    ),
    row=_row,
    empty="还没有登录记录。每次登录的时间、结果和来自哪个地址记在这里；同一小时内相同的失败合并计次。",
    sorts={"at": "at", "times": "times"},
    order="-at",
    search=("user__name", "user__username", "address"),
    filters=LoginFilters,
)


def logins(request: Request) -> HttpResponse:
    """登录记录."""
    demand_or_404(can_see_logins(request.user))
    return LOGINS.respond(request, LoginRecord.objects.select_related("user"))
