"""`titian figures` and `titian targets` as a machine and a person call them."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError

from titian.accounts.models import User
from titian.figures.models import Target
from titian.figures.tests.make import county, figure
from titian.journal.models import Entry
from titian.registry.models import ScaleYear
from titian.registry.tests import make as registry


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


def figures_of(period: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told("figures", "--period", period, "--region", "示范县", "--json", *words))
    return found


def test_a_figure_that_rows_know_is_counted_and_the_stated_one_stands_beside_it(officer: User, administrator: User) -> None:
    for _ in range(3):
        registry.title(registry.organisation())
    figure(officer, "hnte.valid", "4")
    figure(officer, "hnte.applied", "9")
    shown = {row["code"]: row for row in figures_of("2026H1")["figures"]}
    assert {name: shown["hnte.valid"][name] for name in ("value", "unit", "rows", "origin", "stated", "difference", "agrees")} == {
        "value": 3,
        "unit": "家",
        "rows": 3,
        "origin": "rows",
        "stated": 4,
        "difference": -1,
        "agrees": False,
    }
    assert shown["hnte.valid"]["as_of"] == "2026-06-30"
    assert (shown["hnte.applied"]["value"], shown["hnte.applied"]["origin"], shown["hnte.applied"]["rows"]) == (9, "stated", 1)
    printed = told("figures", "--period", "2026H1", "--region", "示范县")
    assert "有效高新技术企业数 完成 3家  [台账 3 行]，账上 4家，相差 -1家" in printed


def test_a_running_period_is_counted_to_the_day_asked_for(administrator: User) -> None:
    for since in (date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)):
        registry.title(registry.organisation(), since=since)
    found = {row["code"]: row for row in figures_of("2026", "--as-of", "2026-05-31")["figures"]}
    assert (found["hnte.new"]["value"], found["hnte.new"]["as_of"]) == (2, "2026-05-31")
    with pytest.raises(CommandError, match="不是日期") as problem:
        figures_of("2026", "--as-of", "五月底")
    assert problem.value.returncode == 2


def test_what_rows_cannot_say_yet_is_missing_with_the_reason(administrator: User) -> None:
    firm = registry.organisation()
    registry.annual(firm, rd_expense=100)
    registry.annual(firm, source="audit", rd_expense=200)
    found = figures_of("2025")
    assert "rnd.enterprise_expense" in found["missing"]
    assert found["reasons"]["rnd.enterprise_expense"].startswith("2 条年度数据来源未定")
    assert "hnte.valid" in found["missing"]
    assert [row["code"] for row in found["figures"]] == []


def test_what_is_counted_under_a_calibre_of_our_own_stands_beside_the_official_value_and_not_in_its_place(
    officer: User, administrator: User
) -> None:
    firm = registry.organisation()
    ScaleYear.objects.create(organisation=firm, year=2025, is_above=True, sector="industry")
    registry.annual(firm, rd_expense=100)
    figure(officer, "rnd.active_above_scale", "61", period="2025")
    counted, official = [row for row in figures_of("2025")["figures"] if row["code"] == "rnd.active_above_scale"]
    assert (counted["value"], counted["calibre"], counted["stated"], counted["difference"]) == (1, "地方监测", 61, -60)
    assert (official["value"], official["origin"]) == (61, "stated")
    assert "calibre" not in official


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
