"""What a file really is: told by its content, never by its name alone."""

from __future__ import annotations

import struct
from enum import StrEnum
from pathlib import PurePath

from titian.reader.text import ole
from titian.reader.text.guards import Package, protected, truncated
from titian.reader.text.values import Limits, UnreadableFile


class Kind(StrEnum):
    """How a file is read. WRITER and SHEET go through LibreOffice (to .docx and to .xlsx)."""

    PLAIN = "plain"
    CSV = "csv"
    HTML = "html"
    MHT = "mht"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    PDF = "pdf"
    WRITER = "writer"
    SHEET = "sheet"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.PLAIN: "纯文本",
    Kind.CSV: "逗号分隔的表格",
    Kind.HTML: "网页",
    Kind.MHT: "单文件网页",
    Kind.DOCX: "Word 文档",
    Kind.XLSX: "Excel 表格",
    Kind.XLS: "旧版 Excel 表格",
    Kind.PDF: "PDF",
    Kind.WRITER: "文字处理文档",
    Kind.SHEET: "电子表格",
}

# Extension → the kinds one expects under it; a file of a folder is read when its extension stands here.
EXTENSIONS: dict[str, frozenset[Kind]] = {
    ".txt": frozenset({Kind.PLAIN}),
    ".md": frozenset({Kind.PLAIN}),
    ".csv": frozenset({Kind.CSV}),
    ".html": frozenset({Kind.HTML}),
    ".htm": frozenset({Kind.HTML}),
    ".mht": frozenset({Kind.MHT}),
    ".mhtml": frozenset({Kind.MHT}),
    ".docx": frozenset({Kind.DOCX}),
    ".docm": frozenset({Kind.DOCX}),
    ".doc": frozenset({Kind.WRITER}),
    ".wps": frozenset({Kind.WRITER, Kind.DOCX}),
    ".rtf": frozenset({Kind.WRITER}),
    ".odt": frozenset({Kind.WRITER}),
    ".xlsx": frozenset({Kind.XLSX}),
    ".xlsm": frozenset({Kind.XLSX}),
    ".xls": frozenset({Kind.XLS}),
    ".et": frozenset({Kind.XLS, Kind.XLSX}),
    ".ods": frozenset({Kind.SHEET}),
    ".pdf": frozenset({Kind.PDF}),
}

_SAVE_AS = "请打开原件，另存为 .docx、.xlsx、.pdf 或 .txt 后再试"
_NO_OCR = "本机没有安装文字识别（OCR）组件，图片里的字读不出。请改用原文档，或先用扫描软件识别成文字"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "其实是图片（PNG）", _NO_OCR),
    (b"\xff\xd8\xff", "其实是图片（JPEG）", _NO_OCR),
    (b"GIF8", "其实是图片（GIF）", _NO_OCR),
    (b"BM", "其实是图片（BMP）", _NO_OCR),
    (b"II*\x00", "其实是图片（TIFF）", _NO_OCR),
    (b"MM\x00*", "其实是图片（TIFF）", _NO_OCR),
    (b"Rar!\x1a\x07", "其实是压缩包（RAR）", "请解压后把里面的文件逐个给出"),
    (b"7z\xbc\xaf\x27\x1c", "其实是压缩包（7z）", "请解压后把里面的文件逐个给出"),
    (b"\x1f\x8b\x08", "其实是压缩包（gz）", "请解压后把里面的文件逐个给出"),
    (b"MZ", "其实是程序", "请核对是不是给错了文件；来历不明的程序不要打开"),
    (b"\x7fELF", "其实是程序", "请核对是不是给错了文件；来历不明的程序不要打开"),
    (b"ID3", "其实是录音", "请给出文字稿"),
)


def recognise(data: bytes, name: str, limits: Limits) -> Kind:
    """The kind of some content; `name` only decides between plain text and csv. Raises UnreadableFile for what is none of them."""
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK"):
        return _package(data, name, limits)
    if data.startswith(ole.SIGNATURE):
        return _container(data, name)
    if data.startswith(b"{\\rtf"):
        return _rich_text(data, name)
    _refuse_foreign(data, name)
    return _markup(data) or (Kind.CSV if PurePath(name).suffix.lower() == ".csv" else Kind.PLAIN)


def _refuse_foreign(data: bytes, name: str) -> None:
    # Two-letter signatures also begin honest texts ("BMS平台…"), so those need a zero byte close by.
    for signature, what, advice in _FOREIGN:
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:64]):
            raise UnreadableFile(name, what, advice)
    if data[4:8] == b"ftyp" or data.startswith(b"RIFF"):
        raise UnreadableFile(name, "其实是图片、录音或视频", "请给出文字稿；" + _NO_OCR)


def _package(data: bytes, name: str, limits: Limits) -> Kind:
    package = Package(data, name, limits)
    names = package.names()
    for sign, kind in (("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX), ("xl/workbook.bin", Kind.SHEET)):
        if sign in names:
            return kind
    if any(entry.startswith("word/") for entry in names):
        return Kind.DOCX
    if "mimetype" in names:
        return _open_document(package, name)
    raise UnreadableFile(name, *_other_package(names))


def _other_package(names: frozenset[str]) -> tuple[str, str]:
    if "OFD.xml" in names:
        return "是 OFD 版式文件，暂不能读", "请用 OFD 阅读器导出为 PDF 或 Word 后再试"
    if any(entry.startswith("ppt/") for entry in names):
        return "是演示文稿，暂不能读", "请把要读的文字另存为 .docx 或 .txt"
    return "其实是压缩包（zip）", "请解压后把里面的文件逐个给出"


def _open_document(package: Package, name: str) -> Kind:
    kind = package.read("mimetype").decode("ascii", "replace")
    if "META-INF/manifest.xml" in package.names() and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise protected(name)
    if "opendocument.text" in kind:
        return Kind.WRITER
    if "opendocument.spreadsheet" in kind:
        return Kind.SHEET
    raise UnreadableFile(name, "是不认识的文档类型", _SAVE_AS)


def _container(data: bytes, name: str) -> Kind:
    try:
        container = ole.Container(data)
        names = container.names()
        if "EncryptedPackage" in names or ("WordDocument" in names and _locked(container.stream("WordDocument"))):
            raise protected(name)
    except (ole.BrokenContainerError, struct.error, KeyError) as broken:
        raise truncated(name) from broken
    if "WordDocument" in names or "CONTENTS" in names:
        return Kind.WRITER
    if names & {"Workbook", "Book"}:
        return Kind.XLS
    what = "是演示文稿，暂不能读" if "PowerPoint Document" in names else "是不认识的旧版办公文件"
    raise UnreadableFile(name, what, _SAVE_AS)


def _locked(stream: bytes) -> bool:
    """[MS-DOC] FibBase: bit 8 of the flags at byte 10 says the document is encrypted."""
    return bool(struct.unpack_from("<H", stream, 10)[0] & 0x0100)


def _rich_text(data: bytes, name: str) -> Kind:
    if not data.rstrip(b"\x00\r\n\t ").endswith(b"}"):
        raise truncated(name)
    return Kind.WRITER


def _markup(data: bytes) -> Kind | None:
    head = data[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    head = head.lstrip().lower()
    if head.startswith((b"mime-version:", b"from:", b"subject:")) and (b"multipart/" in head or b"text/html" in head):
        return Kind.MHT
    if b'progid="word.document"' in head or b"office:document" in head:
        return Kind.WRITER
    if b'progid="excel.sheet"' in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return Kind.SHEET
    return Kind.HTML if _begins_like_a_page(head) else None


def _begins_like_a_page(head: bytes) -> bool:
    openings = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<table", b"<div", b"<p>", b"<p ", b"<style")
    if head.startswith((b"<?xml", b"<!--", b"<script", b"<link")):
        return any(opening in head for opening in openings)
    return head.startswith(openings)
