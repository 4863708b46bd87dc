"""Headers and footers: page numbers («— 1 —», odd right, even left), the letter's lines, the check edition's remark; sections."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from titian.base.gongwen.elements import Element, element, root
from titian.base.gongwen.heads import LETTER_HEADER_MM, double_line, letter_header, no_cell_margins
from titian.base.gongwen.layout import (
    BOTTOM_MM,
    CHARACTER_SPACE,
    FOOTER_MM,
    LEFT_MM,
    LINE_TWIPS,
    PAGE,
    PAGE_MM,
    RIGHT_MM,
    SMALL_PT,
    TOP_MM,
    twips,
)
from titian.base.gongwen.parts import paragraph, plain_run
from titian.base.gongwen.styles import exact, size

if TYPE_CHECKING:
    from titian.base.gongwen.paper import Paper

CHECK_REMARK = "核对稿　内部核对使用"
_LETTER_FOOTER_MM = 20  # the second double line
_HEADER_MM = 22


@dataclass(frozen=True)
class Margins:
    """Headers and footers: part name (header-first, footer-odd, …) → content, and where they stand, in mm from the edge."""

    parts: dict[str, Element]
    header_mm: int
    footer_mm: int

    @property
    def has_first(self) -> bool:
        return any(name.endswith("first") for name in self.parts)

    def names(self, *, landscape: bool, first: bool) -> list[str]:
        """The parts a section shows: turned sheets have footers of their own, the first section may have a first page."""
        turned = {name.removesuffix("-turned") for name in self.parts if name.endswith("-turned")} if landscape else set()
        upright = [name for name in self.parts if not name.endswith("-turned") and (first or not name.endswith("first"))]
        return [f"{name}-turned" if name in turned else name for name in upright]


def margins(paper: Paper, *, turned: bool) -> Margins:
    """What stands in the margins of every page; `turned`: some sheets lie on their side."""
    letter = paper.letterhead == "letter"
    lift = twips(FOOTER_MM - _LETTER_FOOTER_MM) if letter else 0
    parts = {"footer-odd": root("ftr", _page_number("right", lift)), "footer-even": root("ftr", _page_number("left", lift))}
    if turned:
        parts |= {
            "footer-odd-turned": root("ftr", *_turned_number("right")),
            "footer-even-turned": root("ftr", *_turned_number("left")),
        }
    remark = [plain_run(CHECK_REMARK, *size(12))] if paper.edition == "check" else []
    if remark:
        parts |= {f"header-{page}": root("hdr", paragraph("Header", [deepcopy(run) for run in remark])) for page in ("odd", "even")}
    if letter:
        parts |= {
            "header-first": root("hdr", *letter_header(paper, remark)),
            "footer-first": root("ftr", double_line(thick_first=False)),
        }
    return Margins(parts, LETTER_HEADER_MM if letter else _HEADER_MM, _LETTER_FOOTER_MM if letter else FOOTER_MM)


def _page_number(side: str, lift: int) -> Element:
    """— 1 —, one character from the edge; `lift` raises it above the footer's lower edge (twips)."""
    content = [plain_run("— "), *_field("PAGE"), plain_run(" —")]
    edge = element("ind", **{f"{side}Chars": 100, side: SMALL_PT * 20})
    return paragraph("Footer", content, exact(SMALL_PT * 20, after=lift), edge, element("jc", val=side))


def _turned_number(side: str) -> list[Element]:
    """On a sheet turned sideways the number stays where it is on the others: at the left edge, reading downwards (GB/T 9704 8).

    A table of one cell as high as the text block, fixed to the sheet; its text runs from top to bottom.
    """
    width, height = twips(BOTTOM_MM - FOOTER_MM - 7), twips(PAGE_MM[0] - LEFT_MM - RIGHT_MM)
    place = element("tblpPr", horzAnchor="page", vertAnchor="page", tblpX=twips(FOOTER_MM), tblpY=twips(LEFT_MM))
    layout = element("tblLayout", type="fixed")
    properties = element("tblPr", place, element("tblW", w=width, type="dxa"), layout, no_cell_margins())
    cell = element("tcPr", element("tcW", w=width, type="dxa"), element("textDirection", val="tbRl"))
    row = element("tr", element("trPr", element("trHeight", val=height, hRule="exact")), element("tc", cell, _page_number(side, 0)))
    return [element("tbl", properties, element("tblGrid", element("gridCol", w=width)), row), paragraph("Footer")]


def _field(code: str) -> list[Element]:
    """A field with a value for programs that don't compute it."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        plain_run("1"),
        element("r", element("fldChar", fldCharType="end")),
    ]


def section(page: Margins, *, landscape: bool, first: bool) -> Element:
    """<w:sectPr>: paper, margins, grid of 22 lines × 28 characters; only the first section may have a first page of its own."""
    own_first = first and page.has_first
    references = [_reference(name) for name in page.names(landscape=landscape, first=own_first)]
    return element(
        "sectPr",
        *references,
        element("type", val="nextPage"),
        *_paper(page, landscape=landscape),
        element("titlePg") if own_first else None,
        _grid(landscape=landscape),
    )


def _reference(name: str) -> Element:
    """A part's relationship carries the part's name."""
    kind, page = name.split("-")[:2]
    return element(f"{kind}Reference", type={"odd": "default"}.get(page, page), r__id=name)


def _paper(page: Margins, *, landscape: bool) -> tuple[Element, Element]:
    wide, high = PAGE
    top, right, bottom, left = TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM
    turned: dict[str, object] = {}
    if landscape:  # the sheet turned to the right: its left edge comes to the top
        wide, high, turned = high, wide, {"orient": "landscape"}
        top, right, bottom, left = LEFT_MM, TOP_MM, RIGHT_MM, BOTTOM_MM
    sides = {"top": top, "right": right, "bottom": bottom, "left": left, "header": page.header_mm, "footer": page.footer_mm}
    if landscape:
        sides |= {"header": 15, "footer": 12}
    return (
        element("pgSz", w=wide, h=high, **turned),
        element("pgMar", **{side: twips(mm) for side, mm in sides.items()}, gutter=0),
    )


def _grid(*, landscape: bool) -> Element:
    if landscape:
        return element("docGrid", type="lines", linePitch=LINE_TWIPS)
    return element("docGrid", type="linesAndChars", linePitch=LINE_TWIPS, charSpace=CHARACTER_SPACE)
