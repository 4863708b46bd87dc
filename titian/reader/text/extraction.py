"""The front door of extraction: a path or some bytes → text, whatever the format; every refusal names the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from titian.reader.text.guards import load, refuse_size
from titian.reader.text.kinds import EXTENSIONS, Kind, recognise
from titian.reader.text.values import Extracted, Limits, UnreadableFile

_Reader = Callable[[bytes, str, Limits], Extracted]


def shown_name(path: PurePath) -> str:
    """A file's name as text; names that came out of a Chinese zip as GBK bytes are made legible."""
    raw = os.fsencode(path.name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def extract(path: Path, limits: Limits | None = None) -> Extracted:
    """The text of a file. Raises UnreadableFile."""
    limits, name = limits or Limits(), shown_name(path)
    return extract_bytes(load(path, name, limits), name, limits)


def extract_bytes(data: bytes, name: str, limits: Limits | None = None) -> Extracted:
    """The text of an uploaded file; its content decides the format, its name only what is unclear. Raises UnreadableFile."""
    limits = limits or Limits()
    refuse_size(len(data), name, limits)
    if not data.strip(b"\x00 \t\r\n\v\f\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(name, "里面什么也没有（只有空白）", "可能没有保存成功，请重新导出或重新下载")
    kind = recognise(data, name, limits)
    try:
        made = _reader(kind)(data, name, limits)
    except RecursionError as deep:
        raise UnreadableFile(name, "里面的表格或文本框套了太多层", "请用 WPS 或 Word 打开，把文字另存为 .txt 后再试") from deep
    if not made.text.strip():
        raise UnreadableFile(name, "里面没有文字", "请核对是不是给错了文件；图片里的字要先识别成文字")
    return replace(made, notices=(*_renamed(kind, name), *made.notices))


def extract_pasted(text: str) -> Extracted:
    """Pasted text; a form sends line ends as CR LF, here they are LF. Raises UnreadableFile when there is nothing."""
    plain = text.replace("\r\n", "\n").replace("\x00", "").removeprefix("\ufeff")
    if not plain.strip():
        raise UnreadableFile("粘贴的文字", "是空的", "请粘贴要读的正文")
    return Extracted(plain, "plain")


def _renamed(kind: Kind, name: str) -> tuple[str, ...]:
    """A word when the name promises something else than the content."""
    suffix = PurePath(name).suffix.lower()
    expected = EXTENSIONS.get(suffix)
    if expected is None or kind in expected:
        return ()
    return (f"扩展名是 {suffix}，内容其实是{kind.label}，已按{kind.label}读",)


def _reader(kind: Kind) -> _Reader:
    """The reader of a kind, imported only now: a text file should not wait for the PDF library."""
    return _READERS[kind]()


def _plain() -> _Reader:
    from titian.reader.text.plain import extract_plain

    return lambda data, name, limits: extract_plain(data, name)


def _csv() -> _Reader:
    from titian.reader.text.sheets import extract_csv

    return extract_csv


def _html() -> _Reader:
    from titian.reader.text.page import extract_html

    return lambda data, name, limits: extract_html(data, name)


def _mht() -> _Reader:
    from titian.reader.text.page import extract_mht

    return lambda data, name, limits: extract_mht(data, name)


def _docx() -> _Reader:
    from titian.reader.text.docx import extract_docx

    return extract_docx


def _xlsx() -> _Reader:
    from titian.reader.text.xlsx import extract_xlsx

    return extract_xlsx


def _xls() -> _Reader:
    from titian.reader.text.xls import extract_xls

    return extract_xls


def _pdf() -> _Reader:
    from titian.reader.text.pdf import extract_pdf

    return extract_pdf


def _writer() -> _Reader:
    from titian.reader.text.converted import extract_document

    return extract_document


def _sheet() -> _Reader:
    from titian.reader.text.converted import extract_sheets

    return extract_sheets


_READERS: dict[Kind, Callable[[], _Reader]] = {
    Kind.PLAIN: _plain,
    Kind.CSV: _csv,
    Kind.HTML: _html,
    Kind.MHT: _mht,
    Kind.DOCX: _docx,
    Kind.XLSX: _xlsx,
    Kind.XLS: _xls,
    Kind.PDF: _pdf,
    Kind.WRITER: _writer,
    Kind.SHEET: _sheet,
}
