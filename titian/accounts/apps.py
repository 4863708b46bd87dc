from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

from titian.base.navigation import SYSTEM, Area

if TYPE_CHECKING:
    from titian.accounts.models import User


def _sees_users(user: User) -> bool:
    return user.sees_people


def _is_one_of_three(user: User) -> bool:
    return user.is_one_of_three


def _reads_logins(user: User) -> bool:
    return user.is_one_of_three and not user.is_administrator


class AccountsConfig(AppConfig):
    name = "titian.accounts"
    verbose_name = "用户与科室"
    glossary = "titian.accounts.models.terms"
    areas = [
        Area("用户", "accounts:users", 930, _sees_users, group=SYSTEM),
        Area("权限变更", "accounts:changes", 931, _is_one_of_three, group=SYSTEM),
        Area("安全设置", "accounts:security", 932, _is_one_of_three, group=SYSTEM),
        Area("登录记录", "accounts:logins", 933, _reads_logins, group=SYSTEM),
    ]
    journal_words = {
        "accounts.user.appointed": "任命首个系统管理员",
        "accounts.user.added": "添加用户",
        "accounts.user.renamed": "修改姓名",
        "accounts.user.disabled": "停用账号",
        "accounts.user.enabled": "启用账号",
        "accounts.user.password_changed": "修改密码",
        "accounts.user.password_reset": "发一次性密码",
        "accounts.user.locked": "登录锁定",
        "accounts.user.unlocked": "解除登录锁定",
        "accounts.rights.asked": "申请权限变更",
        "accounts.rights.granted": "权限变更生效",
        "accounts.rights.declined": "不同意权限变更",
        "accounts.rights.withdrawn": "撤回权限变更申请",
        "accounts.department.added": "添加科室",
        "accounts.department.renamed": "科室更名",
    }
