"""Deadlines of suggestions and proposals, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.ledgers.proposals.deadlines import (
    Rule,
    countdown,
    extended_by,
    months_later,
    opinion_by,
    packaged,
    places,
    redo_by,
    reply_by,
    return_by,
    rule_for,
    warned,
)

MARCH = date(2026, 3, 5)


def rule(place: str = "", kind: str = "npc", day: date = MARCH, **own: int | None) -> Rule:
    return rule_for(packaged(), place=place, kind=kind, day=day, own=own)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2026, 3, 5), 3, date(2026, 6, 5)),
        (date(2026, 10, 31), 6, date(2027, 4, 30)),
    ],
)
def test_a_term_ends_on_the_day_of_the_same_number_or_the_last_of_the_month(day: date, months: int, found: date) -> None:
    assert months_later(day, months) == found


def test_a_suggestion_is_answered_within_three_months_and_six_with_consent() -> None:
    found = reply_by(rule(), MARCH)
    assert (found.day, found.formula) == (date(2026, 6, 5), "收到 2026-03-05 起 3 个月")
    assert "代表法" in found.basis
    longest = extended_by(rule(), MARCH)
    assert longest is not None
    assert longest.day == date(2026, 9, 5)


def test_a_proposal_of_the_session_has_five_months_where_the_province_says_so() -> None:
    sichuan = rule("四川", "cppcc")
    assert reply_by(sichuan, MARCH, between=False).day == date(2026, 8, 5)
    assert reply_by(sichuan, MARCH, between=True).day == date(2026, 6, 5)
    assert reply_by(sichuan, MARCH).day == date(2026, 6, 5), "not said: the shorter"
    again = redo_by(sichuan, date(2026, 7, 1))
    assert again is not None
    assert again.day == date(2026, 10, 1)
    assert opinion_by(sichuan, MARCH) is None


def test_a_rule_counts_from_its_day_on() -> None:
    earlier = rule("四川", "cppcc", date(2023, 3, 5))
    assert (earlier.place, earlier.reply_months) == ("", 3)


def test_what_the_office_states_itself_goes_before_the_packaged_rule() -> None:
    own = rule("山东", "npc", reply_months=2, return_days=None)
    assert (own.reply_months, own.return_days, own.basis) == (2, 5, "本局规定")
    back = return_by(own, MARCH)
    assert back is not None
    assert back.day == date(2026, 3, 10)


def test_an_opinion_is_due_before_the_main_reply() -> None:
    found = opinion_by(rule(), MARCH)
    assert found is not None
    assert found.day == date(2026, 4, 5)
    tight = opinion_by(rule(reply_months=1, joint_months=3), MARCH)
    assert tight is not None
    assert tight.day == date(2026, 4, 4)


def test_a_kind_without_a_rule_is_no_guess() -> None:
    with pytest.raises(LookupError):
        rule(kind="letter")


def test_every_packaged_rule_says_where_it_stands() -> None:
    assert all(one.basis and one.kind in {"npc", "cppcc"} for one in packaged())
    assert places(packaged()) == ["四川", "福建", "山东"]


def test_the_countdown_warns_at_fifteen_and_seven_days() -> None:
    said = {days: warned(MARCH + timedelta(days=days), MARCH, (15, 7)) for days in (16, 15, 8, 7, 0, -1)}
    assert said == {16: None, 15: 15, 8: 15, 7: 7, 0: 7, -1: None}
    assert [countdown(MARCH + timedelta(days=days), MARCH) for days in (12, 0, -3)] == ["还有 12 天", "今天到期", "已超期 3 天"]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 24))
def test_more_months_never_end_earlier_and_never_pass_the_month(day: date, months: int) -> None:
    found = months_later(day, months)
    assert found <= months_later(day, months + 1)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
