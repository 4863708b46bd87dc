"""`titian init`: an empty installation in the folder TITIAN_HOME names."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from titian.base.installation import Installation, load

TOWNS = "# 乡镇\n梯田镇 990123101\n东山乡\n"


def titian(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, on an installation of its own."""
    environment = {**os.environ, "TITIAN_HOME": str(home)}
    for name in ("DATABASE_URL", "TITIAN_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "titian.cli", *words], env=environment, capture_output=True, text=True, check=False
    )


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "titian.sqlite3")) as database:
        return database.execute(query).fetchall()


REGIONS = 'select code, name, level from places_region order by level, "order"'


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    path = tmp_path / "乡镇.txt"
    path.write_bytes(TOWNS.encode("gb18030"))
    return path


def test_a_new_installation_holds_its_county_towns_departments_and_one_administrator(tmp_path: Path, towns: Path) -> None:
    home = tmp_path / "安装"
    asked = ("init", "--county", "示范县", "--towns", str(towns), "--region", "990123", "--departments", "办公室,企业股")
    answer = titian(home, *asked)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert re.search(r"admin 的初始密码：\S{12}（只显示这一次", answer.stdout)
    expected = [("990123", "示范县", "county"), ("990123101", "梯田镇", "town"), (None, "东山乡", "town")]
    assert rows(home, REGIONS) == expected
    assert rows(home, "select username, role from accounts_user") == [("admin", "system")]
    assert rows(home, 'select name from accounts_department order by "order"') == [("办公室",), ("企业股",)]
    told = load(home, {})
    assert (told.bureau, told.region, told.kind_word) == ("示范县科技局", "990123", "县")
    assert told.departments == ("办公室", "企业股")

    before = rows(home, "select count(*) from journal_entry")
    again = titian(home, *asked)
    assert again.returncode == 0
    assert "没有新增" in again.stdout
    assert "初始密码" not in again.stdout
    assert rows(home, REGIONS) == expected
    assert rows(home, "select count(*) from journal_entry") == before

    other = titian(home, "init", "--county", "邻县", "--region", "990124")
    assert other.returncode == 2
    assert "「示范县」" in other.stderr
    assert "990123" in other.stderr
    assert rows(home, REGIONS) == expected
    assert titian(home, "journal", "verify").returncode == 0


def test_a_faulty_list_leaves_nothing_behind(tmp_path: Path, towns: Path) -> None:
    towns.write_text("梯田镇 9901\n梯田镇\n", "utf-8")
    answer = titian(tmp_path / "home", "init", "--county", "示范县", "--towns", str(towns), "--region", "99012x")
    assert answer.returncode == 2
    assert "不是「99012x」" in answer.stderr
    answer = titian(tmp_path / "home", "init", "--county", "示范县", "--towns", str(towns))
    assert answer.returncode == 2
    assert "第 1 行「梯田镇」的代码应为 9 位数字" in answer.stderr
    assert "第 2 行的名称「梯田镇」与第 1 行重复" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "home").exists()


def test_a_county_without_a_code_gets_it_later(tmp_path: Path, towns: Path) -> None:
    assert titian(tmp_path, "init", "--county", "示范区", "--towns", str(towns)).returncode == 0
    assert titian(tmp_path, "init", "--county", "示范区", "--region", "990123").returncode == 0
    assert ("990123", "示范区", "county") in rows(tmp_path, REGIONS)
    assert (load(tmp_path, {}).region, load(tmp_path, {}).kind_word) == ("990123", "区")


def test_the_word_for_the_place_is_given_where_its_name_does_not_tell(tmp_path: Path) -> None:
    assert titian(tmp_path, "init", "--county", "示范新城", "--kind", "区").returncode == 0
    assert load(tmp_path, {}).worded("全县") == "全区"
    assert titian(tmp_path / "other", "init", "--county", "示范新城", "--kind", "镇").returncode == 2


def test_a_folder_that_cannot_be_one_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = titian(tmp_path / "file", "init", "--county", "示范县")
    assert answer.returncode == 2
    assert "TITIAN_HOME" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_what_is_filled_in_later_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "titian.toml").write_text('[web]\nurl = "https://kjj.example"\n[later]\nkept = [1, "二"]\n', "utf-8")
    assert titian(tmp_path, "init", "--county", "示范县").returncode == 0
    assert load(tmp_path, {}) == Installation(tmp_path, bureau="示范县科技局", county="示范县", url="https://kjj.example")
    assert 'kept = [1, "二"]' in (tmp_path / "titian.toml").read_text("utf-8")
