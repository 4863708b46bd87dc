"""What is written is what is read."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.base import toml

PLAIN = st.text() | st.booleans() | st.integers(-(2**60), 2**60) | st.dates() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = PLAIN | st.lists(PLAIN, max_size=3)
TABLES = st.dictionaries(st.text(), VALUES | st.dictionaries(st.text(), VALUES, max_size=3), max_size=4)


@given(TABLES)
def test_every_document_reads_back(values: dict[str, Any]) -> None:
    assert tomllib.loads(toml.dumps(values)) == values


def test_an_office_can_read_what_is_written() -> None:
    assert toml.dumps({"bureau": {"name": "示范县“科技”局"}, "web": {"day": date(2026, 5, 31), "demo": True}}) == (
        '[bureau]\nname = "示范县“科技”局"\n\n[web]\nday = 2026-05-31\ndemo = true\n'
    )


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        toml.dumps({"x": None})
