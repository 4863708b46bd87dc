"""Old and foreign office files (.doc, .wps, .rtf, .odt, .ods) → .docx or .xlsx through LibreOffice, then read like those."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path, PurePath

from titian.base import office
from titian.reader.text.docx import extract_docx
from titian.reader.text.values import Extracted, Limits, UnreadableFile
from titian.reader.text.xlsx import extract_xlsx

_ADVICE = "请用 WPS 或 Word 打开，另存为 {to} 后再试"


def extract_document(data: bytes, name: str, limits: Limits) -> Extracted:
    """A text document of any program LibreOffice knows. Raises UnreadableFile, also when LibreOffice is missing or fails."""
    return replace(extract_docx(_converted(data, name, "docx", limits), name, limits), kind="writer")


def extract_sheets(data: bytes, name: str, limits: Limits) -> Extracted:
    """A spreadsheet of any program LibreOffice knows. Raises UnreadableFile, also when LibreOffice is missing or fails."""
    return replace(extract_xlsx(_converted(data, name, "xlsx", limits), name, limits), kind="sheet")


def _converted(data: bytes, name: str, to: str, limits: Limits) -> bytes:
    advice = _ADVICE.format(to=f".{to}")
    if not office.available():
        raise UnreadableFile(name, "要用 LibreOffice 转换，本机没有安装", f"请安装 LibreOffice；或{advice.removeprefix('请')}")
    with tempfile.TemporaryDirectory(prefix="titian-read-") as folder:
        source = Path(folder) / f"source{PurePath(name).suffix.lower()}"
        source.write_bytes(data)
        try:
            return office.convert(source, to, timeout_s=limits.office_timeout_s).read_bytes()
        except office.OfficeFailed as failed:
            late = f"超过 {limits.office_timeout_s} 秒" in str(failed)
            raise UnreadableFile(name, "转换超时" if late else "不能由 LibreOffice 转换，可能已损坏或有密码", advice) from failed
