"""Files become text: each format read as an office sees it. What cannot be read is in test_bad_input."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from titian.base import office
from titian.reader.tests import make
from titian.reader.text import Extracted, extract, extract_bytes, extract_pasted

SENTENCE = make.full_width("今年以来，新认定高新技术企业12家，技术合同成交额7.47亿元。")


def lines(data: bytes, name: str) -> list[str]:
    return extract_bytes(data, name).text.split("\n")


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    text = f"一、企业培育\r\n{SENTENCE}\n"
    assert extract_bytes(text.encode(encoding), "总结.txt") == Extracted(text, "plain")


def test_a_mark_is_not_counted_and_line_ends_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "甲\r\n乙12家\r丙".encode())
    assert extract(path).text.index("12") == 4


def test_characters_beyond_the_first_plane_count_once() -> None:
    assert extract_bytes("𠮷县12家".encode("gb18030"), "a.txt").text.index("12") == 2


def test_two_chinese_words_in_gb18030_are_not_taken_for_arabic_letters() -> None:
    assert extract_bytes("联通".encode("gb18030"), "a.txt").text == "联通"


def test_a_place_in_a_text_is_its_line() -> None:
    found = extract_bytes("甲\n乙\n丙12家".encode(), "a.txt")
    assert found.place(found.text.index("12")) == "第3行"


def test_a_text_named_docx_is_read_and_the_officer_told() -> None:
    found = extract_bytes(SENTENCE.encode(), "总结.docx")
    assert found.text == SENTENCE
    assert found.notices == ("扩展名是 .docx，内容其实是纯文本，已按纯文本读",)


def test_pasted_text_has_plain_line_ends() -> None:
    assert extract_pasted("\ufeff甲\r\n乙12家").text == "甲\n乙12家"


def test_a_text_beginning_with_the_letters_of_a_picture_format_is_a_text() -> None:
    assert extract_bytes(b"BMS 12 units", "a.txt").text == "BMS 12 units"


# Word


def test_paragraphs_and_tables_of_word_come_in_order() -> None:
    data = make.word("标题", "  " + SENTENCE, table=[["指标", "目标", "完成"], ["高新技术企业（家）", "650", "663"]])
    assert lines(data, "总结.docx") == ["标题", SENTENCE, "指标 | 目标 | 完成", "高新技术企业（家） | 650 | 663"]


def test_places_in_word_are_paragraphs_and_table_rows() -> None:
    found = extract_bytes(make.word("标题", "甲12家", table=[["指标", "数"], ["高企", "34"]]), "a.docx")
    assert [found.place(found.text.index(number)) for number in ("12", "34")] == ["第2段", "第1个表格第2行"]


def test_a_merged_cell_is_printed_once_and_keeps_its_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{make.p(text)}</w:tc>"

    spanning, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("指标", spanning) + cell("2024年", '<w:gridSpan w:val="2"/>'),
        cell("", below) + cell("目标") + cell("完成"),
        cell("高企") + cell("650") + cell("663"),
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert lines(make.word_of(f"<w:tbl>{table}</w:tbl>"), "a.docx") == ["指标 | 2024年目标 | 2024年完成", "高企 | 650 | 663"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    table = f"<w:tbl><w:tr><w:tc>{make.p('甲。')}{make.p('乙。')}</w:tc></w:tr></w:tbl>"
    assert lines(make.word_of(table), "a.docx") == ["甲。", "乙。"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>新认定</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins><w:r><w:t>15</w:t></w:r></w:ins>"
        "<w:r><w:t>家</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上半</w:t></w:r></w:p><w:p><w:r><w:t>年完成</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{make.p('作废9家')}</w:tc></w:tr><w:tr><w:tc>{make.p('留下8家')}</w:tc></w:tr></w:tbl>"
    )
    found = extract_bytes(make.word_of(body), "a.docx")
    assert found.text == "新认定15家\n上半年完成\n留下8家"
    assert found.notices == ("含有修订痕迹，已按接受全部修订后的文字读",)


def test_automatic_numbers_are_printed() -> None:
    def level(depth: int, form: str, text: str) -> str:
        return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'

    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.")
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'

    def numbered(depth: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>'

    body = make.p("企业", '<w:pStyle w:val="H1"/>') + make.p("5亿元项目", numbered(1)) + make.p("培训", numbered(1))
    body += make.p("人才", numbered(0)) + make.p("选聘", numbered(1)) + make.p("不编号", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    # «1.» before «5亿元» must not become 1.5亿元.
    expected = ["一、企业", "1. 5亿元项目", "2.培训", "二、人才", "1.选聘", "不编号"]
    assert lines(make.word_of(body, numbering=numbering, styles=styles), "a.docx") == expected


def test_boxes_and_notes_follow_their_paragraph_once() -> None:
    box = f"<w:txbxContent>{make.p('框中34家')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f'<w:p><w:r><w:t>正文</w:t>{drawing}<w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{make.p("统计口径为规上工业企业")}</w:footnote>'
    assert lines(make.word_of(body, footnotes=notes), "a.docx") == ["正文", "框中34家", "注：统计口径为规上工业企业"]


def test_contents_hidden_text_and_field_codes_are_left_out() -> None:
    def field(code: str, result: str) -> str:
        marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}<w:r><w:t>{result}</w:t></w:r>{marks[2]}"

    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏99家</w:t></w:r>"
    body = f"<w:p>{field(' TOC o 1-3', '一、企业 3')}</w:p><w:p>{field(' =SUM(A1) ', '12')}<w:r><w:t>家</w:t></w:r>{hidden}</w:p>"
    assert lines(make.word_of(body), "a.docx") == ["12家"]


def test_a_square_stays_a_square() -> None:
    above = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    assert lines(make.word_of(f"<w:p><w:r><w:t>8.6万m</w:t></w:r>{above}</w:p>"), "a.docx") == ["8.6万m²"]


def test_a_tab_still_parts_columns() -> None:
    body = "<w:p><w:r><w:t>高企（家）</w:t><w:tab/><w:t>650</w:t><w:tab/><w:t>663  备 注</w:t></w:r></w:p>"
    assert lines(make.word_of(body), "a.docx") == ["高企（家）\t650\t663  备 注"]


# Excel


def test_numbers_are_printed_as_cells_show_them() -> None:
    row = ["高新技术企业", 1234.0, 0.0415, 0.1 + 0.2, 45292, 45292, 14.37, -1234.5, 7.4567, 0]
    codes = [
        "General",
        "General",
        "0.00%",
        "General",
        'yyyy"年"m"月"d"日"',
        'yyyy"年"m"月"',
        '0.00"亿元"',
        "#,##0.00;(#,##0.00)",
        "0.0",
        "General",
    ]
    data = make.excel([row], formats={(0, at): code for at, code in enumerate(codes)})
    shown = "高新技术企业 | 1234 | 4.15% | 0.3 | 2024-01-01 | 2024年1月 | 14.37亿元 | -1,234.50 | 7.5 | 0"
    assert lines(data, "a.xlsx") == [shown]


def test_the_old_format_shows_the_same() -> None:
    data = make.old_excel(
        {
            (0, 0): "技术交易（亿元）",
            (0, 1): (14.37, "0.00"),
            (0, 2): (0.2158, "0.0%"),
            (1, 0): (45473.0, "yyyy/m/d"),
            (2, 0): "藏",
            (3, 0): "末",
        },
        hidden_row=2,
    )
    found = extract_bytes(data, "a.xls")
    assert found.text.split("\n") == ["目标", "技术交易（亿元） | 14.37 | 21.6%", "2024-06-30", "末"]
    assert found.notices == ("工作表「目标」有 1 个隐藏的行或列，未读",)
    assert found.place(found.text.index("14.37")) == "工作表「目标」第1行"


def test_titles_stand_bare_and_columns_stay_aligned() -> None:
    data = make.workbook(
        {
            "Sheet1": [
                [None, None, None, None],
                [None, None, None, "单位：万元"],
                ["指标", None, "目标", "完成"],
                ["授信", None, None, 1234.0],
            ]
        },
        merged=[(0, 0, 0, 3, "2024年目标表")],
    )
    assert lines(data, "a.xlsx") == ["2024年目标表", "单位：万元", "指标 | 目标 | 完成", "授信 |  | 1234"]


def test_a_header_of_two_storeys_on_a_sheet_becomes_one_row() -> None:
    rows: list[list[Any]] = [[None] * 4, [None] * 4, [None, "目标", "完成", None], ["高企", 650, 663, "超额"]]
    merged = [(0, 0, 0, 3, "2024年目标表"), (1, 0, 2, 0, "指标"), (1, 1, 1, 2, "2024年"), (1, 3, 2, 3, "备注")]
    found = extract_bytes(make.workbook({"Sheet1": rows}, merged=merged), "a.xlsx")
    assert found.text.split("\n") == ["2024年目标表", "指标 | 2024年目标 | 2024年完成 | 备注", "高企 | 650 | 663 | 超额"]
    assert found.place(found.text.index("650")) == "工作表「Sheet1」第4行"


def test_several_sheets_come_under_their_names_and_hidden_ones_are_told() -> None:
    data = make.workbook({"2024年6月": [["高企", 12]], "2024年5月": [["高企", 11]], "底稿": [["高企", 99]]}, hidden=["底稿"])
    found = extract_bytes(data, "a.xlsx")
    assert found.text == "2024年6月\n高企 | 12\n2024年5月\n高企 | 11"
    assert found.notices == ("隐藏的工作表「底稿」未读",)
    assert found.place(found.text.index("11")) == "工作表「2024年5月」第1行"


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    data = make.workbook({"Sheet1": [["甲", "密", 1], ["乙", "密", 2], ["丙", "密", 3]]}, hidden_rows=[1], hidden_columns=[1])
    found = extract_bytes(data, "a.xlsx")
    assert found.text == "甲 | 1\n丙 | 3"
    assert found.notices == ("工作表「Sheet1」有 2 个隐藏的行或列，未读",)


def test_a_formula_without_its_result_is_told() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row><c t="inlineStr"><is><t>高企</t></is></c><c><f>SUM(B2)</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'
    )
    links = '<Relationships xmlns="urn:x"><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet}
    found = extract_bytes(make.archive({name: text.encode() for name, text in parts.items()}), "a.xlsx")
    assert found.text == "A\n高企"
    assert [note[:14] for note in found.notices] == ["工作表「A」有 1 个错误值", "工作表「A」有 1 个公式没"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_becomes_rows_whatever_separates_its_cells(separator: str) -> None:
    text = f'指标{separator}完成\n"高新技术\n企业"{separator}"1,099"\n'
    assert lines(text.encode("gb18030"), "a.csv") == ["指标 | 完成", "高新技术 企业 | 1,099"]


# Web pages


def test_a_government_page_keeps_its_document_only() -> None:
    body = (
        f"<p>&emsp;&emsp;{SENTENCE}</p><p><span>新增孵化面积8.6万m</span><sup>2</sup>。</p>"
        "<table><tr><td rowspan=2><p>指标</p></td><td colspan=2>2024年</td></tr><tr><td>目标</td><td>完成</td></tr>"
        "<tr><td>高新技术企业（家）</td><td>650</td><td>663</td></tr></table><p>附件：<a href='x.doc'>1.目标任务表.doc</a></p>"
    )
    found = extract_bytes(make.government_page(body).encode(), "a.html")
    assert found.title == "示范县科技局2024年上半年工作总结"
    assert found.text.split("\n") == [
        "示范县科技局2024年上半年工作总结",
        "索引号：990123-104/2024-00012",
        "发文字号：示科发〔2024〕18号",
        "发布机构：示范县科技局",
        "发布日期：2024-07-05",
        SENTENCE,
        "新增孵化面积8.6万m²。",
        "指标 | 2024年目标 | 2024年完成",
        "高新技术企业（家） | 650 | 663",
        "附件：1.目标任务表.doc",
    ]


def test_a_page_that_says_gb2312_may_hold_more_than_gb2312() -> None:
    page = make.government_page("<p>新认定高新技术企业12家，其中镕铁公司等3家为首次认定。</p>").replace("utf-8", "gb2312")
    assert "镕铁公司等3家" in extract_bytes(page.encode("gb18030"), "a.htm").text


def test_a_page_that_lies_about_its_encoding_is_still_read() -> None:
    page = make.government_page(f"<p>{SENTENCE}</p>").replace("utf-8", "gb2312")
    assert SENTENCE in extract_bytes(page.encode(), "a.htm").text


def test_a_page_laid_out_with_tables_gives_its_text() -> None:
    page = make.full_width(
        "<html><head><title>关于2023年工作情况的报告-示范市科技局</title></head><body><form><table><tr><td><table><tr><td><a>首页</a></td>"
        "<td><a>新闻</a></td></tr></table></td></tr><tr><td><table><tr><td><a>栏目1</a><br>热线12345</td><td><table><tr><td><b>关于2023年工作情况的报告"
        "</b></td></tr><tr><td>发布时间：2023-12-30 点击数：88</td></tr><tr><td><font>  一、企业培育。全年净增高新技术企业21家，总数164家。<br>"
        "  二、成果转化。全年技术合同成交额14.37亿元，同比增长21.37%。</font></td></tr></table></td></tr></table></td></tr>"
        "<tr><td>版权所有 示范市科技局</td></tr></table></form></body></html>"
    )
    assert lines(page.encode("gb18030"), "a.htm") == [
        "关于2023年工作情况的报告",
        "发布日期：2023-12-30",
        make.full_width("一、企业培育。全年净增高新技术企业21家，总数164家。"),
        make.full_width("二、成果转化。全年技术合同成交额14.37亿元，同比增长21.37%。"),
    ]


def test_a_page_saved_by_excel_keeps_every_cell() -> None:
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>指标</td><td>完成</td></tr>'
        "<tr><td>高企</td><td>12</td></tr></table></body></html>"
    )
    found = extract_bytes(page.encode("gb18030"), "目标.xls")
    assert found.text == "指标 | 完成\n高企 | 12"
    assert found.notices == ("扩展名是 .xls，内容其实是网页，已按网页读",)


def test_a_page_saved_as_one_file_is_read() -> None:
    page = make.government_page(f"<p>{SENTENCE}</p>").encode("gb18030")
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\n'
    frame = (
        b"--=_x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>\xc4\xbf\xc2\xbc1</p>\r\n"
    )
    part = (
        b"--=_x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page + b"\r\n--=_x--\r\n"
    )
    found = extract_bytes(head + frame + part, "总结.mht")
    assert (SENTENCE in found.text, found.kind) == (True, "mht")


# PDF


def test_wrapped_lines_are_joined_and_page_numbers_dropped() -> None:
    paragraphs = [
        f"{number}是强化企业主体。新认定高新技术企业{at}2家，同比增长21.5%，技术合同成交额达到7.{at}7亿元，服务企业1,099家次，较上年同期增加{at}35家次。"
        for at, number in enumerate("一二三四五六七八九", 1)
    ]
    found = extract_bytes(make.pdf(make.typeset(*paragraphs, lines_a_page=8)), "a.pdf")
    assert found.text.split("\n") == paragraphs
    assert [found.place(found.text.index(f"7.{at}7")) for at in (1, 9)] == ["第1页", "第4页"]


def test_short_lines_of_a_pdf_stay_apart() -> None:
    pieces = [(90.0, 720.0, 16.0, "高新技术企业12家"), (90.0, 690.0, 16.0, "技术合同34项")]
    assert lines(make.pdf([pieces]), "a.pdf") == ["高新技术企业12家", "技术合同34项"]


def test_a_head_repeated_on_every_page_is_dropped() -> None:
    pages = [
        [(90.0, 800.0, 10.0, "示范县科技局文件"), (90.0, 700.0, 16.0, f"第{number}部分完成1{number}家")] for number in "一二三"
    ]
    assert lines(make.pdf(pages), "a.pdf") == ["第一部分完成1一家", "第二部分完成1二家", "第三部分完成1三家"]


def test_a_drawn_table_of_a_pdf_becomes_rows_of_cells() -> None:
    rules = [f"90 {y} m 390 {y} l S" for y in (700, 640, 600)] + ["190 670 m 390 670 l S"]
    rules += [f"{x} 600 m {x} 700 l S" for x in (90, 190, 390)] + ["290 600 m 290 670 l S"]
    cells = [
        (100.0, 660.0, 12.0, "指标"),
        (200.0, 680.0, 12.0, "2024年"),
        (200.0, 650.0, 12.0, "目标"),
        (300.0, 650.0, 12.0, "完成"),
    ]
    cells += [
        (100.0, 622.0, 12.0, "高新技术"),
        (100.0, 606.0, 12.0, "企业"),
        (200.0, 615.0, 12.0, "650"),
        (300.0, 615.0, 12.0, "663"),
    ]
    data = make.pdf([[(90.0, 750.0, 16.0, "目标表"), *cells, (90.0, 560.0, 16.0, "备注")]], rules=rules)
    assert lines(data, "a.pdf") == ["目标表", "指标 | 2024年目标 | 2024年完成", "高新技术企业 | 650 | 663", "备注"]


def test_the_day_of_a_page_is_a_day() -> None:
    page = make.government_page(f"<p>{SENTENCE}</p>", day=date(2023, 1, 9))
    assert "发布日期：2023-01-09" in extract_bytes(page.encode(), "a.html").text


def test_quotation_marks_drawn_last_stand_where_they_are_seen() -> None:
    pieces = [
        (90.0, 700.0, 16.0, "推行"),
        (138.0, 700.0, 16.0, "一户一档"),
        (218.0, 700.0, 16.0, "对账法"),
        (122.0, 700.0, 16.0, "“"),
        (202.0, 700.0, 16.0, "”"),
    ]
    marks = [(90.0, 600.0, 16.0, "备注")]
    assert lines(make.pdf([[*pieces, *marks]]), "a.pdf")[0].replace("“", "").replace("”", "") == "推行一户一档对账法"


def test_numbers_of_neighbouring_columns_stay_two_numbers() -> None:
    row = [(90.0, 700.0, 16.0, "覆盖面"), (150.0, 700.0, 16.0, "71.2"), (188.0, 700.0, 16.0, "109.5%")]
    assert lines(make.pdf([row]), "a.pdf") == ["覆盖面 71.2 109.5%"]


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.slow
@pytest.mark.parametrize("form", ["doc", "rtf", "odt", "wps"])
def test_old_and_foreign_documents_are_read_through_libreoffice(form: str, tmp_path: Path) -> None:
    source = tmp_path / "总结.docx"
    source.write_bytes(make.word("标题", SENTENCE, table=[["指标", "完成"], ["高企", "12"]]))
    made = office.convert(source, "doc" if form == "wps" else form)
    path = made.rename(tmp_path / f"旧.{form}")
    assert extract(path).text.split("\n") == ["标题", SENTENCE, "指标 | 完成", "高企 | 12"]


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.slow
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_and_foreign_sheets_show_what_the_new_ones_show(form: str, tmp_path: Path) -> None:
    source = tmp_path / "目标.xlsx"
    row = ["高新技术企业", 1234, 0.0415, 45292, 14.37]
    source.write_bytes(make.excel([row, ["末", 1]], formats={(0, 2): "0.00%", (0, 3): 'yyyy"年"m"月"', (0, 4): '0.00"亿元"'}))
    found = extract(office.convert(source, form))
    assert found.text == "高新技术企业 | 1234 | 4.15% | 2024年1月 | 14.37亿元\n末 | 1"


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.slow
def test_a_pdf_of_libreoffice_gives_back_its_paragraphs(tmp_path: Path) -> None:
    source = tmp_path / "总结.docx"
    paragraphs = [
        f"{number}是强化“企业主体”。{SENTENCE}R&D经费投入强度达到3.42%，比上年提高0.{number}个百分点。" * 3
        for number in "一二三四五"
    ]
    rows = [["指标", "目标", "完成"], ["高新技术企业（家）", "650", "663"]]
    source.write_bytes(make.word(*paragraphs, table=rows))
    assert extract(office.convert(source, "pdf")).text.split("\n") == [*paragraphs, *(" | ".join(row) for row in rows)]


@pytest.mark.parametrize(
    "line",
    [
        "转发市科技局关于申报2024年项目的通知",
        "完善网站地图、无障碍浏览等功能3项。",
        "初审：35家",
        "时间：6月1日至30日，参训120人",
        "位置：高新区3号楼",
        "下一步，新认定高新技术企业12家",
    ],
)
def test_lines_that_only_resemble_those_of_a_site_are_kept(line: str) -> None:
    page = make.government_page(f"<p>{SENTENCE}</p><p class='margin-bottom'>{make.full_width(line)}</p>")
    assert make.full_width(line) in lines(page.encode(), "a.html")


def test_a_table_whose_rows_are_linked_is_kept() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td><a href='/{number}'>示范机械公司</a></td><td>12{number}万元</td></tr>" for number in range(1, 4)
    )
    assert "1 | 示范机械公司 | 121万元" in lines(make.government_page(f"<p>{SENTENCE}</p><table>{rows}</table>").encode(), "a.html")


def test_what_a_page_hides_or_puts_beside_is_left_out() -> None:
    beside = "<div class='left-nav'>热线12345，共受理3000件，办结率99%以上。</div><div style='display: none'>草稿99家</div>"
    found = extract_bytes(make.government_page(f"<p>{SENTENCE * 3}</p>{beside}").encode(), "a.html").text
    assert SENTENCE in found
    assert "12345" not in found
    assert "草稿" not in found
