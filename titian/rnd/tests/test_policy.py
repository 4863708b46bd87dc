"""Policies as data: packaged numbers can be read, and what nobody checked decides nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.rnd import actions
from titian.rnd.models import PolicyVersion
from titian.rnd.models.policies import policy_for
from titian.rnd.policy import KINDS, packaged, type_label
from titian.rnd.tests import make


def test_every_packaged_number_can_be_read_and_says_where_it_is_from() -> None:
    for policy in packaged().values():
        assert policy.kind in KINDS
        assert policy.problems() == []
        assert all(about.reference for about in policy.parameters.values())
    assert {policy.kind for policy in packaged().values()} == set(KINDS)


def test_every_type_of_award_names_parameters_there_are() -> None:
    for policy in packaged().values():
        for kind in policy.types:
            keys = {*(key for _, key in kind.tiers), kind.cap, kind.intensity} - {""}
            assert keys <= policy.parameters.keys()
            assert kind.tiers[-1][0] == "general"
    assert type_label("annual") == "年度研发费用后补助"
    assert type_label("unknown") == "unknown"


def test_the_fifteen_per_cent_tier_waits_until_somebody_checks_it() -> None:
    sample = packaged()["ningxia_2022"]
    assert not sample.is_confirmed("annual_tsme")
    assert sample.stated({}, checked=["annual_tsme"]).is_confirmed("annual_tsme")


def test_a_changed_number_is_unconfirmed_until_it_is_checked() -> None:
    sample = packaged()["ningxia_2022"]
    changed = sample.stated({"annual_general": "12%"}, checked=())
    assert changed.rate("annual_general") == Fraction(12, 100)
    assert not changed.is_confirmed("annual_general")
    assert changed.is_confirmed("annual_cap")
    assert sample.stated({"annual_general": "12%"}, checked=["annual_general"]).is_confirmed("annual_general")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("annual_general", "一成", "如 10%"), ("annual_cap", "-5", "不能是负数"), ("annual_cap", "1.234", "读不懂")],
)
def test_a_number_that_cannot_be_read_is_named(key: str, value: str, words: str) -> None:
    (problem,) = packaged()["ningxia_2022"].stated({key: value}, checked=()).problems()
    assert words in problem


@pytest.mark.django_db
def test_the_version_in_force_on_a_day_counts_and_before_it_the_packaged_one() -> None:
    assert policy_for("watch", date(2026, 1, 1)).rate("fall") == Fraction(3, 10)
    make.policy("watch", since=date(2026, 3, 1), fall="20%")
    assert policy_for("watch", date(2026, 2, 28)).rate("fall") == Fraction(3, 10)
    assert policy_for("watch", date(2026, 3, 1)).rate("fall") == Fraction(1, 5)
    with pytest.raises(LookupError, match="后补助"):
        policy_for("subsidy", date(2026, 3, 1))


@pytest.mark.django_db
def test_an_office_states_its_own_version(officer: User) -> None:
    version = actions.state_policy(
        "evaluation", since=date(2025, 1, 1), values={"pass": "70"}, checked=["pass"], document="示科发〔2025〕3号", by=officer
    )
    assert (version.kind, version.policy.count("pass"), version.policy.document) == ("evaluation", 70, "示科发〔2025〕3号")
    with pytest.raises(Refused, match="整数"):
        actions.amend_policy(version, changes={"values": {"pass": "及格"}}, by=officer)
    with pytest.raises(Refused, match="没有「x」"):
        actions.state_policy("x", since=date(2025, 1, 1), by=officer)
    version.refresh_from_db()
    version.until = date(2024, 1, 1)
    with pytest.raises(ValidationError):
        version.full_clean()


@pytest.mark.django_db
def test_numbers_that_were_decided_by_are_not_changed_afterwards(officer: User) -> None:
    award = make.award(state="approved")
    version = award.run.policy
    with pytest.raises(Refused, match="另立一个版本"):
        actions.amend_policy(version, changes={"values": {"annual_general": "9%"}}, by=officer)
    actions.amend_policy(version, changes={"note": "已核对"}, by=officer)
    assert PolicyVersion.objects.get().note == "已核对"
