"""Forms that say what to do, and that refuse to save over somebody else's change."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from datetime import date

import pytest
from django import forms
from django.apps import apps as django_apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from titian.accounts.models import Department
from titian.base.errors import Refused
from titian.base.forms import FilesField, Form, GuardedForm, PeriodField, ReasonForm


class DepartmentForm(GuardedForm):
    name = forms.CharField(label="名称")
    order = forms.IntegerField(label="次序")


class PaperForm(Form):
    period = PeriodField(label="期间")
    day = forms.DateField(label="成文日期")
    count = forms.IntegerField(label="份数")
    papers = FilesField(label="文件", required=False)


def current(department: Department) -> Mapping[str, object]:
    return {"name": department.name, "order": department.order}


def _save(department: Department, form: DepartmentForm) -> bool:
    def act(fresh: Department) -> None:
        fresh.name, fresh.order = form.cleaned_data["name"], form.cleaned_data["order"]
        fresh.save()

    return form.is_valid() and form.guarded(department, current=current, act=act)


def _filled(opened: DepartmentForm, **values: str) -> DepartmentForm:
    data = QueryDict(mutable=True)
    data.update({"version": str(opened["version"].value()), **values})
    return DepartmentForm(data)


@pytest.fixture
def department(db: None) -> Department:
    return Department.objects.create(name="企业股", order=1)


def test_an_undisturbed_change_is_saved(department: Department) -> None:
    opened = DepartmentForm(opened=current(department))
    assert opened["name"].value() == "企业股"
    assert _save(department, _filled(opened, name="企业服务股", order="1"))
    department.refresh_from_db()
    assert department.name == "企业服务股"


def test_a_later_save_over_somebodys_change_is_refused_and_shows_both(department: Department) -> None:
    opened = DepartmentForm(opened=current(department))
    Department.objects.update(name="创新股")
    form = _filled(opened, name="企业服务股", order="1")
    assert not _save(department, form)
    department.refresh_from_db()
    assert department.name == "创新股"
    assert [(c.label, c.opened, c.stored, c.entered) for c in form.conflicts] == [("名称", "企业股", "创新股", "企业服务股")]
    assert "别人改过这条记录" in form.non_field_errors()[0]


def test_after_seeing_the_other_change_one_may_save_again(department: Department) -> None:
    opened = DepartmentForm(opened=current(department))
    Department.objects.update(name="创新股")
    refused = _filled(opened, name="企业服务股", order="1")
    assert not _save(department, refused)
    assert _save(department, _filled(refused, name="企业服务股", order="1"))


def test_a_forged_version_is_refused(department: Department) -> None:
    form = DepartmentForm({"version": "tampered", "name": "甲", "order": "1"})
    assert not form.is_valid()
    assert "刷新" in form.errors["version"][0]


@pytest.mark.django_db
def test_a_refused_action_becomes_the_forms_errors() -> None:
    form = PaperForm({"period": "2026H1", "day": "2026-06-01", "count": "1"})
    assert form.is_valid()

    def refuse() -> None:
        raise Refused(["已锁定", "请先解除"])

    assert not form.attempt(refuse)
    assert form.non_field_errors() == ["已锁定", "请先解除"]
    assert form.error_count == 2


def test_wrong_input_is_told_what_to_write() -> None:
    form = PaperForm({"period": "上半年", "day": "2024-13-05", "count": "3份"})
    assert not form.is_valid()
    assert "2024H1" in form.errors["period"][0]
    assert form.errors["day"] == ["「成文日期」不是有效日期，请写成 2024-12-05"]
    assert form.errors["count"] == ["「份数」应为数字，请去掉单位和文字"]


def test_a_period_is_a_value_and_a_day_a_day() -> None:
    form = PaperForm({"period": " 2026h1 ", "day": "2026-06-01", "count": "2"})
    assert form.is_valid()
    assert form.cleaned_data["period"].label == "2026年上半年"
    assert form.cleaned_data["day"] == date(2026, 6, 1)
    assert form.cleaned_data["papers"] == []


def test_several_files_come_in_at_once_and_an_empty_one_is_named() -> None:
    files = MultiValueDict({"papers": [SimpleUploadedFile("a.txt", b"1"), SimpleUploadedFile("b.txt", b"2")]})
    form = PaperForm({"period": "2026", "day": "2026-06-01", "count": "2"}, files)
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["papers"]] == ["a.txt", "b.txt"]
    empty = PaperForm({}, MultiValueDict({"papers": [SimpleUploadedFile("a.txt", b"")]}))
    assert empty.errors["papers"] == ["这个文件是空的，请换一个"]


def test_what_only_asks_for_a_reason_is_one_form_in_the_words_of_each_act() -> None:
    form = ReasonForm({"reason": ""}, label="撤销原因", help_text="写入操作日志")
    assert not form.is_valid()
    assert (form["reason"].label, form["reason"].help_text) == ("撤销原因", "写入操作日志")
    assert ReasonForm({"reason": "录入错误"})["reason"].label == "理由"
    apps = [config.name for config in django_apps.get_app_configs() if config.name.startswith("titian.")]
    for name in apps:
        if importlib.util.find_spec(f"{name}.forms"):
            importlib.import_module(f"{name}.forms")
    alone = [one for one in Form.__subclasses__() if one.__module__.startswith("titian.") and set(one.base_fields) == {"reason"}]
    assert [one for one in alone if one.base_fields["reason"].required] == [ReasonForm]
