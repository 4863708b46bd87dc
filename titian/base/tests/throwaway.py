"""A throwaway installation for every test process, so that no test touches the office's own.

A pytest plugin of its own (`-p` in pyproject.toml), because pytest-django reads the settings before any conftest.py.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="titian-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TITIAN_HOME"] = _home
(Path(_home) / "static").mkdir()
os.environ["TITIAN_JOBS"] = "immediate"
os.environ.setdefault("TITIAN_SECRET_KEY", "only-for-tests")
