"""Files that cannot be read: each is refused with its name, what is wrong and what to do."""

from __future__ import annotations

import contextlib
import io
import os
import random
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from titian.base import office
from titian.reader.tests import make
from titian.reader.text import Limits, UnreadableFile, extract, extract_bytes

DOCX = make.word("新认定高新技术企业12家。" * 50)
XLSX = make.excel([["指标", "完成"], ["高企", 12]])
PDF = make.pdf(make.typeset("新认定高新技术企业12家。"))


def refusal(data: bytes, name: str, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        extract_bytes(data, name, limits)
    assert caught.value.path_name == name
    assert str(caught.value).startswith(f"「{name}」{caught.value.reason}。")
    assert len(caught.value.advice) > 5
    return caught.value


@pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe\r\x00\n\x00"])
def test_an_empty_file(data: bytes) -> None:
    assert "重新" in refusal(data, "总结.txt").advice


@pytest.mark.parametrize(
    ("data", "name"), [(DOCX, "a.docx"), (XLSX, "a.xlsx"), (PDF, "a.pdf"), (make.old_excel({(0, 0): "甲"}), "a.xls")]
)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off(data: bytes, name: str, share: float) -> None:
    assert "中断" in refusal(data[: int(len(data) * share)], name).reason


def test_a_cut_off_file_made_for_the_web() -> None:
    whole = PDF.replace(b"%PDF-1.5\n", b"%PDF-1.5\n9 0 obj<</Linearized 1/L 999999>>endobj\n", 1)
    assert "不完整" in refusal(whole, "a.pdf").reason


def test_a_package_with_a_spoilt_part() -> None:
    at = DOCX.index(b"word/document.xml") + 60
    spoilt = DOCX[:at] + bytes(byte ^ 0xFF for byte in DOCX[at : at + 200]) + DOCX[at + 200 :]
    assert "损坏" in refusal(spoilt, "a.docx").reason


def test_a_package_without_its_text() -> None:
    data = make.archive({"word/styles.xml": b"<w:styles xmlns:w='urn:x'/>", "[Content_Types].xml": b"<Types/>"})
    assert "缺少正文" in refusal(data, "a.docx").reason


def test_text_xml_that_breaks_off() -> None:
    assert "XML" in refusal(make.archive({"word/document.xml": b"<w:document><w:body>"}), "a.docx").reason


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片（PNG）"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "图片（JPEG）"),
        (b"BM" + bytes(100), "图片（BMP）"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "压缩包（RAR）"),
        (b"MZ\x90\x00" + bytes(100), "程序"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(100), "视频"),
        (make.archive({"总结.txt": "甲".encode()}), "压缩包（zip）"),
        (make.archive({"OFD.xml": b"<OFD/>"}), "OFD"),
        (make.archive({"ppt/presentation.xml": b"<p/>"}), "演示文稿"),
        (make.container({"PowerPoint Document": b"x"}), "演示文稿"),
        (make.container({"Something": b"x"}), "不认识"),
    ],
)
@pytest.mark.parametrize("name", ["总结.docx", "总结.txt", "总结"])
def test_something_else_under_the_name_of_a_document(data: bytes, what: str, name: str) -> None:
    assert what in refusal(data, name).reason


@pytest.mark.parametrize("name", ["总结.txt", "总结.csv", "总结.docx"])
def test_binary_renamed(name: str) -> None:
    assert "二进制" in refusal(struct.pack("<500I", *range(77, 2_000_077, 4_000)), name).reason
    assert "加密软件" in refusal(b"\x05\x06\x07\x0e\x0f\x10\x11" * 50 + b"abc", name).advice


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make.container({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "a.docx"),
        (make.container({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "a.xlsx"),
        (make.container({"WordDocument": b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(500)}), "a.doc"),
        (make.old_excel({(0, 0): "甲"}, locked=True), "a.xls"),
        (make.locked_pdf(), "a.pdf"),
    ],
)
def test_a_file_with_a_password(data: bytes, name: str) -> None:
    found = refusal(data, name)
    assert (found.reason, "取消密码" in found.advice) == ("设有打开密码", True)


def test_a_file_of_fifty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UnreadableFile, match=r"「大\.txt」有 50 MB.达到或超过 50 MB 的上限。.*拆"):
        extract(path)


def test_the_size_limit_can_be_set() -> None:
    limits = replace(Limits(), file_bytes=9)
    assert extract_bytes(b"12345678", "a.txt", limits).text == "12345678"
    assert "上限" in refusal(b"123456789", "a.txt", limits).reason


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = make.bomb()
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("inflated"))
    assert "压缩炸弹" in refusal(bomb, "a.docx").reason


def test_a_bomb_that_lies_about_its_size_is_not_inflated_further() -> None:
    content = b"<w:p/>" * 100_000
    honest = make.archive({"word/document.xml": content})
    assert honest.count(struct.pack("<I", len(content))) == 2
    lying = honest.replace(struct.pack("<I", len(content)), struct.pack("<I", 100))
    assert "损坏" in refusal(lying, "a.docx").reason


def test_an_archive_of_very_many_parts() -> None:
    files = {"word/document.xml": b"<w/>", **{f"word/{number}": b"" for number in range(50)}}
    assert "51 个部件" in refusal(make.archive(files), "a.docx", replace(Limits(), entries=50)).reason


def test_a_part_larger_than_any_paper() -> None:
    limits = replace(Limits(), part_bytes=1000)
    assert "超过" in refusal(make.archive({"word/document.xml": b"<w/>" + b" " * 1000}), "a.docx", limits).reason


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "12家">{laughs}]><w><body><p>&a8;</p></body></w>'
    assert refusal(make.archive({"word/document.xml": text.encode()}), "a.docx").reason in {
        "带有实体定义（可能是 XML 炸弹）",
        "内容已损坏（XML 不完整），可能在下载或拷贝时中断",
    }


def test_an_entity_does_not_open_a_file_of_the_server(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("机密99家", "utf-8")
    text = f'<!DOCTYPE w [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]><w><body><p><r><t>&s;</t></r></p></body></w>'
    assert "实体" in refusal(make.archive({"word/document.xml": text.encode()}), "a.docx").reason


def test_a_sheet_that_spans_the_whole_grid() -> None:
    cells = "".join(
        f'<row r="{number}"><c r="{column}{number}"><v>1</v></c></row>' for number, column in ((1, "A"), (1_048_576, "XFD"))
    )
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    limits = replace(Limits(), cells=1)
    data = _workbook_of(sheet)
    assert extract_bytes(data, "a.xlsx").text == "1\n1"
    assert "单元格" in refusal(data, "a.xlsx", limits).reason


def _workbook_of(sheet: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(XLSX)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return make.archive({**parts, "xl/worksheets/sheet1.xml": sheet.encode()})


def test_a_scan_without_text() -> None:
    found = refusal(make.scan(), "扫描件.pdf")
    assert "扫描件" in found.reason
    assert "OCR" in found.advice


def test_a_scanned_page_among_pages_of_text_is_told() -> None:
    found = extract_bytes(make.pdf(make.typeset("新认定高新技术企业12家。"), pictures=1), "a.pdf")
    assert found.text == "新认定高新技术企业12家。"
    assert found.notices == ("第 2 页是扫描图片，没有文字层，未读",)


def test_a_document_with_nothing_in_it() -> None:
    assert "没有文字" in refusal(make.word(""), "a.docx").reason
    assert "没有文字" in refusal(make.excel([[]]), "a.xlsx").reason
    assert "没有文字" in refusal(b"<html><body><script>var a = 12</script></body></html>", "a.html").reason


def test_a_document_that_is_only_a_picture() -> None:
    files = {"word/document.xml": make_document(), "word/media/image1.png": b"\x89PNG"}
    assert "只有图片" in refusal(make.archive(files), "a.docx").reason


def make_document() -> bytes:
    return f'<w:document xmlns:w="{make.WORD}"><w:body><w:p/></w:body></w:document>'.encode()


def test_few_spoilt_bytes_are_replaced_and_told_with_their_lines() -> None:
    data = ("今年新认定高新技术企业12家。\n" * 40).encode()
    spoilt = data[:30].replace(b"\xe5\xb9\xb4", b"\xe5\xb9\xff") + data[30:]
    found = extract_bytes(spoilt, "a.txt")
    assert "12家" in found.text
    assert found.notices == ("有 1 处字符无法识别（第 1 行），已用「\ufffd」代替，请对照原文核对",)


def test_many_spoilt_bytes_are_refused() -> None:
    data = "今年新认定高新技术企业12家。\n".encode().replace(b"\xe4", b"\xff")
    assert "编码混乱" in refusal(data * 40, "a.txt").reason


def test_lines_of_two_encodings_are_each_read_right_and_told() -> None:
    one, two = "一、新认定高新技术企业12家。\n", "二、技术合同成交额7.47亿元。\n"
    mixed = one.encode() * 5 + two.encode("gb18030") + one.encode()
    found = extract_bytes(mixed, "a.txt")
    assert found.text == one * 5 + two + one
    assert found.notices == ("文件混用两种编码：第 6 行按 GB18030 读出，其余按 UTF-8，请核对",)
    reverse = extract_bytes(two.encode("gb18030") * 3 + one.encode(), "b.txt")
    assert reverse.text == two * 3 + one
    assert "第 4 行按 UTF-8 读出" in reverse.notices[0]


def test_what_an_earlier_program_lost_is_told() -> None:
    assert "锟斤拷" in extract_bytes("新认定锟斤拷企业12家".encode(), "a.txt").notices[0]


def test_a_rich_text_that_breaks_off() -> None:
    assert "中断" in refusal(rb"{\rtf1\ansi 12", "a.rtf").reason


def test_an_old_word_file_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)
    found = refusal(make.container({"WordDocument": b"\xec\xa5" + bytes(500)}), "总结.doc")
    assert "LibreOffice" in found.reason
    assert "另存为 .docx" in found.advice


def test_an_old_word_file_libreoffice_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Path:
        raise office.OfficeFailed("LibreOffice 未能转换")

    monkeypatch.setattr(office, "available", lambda: True)
    monkeypatch.setattr(office, "convert", fails)
    assert "不能由 LibreOffice 转换" in refusal(rb"{\rtf1 12}", "总结.rtf").reason


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="不存在"):
        extract(tmp_path / "没有.txt")
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        extract(tmp_path)


def test_a_name_in_the_encoding_of_an_old_archive_is_legible(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "总结.txt".encode("gb18030")))
    with pytest.raises(UnreadableFile, match=r"「总结\.txt」"):
        extract(path)


def test_tables_within_tables_without_end() -> None:
    depth = 60
    body = "<w:tbl><w:tr><w:tc>" * depth + make.p("深处12家") + "</w:tc></w:tr></w:tbl>" * depth
    assert extract_bytes(make.word_of(body), "a.docx").text == "深处12家"
    page = "<table><tr><td>a</td><td>" * 80 + "12家" + "</td></tr></table>" * 80
    assert "12家" in extract_bytes(f"<html><body>{page}</body></html>".encode(), "a.html").text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls", "a.pdf", "a.html", "a.txt"])
def test_a_damaged_file_is_read_or_refused_and_never_ends_the_run(name: str) -> None:
    page = make.government_page("<p>12家</p><table><tr><td>甲</td><td>3</td></tr></table>").encode("gb18030")
    sheet = make.old_excel({(0, 0): "甲", (0, 1): (0.03, "0.0%")})
    whole = {"a.docx": DOCX, "a.xlsx": XLSX, "a.pdf": PDF, "a.xls": sheet, "a.html": page, "a.txt": page}[name]
    chance = random.Random(name)
    for _ in range(40):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        with contextlib.suppress(UnreadableFile):
            assert extract_bytes(bytes(spoilt), name).text.strip()
