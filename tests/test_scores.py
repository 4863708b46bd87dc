"""The reader on real reports, measured by the scorers that lie beside the project (`../shared`). Slow; a missing scorer fails in CI."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from titian.base.tests.parts import absent

pytestmark = pytest.mark.slow
SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD, REPORTS, TOOLS = SHARED / "corpus/gold/reports", SHARED / "corpus/reports", SHARED / "tools"
DOCUMENTS = 16


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `titian read --out` writes for the labelled reports."""
    if not GOLD.exists():
        absent("../shared/corpus")
    out = tmp_path_factory.mktemp("readings")
    command = [sys.executable, "-m", "titian.cli", "read", str(REPORTS), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def scored(tool: str, output: Path) -> str:
    done = subprocess.run([sys.executable, str(TOOLS / tool), str(GOLD), str(output)], capture_output=True, text=True, check=True)
    print(done.stdout)
    return done.stdout


def test_numbers_figures_and_their_roles_are_read_as_well_as_asked(output: Path) -> None:
    found = dict(re.findall(r"(\w+_f1)=([\d.]+)", scored("score_reader.py", output)))
    assert float(found["quantity_f1"]) >= 0.98
    assert float(found["figure_f1"]) >= 0.93
    assert float(found["full_f1"]) >= 0.88


def test_every_failing_statement_is_found_with_at_most_one_false_alarm_a_document(output: Path) -> None:
    summary = scored("score_checks.py", output)
    match = re.search(r"found (\d+)/(\d+) false_alarms (\d+)", summary)
    assert match is not None, summary
    found, failing, alarms = map(int, match.groups())
    assert found == failing, summary
    assert alarms <= DOCUMENTS, summary
