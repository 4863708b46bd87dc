"""Posts and services of commissioners, without a database."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from titian.base.periods import Period
from titian.ledgers.commissioners.load import Post, Served, clashes, cover, loads, names, required

YEAR = Period("2026")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_posts_of_one_person_must_not_run_at_the_same_time() -> None:
    first = Post(1, "county", date(2025, 1, 1), due=date(2026, 12, 31))
    assert clashes(Post(2, "province", date(2026, 12, 31)), [first]) == [first]
    assert clashes(Post(2, "province", date(2027, 1, 1)), [first]) == []
    left = Post(1, "county", date(2025, 1, 1), due=date(2026, 12, 31), closed_on=date(2026, 6, 1))
    assert clashes(Post(2, "province", date(2026, 6, 1)), [left]) == []
    assert clashes(first, [first]) == []


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_two_posts_overlap_exactly_when_a_day_belongs_to_both(a: date, first: int, b: date, second: int) -> None:
    one, other = Post(1, "", a, a + timedelta(days=first)), Post(2, "", b, b + timedelta(days=second))
    common = max(a, b) <= min(a + timedelta(days=first), b + timedelta(days=second))
    assert one.overlaps(other) is other.overlaps(one) is common


def test_services_are_owed_for_the_part_of_the_year_the_post_has_run() -> None:
    whole = Post(1, "", date(2025, 3, 1))
    assert required(12, whole, YEAR, date(2026, 12, 31)) == 12
    assert required(12, whole, YEAR, date(2026, 5, 31)) == 4
    assert required(12, Post(1, "", date(2026, 7, 1)), YEAR, date(2026, 12, 31)) == 6
    assert required(12, Post(1, "", date(2026, 7, 1)), YEAR, date(2026, 5, 31)) == 0
    assert required(None, whole, YEAR, date(2026, 12, 31)) is None


def test_who_did_less_than_asked_is_short_and_months_are_counted() -> None:
    posts = [Post(1, "", date(2025, 1, 1)), Post(2, "", date(2025, 1, 1)), Post(3, "", date(2027, 1, 1))]
    served = [
        Served(1, date(2026, 1, 5)),
        Served(1, date(2026, 1, 9), solved=True),
        Served(1, date(2025, 12, 31)),
        Served(2, date(2026, 8, 1)),
    ]
    found = loads(posts, served, {1: 4, 2: 4}, YEAR, date(2026, 6, 30))
    assert [(one.post, one.services, one.solved, one.months, one.owed, one.short) for one in found] == [
        (1, 2, 1, {1: 2}, 1, 0),
        (2, 0, 0, {}, 1, 1),
    ]


def test_villages_are_counted_once_and_the_unserved_are_named() -> None:
    assert names("示范村、云山村；示范村 河口村") == ["示范村", "云山村", "河口村"]
    found = cover(["示范村、云山村", "河口村"], ["云山村", "云山村"])
    assert (found.covered, found.unserved) == (3, ["河口村", "示范村"])
    listed = cover(["示范村"], ["云山村"], every=["示范村", "云山村", "河口村"])
    assert (listed.covered, listed.unserved) == (2, ["河口村", "示范村"])
