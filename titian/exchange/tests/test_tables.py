"""Foreign workbooks: what would bring the server down is refused before anything unpacks it."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from titian.base.errors import Refused
from titian.exchange import tables
from titian.exchange.tables import read_tables


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
    monkeypatch.setattr(tables, "MAX_INFLATED", 1024 * 1024)
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
