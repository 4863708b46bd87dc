"""A targets sheet: heads under any alias, every error at once."""

from pathlib import Path

import pytest
import xlsxwriter

from titian.accounts.models import User
from titian.base.errors import Refused
from titian.figures.actions import set_targets
from titian.figures.models import Target
from titian.figures.target_sheet import read_targets
from titian.figures.tests.make import county, town

HEAD = ["序号", "目标任务", "考核指标", "年度目标", "年度", "关系", "牵头股室", "城关镇", "河口镇"]


@pytest.fixture
def sheet(tmp_path: Path) -> "Sheet":
    return Sheet(tmp_path / "targets.xlsx")


class Sheet:
    """Writes a workbook with two title rows over the head."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, *rows: list[object]) -> Path:
        book = xlsxwriter.Workbook(str(self.path))
        page = book.add_worksheet("目标表")
        for number, cells in enumerate([["2026年目标责任"], [], HEAD, *rows]):
            page.write_row(number, 0, cells)
        book.close()
        return self.path


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    town("城关镇", "990123101")
    town("河口镇", "990123102")


def test_a_sheet_with_title_rows_and_other_heads_is_read(sheet: Sheet, office: User) -> None:
    path = sheet.of([1, "培育高企", "新增(认定)高新技术企业数", "≥20家", 2026, "", "", 12, 8])
    set_targets(read_targets(path, county=county()), region=county(), by=office)
    row = Target.objects.get()
    assert (row.title, row.goal, row.period) == ("培育高企", "≥20家", "2026")
    assert row.legs.get().shared == 20


def test_rows_of_one_number_are_legs_joined_as_said(sheet: Sheet, office: User) -> None:
    path = sheet.of(
        [1, "研发活动", "rnd.active_above_scale", "净增1家", 2026, "或", ""],
        [1, "", "rnd.active_above_scale_ratio", "50%以上", 2026, "", ""],
    )
    set_targets(read_targets(path, county=county()), region=county(), by=office)
    assert Target.objects.get().goal == "净增≥1家 或 ≥50%"


def test_every_error_is_named_with_row_and_column_and_nothing_is_set(sheet: Sheet) -> None:
    path = sheet.of(
        [1, "甲", "没有的指标", "≥20家", 2026],
        [2, "乙", "hnte.new", "大幅提升", "今年"],
        [3, "丙", "contract.value", "50家", 2026],
        [4, "丁", "hnte.new", "20家", 2026, "任意", "没有的股", "许多"],
    )
    with pytest.raises(Refused) as problem:
        read_targets(path, county=county())
    text = "\n".join(problem.value.messages)
    for wanted in (
        "第 4 行「指标」",
        "第 5 行「目标值」",
        "第 5 行「期间」",
        "第 6 行「目标值」",
        "第 7 行「关系」",
        "第 7 行「城关镇」",
    ):
        assert wanted in text
    assert not Target.objects.exists()


def test_shares_that_do_not_add_up_are_refused_and_nothing_is_set(sheet: Sheet, office: User) -> None:
    path = sheet.of([1, "培育高企", "hnte.new", "≥20家", 2026, "", "", 12, 7])
    with pytest.raises(Refused, match="少 1家"):
        set_targets(read_targets(path, county=county()), region=county(), by=office)
    assert not Target.objects.exists()


def test_a_sheet_that_asks_a_town_for_what_the_statistics_bureau_issues_is_refused_at_its_row(sheet: Sheet) -> None:
    path = sheet.of([1, "研发投入", "rnd.expenditure", "6亿元", 2026, "", "", "3亿元", "3亿元"])
    with pytest.raises(Refused, match=r"第 4 行「指标」.*统计法不得向乡镇、企业下达.*清空"):
        read_targets(path, county=county())


def test_a_workbook_without_such_a_head_says_which_columns_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_row(0, 0, ["甲", "乙"])
    book.close()
    with pytest.raises(Refused, match="指标、目标值、期间"):
        read_targets(path, county=county())


def test_a_file_that_is_no_workbook_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Refused, match="另存为"):
        read_targets(path, county=county())


def test_a_unit_in_brackets_of_either_width_belongs_to_no_head(tmp_path: Path) -> None:
    path = tmp_path / "targets.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("目标表").write_row(0, 0, ["指标（全称）", "目标值(家)", "期间（年）"])
    book.worksheets()[0].write_row(1, 0, ["hnte.new", "≥20家", 2026])
    book.close()
    assert [target.period for target in read_targets(path, county=county())] == ["2026"]
