"""What a file really is, by its first bytes and, for packed office formats, by what is packed inside. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One accepted kind. `suffixes` are the endings such a file may carry; `inline` says a browser may show it by itself."""

    code: str
    label: str
    media_type: str
    suffixes: frozenset[str]
    inline: bool = False


def _kind(code: str, label: str, media_type: str, suffixes: str, *, inline: bool = False) -> Kind:
    return Kind(code, label, media_type, frozenset(suffixes.split()), inline)


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        _kind("pdf", "PDF 文档", "application/pdf", ".pdf", inline=True),
        _kind("ofd", "OFD 版式文档", "application/ofd", ".ofd"),
        _kind("docx", "Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx .dotx"),
        _kind("xlsx", "Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx .xltx .et"),
        _kind("pptx", "演示文稿", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx .dps"),
        _kind("odf", "ODF 文档", "application/vnd.oasis.opendocument.text", ".odt .ods .odp"),
        _kind("ole", "旧版 Office 或 WPS 文档", "application/x-ole-storage", ".doc .xls .ppt .wps .et .dps .dot .xlt .wpt"),
        _kind("rtf", "RTF 文档", "application/rtf", ".rtf .doc"),
        _kind("png", "PNG 图片", "image/png", ".png", inline=True),
        _kind("jpeg", "JPEG 图片", "image/jpeg", ".jpg .jpeg", inline=True),
        _kind("gif", "GIF 图片", "image/gif", ".gif", inline=True),
        _kind("webp", "WebP 图片", "image/webp", ".webp", inline=True),
        _kind("bmp", "BMP 图片", "image/bmp", ".bmp", inline=True),
        _kind("tiff", "TIFF 图片", "image/tiff", ".tif .tiff"),
        _kind("html", "网页", "text/html", ".html .htm"),
        _kind("text", "文本", "text/plain", ".txt .md .csv .tsv .json .yaml .yml .xml .log"),
    )
}
