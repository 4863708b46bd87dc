"""Log-in, password and user forms."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError

from titian.accounts.models import Department
from titian.accounts.roles import LABELS, Role
from titian.base.forms import Form

ATTEMPTS = 5
WAIT_S = 600


class LoginForm(AuthenticationForm):
    """A wrong password says so without telling whether the name exists; after five the name is held for ten minutes."""

    error_messages = {
        "invalid_login": "登录名或密码不对，请检查后再输。密码区分大小写；忘记密码请联系系统管理员重置",
        "inactive": "这个账号已停用，请联系系统管理员",
    }
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}"

    @property
    def error_count(self) -> int:
        return sum(len(errors) for errors in self.errors.values())

    def clean(self) -> dict[str, Any]:
        key = _attempts_key(str(self.cleaned_data.get("username", "")))
        if cache.get(key, 0) >= ATTEMPTS:
            raise ValidationError(f"密码连续输错 {ATTEMPTS} 次，请 {WAIT_S // 60} 分钟后再试")
        try:
            return super().clean()
        except ValidationError:
            cache.add(key, 0, WAIT_S)
            cache.incr(key)
            raise


def _attempts_key(username: str) -> str:
    """Hashed: a name may hold characters a cache key may not."""
    return "login-" + hashlib.sha256(username.casefold().encode()).hexdigest()[:32]


class _Passwords(Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 8 位，不能全是数字，不要用姓名、登录名或常见密码",
    )
    again = forms.CharField(label="再输一次新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new") not in {None, again}:
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入")
        return again


class PasswordForm(_Passwords):
    """A person changes their own password."""

    old = forms.CharField(label="原密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    field_order = ["old", "new", "again"]


class ResetForm(_Passwords):
    """An administrator gives somebody a new password."""


class UserForm(Form):
    """A new user."""

    username = forms.CharField(
        label="登录名", max_length=50, help_text="用于登录，建好后不能改", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(label="姓名", max_length=50)
    role = forms.ChoiceField(label="角色", choices=[(role.value, label) for role, label in LABELS.items()])
    department = forms.ModelChoiceField(label="科室", queryset=Department.objects.all(), required=False, empty_label="（无）")
    town: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="所属乡镇", queryset=None, required=False, empty_label="（无）", help_text="乡镇街道经办必选；只能看到本乡镇的记录"
    )
    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 8 位，不能全是数字；请当面或电话告知本人，并请其登录后修改",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Regions live in a room above this one.
        towns = apps.get_model("places.Region")._default_manager.filter(level="town")
        self.fields["town"].queryset = towns  # type: ignore[attr-defined]  # a ModelChoiceField, kept as Field

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class DisableForm(Form):
    reason = forms.CharField(label="停用原因", max_length=200, help_text="如：调离、退休；写入操作日志")
