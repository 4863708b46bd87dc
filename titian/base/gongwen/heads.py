"""What stands above the body: 版头 of the file form, the head of the letter form, title, addressee; and 版记 below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from titian.base.gongwen.elements import Element, element
from titian.base.gongwen.layout import LEFT_MM, LINE_TWIPS, RED, SMALL_PT, TEXT_TWIPS, characters, text_width, twips
from titian.base.gongwen.numbers import chinese_day
from titian.base.gongwen.parts import Inline, blank, paragraph, plain_run, spacer
from titian.base.gongwen.reading import addressee_line
from titian.base.gongwen.styles import exact, font, size
from titian.base.gongwen.titles import title_lines

if TYPE_CHECKING:
    from titian.base.gongwen.paper import Imprint, Paper

_MARK_DROP_MM = 35  # upper edge of the 发文机关标志 below the text block's, file form
_LINE_GAP_MM = 4
_FILE_MARK_PT, _LETTER_MARK_PT, _SMALLEST_PT = 48, 36, 22
_LETTER_TOP_MM = 30
LETTER_HEADER_MM = 20  # the header begins with a line of 10 mm for the A/B/C mark, so that the issuer stands at 30 mm
_LETTER_LINE_MM = 170
_THICK, _THIN = 20, 6  # eighths of a point
_SEVEN_EIGHTHS_TWIPS = 280  # 7/8 of a third-size character


def border(**sides: int) -> Element:
    """Red lines, weights in eighths of a point."""
    lines = [element(side, val="single", sz=weight, space=0, color=RED) for side, weight in sides.items()]
    return element("pBdr", *lines)


def opening(paper: Paper, inline: Inline) -> list[Element]:
    """Everything above the body text."""
    above = {"file": _file_head, "letter": _letter_number}
    made = above[paper.letterhead](paper) if paper.letterhead else []
    made.extend(_title(paper, inline))
    if paper.addressed_to:
        made.append(paragraph("Addressee", inline.content(addressee_line(paper.addressed_to))))
    return made


def _title(paper: Paper, inline: Inline) -> list[Element]:
    """The title in lines of its own, two lines under the head; one empty line below it."""
    if not paper.title.strip():
        return []
    gap = blank(2) if paper.letterhead else []
    subtitle = [paragraph("Subtitle", inline.content(paper.subtitle))] if paper.subtitle else []
    return [*gap, paragraph("Title", inline.content("\n".join(title_lines(paper.title)))), *subtitle, *blank()]


def _file_head(paper: Paper) -> list[Element]:
    """份号, 密级, 紧急程度; the red 发文机关标志; 文号 two lines below; the red line 4 mm under it."""
    marks = [paper.copy_number, paper.secrecy, paper.urgency]
    lines = [_corner(mark, paper, plain=not index) for index, mark in enumerate(marks) if mark]
    drop = max(twips(_MARK_DROP_MM) - len(lines) * LINE_TWIPS, 20)
    name = paper.issuer if paper.issuer.endswith("文件") else f"{paper.issuer}文件"
    number = [*blank(2), _number_line(paper)] if paper.number or paper.signer else []
    rule = spacer(twips(_LINE_GAP_MM), border(bottom=12))
    return [*lines, spacer(drop), issuer_mark(name, paper, _FILE_MARK_PT), *number, rule]


def _corner(mark: str, paper: Paper, *, plain: bool) -> Element:
    dress = [] if plain else [font(paper.fonts.first)]
    return paragraph("Normal", [plain_run(mark, *dress)], element("jc", val="left"))


def issuer_mark(name: str, paper: Paper, largest_pt: int) -> Element:
    """The issuer in red 小标宋, as large as one line of the text block allows."""
    points = max(min(largest_pt, int(TEXT_TWIPS / 20 / max(text_width(name), 1))), _SMALLEST_PT)
    run = plain_run(name, font(paper.fonts.title), element("color", val=RED), *size(points))
    line = exact(max(round(points * 1.2 * 20), LINE_TWIPS))
    return paragraph("Normal", [run], line, element("jc", val="center"))


def _number_line(paper: Paper) -> Element:
    """文号 in the middle; with a 签发人 it moves left and the name stands right, one character from either edge."""
    if not paper.signer:
        return paragraph("Normal", [plain_run(paper.number)], element("jc", val="center"))
    edge = element("tabs", element("tab", val="right", pos=TEXT_TWIPS - characters(1)))
    runs = [plain_run(f"{paper.number}\t签发人："), plain_run(paper.signer, font(paper.fonts.second))]
    return paragraph("Normal", runs, edge, element("ind", leftChars=100, left=characters(1)), element("jc", val="left"))


def _letter_number(paper: Paper) -> list[Element]:
    """文号 flush right, 7/8 of a character under the first double line (the line height brings the rest)."""
    if not paper.number:
        return []
    gap = spacer(_SEVEN_EIGHTHS_TWIPS - (LINE_TWIPS - 320) // 2)
    return [gap, paragraph("Normal", [plain_run(paper.number)], element("jc", val="right"))]


def letter_header(paper: Paper, remark: Sequence[Element] = ()) -> list[Element]:
    """First-page header of a letter: the mark A/B/C at the right, the issuer in red at 30 mm, the double line 4 mm under it."""
    ten_mm = twips(_LETTER_TOP_MM - LETTER_HEADER_MM)
    edge = element("tabs", element("tab", val="right", pos=TEXT_TWIPS))
    corner = [*remark, *([plain_run("\t" + paper.mark, font(paper.fonts.first), *size(22))] if paper.mark else [])]
    first = paragraph("Header", corner, edge, exact(ten_mm), element("jc", val="left"))
    return [first, issuer_mark(paper.issuer, paper, _LETTER_MARK_PT), spacer(twips(_LINE_GAP_MM)), double_line(thick_first=True)]


def double_line(*, thick_first: bool) -> Element:
    """A red double line of 170 mm, in the middle of the page: an empty paragraph with a thick and a thin border."""
    top, bottom = (_THICK, _THIN) if thick_first else (_THIN, _THICK)
    left, right = 28 - (210 - _LETTER_LINE_MM) / 2, 26 - (210 - _LETTER_LINE_MM) / 2
    return spacer(24, border(top=top, bottom=bottom), element("ind", left=-twips(left), right=-twips(right)))


def closing(tail: Imprint, inline: Inline, *, letter: bool) -> list[Element]:
    """版记: a table fixed to the foot of the last page's text block: line, copies, thinner line, who printed, line.

    A letter prints the copies only, without lines.
    """
    entries = [_copies(tail.copies, inline)] if tail.copies else []
    if tail.printed_by and not letter:
        entries.append(_printed(tail, inline))
    if not entries:
        return []
    lines = {} if letter else {"top": 8, "bottom": 8, "insideH": 6}  # 0.35 mm outside, 0.25 mm between
    borders = element("tblBorders", *(element(side, val="single", sz=weight, color="000000") for side, weight in lines.items()))
    width, layout = element("tblW", w=TEXT_TWIPS, type="dxa"), element("tblLayout", type="fixed")
    properties = element("tblPr", _foot(), width, borders, layout, no_cell_margins())
    return [element("tbl", properties, element("tblGrid", element("gridCol", w=TEXT_TWIPS)), *map(_row, entries)), spacer(20)]


def _foot() -> Element:
    """The lower edge of the text block. Measured from the page's side: a table as wide as the text floats in LibreOffice only then."""
    return element("tblpPr", horzAnchor="page", vertAnchor="margin", tblpX=twips(LEFT_MM), tblpYSpec="bottom")


def _row(content: Element) -> Element:
    return element("tr", element("tc", element("tcPr", element("tcW", w=TEXT_TWIPS, type="dxa")), content))


def no_cell_margins() -> Element:
    return element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))


def _copies(copies: str, inline: Inline) -> Element:
    """抄送：, hanging under the first name, one character of air on both sides; a full stop at the end."""
    text = "抄送：" + copies.removeprefix("抄送").strip(":： ").rstrip("。") + "。"
    return paragraph("Imprint", inline.content(text), _small_indent(left=4, right=1, hanging=3))


def _printed(tail: Imprint, inline: Inline) -> Element:
    """The office at the left, the day 印发 at the right, one character from either edge."""
    day = f"{chinese_day(tail.printed_on)}印发" if tail.printed_on else ""
    edge = element("tabs", element("tab", val="right", pos=TEXT_TWIPS - SMALL_PT * 20))
    return paragraph("Imprint", inline.content(f"{tail.printed_by}\t{day}"), edge, _small_indent(left=1))


def _small_indent(**counts: int) -> Element:
    """Indents in characters of the small size."""
    attributes: dict[str, int] = {}
    for side, count in counts.items():
        attributes |= {f"{side}Chars": count * 100, side: count * SMALL_PT * 20}
    return element("ind", **attributes)
