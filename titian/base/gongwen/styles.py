"""styles.xml, settings.xml and fontTable.xml of a paper."""

from __future__ import annotations

from titian.base.gongwen.elements import Element, element, root
from titian.base.gongwen.layout import BODY_PT, LINE_TWIPS, SMALL_PT, TABLE_PT, TITLE_PT, Fonts, characters

# What Word and LibreOffice print with when the named font is not installed.
_SUBSTITUTES = {
    "方正小标宋_GBK": "方正小标宋简体",
    "方正小标宋简体": "方正小标宋_GBK",
    "仿宋_GB2312": "仿宋",
    "仿宋": "FangSong",
    "楷体_GB2312": "楷体",
    "楷体": "KaiTi",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
TABLE_LINE_TWIPS = 400
TIGHTEN_TWIPS = -6  # 28 × (16 - 0.3) pt = 439.6 pt, within the 441 pt LibreOffice leaves of 442.25 pt


def font(chinese: str, figures: str = "") -> Element:
    """Which font every kind of letter takes: Chinese eastAsia, figures and letters ascii and hAnsi (none: the Chinese font)."""
    latin = figures or chinese
    return element("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)


def size(points: float) -> tuple[Element, Element]:
    return element("sz", val=round(points * 2)), element("szCs", val=round(points * 2))


def exact(line_twips: int, **more: object) -> Element:
    """Fixed line height, no space around."""
    return element("spacing", before=more.get("before", 0), after=more.get("after", 0), line=line_twips, lineRule="exact")


def first_line(count: int = 2) -> Element:
    """First-line indent, in characters for Word and WPS and in twips for LibreOffice."""
    return element("ind", firstLineChars=count * 100, firstLine=characters(count))


def _style(identity: str, label: str, *parts: Element, based: str = "Normal", follow: str = "", **attributes: object) -> Element:
    """A paragraph style; `parts` are pPr and rPr in this order."""
    return element(
        "style",
        element("name", val=label),
        element("basedOn", val=based) if based else None,
        element("next", val=follow) if follow else None,
        element("qFormat"),
        *parts,
        type="paragraph",
        styleId=identity,
        **attributes,
    )


def _defaults(fonts: Fonts) -> Element:
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    faces = element("rPr", font(fonts.body, fonts.figures), *size(BODY_PT), language)
    return element("docDefaults", element("rPrDefault", faces), element("pPrDefault", element("pPr")))


def _tightened() -> tuple[Element, Element]:
    """Body characters 0.3 pt closer and off the character grid, so that 28 fit everywhere.

    The grid alone does it in Word; LibreOffice gives a 16 pt character in a cell of 15.79 pt two cells.
    """
    return element("snapToGrid", val=0), element("spacing", val=TIGHTEN_TWIPS)


def _normal(fonts: Fonts) -> Element:
    layout = element(
        "pPr",
        element("widowControl", val=0),
        element("kinsoku"),
        element("overflowPunct"),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("adjustRightInd", val=0),
        element("snapToGrid", val=0),
        exact(LINE_TWIPS),
        element("jc", val="both"),
    )
    faces = element("rPr", font(fonts.body, fonts.figures), *_tightened(), *size(BODY_PT))
    return _style("Normal", "Normal", layout, faces, based="", default=1)


def _headings(fonts: Fonts) -> list[Element]:
    faces = {1: font(fonts.first), 2: font(fonts.second), 3: font(fonts.body, fonts.figures), 4: font(fonts.body, fonts.figures)}
    return [
        _style(
            f"Heading{level}",
            f"heading {level}",
            element("pPr", element("keepNext"), first_line(), element("outlineLvl", val=level - 1)),
            element("rPr", face, element("b", val=0)),
            follow="Body",
        )
        for level, face in faces.items()
    ]


def _texts(fonts: Fonts) -> list[Element]:
    centred, title_face = element("jc", val="center"), element("rPr", font(fonts.title), *size(TITLE_PT))
    return [
        _style("Body", "公文正文", element("pPr", first_line())),
        _style("Title", "Title", element("pPr", element("keepNext"), centred), title_face, follow="Body"),
        _style("Subtitle", "Subtitle", element("pPr", element("jc", val="center")), element("rPr", font(fonts.second))),
        _style("Addressee", "主送机关", follow="Body"),
        _style("AnnexLabel", "附件序号", element("pPr", element("keepNext")), element("rPr", font(fonts.first))),
        _style(
            "Caption",
            "caption",
            element("pPr", element("keepNext"), exact(LINE_TWIPS), element("jc", val="center")),
            element("rPr", font(fonts.first), *size(SMALL_PT)),
        ),
        _style(
            "Note",
            "资料来源",
            element("pPr", exact(TABLE_LINE_TWIPS)),
            element("rPr", element("spacing", val=0), *size(TABLE_PT)),
        ),
    ]


def _tables(fonts: Fonts) -> list[Element]:
    cell = [exact(TABLE_LINE_TWIPS), element("jc", val="left")]
    head = [element("keepNext"), exact(TABLE_LINE_TWIPS), element("jc", val="center")]
    return [
        _style("TableText", "表格正文", element("pPr", *cell), element("rPr", element("spacing", val=0), *size(TABLE_PT))),
        _style(
            "TableHead",
            "表格表头",
            element("pPr", *head),
            element("rPr", font(fonts.first), element("spacing", val=0), *size(TABLE_PT)),
        ),
        _style("Imprint", "版记", element("rPr", element("spacing", val=0), *size(SMALL_PT))),
        _style("Header", "header"),
        _style(
            "Footer",
            "footer",
            element("pPr", exact(SMALL_PT * 20)),
            element("rPr", font(fonts.page_number), element("spacing", val=0), *size(SMALL_PT)),
        ),
    ]


def _link() -> Element:
    """A link that prints like the text around it, marked by dots under it."""
    return element(
        "style",
        element("name", val="Hyperlink"),
        element("rPr", element("color", val="1F2937"), element("u", val="dotted", color="6B7280")),
        type="character",
        styleId="Hyperlink",
    )


def _table_default() -> Element:
    sides = {"top": 0, "left": 70, "bottom": 0, "right": 70}
    margins = element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in sides.items()))
    return element(
        "style",
        element("name", val="Normal Table"),
        element("tblPr", element("tblInd", w=0, type="dxa"), margins),
        type="table",
        styleId="TableNormal",
        default="1",
    )


def styles(fonts: Fonts) -> Element:
    """styles.xml."""
    every = [_normal(fonts), *_headings(fonts), *_texts(fonts), *_tables(fonts), _link(), _table_default()]
    return root("styles", _defaults(fonts), *every)


def settings() -> Element:
    """settings.xml: odd and even pages differ, East Asian layout as Word 2013 and later lay it out, no link to a template."""
    compatibility = element(
        "compat",
        element("spaceForUL"),
        element("balanceSingleByteDoubleByteWidth"),
        element("doNotLeaveBackslashAlone"),
        element("ulTrailSpace"),
        element("adjustLineHeightInTable"),
        element("useFELayout"),
        element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15"),
    )
    return root(
        "settings",
        element("zoom", percent=100),
        element("bordersDoNotSurroundHeader"),
        element("bordersDoNotSurroundFooter"),
        element("defaultTabStop", val=characters(2)),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="doNotCompress"),
        compatibility,
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def font_table(fonts: Fonts) -> Element:
    """fontTable.xml: for every font the name to try when it is missing."""
    names = dict.fromkeys([fonts.body, fonts.first, fonts.second, fonts.title, fonts.page_number])
    return root("fonts", *(_font(name) for name in names if name != fonts.figures))


def _font(name: str) -> Element:
    substitute = _SUBSTITUTES.get(name)
    return element(
        "font",
        element("altName", val=substitute) if substitute else None,
        element("charset", val="86"),
        element("family", val="auto"),
        element("pitch", val="variable"),
        name=name,
    )
