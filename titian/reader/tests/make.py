"""Builders of real files in every format the reader takes, and of the broken ones it must refuse."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import docx
import xlsxwriter

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FULL_WIDTH = str.maketrans(",:;!?()", "\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09")
_BESIDE_HAN = re.compile(r"(?<=[一-龥」”】〕])[,:;!?()]|\((?=[一-龥「“【〔])")


def full_width(text: str) -> str:
    """Punctuation beside Chinese as papers print it."""
    return _BESIDE_HAN.sub(lambda mark: mark[0].translate(_FULL_WIDTH), text)


# Word


def word(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    """A .docx as Word writes one: paragraphs, then a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]), style="Table Grid")
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph()  # a document of Word never ends with a table
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(body: str, **parts: str) -> bytes:
    """A .docx from the XML inside its body; `parts` are the XML inside numbering, styles, footnotes."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": _word_root("document", f"<w:body>{body}</w:body>"),
        **{f"word/{name}.xml": _word_root(roots[name], inner) for name, inner in parts.items()},
    }
    return archive({name: text.encode() for name, text in files.items()})


def _word_root(tag: str, inner: str) -> str:
    spaces = (
        f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {spaces}>{inner}</w:{tag}>'


def p(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def bomb(megabytes: int = 60) -> bytes:
    """A .docx of some kilobytes whose text part inflates to many megabytes."""
    return archive({"word/document.xml": b"<w:p/>" * (megabytes * 1_000_000 // 6)})


# Excel


def excel(rows: Sequence[Sequence[Any]], *, formats: Mapping[tuple[int, int], str] | None = None, sheet: str = "Sheet1") -> bytes:
    """An .xlsx with one sheet; `formats` gives cells their number format."""
    return workbook({sheet: rows}, formats=formats)


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    formats: Mapping[tuple[int, int], str] | None = None,
    hidden: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    merged: Iterable[tuple[int, int, int, int, str]] = (),
) -> bytes:
    """An .xlsx with several sheets; hiding rows, columns and merging hold for all of them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, value in ((at, value) for at, row in enumerate(rows) for value in [row]):
                for column, cell in enumerate(value):
                    code = (formats or {}).get((at, column))
                    form = [book.add_format({"num_format": code})] if code else []
                    page.write(at, column, cell, *form) if cell is not None else None
            for row in hidden_rows:
                page.set_row(row, None, None, {"hidden": True})
            for column in hidden_columns:
                page.set_column(column, column, None, None, {"hidden": True})
            for top, left, bottom, right, text in merged:
                page.merge_range(top, left, bottom, right, text)
            if name in hidden:
                page.hide()
    return out.getvalue()


def old_excel(
    cells: Mapping[tuple[int, int], str | tuple[float, str]], *, locked: bool = False, hidden_row: int | None = None
) -> bytes:
    """An .xls (BIFF8) with one sheet 目标; a cell is a text or a number with its format code."""
    codes = list(dict.fromkeys(value[1] for value in cells.values() if isinstance(value, tuple)))
    formats = b"".join(_record(0x041E, struct.pack("<H", 164 + at) + _wide(code, "<H")) for at, code in enumerate(codes))
    styles = b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in [0, *range(164, 164 + len(codes))])
    lock = _record(0x002F, b"\x00" * 6) if locked else b""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + lock + formats + styles
    name, end = _wide("目标", "<B"), _record(0x000A, b"")
    start = len(begin) + 4 + 6 + len(name) + len(end)
    hidden = [] if hidden_row is None else [_record(0x0208, struct.pack("<HHHHHHI", hidden_row, 0, 9, 255, 0, 0, 0x20))]
    body = [
        _record(0x0203, struct.pack("<HHHd", row, column, 1 + codes.index(value[1]), value[0]))
        if isinstance(value, tuple)
        else _record(0x0204, struct.pack("<HHH", row, column, 0) + _wide(value, "<H"))
        for (row, column), value in sorted(cells.items())
    ]
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + b"".join([*hidden, *body]) + end
    stream = begin + _record(0x0085, struct.pack("<IH", start, 0) + name) + end + sheet
    return container({"Workbook": stream})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def container(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file (the shell of .doc, .xls and of protected .docx) with these streams."""
    padded = [content.ljust(4096, b"\x00") for content in streams.values()]
    counts = [-(-len(content) // 512) for content in padded]
    tables = -(-(sum(counts) + 2) // 120)
    entries, chain, at = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)], [0xFFFFFFFD] * tables, tables
    for number, (name, content, count) in enumerate(zip(streams, padded, counts, strict=True), 1):
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, at, len(content), right=right))
        chain += [*range(at + 1, at + count), 0xFFFFFFFE]
        at += count
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\x00")
    chain += [*range(at + 1, at + len(directory) // 512), 0xFFFFFFFE]
    table = struct.pack(f"<{tables * 128}I", *chain, *[0xFFFFFFFF] * (tables * 128 - len(chain)))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, at, 0, 4096,
                       0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    sectors = struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    content = b"".join(part.ljust(count * 512, b"\x00") for part, count in zip(padded, counts, strict=True))
    return head + sectors + table + content + directory


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    free = 0xFFFFFFFF
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw), kind, 1, free, right if kind != 5 else free, child, start, size)


# PDF


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]], *, rules: Sequence[str] = (), pictures: int = 0, extra: str = ""
) -> bytes:
    """A PDF with a text layer. A page is (x, y, size, text) pieces; `rules` are drawing operators on every page, A4 in points.

    The font is not embedded: its codes say by a ToUnicode table which characters they are. `pictures` pages that are one picture
    follow; `extra` goes into the trailer.
    """
    chars = sorted({char for page in pages for *_, text in page for char in text})
    code = {char: number for number, char in enumerate(chars, 1)}
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects += [
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo{_SYSTEM}/FontDescriptor 5 0 R/DW 1000/W[{_widths(code)}]>>",
        "<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
        _stream(_to_unicode(code)),
    ]
    kids = []
    for page in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        shown = [
            f"BT /F1 {size} Tf {x} {y} Td <{''.join(f'{code[char]:04x}' for char in text)}> Tj ET" for x, y, size, text in page
        ]
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects) + 2} 0 R>>"
        )
        objects.append(_stream("\n".join([*rules, *shown])))
    for _ in range(pictures):
        kids.append(f"{len(objects) + 1} 0 R")
        objects += _picture_page(len(objects) + 1)
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    return _assembled(objects, extra)


_SYSTEM = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"


def typeset(*paragraphs: str, lines_a_page: int = 22) -> list[list[tuple[float, float, float, str]]]:
    """Paragraphs as an official paper sets them: 28 characters a line, first line indented by two, page numbers at the foot."""
    broken: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        line, room, left = "", 26.0, 122.0
        for piece in re.findall(r"[!-~]+|.", paragraph):
            size = sum(0.5 if char.isascii() else 1.0 for char in piece)
            if size > room:
                broken.append((left, line))
                line, room, left = "", 28.0, 90.0
            line, room = line + piece, room - size
        broken.append((left, line))
    pages = [broken[at : at + lines_a_page] for at in range(0, len(broken), lines_a_page)]
    return [
        [*((x, 740.0 - 30 * at, 16.0, text) for at, (x, text) in enumerate(page)), (280.0, 40.0, 12.0, f"— {number} —")]
        for number, page in enumerate(pages, 1)
    ]


def _widths(code: Mapping[str, int]) -> str:
    return " ".join(f"{number}[500]" for char, number in code.items() if char.isascii())


def _to_unicode(code: Mapping[str, int]) -> str:
    pairs = "\n".join(f"<{number:04x}> <{char.encode('utf-16-be').hex()}>" for char, number in code.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange {len(code)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>\nstream\n{content}\nendstream"


def _assembled(objects: Sequence[str], extra: str) -> bytes:
    out, offsets = "%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{extra}>>\nstartxref\n"
    return (out + f"{out.rindex('xref', 0, len(out) - 12)}\n%%EOF\n").encode("latin-1")


def locked_pdf() -> bytes:
    """A PDF whose empty user password does not open it."""
    keys = f"/O<{'41' * 32}>/U<{'42' * 32}>"
    return pdf([[(90, 700, 16, "报告")]], extra=f"/ID[<{'43' * 16}><{'43' * 16}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4{keys}>>")


def scan() -> bytes:
    """A page that is one picture."""
    return pdf([], pictures=1)


def _picture_page(number: int) -> list[str]:
    """The three objects of a page filled by a picture, the first of them having this number."""
    links = f"/Resources<</XObject<</I {number + 1} 0 R>>>>/Contents {number + 2} 0 R"
    picture = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n0\nendstream"
    )
    return [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{links}>>", picture, _stream("595 0 0 842 0 0 cm /I Do")]


# Pages of a government site


def government_page(body: str, *, title: str = "示范县科技局2024年上半年工作总结", day: date = date(2024, 7, 5)) -> str:
    """A page of a content system around `body`: banner, navigation, fact table, share bar, related links, footer."""
    return full_width(_PAGE.replace("{title}", title).replace("{day}", day.isoformat())).replace("{body}", body)


_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}_示范县人民政府</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 16:30">
<style>.a {color: red}</style><script>var visits = 12</script></head><body>
<div class="top"><a href="/">首页</a><a href="/zwgk">政务公开</a><a href="/hd">政民互动</a></div>
<div class="header"><div class="nav"><ul><li><a href="/1">机构职能</a></li><li><a href="/2">工作动态</a></li></ul></div></div>
<div class="crumb">当前位置:<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 工作总结</div>
<table class="facts"><tr><td>索 引 号:</td><td>990123-104/2024-00012</td><td>文&nbsp;&nbsp;号:</td><td>示科发〔2024〕18号</td></tr>
<tr><td>发布机构:</td><td>示范县科技局</td><td>发布日期:</td><td>{day}</td></tr></table>
<div class="article"><h1>{title}</h1>
<div class="info"><span>来源:示范县科技局</span> <span>发布时间:{day} 16:30</span> 浏览次数:<span>1234</span>次
字体:[<a>大</a> <a>中</a> <a>小</a>] <a>打印</a></div>
<div id="zoom">{body}</div>
<div class="bdsharebuttonbox">分享到:<a>微信</a><a>微博</a></div><div>【打印本页】【关闭窗口】</div>
<div class="prevnext">上一篇:<a href="/3">关于举办2024年科技活动周的通知</a><br>下一篇:<a>无</a></div></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/4">2023年工作总结,技术合同成交12亿元</a><span>2024-01-05</span></li></ul></div>
<div class="bottom"><p>主办:示范县人民政府 承办:示范县人民政府办公室 电话:0900-1234567</p><p>网站标识码:9901230001 某ICP备12345678号</p></div>
</body></html>"""
