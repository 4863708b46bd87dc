"""Where tests live: a throwaway installation, so that no test touches the office's own."""

import os
import tempfile

os.environ["TITIAN_HOME"] = os.environ.get("TITIAN_TEST_HOME") or tempfile.mkdtemp(prefix="titian-test-")
os.environ.setdefault("TITIAN_SECRET_KEY", "only-for-tests")
