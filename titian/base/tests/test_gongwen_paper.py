"""The .docx itself, opened by python-docx: page, fonts, indents, links, properties, letterheads."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.shared import Mm
from lxml import etree

from titian.base.gongwen.blocks import Annex, Cell, CheckOnly, Heading, Landscape, Paragraph, Run, Table, TableCell
from titian.base.gongwen.layout import Fonts
from titian.base.gongwen.numbers import DocumentNumberError
from titian.base.gongwen.paper import Paper
from titian.base.gongwen.pictures import PictureError, png_size

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ADDRESS = "https://titian.example/figures/12"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LINKED: list[str | Run] = ["研发费用", Run("7.47亿元", href=ADDRESS, tip="统计局口径", bookmark="figure-12", marked=True), "。"]


def full_paper(**options: Any) -> Paper:
    """A paper with every kind of block."""
    paper = Paper("示范县科学技术局2026年上半年工作总结", **options).addressee("县人民政府:")
    paper.heading(1, "工作完成情况").paragraph(LINKED).heading(2, "强化培育", run_in="新增12家。").points(["建平台", "办活动"])
    paper.heading(3, "平台").heading(4, "项目").note("资料来源：县统计局。")
    paper.table([["指标", "完成"]], [["高新技术企业", "61"]], caption="主要指标", unit="家", note="截至2026年5月31日。")
    paper.attachments(["指标表。", "企业名单"]).signature("示范县科学技术局", date(2026, 6, 30)).remark("联系人：李某某")
    paper.check_only([Heading(1, "来源"), Paragraph("内部说明")])
    paper.landscape([Annex("附件1", "指标表"), Table([["甲", "乙"]], [["1", "2"]], grid=True)])
    return paper.imprint("县委办公室", "示范县科学技术局办公室", date(2026, 7, 1))


def a_png(wide: int = 40, high: int = 20) -> bytes:
    """A grey picture of this size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head, rows = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0), zlib.compress((b"\0" + b"\x80" * wide) * high)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(paper.save()))


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def texts(paper: Paper) -> list[str]:
    return [paragraph.text for paragraph in opened(paper).paragraphs if paragraph.text]


def found(paper: Paper, text: str) -> Any:
    """The first paragraph that holds the text."""
    matching = [paragraph for paragraph in opened(paper).paragraphs if text in paragraph.text]
    assert matching, f"{text} is not in the paper"
    return matching[0]


def test_the_page_has_the_measures_of_the_standard() -> None:
    section = opened(full_paper()).sections[0]
    wanted = {"page_width": 210, "page_height": 297, "top_margin": 37, "left_margin": 28, "right_margin": 26, "bottom_margin": 35}
    for name, mm in wanted.items():
        assert abs(getattr(section, name) - Mm(mm)) < Mm(0.05), name
    grid = section._sectPr.find(f"{W}docGrid")
    assert dict(grid.attrib) == {f"{W}type": "linesAndChars", f"{W}linePitch": "579", f"{W}charSpace": "-842"}


def test_twenty_two_lines_of_twenty_eight_characters_fill_the_text_block_and_fit_it() -> None:
    grid_pt = 16 - 842 / 4096
    assert 27.99 < 156 / 25.4 * 72 / grid_pt < 28.01
    assert 22 <= 225 / 25.4 * 72 / 28.95 < 23


def test_body_text_is_third_size_fangsong_at_a_fixed_line_height() -> None:
    styles = opened(full_paper()).styles
    normal, faces = styles["Normal"], styles["Normal"].element.rPr.rFonts
    assert normal.font.size.pt == 16
    assert normal.paragraph_format.line_spacing.pt == 28.95
    assert faces.get(f"{W}eastAsia") == "仿宋_GB2312"
    assert faces.get(f"{W}ascii") == faces.get(f"{W}hAnsi") == "Times New Roman"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋_GBK", 22),
        ("heading 1", "黑体", None),
        ("heading 2", "楷体_GB2312", None),
        ("heading 3", "仿宋_GB2312", None),
    ],
)
def test_titles_and_headings_have_their_fonts(style: str, font: str, size: int | None) -> None:
    made = opened(full_paper()).styles[style]
    assert made.element.rPr.rFonts.get(f"{W}eastAsia") == font
    assert (made.font.size.pt if made.font.size else None) == size


def test_an_office_may_name_other_fonts() -> None:
    styles = opened(Paper("标题", fonts=Fonts(title="方正小标宋简体", figures="仿宋_GB2312"))).styles
    assert styles["Title"].element.rPr.rFonts.get(f"{W}eastAsia") == "方正小标宋简体"
    assert styles["Normal"].element.rPr.rFonts.get(f"{W}ascii") == "仿宋_GB2312"


@pytest.mark.parametrize("style", ["公文正文", "heading 1", "heading 2", "heading 3", "heading 4"])
def test_the_first_line_is_indented_in_characters_for_word_and_in_twips_for_libreoffice(style: str) -> None:
    indent = opened(full_paper()).styles[style].element.pPr.ind
    assert indent.get(f"{W}firstLineChars") == "200"
    assert indent.get(f"{W}firstLine") == "632"


def test_quotation_marks_and_dashes_take_the_chinese_font() -> None:
    document = etree.fromstring(part(full_paper().save(), "word/document.xml").encode())
    with_words = [run for run in document.iter(f"{W}r") if run.find(f"{W}t") is not None]
    hints = [fonts.get(f"{W}hint") for run in with_words for fonts in run.iter(f"{W}rFonts")]
    assert hints == ["eastAsia"] * len(with_words)


def test_every_paragraph_reads_as_one_text() -> None:
    lines = texts(full_paper())
    assert "研发费用7.47亿元。" in lines
    assert "（一）强化培育。新增12家。" in lines
    assert "一是建平台；二是办活动。" in lines
    assert [line for line in lines if line in {"1.平台", "（1）项目"}] == ["1.平台", "（1）项目"]
    assert "县人民政府：" in lines


@pytest.mark.parametrize("edition", ["clean", "check"])
def test_the_plain_text_of_a_paper_is_what_the_file_holds(edition: str) -> None:
    paper = full_paper(edition=edition)
    document = opened(paper)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    held = {text.replace("\n", "") for text in (*(paragraph.text for paragraph in document.paragraphs), *cells)}
    for line in paper.text().splitlines():
        for piece in line.split("\t"):
            assert piece in held or f"（{piece}）" in held, piece


def test_the_check_edition_links_its_numbers_and_prints_them_black() -> None:
    content = full_paper(edition="check").save()
    assert ADDRESS in part(content, "word/_rels/document.xml.rels")
    document = part(content, "word/document.xml")
    assert 'w:tooltip="统计局口径"' in document
    assert 'w:name="figure_12"' in document
    style = docx.Document(io.BytesIO(content)).styles["Hyperlink"]
    assert str(style.font.color.rgb) == "1F2937"
    assert "核对稿" in part(content, "word/header-odd.xml")


def test_the_clean_edition_shows_no_link_no_mark_and_nothing_internal() -> None:
    content = full_paper(edition="clean").save()
    everything = "".join(
        zipfile.ZipFile(io.BytesIO(content)).read(name).decode() for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    for trace in ("titian.example", "统计局口径", "figure", "hyperlink ", "bookmark", "FEF3C7", "内部说明", "核对稿", "TargetMode"):
        assert trace not in everything, trace


@pytest.mark.parametrize("edition", ["clean", "check"])
def test_the_properties_name_nobody_and_no_instant_of_their_own(edition: str) -> None:
    properties = opened(full_paper(edition=edition)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments, properties.revision) == ("", "", "", 1)
    assert properties.created == properties.modified
    assert properties.created.date() == date(2026, 6, 30)
    assert properties.title == "示范县科学技术局2026年上半年工作总结"


def test_the_same_paper_gives_the_same_bytes_and_another_gives_others() -> None:
    assert full_paper(edition="check").save() == full_paper(edition="check").save()
    assert full_paper().save() != full_paper().paragraph("另加一句。").save()
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(full_paper().save())).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_saving_twice_does_not_change_a_paper() -> None:
    paper = full_paper(edition="check", letterhead="letter", issuer="示范县科学技术局", number="示科函〔2026〕12号")
    assert paper.save() == paper.save()


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    content = full_paper().save()
    assert "evenAndOddHeaders" in part(content, "word/settings.xml")
    odd, even = part(content, "word/footer-odd.xml"), part(content, "word/footer-even.xml")
    assert 'w:jc w:val="right"' in odd
    assert 'w:jc w:val="left"' in even
    for footer in (odd, even):
        assert "— " in footer
        assert " PAGE " in footer


def test_a_turned_sheet_is_a_section_of_its_own_with_margins_and_page_number_turned() -> None:
    sections = list(opened(full_paper()).sections)
    assert [section.orientation for section in sections] == [0, 1]
    turned = sections[1]
    assert abs(turned.top_margin - Mm(28)) < Mm(0.05)
    assert abs(turned.left_margin - Mm(35)) < Mm(0.05)
    names = [reference.get(f"{R}id") for reference in turned._sectPr.iter(f"{W}footerReference")]
    assert names == ["footer-odd-turned", "footer-even-turned"]


def test_an_annex_begins_a_page_with_its_title_on_the_third_line() -> None:
    paper = Paper("标题").paragraph("正文").annex("附件1", "指标表")
    lines = [paragraph.text for paragraph in opened(paper).paragraphs]
    start = lines.index("附件1")
    assert lines[start : start + 3] == ["附件1", "", "指标表"]
    assert found(paper, "附件1").paragraph_format.page_break_before


def test_a_page_break_is_carried_by_what_follows() -> None:
    paper = Paper("标题").paragraph("甲").page_break().paragraph("乙").page_break()
    assert found(paper, "乙").paragraph_format.page_break_before
    assert not found(paper, "甲").paragraph_format.page_break_before


def test_attachments_are_numbered_and_lose_their_full_stops() -> None:
    assert texts(Paper("标题").attachments(["指标表。", "名单"]))[1:] == ["附件：1.指标表", "2.名单"]
    assert texts(Paper("标题").attachments(["指标表"]))[1:] == ["附件：指标表"]


def right_characters(paper: Paper, text: str) -> float:
    indent = found(paper, text)._p.pPr.ind
    return int(indent.get(f"{W}rightChars")) / 100


def test_the_date_stands_four_characters_from_the_right_with_the_name_centred_over_it() -> None:
    paper = Paper("标题").signature("示范县科学技术局", date(2026, 6, 30))
    name, day = right_characters(paper, "示范县科学技术局"), right_characters(paper, "2026年6月30日")
    assert day == 4
    assert name + 8 / 2 == day + 6.5 / 2


def test_without_a_seal_the_date_begins_two_characters_right_of_the_name() -> None:
    paper = Paper("标题").signature("示范县科学技术局", date(2026, 6, 30), sealed=False)
    name, day = right_characters(paper, "示范县科学技术局"), right_characters(paper, "2026年6月30日")
    assert (name + 8) - (day + 6.5) == 2
    assert min(name, day) >= 2


def test_a_long_name_pushes_the_date_inwards_and_stays_on_the_page() -> None:
    paper = Paper("标题").signature("示范县科学技术局示范县发展和改革局联合工作领导小组", date(2026, 6, 30))
    indent = found(paper, "领导小组")._p.pPr.ind
    assert indent.get(f"{W}rightChars") is None
    assert right_characters(paper, "2026年6月30日") > 4


def test_the_file_form_has_its_red_mark_its_number_and_its_line() -> None:
    paper = full_paper(
        letterhead="file",
        issuer="示范县科学技术局",
        number="示科〔2026〕12号",
        secrecy="机密★1年",
        urgency="特急",
        copy_number="000001",
    )
    lines = texts(paper)
    assert lines[:5] == ["000001", "机密★1年", "特急", "示范县科学技术局文件", "示科〔2026〕12号"]
    assert 'w:color="FF0000"' in part(paper.save(), "word/document.xml")
    mark = found(paper, "示范县科学技术局文件").runs[0]
    assert str(mark.font.color.rgb) == "FF0000"


def test_a_paper_that_goes_up_names_who_signed_it_beside_the_number() -> None:
    paper = Paper("请示", letterhead="file", issuer="示范县科学技术局", number="示科〔2026〕12号", signer="王某某")
    assert "示科〔2026〕12号\t签发人：王某某" in texts(paper)


def test_the_letter_form_keeps_its_head_out_of_the_text_and_hides_the_first_page_number() -> None:
    paper = full_paper(letterhead="letter", issuer="示范县科学技术局", number="示科函〔2026〕12号", mark="A")
    section = opened(paper).sections[0]
    assert section.different_first_page_header_footer
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs][:2] == ["\tA", "示范县科学技术局"]
    assert not any(paragraph.text for paragraph in section.first_page_footer.paragraphs)
    assert texts(paper)[0] == "示科函〔2026〕12号"
    copies = [table for table in opened(paper).tables if "抄送" in table.cell(0, 0).text]
    assert len(copies[0].rows) == 1


def test_the_imprint_names_copies_office_and_day() -> None:
    last = opened(full_paper()).tables[-1]
    assert [row.cells[0].text for row in last.rows] == ["抄送：县委办公室。", "示范县科学技术局办公室\t2026年7月1日印发"]


def test_a_wrong_number_is_refused_before_anything_is_written() -> None:
    with pytest.raises(DocumentNumberError):
        Paper("标题", number="示科[2026]12号")


def test_pasted_control_characters_do_not_break_the_file() -> None:
    assert texts(Paper("标题").paragraph("甲\x00乙\x0b丙\ufffe").paragraph("一\n\n二"))[1:] == ["甲乙丙", "一", "二"]


def test_one_picture_used_twice_is_stored_once() -> None:
    drawn = a_png()
    content = Paper("标题").picture(drawn, 100, "走势").picture(drawn, 120, alternative="走势图").save()
    names = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(".png")]
    assert names == ["word/media/image1.png"]
    shapes = docx.Document(io.BytesIO(content)).inline_shapes
    assert [round(shape.width.mm) for shape in shapes] == [100, 120]
    wide, high = png_size(drawn)
    assert abs(shapes[0].height / shapes[0].width - high / wide) < 0.01
    assert 'descr="走势图"' in part(content, "word/document.xml")


def test_a_picture_never_leaves_the_text_block() -> None:
    drawn = a_png()
    assert docx.Document(io.BytesIO(Paper("标题").picture(drawn, 400).save())).inline_shapes[0].width <= Mm(156.1)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 8])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError, match=r"PNG|宽度"):
        Paper("标题").picture(content).save()


def test_head_rows_repeat_and_rows_do_not_break() -> None:
    table = opened(full_paper()).tables[0]._tbl
    rows = table.findall(f"{W}tr")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert rows[1].find(f"{W}trPr/{W}tblHeader") is None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_merged_heads_cover_their_neighbours() -> None:
    head: list[list[TableCell]] = [[Cell("指标", rows=2), Cell("2026年", columns=2), Cell("备注", rows=2)], ["目标", "完成"]]
    table = opened(Paper("标题").table(head, [["高企", "68", "61", ""]])).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "2026年", "2026年", "备注"],
        ["指标", "目标", "完成", "备注"],
        ["高企", "68", "61", ""],
    ]


def test_a_table_fills_the_text_block_whatever_its_widths() -> None:
    for widths in (None, [1, 3], [50, 40]):
        table = opened(Paper("标题").table([["甲", "乙"]], [["一段比较长的文字说明", "2"]], widths=widths)).tables[0]._tbl
        assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) == 8845


def test_widths_that_do_not_fit_the_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="2 个正数"):
        Paper("标题").table([["甲", "乙"]], [], widths=[1]).save()


def test_numbers_are_set_right_and_words_left() -> None:
    table = opened(Paper("标题").table([["指标名称", "数"]], [["有效高新技术企业", "1,099"], ["占比", "3.42%"]])).tables[0]
    assert [cell.paragraphs[0]._p.pPr.jc.get(f"{W}val") for cell in table.rows[1].cells] == ["left", "right"]


def test_a_short_row_is_filled_with_empty_cells() -> None:
    table = opened(Paper("标题").table([["甲", "乙", "丙"]], [["1"]])).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "", ""]


# Children in the order of ECMA-376; whatever is not on its list fails the test.
ORDERS = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
        "kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
        "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
        "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    ),
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "Reference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols titlePg docGrid",
    "style": "name basedOn next link uiPriority qFormat pPr rPr tblPr trPr tcPr",
    "settings": (
        "zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders characterSpacingControl compat "
        "themeFontLang"
    ),
    "font": "altName panose1 charset family notTrueType pitch sig",
    "tblBorders": "top left start bottom right end insideH insideV",
    "pBdr": "top left bottom right between bar",
}


def places(node: etree._Element) -> list[int]:
    """Where the children of a node stand in the schema's order; headers and footers may come in any."""
    order = ORDERS.get(etree.QName(node).localname, "").split()
    names = [etree.QName(child).localname.replace("header", "").replace("footer", "") for child in node]
    return [order.index(name) for name in names] if order else []


@pytest.mark.parametrize("letterhead", [None, "file", "letter"])
@pytest.mark.parametrize("edition", ["clean", "check"])
def test_elements_stand_in_the_order_the_schema_wants(letterhead: Any, edition: Any) -> None:
    content = full_paper(
        letterhead=letterhead, edition=edition, issuer="示范县科学技术局", number="示科〔2026〕1号", signer="王某某", mark="A"
    ).save()
    archive = zipfile.ZipFile(io.BytesIO(content))
    for name in archive.namelist():
        for node in etree.fromstring(archive.read(name)).iter(etree.Element):
            assert all(before <= after for before, after in pairwise(places(node))), (name, etree.tostring(node)[:200])


def test_every_relationship_leads_to_a_part_with_a_content_type() -> None:
    content = full_paper(edition="check", letterhead="letter", issuer="示范县科学技术局").picture(a_png()).save()
    archive = zipfile.ZipFile(io.BytesIO(content))
    relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    inner = {relation.get("Id"): relation.get("Target") for relation in relations if relation.get("TargetMode") is None}
    assert {f"word/{target}" for target in inner.values()} <= set(archive.namelist())
    document = etree.fromstring(archive.read("word/document.xml"))
    used = {node.get(f"{R}{key}") for node in document.iter(etree.Element) for key in ("id", "embed")} - {None}
    assert used <= {relation.get("Id") for relation in relations}


def test_nothing_for_checking_only_is_left_when_the_paper_is_only_that() -> None:
    assert texts(Paper("标题").check_only([CheckOnly([Paragraph("内部")]), Landscape([Paragraph("来源")])])) == ["标题"]
