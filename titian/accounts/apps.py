from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_users(user: User) -> bool:
    return user.is_administrator or user.is_inside


class AccountsConfig(AppConfig):
    name = "titian.accounts"
    verbose_name = "用户与科室"
    glossary = "titian.accounts.roles.terms"
    areas = [Area("用户", "accounts:users", 930, _sees_users, group=SYSTEM)]
    journal_words = {
        "accounts.user.appointed": "任命首个系统管理员",
        "accounts.user.added": "添加用户",
        "accounts.user.disabled": "停用账号",
        "accounts.user.enabled": "启用账号",
        "accounts.user.password_changed": "修改密码",
        "accounts.user.password_reset": "重置密码",
        "accounts.department.added": "添加科室",
    }
