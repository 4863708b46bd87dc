"""Foreign workbooks: what would bring the server down is refused before anything unpacks it."""

import io
import zipfile
from pathlib import Path
from time import process_time

import pytest
import xlsxwriter
from openpyxl import Workbook

from titian.base.errors import Refused
from titian.base.office import convert
from titian.exchange.tables import Table, parts, read_book, read_tables
from titian.exchange.values import NumberText


def _book(path: Path, *cells: tuple[int, int]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("目标表")
    for row, column in cells:
        page.write(row, column, 1)
    book.close()
    return path


def _rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same workbook with a part changed."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old, new) if name == part else data)
    return path


def test_an_ordinary_workbook_is_read_as_it_stands(tmp_path: Path) -> None:
    table = read_tables(_book(tmp_path / "a.xlsx", (0, 0), (2, 1)))[0]
    assert table.rows == [["1", ""], ["", ""], ["", "1"]]


def test_two_cells_at_opposite_corners_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    """Two cells of a few hundred bytes would ask for 500 GB and end the whole server."""
    path = _book(tmp_path / "a.xlsx", (0, 0), (1_048_575, 16_383))
    with pytest.raises(Refused, match="散布得太开"):
        read_tables(path)


def test_a_sheet_cannot_hide_its_extent_behind_single_quotes_or_lower_case(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", (0, 0), (1_048_575, 16_383))
    with pytest.raises(Refused, match="散布得太开"):
        read_tables(_rewritten(path, "xl/worksheets/sheet1.xml", b'r="XFD1048576"', b"r = 'xfd1048576'"))


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_INFLATED", 1024 * 1024)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(2):
            part.write(bytes(1024 * 1024))
    with pytest.raises(Refused, match="解压后超过 1 MB"):
        read_tables(path)


def test_a_damaged_part_is_refused_in_words(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", (0, 0))
    data = bytearray(path.read_bytes())
    start = data.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    data[start : start + 40] = bytes(40)
    path.write_bytes(data)
    with pytest.raises(Refused, match="已损坏"):
        read_tables(path)


@pytest.mark.parametrize("name", ["a.ods", "a.xlsb", "a.txt", "目标表"])
def test_only_the_formats_we_promise_reach_the_parser(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK")
    with pytest.raises(Refused, match=r"不是 \.xlsx、\.xls 或 \.csv"):
        read_tables(path)


def test_a_csv_with_a_monstrous_cell_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("指标,目标值\n" + "x" * 200_000 + ",1", "utf-8")
    with pytest.raises(Refused, match="读不了的行"):
        read_tables(path)


def _odd_book(path: Path) -> Path:
    """A workbook with everything an office leaves in: merged towns, a hidden sheet and row, formulas without result, an error."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "企业"
    for row in (
        ["企业表", "", "", ""],
        ["乡镇", "企业", "人数", "备注"],
        ["甲镇", "甲厂", 5, "=1+1"],
        ["", "乙厂", 6.5, ""],
        ["丙镇", "丙厂", 7, ""],
    ):
        page.append(row)
    page.merge_cells("A1:D1")
    page.merge_cells("A3:A4")
    page["D4"], page["D4"].data_type = "#REF!", "e"
    page["D5"], page["D5"].data_type = "=cmd|' /C calc'!A0", "s"
    page.row_dimensions[5].hidden = True
    book.create_sheet("参数").sheet_state = "hidden"
    book.save(path)
    return path


def test_what_calamine_does_not_tell_is_told(tmp_path: Path) -> None:
    book = read_book(_odd_book(tmp_path / "a.xlsx"))
    (table,) = book.tables
    assert book.notices == ["隐藏的工作表没有读入：参数"]
    assert table.notices == ("「企业」有 1 行被隐藏或筛掉，也已读入", "「企业」有纵向合并的单元格，其中的内容按每行都有读入")
    assert sorted(table.problems) == [(3, 3), (4, 3)]
    assert "在 Excel/WPS 里打开保存一次" in table.problems[3, 3]
    assert "#REF! 是公式出错的结果" in table.problems[4, 3]


def test_words_that_look_like_a_formula_stay_words_and_a_number_keeps_that_it_was_one(tmp_path: Path) -> None:
    rows = read_tables(_odd_book(tmp_path / "a.xlsx"))[0].rows
    assert rows[4][3] == "=cmd|' /C calc'!A0"
    assert isinstance(rows[3][2], NumberText)


def test_a_merged_town_stands_in_each_of_its_rows_and_a_merged_title_only_once(tmp_path: Path) -> None:
    table = read_tables(_odd_book(tmp_path / "a.xlsx"))[0]
    assert [row[0] for row in table.rows] == ["企业表", "乡镇", "甲镇", "", "丙镇"]
    assert [row[0] for row in table.spread(3)] == ["企业表", "乡镇", "甲镇", "甲镇", "丙镇"]
    assert table.spread(3)[0] == ["企业表", "", "", ""]


def test_a_formula_whose_result_is_no_words_is_an_empty_cell_and_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_formula(0, 0, '=IF(1=1,"","x")', None, "x")
    page.write_formula(0, 1, "=1+1", None, 2)
    book.close()
    table = read_tables(_rewritten(path, "xl/worksheets/sheet1.xml", b"<v>x</v>", b"<v></v>"))[0]
    assert (table.rows, table.problems) == ([["", "2"]], {})


def test_a_sheet_of_nothing_but_a_formula_without_result_is_told_too(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["C2"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    table = read_tables(tmp_path / "a.xlsx")[0]
    assert set(table.problems) == {(2, 2)}
    assert len(table.rows) == 2


def test_a_problem_is_found_wherever_the_pieces_of_a_big_sheet_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for number in range(1, 60):
        page.cell(number, 1, f"=SUM(B{number}:C{number})")
    book.save(tmp_path / "a.xlsx")
    for size in (101, 257, 1000):
        monkeypatch.setattr(parts, "_CHUNK", size)
        assert set(read_tables(tmp_path / "a.xlsx")[0].problems) == {(number, 0) for number in range(1, 60)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_text_table_is_read_in_any_encoding_and_separator(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "企业.csv"
    lines = [("名称", "经营范围", "注册资金"), ("甲厂", '"五金，交电, 机械; 汽配"', '"2,000（万元）"'), ("乙厂", "", "50")]
    path.write_text("\r\n".join(mark.join(line) for line in lines), encoding)
    expected = [["名称", "经营范围", "注册资金"], ["甲厂", "五金，交电, 机械; 汽配", "2,000（万元）"], ["乙厂", "", "50"]]
    assert read_tables(path) == [Table("企业", expected)]


def test_a_text_table_of_one_column_and_one_with_guarded_codes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称\n甲厂\n乙厂", "utf-8")
    assert read_tables(path)[0].rows == [["企业名称"], ["甲厂"], ["乙厂"]]
    path.write_text('代码,名称\n"=""0012""",#N/A\n=1+1,乙厂', "utf-8")
    table = read_tables(path)[0]
    assert table.rows == [["代码", "名称"], ["0012", "#N/A"], ["=1+1", "乙厂"]]
    assert set(table.problems) == {(2, 1)}


def test_fifty_thousand_rows_are_read_within_their_time(tmp_path: Path) -> None:
    """A fifth of what is promised (50,000 rows of 15 columns within 6 s), with the same share of the time."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(10_000):
        for column in range(15):
            page.write(row, column, row if column > 9 else f"示范企业{row}字段{column}")
    book.close()
    started = process_time()
    assert len(read_tables(path)[0].rows) == 10_000
    assert process_time() - started < 1.2 * 2  # twice, for a busy machine


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
def test_the_old_format_is_read_the_same(tmp_path: Path) -> None:
    table = read_book(convert(_odd_book(tmp_path / "a.xlsx"), "xls"))
    assert [row[:3] for row in table.tables[0].spread(3)][2:4] == [["甲镇", "甲厂", "5"], ["甲镇", "乙厂", "6.5"]]
    assert table.notices[0] == "隐藏的工作表没有读入：参数"
