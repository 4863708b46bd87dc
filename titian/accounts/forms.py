"""Log-in, password and user forms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import Q

from titian.accounts.actions import attempt_log_in
from titian.accounts.actions.logins import ATTEMPTS, WAIT
from titian.accounts.models import Department, User
from titian.accounts.models.logins import Outcome
from titian.accounts.passwords import HELP
from titian.accounts.roles import LABELS, Role
from titian.base.forms import Form, GuardedForm


class LoginForm(AuthenticationForm):
    """Every wrong answer reads the same whether the name exists or not; after five the name is locked for ten minutes."""

    error_messages = {"invalid_login": "登录名或密码不对，请检查后再输。密码区分大小写；忘记密码请联系系统管理员重置"}
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
        """What AuthenticationForm does, with every try counted and kept."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            attempt = attempt_log_in(username, check=lambda: self._person(username, password), address=self._address())
            if attempt.outcome == Outcome.HELD:
                raise ValidationError(
                    f"密码连续输错 {ATTEMPTS} 次，请 {WAIT.seconds // 60} 分钟后再试；着急请联系安全保密管理员解除锁定"
                )
            if attempt.reason:
                raise ValidationError(attempt.reason)
            if attempt.user is None:
                raise self.get_invalid_login_error()
            self.user_cache = attempt.user
        return self.cleaned_data

    def _person(self, username: str, password: str) -> User | None:
        found = authenticate(self.request, username=username, password=password)
        return found if isinstance(found, User) else None

    def _address(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR") or "") if self.request else ""


class PasswordForm(Form):
    """A person changes their own password; the new one is typed twice."""

    old = forms.CharField(label="原密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text=HELP
    )
    again = forms.CharField(label="再输一次新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new") not in {None, again}:
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入")
        return again


class _RegisterField(forms.CharField, ABC):
    """A row of a register in a room above this one, found by what people write; the value is the row, None when left empty."""

    def clean(self, value: Any) -> Any:
        words = str(super().clean(value) or "").strip()
        return self.sought(words) if words else None

    def prepare_value(self, value: Any) -> str:
        return str(value or "")

    @abstractmethod
    def sought(self, words: str) -> Any:
        """The row. Raises ValidationError when there is none, or more than one."""


class OrganisationField(_RegisterField):
    """By 统一社会信用代码 or full name; what is near is offered."""

    def sought(self, words: str) -> Any:
        rows = apps.get_model("registry.Organisation")._default_manager.filter(merged_into=None)
        found = rows.filter(Q(uscc=words.upper()) | Q(name=words))[:2]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"名录里不止一家叫「{words}」，请填统一社会信用代码")
        near = [row.name for row in rows.filter(name__contains=words)[:3]]
        offer = f"，是不是：{'、'.join(near)}？" if near else "，请先在名录里建档"
        raise ValidationError(f"名录里没有「{words}」{offer}")


class PersonField(_RegisterField):
    """An expert by name, and by employer where two have it."""

    def sought(self, words: str) -> Any:
        name, _, employer = words.partition(" ")
        rows = apps.get_model("registry.Person")._default_manager.filter(kind="expert", name=name)
        if employer.strip():
            rows = rows.filter(Q(employer__contains=employer.strip()) | Q(organisation__name__contains=employer.strip()))
        found = list(rows[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"专家库里不止一位「{name}」，请在姓名后空一格写单位")
        raise ValidationError(f"专家库里没有「{words}」，请先在专家库里建档")


class _RightsFields(Form):
    """Role, department, and what is one's own: what decides which pages and rows somebody has."""

    name = forms.CharField(label="姓名", max_length=50)
    role = forms.ChoiceField(label="角色", choices=[(role.value, label) for role, label in LABELS.items()])
    department = forms.ModelChoiceField(
        label="科室",
        queryset=Department.objects.all(),
        required=False,
        empty_label="（无）",
        help_text="局内人员选；局外人员和三员留空",
    )
    town: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="所属乡镇", queryset=None, required=False, empty_label="（无）", help_text="乡镇街道经办必选；只能看到本乡镇的记录"
    )

    organisation = OrganisationField(
        label="所属单位", required=False, help_text="企业、载体、银行必填：统一社会信用代码，或名录里的全称；只能看到本单位的记录"
    )
    person = PersonField(label="对应专家", required=False, help_text="专家必填：专家库里的姓名；有同名的，姓名后空一格写单位")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Regions live in a room above this one.
        towns = apps.get_model("places.Region")._default_manager.filter(level="town")
        self.offer("town", towns)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class UserForm(_RightsFields):
    """A new user; the password is made by the program and printed."""

    username = forms.CharField(
        label="登录名", max_length=50, help_text="用于登录，建好后不能改", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ["username"]


class AmendForm(_RightsFields, GuardedForm):
    """Another name, role, department or town."""

    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="如：任股长、轮岗；写入操作日志")

    @staticmethod
    def values_of(user: User) -> Mapping[str, object]:
        own = {"town": user.town, "organisation": user.organisation, "person": user.person}
        return {"name": user.name, "role": user.role, "department": user.department, **own}


class ResetForm(Form):
    """Nothing to fill in: the password is made by the program."""


class DeclineForm(Form):
    answer = forms.CharField(label="不同意的理由", max_length=200, help_text="申请人会看到；写入操作日志")
