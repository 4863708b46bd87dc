"""Whether rows of a mechanism are entered in this office at all."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings as django_settings
from pytest_django import Settings

from titian.base.mechanisms import Duty
from titian.base.permissions import entered_here, shown_here


def test_what_comes_by_import_only_or_not_at_all_is_entered_by_nobody_and_says_why(settings: Settings) -> None:
    told = {}
    for duty in Duty:
        settings.TITIAN = replace(django_settings.TITIAN, mechanisms={"loans": duty})
        told[duty] = entered_here("loans")
    assert [bool(told[duty]) for duty in Duty] == [True, True, False, False]
    assert "「科技贷款与风险池」只导入" in told[Duty.IMPORT].reason
    assert "不涉及" in told[Duty.NONE].reason


def test_what_belongs_to_several_mechanisms_is_there_while_one_of_them_is(settings: Settings) -> None:
    settings.TITIAN = replace(django_settings.TITIAN, mechanisms={"loans": Duty.NONE, "interest": Duty.IMPORT})
    assert shown_here("loans interest")
    assert "「科技贷款与风险池、贴息与创新券」只导入" in entered_here("loans interest").reason
    settings.TITIAN = replace(django_settings.TITIAN, mechanisms=dict.fromkeys(("loans", "interest"), Duty.NONE))
    assert not shown_here("loans interest")
    assert shown_here("")
