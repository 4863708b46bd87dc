"""Papers as LibreOffice lays them out: page size, 28 characters a line, 22 lines a page, what stands where."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
import pytest

from titian.base import office
from titian.base.gongwen.blocks import Annex, Table
from titian.base.gongwen.paper import Paper

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("libreoffice")]

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
Letter = tuple[str, float, float, float, float]  # a character and its left, bottom, right, top in points


class Page:
    """The characters of one page of a PDF with their places, y counted from the upper edge in mm."""

    def __init__(self, page: Any) -> None:
        self.width: float
        self.height: float
        self.width, self.height = page.get_size()
        text = page.get_textpage()
        boxes = [(text.get_text_range(index, 1), *text.get_charbox(index)) for index in range(text.count_chars())]
        self.letters: list[Letter] = [box for box in boxes if box[0].strip()]

    def lines(self) -> list[str]:
        """Lines of text from top to bottom."""
        rows: dict[int, list[Letter]] = {}
        for letter in self.letters:
            middle = (letter[2] + letter[4]) / 2
            key = next((row for row in rows if abs(row - middle) < 7), round(middle))
            rows.setdefault(key, []).append(letter)
        return ["".join(letter[0] for letter in sorted(rows[row], key=lambda one: one[1])) for row in sorted(rows, reverse=True)]

    def left_mm(self, text: str) -> float:
        return min(letter[1] for letter in self._of(text)) / MM

    def right_mm(self, text: str) -> float:
        """Distance of the right end of a text from the right edge of the sheet."""
        return (self.width - max(letter[3] for letter in self._of(text))) / MM

    def top_mm(self, text: str) -> float:
        return (self.height - max(letter[4] for letter in self._of(text))) / MM

    def bottom_mm(self, text: str) -> float:
        return min(letter[2] for letter in self._of(text)) / MM

    def _of(self, text: str) -> list[Letter]:
        whole = "".join(letter[0] for letter in self.letters)
        start = whole.find(text.replace(" ", ""))
        assert start >= 0, f"{text} is not on this page: {whole[:200]}"
        return self.letters[start : start + len(text.replace(" ", ""))]


def pages(content: bytes) -> list[Page]:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(content)
        document = pypdfium2.PdfDocument(office.convert(source, "pdf").read_bytes())
        try:
            return [Page(page) for page in document]
        finally:
            document.close()


@cache
def long_paper() -> list[Page]:
    return pages(Paper("标题").paragraph("字" * 28 * 60).save())


@cache
def file_paper() -> list[Page]:
    paper = Paper(
        "关于印发科技工作要点的通知", letterhead="file", issuer="示范县科学技术局", number="示科〔2026〕12号", urgency="特急"
    )
    paper.addressee("各乡镇人民政府").paragraph("正文。").signature("示范县科学技术局", date(2026, 6, 30))
    table = Table([["序号", "企业"]], [[str(row), f"第{row}企业"] for row in range(1, 60)], grid=True)
    paper.landscape([Annex("附件1", "企业明细表"), table]).annex("附件2", "管理办法").paragraph("办法。")
    return pages(paper.imprint("县委办公室", "示范县科学技术局办公室", date(2026, 7, 1)).save())


@cache
def letter_paper() -> list[Page]:
    paper = Paper("关于第12号建议的答复", letterhead="letter", issuer="示范县科学技术局", number="示科函〔2026〕12号", mark="A")
    paper.addressee("代表").paragraph("您提出的建议收悉，现答复如下。" * 60).signature("示范县科学技术局", date(2026, 6, 30))
    return pages(paper.imprint("县人大常委会").save())


def test_every_page_is_a4() -> None:
    for page in (*long_paper(), *letter_paper()):
        assert (page.width, page.height) == pytest.approx(A4, abs=0.5)


def test_a_line_holds_twenty_eight_characters_and_its_paragraph_begins_two_in() -> None:
    lines = [line for page in long_paper() for line in page.lines() if set(line) == {"字"}]
    assert len(lines[0]) == 26
    assert Counter(map(len, lines[1:-1])) == {28: len(lines) - 2}
    assert long_paper()[0].left_mm("字" * 26) == pytest.approx(28 + 2 * 156 / 28, abs=0.8)


def test_a_page_holds_twenty_two_lines_inside_the_text_block() -> None:
    full = long_paper()[1]
    body = [letter for letter in full.letters if letter[0] == "字"]
    assert len([line for line in full.lines() if set(line) == {"字"}]) == 22
    assert min(letter[1] for letter in body) / MM == pytest.approx(28, abs=0.8)
    assert (full.width - max(letter[3] for letter in body)) / MM == pytest.approx(
        26, abs=1.2
    )  # the glyph is narrower than its cell
    assert (full.height - max(letter[4] for letter in body)) / MM >= 37
    assert min(letter[2] for letter in body) / MM >= 35


def test_page_numbers_stand_seven_millimetres_under_the_text_one_character_from_the_edge() -> None:
    odd, even = long_paper()[0], long_paper()[1]
    assert odd.lines()[-1] == "—1—"
    assert even.lines()[-1] == "—2—"
    assert odd.right_mm("—1—") == pytest.approx(26 + 5, abs=1)
    assert even.left_mm("—2—") == pytest.approx(28 + 5, abs=1)
    assert 22 <= odd.bottom_mm("—1—") <= 28


def test_the_red_mark_of_the_file_form_stands_35_millimetres_under_the_text_blocks_edge() -> None:
    first = file_paper()[0]
    assert first.top_mm("示范县科学技术局文件") == pytest.approx(37 + 35, abs=3)
    assert first.lines()[:3] == ["特急", "示范县科学技术局文件", "示科〔2026〕12号"]


def test_the_date_ends_four_characters_from_the_right() -> None:
    assert file_paper()[0].right_mm("2026年6月30日") == pytest.approx(26 + 4 * 156 / 28, abs=1.5)  # 日 is narrower than its cell


def test_a_wide_table_lies_on_its_side_with_its_head_on_every_page_and_the_number_at_the_left_edge() -> None:
    turned = [page for page in file_paper() if page.width > page.height]
    assert len(turned) >= 2
    for page in turned:
        assert any("序号企业" in line for line in page.lines())
        assert page.left_mm("—") == pytest.approx(23, abs=3)


def test_the_imprint_stands_at_the_foot_of_the_last_page() -> None:
    last = file_paper()[-1]
    assert last.lines()[-3:-1] == ["抄送：县委办公室。", "示范县科学技术局办公室2026年7月1日印发"]
    assert last.bottom_mm("2026年7月1日印发") == pytest.approx(36, abs=3)
    assert last.right_mm("2026年7月1日印发") == pytest.approx(26 + 5, abs=1)


def test_the_letter_form_begins_at_thirty_millimetres_and_hides_its_first_number() -> None:
    first, second = letter_paper()[0], letter_paper()[1]
    assert first.lines()[:3] == ["A", "示范县科学技术局", "示科函〔2026〕12号"]
    assert first.top_mm("示范县科学技术局") == pytest.approx(31, abs=2)
    assert first.right_mm("示科函〔2026〕12号") == pytest.approx(26, abs=1)
    assert not any(line.startswith("—") for line in first.lines())
    assert second.lines()[-1] == "—2—"
    assert letter_paper()[-1].lines()[-2] == "抄送：县人大常委会。"
