"""The collector rests while rows come and go, and wakes however they end."""

from __future__ import annotations

import gc
import weakref

import pytest
from django.core.signals import request_finished

from titian.base.memory import settle, uncollected, unsettle


def test_the_collector_rests_inside_and_wakes_after() -> None:
    @uncollected()
    def fail() -> None:
        assert not gc.isenabled()
        raise ValueError("row 3")

    with pytest.raises(ValueError, match="row"):
        fail()
    assert gc.isenabled()


def test_what_a_server_has_loaded_is_not_looked_through_again() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > 10_000
    finally:
        unsettle()
    assert not gc.get_freeze_count()


class _Ring:
    def __init__(self) -> None:
        self.itself = self


@pytest.mark.django_db
def test_what_a_page_left_behind_is_collected_once_it_has_been_sent() -> None:
    try:
        settle()
        left = weakref.ref(_Ring())
        request_finished.send(None)
        assert left() is None
    finally:
        unsettle()


def test_an_inner_piece_of_work_leaves_it_resting_for_the_outer() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
