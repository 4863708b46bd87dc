"""What a file really is, by its bytes and, for packed office formats, by what is packed inside. Pure Python.

`recognise` accepts documents, tables, pictures, PDF and text; programs, archives and disguised files are refused with what to do.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from titian.base.errors import Refused

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200


@dataclass(frozen=True)
class Kind:
    """One accepted kind. `suffixes` are the endings such a file may carry, the usual one first; `inline`: a browser may show it."""

    code: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    inline: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF 文档", "application/pdf", (".pdf",), inline=True),
        Kind("ofd", "OFD 版式文档", "application/ofd", (".ofd",)),
        Kind("docx", "Word 文档", f"{_OOXML}wordprocessingml.document", (".docx", ".dotx", ".wps")),
        Kind("xlsx", "Excel 表格", f"{_OOXML}spreadsheetml.sheet", (".xlsx", ".xltx", ".et")),
        Kind("pptx", "演示文稿", f"{_OOXML}presentationml.presentation", (".pptx", ".potx", ".dps")),
        Kind("odf", "ODF 文档", "application/vnd.oasis.opendocument.text", (".odt", ".ods", ".odp")),
        Kind(
            "ole",
            "旧版 Office 或 WPS 文档",
            "application/x-ole-storage",
            (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".dot", ".xlt"),
        ),
        Kind("rtf", "RTF 文档", "application/rtf", (".rtf", ".doc")),
        Kind("png", "PNG 图片", "image/png", (".png",), inline=True),
        Kind("jpeg", "JPEG 图片", "image/jpeg", (".jpg", ".jpeg", ".jfif"), inline=True),
        Kind("gif", "GIF 图片", "image/gif", (".gif",), inline=True),
        Kind("webp", "WebP 图片", "image/webp", (".webp",), inline=True),
        Kind("bmp", "BMP 图片", "image/bmp", (".bmp",), inline=True),
        Kind("tiff", "TIFF 图片", "image/tiff", (".tif", ".tiff")),
        # Another's page may carry scripts: it is handed over as bytes to be saved, never as a page of ours.
        Kind("html", "网页", "application/octet-stream", (".html", ".htm")),
        Kind("text", "文本", "text/plain", (".txt", ".csv", ".tsv", ".md", ".json", ".yaml", ".yml", ".xml", ".log")),
    )
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
_PACKED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
)
_PROGRAM_MAGIC = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"dex\n", b"\x00asm")
_PROGRAMS = {".exe", ".dll", ".msi", ".com", ".scr", ".apk", ".jar", ".lnk", ".reg", ".iso", ".img"}
_SCRIPTS = {".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".hta", ".sh", ".py", ".php"}
# The class id of a Windows installer inside an OLE storage, whatever the file is called.
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")
_ARCHIVE_MAGIC = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_PAGE = re.compile(r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def recognise(name: str, data: bytes) -> Kind:
    """The kind of a file about to be stored. Raises Refused: empty, too large, a program, an archive, damaged, disguised."""
    if not data:
        raise Refused(f"「{name}」是空文件，请检查后重新选择")
    if len(data) > MAX_BYTES:
        raise Refused(
            f"「{name}」有 {len(data) / 1024 / 1024:.1f} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限；请压缩图片或拆分后再上传"
        )
    suffix = PurePath(name).suffix.lower()
    if suffix in _PROGRAMS | _SCRIPTS or data.startswith(_PROGRAM_MAGIC) or _INSTALLER in data:
        raise Refused(f"「{name}」是可执行文件或脚本，不能上传；只收文档、表格、图片、PDF 和文本")
    kind = KINDS[_code(name, data, suffix)]
    if suffix not in kind.suffixes:
        raise Refused(_disguised(name, suffix, kind))
    return kind


def _code(name: str, data: bytes, suffix: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _packed(name, data)
    if data.startswith(_ARCHIVE_MAGIC) or data.startswith(b"PK"):
        raise Refused(f"「{name}」是压缩包，请解压后把里面的文件分别上传")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for magic, code in _MAGIC:
        if data.startswith(magic):
            return code
    text = _text(data)
    if text is None:
        raise Refused(f"「{name}」的格式认不出来，可能已损坏；只收文档、表格、图片、PDF 和文本")
    return "html" if _PAGE.match(text) or suffix in KINDS["html"].suffixes else "text"


def _packed(name: str, data: bytes) -> str:
    """Which office format a zip is; a plain archive, a bomb or a file with macros is refused."""
    try:
        members = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise Refused(f"「{name}」已损坏，打不开；请用原来的软件打开，另存后再上传") from problem
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > MAX_BYTES and unpacked > MAX_RATIO * len(data)):
        raise Refused(f"「{name}」解开后有 {unpacked / 1024 / 1024:,.0f} MB，不像正常文档，不能上传")
    names = {member.filename for member in members}
    if any(member.lower().endswith("vbaproject.bin") for member in names):
        raise Refused(f"「{name}」含有宏程序，不能上传；请另存为不含宏的格式（.docx、.xlsx）后再上传")
    for inside, code in _PACKED:
        if inside in names:
            return code
    raise Refused(f"「{name}」是压缩包，请解压后把里面的文件分别上传")


def _text(data: bytes) -> str | None:
    """The text of a UTF-8, UTF-16 (with mark) or GB18030 file; None for anything else."""
    encodings = ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _disguised(name: str, suffix: str, kind: Kind) -> str:
    if kind.code == "ole" and suffix in {".docx", ".xlsx", ".pptx"}:
        return f"「{name}」加了打开密码，或者其实是旧版格式；请去掉密码、另存为 {suffix} 后再上传"
    said = f"文件名却以「{suffix}」结尾" if suffix else "文件名却没有扩展名"
    return f"「{name}」的内容是{kind.label},{said}；请核对，把扩展名改为 {kind.suffixes[0]} 后再上传"
