from __future__ import annotations

from titian.journal.context import current, through


def test_the_door_is_open_inside_the_block_only() -> None:
    with through("job", "job-7"):
        with through("command"):
            assert (current().channel, current().request_id) == ("command", "")
        assert (current().channel, current().request_id) == ("job", "job-7")
    assert (current().channel, current().request_id) == ("web", "")
