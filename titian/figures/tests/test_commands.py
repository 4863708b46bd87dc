"""`titian figures` and `titian targets` as a machine and a person call them."""

import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError

from titian.accounts.models import User
from titian.figures.models import Target
from titian.figures.tests.make import county, figure
from titian.journal.models import Entry


def told(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_first_administrator_reads_the_books_at_the_command_line(officer: User, administrator: User) -> None:
    figure(officer, "contract.value", "391000000")
    found = json.loads(told("figures", "--period", "2026H1", "--region", "示范县", "--json"))
    assert found["region"] == "990123"
    first = found["figures"][0]
    assert (first["code"], first["value"], first["unit"], first["rows"]) == ("contract.value", 391000000, "元", 1)
    assert "hnte.valid" in found["missing"]


def test_a_disputed_figure_has_no_value_and_says_so(officer: User, administrator: User) -> None:
    figure(officer, value="31")
    figure(officer, value="34")
    first = json.loads(told("figures", "--period", "2026H1", "--region", "990123", "--json"))["figures"][0]
    assert (first["value"], first["conflict"], first["rows"]) == (None, True, 2)
    assert "不一致，待认定" in told("figures", "--period", "2026H1", "--region", "990123")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "2026年"), "不是有效的期间"),
        (("--period", "2026", "--region", "没有县"), "区划里没有"),
        (("--period", "2026", "--by", "谁"), "没有登录名"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(administrator: User, words: tuple[str, ...], said: str) -> None:
    county()
    with pytest.raises(CommandError, match=said) as problem:
        told("figures", "--region", "示范县", *words)
    assert problem.value.returncode == 2


def test_targets_are_imported_for_the_first_administrator_and_journalled_as_command(administrator: User, tmp_path: Path) -> None:
    county()
    path = tmp_path / "目标.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "目标值", "期间"])
    page.write_row(1, 0, ["hnte.new", "≥20家", "2026"])
    book.close()
    assert json.loads(told("targets", "import", str(path), "--region", "示范县", "--dry-run", "--json"))["applied"] is False
    assert not Target.objects.exists()
    assert "已导入" in told("targets", "import", str(path), "--region", "示范县")
    assert set(Entry.objects.values_list("channel", flat=True)) == {"command"}
    listed = json.loads(told("targets", "list", "--region", "示范县", "--year", "2026", "--as-of", "2026-05-31", "--json"))
    assert (listed[0]["goal"], listed[0]["colour"]) == ("≥20家", "grey")


def test_a_template_is_written_once_and_never_over_a_file(administrator: User, tmp_path: Path) -> None:
    path = tmp_path / "目标表.xlsx"
    told("targets", "template", str(path))
    with pytest.raises(CommandError, match="已存在"):
        told("targets", "template", str(path))
