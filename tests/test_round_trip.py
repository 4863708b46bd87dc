"""What the county's registers hand out comes in again unchanged, saved by another program in between."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from titian.accounts.models import User
from titian.base.registers import Work, registers
from titian.demo.build import AS_OF, build
from titian.exchange.exports import exported
from titian.exchange.preview import examine

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def _saved_again(folder: Path, program: str) -> Path:
    """Every workbook of a folder, opened and saved by LibreOffice in one go."""
    again = folder / "again"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    books = [str(path) for path in sorted(folder.glob("*.xlsx"))]
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(again), *books]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return again


def test_every_register_of_the_county_comes_in_again_as_it_went_out(tmp_path: Path, libreoffice: str) -> None:
    build(lambda _: None)
    known = registers()
    everybody = {"office": User.objects.get(username="office"), "admin": User.objects.get(username="admin")}
    who = {name: everybody["office" if register.can_see(everybody["office"]) else "admin"] for name, register in known.items()}
    for name, register in known.items():
        (tmp_path / f"{name}.xlsx").write_bytes(exported(register, who[name], AS_OF))
    again = _saved_again(tmp_path, libreoffice)
    wrong = {}
    for name, register in known.items():
        plan = examine(register, again / f"{name}.xlsx", Work(who[name], AS_OF))
        if plan.errors or plan.changes:
            wrong[name] = [str(one) for one in [*plan.errors[:3], *(change.after for change in plan.changes[:3])]]
        assert plan.rows or not register.rows(who[name]).exists(), name
    assert not wrong
