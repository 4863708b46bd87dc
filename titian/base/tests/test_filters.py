"""The choices of a filter row are what Django writes, written faster."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from titian.base.filters import Choice

CHOICES: list[tuple[Any, Any]] = [("", "乡镇：全部"), ("none", "乡镇：未定"), (0, "零"), (3, "城关镇"), ("<b>", '"引号"&<b>')]


@pytest.mark.parametrize("value", [None, "", "none", 0, "3", 3, "<b>", "没有的"])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_town", "aria-label": "乡镇", "disabled": True, "hidden": False}])
def test_a_choice_is_written_as_django_writes_it(value: object, attrs: dict[str, object]) -> None:
    ours, theirs = Choice({"class": "x"}, CHOICES), forms.Select({"class": "x"}, CHOICES)
    assert parse_html(ours.render("town", value, attrs)) == parse_html(theirs.render("town", value, attrs))


def test_choices_in_groups_keep_their_groups() -> None:
    grouped = [("局内", [("officer", "经办"), ("chief", "股长")]), ("", "全部")]
    assert 'label="局内"' in Choice({}, grouped).render("role", "chief")
