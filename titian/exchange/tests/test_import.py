"""`titian import` and `titian export`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from titian.accounts.models import User
from titian.accounts.tests import make as people
from titian.exchange.models import Batch
from titian.exchange.tests import make
from titian.registry.models import Organisation
from titian.registry.tests import make as registry

pytestmark = pytest.mark.django_db
GOOD = ("甲示范公司", registry.uscc(901), "2018-06-12", "梯田镇", "500")


@pytest.fixture(autouse=True)
def _installation(administrator: User) -> None:
    people.our_town()


def run(path: Path, *words: str, table: str = "organisations") -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command("import", table, str(path), "--json", *words, stdout=out)
    except CommandError as problem:
        return problem.returncode, json.loads(out.getvalue() or "{}")
    return 0, json.loads(out.getvalue())


def test_a_good_file_is_imported_and_counted(tmp_path: Path) -> None:
    code, said = run(make.written(tmp_path, make.sheet(GOOD)))
    assert (code, said) == (
        0,
        {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "applied": True, "errors": [], "warnings": [], "notices": []},
    )
    assert Organisation.objects.count() == Batch.objects.count() == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    code, said = run(make.written(tmp_path, make.sheet(GOOD)), "--dry-run")
    assert (code, said["created"], said["applied"]) == (0, 1, False)
    assert Organisation.objects.count() == Batch.objects.count() == 0


def test_any_error_keeps_everything_out(tmp_path: Path) -> None:
    data = make.sheet(GOOD, ("乙", "123", "2024-13-05", "", ""), above=[["名单"]])
    code, said = run(make.written(tmp_path, data))
    assert (code, said["applied"], said["rows"]) == (1, False, 2)
    assert {(error["row"], error["column"], error["value"]) for error in said["errors"]} == {
        (4, "信用代码", "123"),
        (4, "注册时间", "2024-13-05"),
    }
    assert Organisation.objects.count() == 0


def test_an_unreadable_file_is_a_wrong_call(tmp_path: Path) -> None:
    assert run(make.written(tmp_path, b"no workbook"))[0] == 2
    assert run(tmp_path / "没有.xlsx")[0] == 2
    assert run(make.written(tmp_path, make.sheet(GOOD)), table="nothing")[0] == 2


def test_warnings_pass_and_a_reason_is_kept_with_the_row(tmp_path: Path) -> None:
    wrong = GOOD[1][:17] + ("0" if GOOD[1][17] != "0" else "1")
    path = make.written(tmp_path, make.sheet(("甲示范公司", wrong, "", "", "")))
    code, said = run(path, "--accept-warnings", "营业执照如此")
    assert (code, len(said["warnings"]), said["applied"]) == (0, 1, True)
    assert Organisation.objects.get().uscc_reason == "营业执照如此"


def test_a_mapped_head_is_remembered(tmp_path: Path) -> None:
    path = make.written(tmp_path, make.sheet((GOOD[0], GOOD[1]), head=("哪家", "信用代码")))
    assert run(path)[0] == 1
    assert run(path, "--map", "哪家=企业名称")[0] == 0
    assert run(path)[1]["unchanged"] == 1
    assert run(path, "--map", "哪家=nothing")[0] == 2


def test_csv_in_an_old_encoding_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(f"企业名称,信用代码,注册资金\n甲示范公司,{GOOD[1]},500(万元)\n".encode("gb18030"))
    assert run(path)[1]["created"] == 1
    assert Organisation.objects.get().capital == 500_000_000


def test_export_and_import_agree(tmp_path: Path) -> None:
    run(make.written(tmp_path, make.sheet(GOOD)))
    call_command("export", "organisations", str(tmp_path / "出.xlsx"), stdout=StringIO())
    assert run(tmp_path / "出.xlsx")[1]["unchanged"] == 1
