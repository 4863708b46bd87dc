"""What a test needs of the computer it runs on: where a part is missing the test is left out, and with CI=true that is a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(part: str) -> NoReturn:
    """Leave the test out: this computer lacks `part`. With CI=true nothing may be lacking (house.md, the two commands)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and CI leaves nothing out")
    pytest.skip(f"{part} is missing on this computer")
