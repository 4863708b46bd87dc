"""What a password must be, one-time passwords, and when one has to be changed. Everything said to the person is Chinese."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from titian.accounts.models import User

LENGTH, LONGEST = 8, 128
HELP = f"至少 {LENGTH} 位，字母、数字、符号至少用两类；不要含登录名、姓名或其拼音，不要用常见密码"
# Beside the twenty thousand that Django knows: what is typed where a rule asks for two classes.
_HABITS = frozenset(
    {
        "admin123",
        "admin@123",
        "admin1234",
        "abc12345",
        "a1234567",
        "aa123456",
        "qwer1234",
        "1qaz2wsx",
        "p@ssw0rd",
        "kjj12345",
        "kj123456",
    }
)
# Read aloud and typed from paper: no 0/o, 1/l/i.
_LETTERS, _DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"


def problems(password: str, *, username: str = "", name: str = "") -> list[str]:
    """Everything wrong with a password for this person; empty when it will do."""
    found = []
    if not LENGTH <= len(password) <= LONGEST:
        found.append(f"密码应为 {LENGTH} 至 {LONGEST} 位，现在是 {len(password)} 位")
    if _classes(password) < 2:
        found.append("密码只用了一类字符，请在字母、数字、符号中至少用两类，如 terrace-2026 的样式")
    if any(word in password.casefold() for word in _own_words(username, name)):
        found.append("密码里含有登录名、姓名或其拼音，容易被猜到，请换一个")
    if password.casefold() in _common():
        found.append("这个密码太常见，容易被猜到，请换一个")
    return found


def one_time_password() -> str:
    """Three groups of four, letters and digits in each: 59 bits of chance, given out on paper and changed at the first log-in."""
    return "-".join(_group() for _ in range(3))


def is_due(user: User, now: datetime) -> str:
    """Why this person has to change the password before anything else; empty when they need not. Those of a demonstration do not expire."""
    if user.must_change_password:
        return "现在用的是管理员发的一次性密码，请先设定自己的密码，再开始使用。"
    days = settings.TITIAN.password_days
    if days and not settings.TITIAN.demo and now - (user.password_changed_at or user.created_at) >= timedelta(days=days):
        return f"密码已用满 {days} 天，按本单位的规定请先换一个，再接着使用。"
    return ""


class Policy:
    """For Django's own commands (`changepassword`), as AUTH_PASSWORD_VALIDATORS names it."""

    def validate(self, password: str, user: User | None = None) -> None:
        found = problems(password, username=user.username, name=user.name) if user else problems(password)
        if found:
            raise ValidationError(found)

    def get_help_text(self) -> str:
        return HELP


def _classes(password: str) -> int:
    letters = any(letter.isalpha() for letter in password)
    digits = any(letter.isdigit() for letter in password)
    return letters + digits + any(not letter.isalnum() for letter in password)


def _own_words(username: str, name: str) -> set[str]:
    """Short ones are left out: they stand in too many good passwords by chance."""
    spelled = "".join(lazy_pinyin(name)) if name else ""
    words = {username.casefold(), spelled.casefold()}
    return {word for word in words if len(word) >= 4} | {word for word in [name] if len(word) >= 2}


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords) | _HABITS


def _group() -> str:
    """Four characters with both classes among them."""
    letters = [secrets.choice(_LETTERS) for _ in range(2)]
    rest = [secrets.choice(_DIGITS), secrets.choice(_LETTERS + _DIGITS)]
    group = letters + rest
    secrets.SystemRandom().shuffle(group)
    return "".join(group)
