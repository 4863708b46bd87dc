"""Small real files of every kind."""

from __future__ import annotations

import zipfile
from io import BytesIO

from titian.accounts.models import User
from titian.base.disclosure import Disclosure
from titian.files import actions
from titian.files.models import StoredFile

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(*members: str, content: bytes = b"<x/>") -> bytes:
    """A zip with these members, the same bytes every time."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


SAMPLES: dict[str, tuple[str, bytes]] = {
    "pdf": ("通知.pdf", PDF),
    "ofd": ("通知.ofd", packed("OFD.xml")),
    "docx": ("总结.docx", packed("[Content_Types].xml", "word/document.xml")),
    "xlsx": ("台账.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
    "pptx": ("汇报.pptx", packed("ppt/presentation.xml")),
    "odf": ("总结.odt", packed("mimetype", "content.xml")),
    "ole": ("旧总结.doc", OLE),
    "rtf": ("旧总结.rtf", b"{\\rtf1 x}"),
    "png": ("照片.png", PNG),
    "jpeg": ("照片.JPG", b"\xff\xd8\xff\xe0" + bytes(20)),
    "gif": ("照片.gif", b"GIF89a" + bytes(20)),
    "webp": ("照片.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
    "bmp": ("照片.bmp", b"BM" + bytes(60)),
    "tiff": ("扫描.tif", b"II*\x00" + bytes(20)),
    "html": ("网页.html", "<!DOCTYPE html><p>一</p>".encode()),
    "text": ("名单.txt", "甲企业\n乙企业\n".encode("gb18030")),
}


def stored(by: User, name: str = "名单.txt", data: bytes = b"one", disclosure: Disclosure = Disclosure.INTERNAL) -> StoredFile:
    return actions.store(name, data, by=by, disclosure=disclosure)
