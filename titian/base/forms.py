"""Forms in the office's words, and forms that refuse to save over somebody else's change.

class DepartmentForm(GuardedForm):
    name = forms.CharField(label="名称", max_length=50)
    class Meta: ...

form = TargetForm.editing(target, {"name": target.name, "value": target.value}, request.POST or None)
if form.is_valid() and form.guarded(target, current=lambda t: {...}, act=lambda: actions.amend(target, ..., by=user)):
    return redirect(...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import QueryDict

from titian.base.errors import Refused
from titian.base.periods import Period, PeriodError

Obj = TypeVar("Obj", bound=models.Model)
SALT = "titian.base.forms"
VERSION = "version"


@dataclass(frozen=True)
class Conflict:
    """One field somebody else changed meanwhile, as texts: when the form was opened, as stored now, as typed here."""

    label: str
    opened: str
    stored: str
    entered: str


class Form(forms.Form):
    """Ground of every form: errors counted on top, refusals of an action shown beside the fields."""

    use_required_attribute = False
    conflicts: list[Conflict] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _in_office_words(field)

    @property
    def error_count(self) -> int:
        return sum(len(errors) for errors in self.errors.values())

    def offer(self, name: str, rows: models.QuerySet[Any]) -> None:
        """What a field chooses from, where it depends on who asks or on the record."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField), f"{name} chooses no record"
        field.queryset = rows

    def choose(self, name: str, choices: Iterable[Any]) -> None:
        """The codes and words, or groups of them, a field chooses from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), f"{name} chooses no word"
        field.choices = list(choices)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Run an action; its refusal becomes this form's errors, and nothing of it stays. Returns whether it was done."""
        try:
            with transaction.atomic():
                act()
        except Refused as problem:
            for message in problem.messages:
                self.add_error(None, message)
            return False
        return True


class ReasonForm(Form):
    """Why something is done: the one field most acts ask for, in the act's own words."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text = label or field.label, help_text
        _in_office_words(field)


class GuardedForm(Form):
    """A form over an existing object. It carries, signed, the values it was opened with; a save over another's change is refused.

    `current(obj)` gives the object's editable values, keyed by field name; it is asked when the form opens and, with the row locked,
    when it saves.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, opened: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        initial = dict(opened or {})
        if initial:
            kwargs["initial"] = {**initial, VERSION: signing.dumps(_texts(initial), salt=SALT), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_version(self) -> dict[str, str]:
        try:
            values: dict[str, str] = signing.loads(self.cleaned_data[VERSION], salt=SALT)
        except signing.BadSignature as problem:
            raise forms.ValidationError("这个页面不完整，请刷新后重新填写") from problem
        return values

    def guarded(self, obj: Obj, *, current: Callable[[Obj], Mapping[str, object]], act: Callable[[Obj], object]) -> bool:
        """Lock the row, compare, act. False: somebody changed it (see `conflicts`) or the action refused; nothing was written."""
        with transaction.atomic():
            fresh = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
            return self.unchanged_since(current(fresh), act=lambda: act(fresh))

    def unchanged_since(self, stored: Mapping[str, object], *, act: Callable[[], object]) -> bool:
        """The same for what is no row of a table: `stored` are the values as they are now."""
        self.conflicts = self._changed(_texts(stored))
        return self._refuse(stored) if self.conflicts else self.attempt(act)

    def _changed(self, stored: Mapping[str, str]) -> list[Conflict]:
        opened: Mapping[str, str] = self.cleaned_data[VERSION]
        entered = _texts({name: self.cleaned_data.get(name) for name in stored})
        found = [(name, opened.get(name, ""), text, entered[name]) for name, text in stored.items() if opened.get(name, "") != text]
        return [Conflict(str(self[name].label), *(_worded(self.fields[name], text) for text in texts)) for name, *texts in found]

    def _refuse(self, stored: Mapping[str, object]) -> bool:
        """Saving again, now knowingly, is possible: the form carries on from what is stored."""
        self.add_error(None, "您填写期间，别人改过这条记录，所以没有保存。请对照下表核对，需要时改好您填的内容再保存一次")
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix(VERSION)] = signing.dumps(_texts(stored), salt=SALT)
        self.data = data
        return False


class PeriodField(forms.CharField):
    """A period: 2026, 2026H1, 2026Q3, 2026-06; the value is a Period."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "如 2026年、2026年上半年、2026年三季度、2026年6月；也可写 2026H1、2026Q3、2026-06")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Period.typed(text)
        except PeriodError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> str:
        return "" if value is None else str(value)


def whole_number(text: str) -> int | None:
    """A number that came in an address or a field's name; None for what is none. Texts like «²» are digits to Python and no numbers."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; the value is a list of UploadedFile."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        if not [file for file in files if file]:
            files = [None]
        cleaned: Iterable[Any] = (forms.FileField.clean(self, file, initial) for file in files)
        return [file for file in cleaned if file]


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    """Values as the office would write them, for comparing and for showing."""
    return {name: _text(value) for name, value in values.items()}


def renamed(line: str) -> tuple[str, str]:
    """«旧名→新名» as people type it into a list of names; ("", "") for a line that renames nothing."""
    for arrow in ("→", "->", "＞", "=>"):
        old, found, new = line.partition(arrow)
        if found and old.strip() and new.strip():
            return old.strip(), new.strip()
    return "", ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(_text, value))
    return value.strftime("%Y-%m-%d") if isinstance(value, date) and not isinstance(value, datetime) else str(value).strip()


def _worded(field: forms.Field, text: str) -> str:
    """A code by its word, as the select shows it."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return text
    words = {str(code): str(word) for code, word in cast(Iterable[tuple[Any, Any]], field.choices) if code != ""}
    return "、".join(words.get(code, code) for code in text.split("、"))


def _in_office_words(field: forms.Field) -> None:
    """Django's own messages speak of «this field»; the office is told what to do."""
    label = field.label or "此项"
    field.error_messages["required"] = f"请填写{label}"
    if isinstance(field, forms.DateField) and not isinstance(field, forms.DateTimeField):
        field.widget = forms.DateInput(attrs={"type": "date", **field.widget.attrs}, format="%Y-%m-%d")
        field.error_messages["invalid"] = f"「{label}」不是有效日期，请写成 2024-12-05"
    elif isinstance(field, forms.IntegerField | forms.DecimalField):
        field.error_messages["invalid"] = f"「{label}」应为数字，请去掉单位和文字"
    elif isinstance(field, forms.FileField):
        field.error_messages.update(required="请选择文件", empty="这个文件是空的，请换一个")
