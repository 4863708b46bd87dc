"""A web page, usually of a government site, → its document: title, 索引号, 发文字号, 发布日期, then the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from lxml import etree, html

from titian.reader.text import content, flow, noise
from titian.reader.text.guards import truncated
from titian.reader.text.plain import decode
from titian.reader.text.values import Extracted, Line, UnreadableFile, joined

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312"})
_SITE_TAIL = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]*(?:政府|科技局|科学技术局|网|厅|委|首页|门户)[^-_|–—]*$")
_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
# What a page says about its document: our label → the words pages use for it.
_LABELS: dict[str, tuple[str, ...]] = {
    "索引号": ("索引号", "信息索引号", "索引码"),
    "发文字号": ("发文字号", "文号", "发文文号", "文件编号"),
    "发布机构": ("发布机构", "发文机关", "发文机构", "公开责任部门", "责任部门", "发布单位", "信息来源", "来源"),
    "成文日期": ("成文日期", "成文时间"),
    "发布日期": ("发布日期", "发布时间", "公开日期", "公开时间", "生成日期", "发文日期", "日期", "时间"),
}
_META_TAGS = {"发布日期": "pubdate", "发布机构": "contentsource"}


def extract_html(data: bytes, name: str, *, declared: str | None = None) -> Extracted:
    """A page without navigation, headers, footers, share buttons and link lists. Raises UnreadableFile."""
    decoded = decode(data, name, declared=declared or _declared(data))
    root = _parsed(decoded.text, name)
    found = root.find(".//body")
    body = root if found is None else found
    if _from_office(decoded.text[:4096]):
        lines = [block.text for block in flow.blocks(body)]
        return joined(_numbered(lines), "html", title=_head_title(root), notices=decoded.notices)
    title = _title(root)
    facts = _facts(root, body)
    lines = noise.without_noise(flow.blocks(content.main_part(body)))
    return joined(_numbered(_headed(title, facts, lines)), "html", title=title, notices=decoded.notices)


def extract_mht(data: bytes, name: str) -> Extracted:
    """A page saved as one file: its longest HTML part (frames are parts of their own). Raises UnreadableFile."""
    message = message_from_bytes(data, policy=policy.default)
    pages = [_page(part, name) for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise truncated(name, "里面没有网页正文（单文件网页不完整）")
    best = max(pages, key=lambda page: len(page.text))
    return Extracted(best.text, "mht", best.title, best.notices, best.places)


def _page(part: EmailMessage, name: str) -> Extracted:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return extract_html(payload if isinstance(payload, bytes) else b"", name, declared=_codec(charset) if charset else None)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return _codec(found[1].decode("ascii")) if found else None


def _codec(charset: str) -> str:
    return "gb18030" if charset.lower() in _CHINESE else charset.lower()


def _parsed(text: str, name: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as broken:
        raise UnreadableFile(name, "是没有内容的网页", "请在浏览器里重新打开原网页，另存为「网页，全部」或 .mht 后再试") from broken
    return root


def _from_office(head: str) -> bool:
    """Saved by Word or Excel: there is no page around the document."""
    return "urn:schemas-microsoft-com:office:" in head or "Word.Document" in head or "Excel.Sheet" in head


def _numbered(lines: list[str]) -> Iterator[Line]:
    return (Line(text, f"第{number}段") for number, text in enumerate(lines, 1))


def _meta(root: etree._Element, wanted: str) -> str:
    tags = (tag for tag in root.iter("meta") if (tag.get("name") or "").lower() == wanted)
    return next((flow.tidy(tag.get("content") or "") for tag in tags), "")


def _head_title(root: etree._Element) -> str | None:
    found = root.find(".//title")
    return flow.tidy(found.text or "") or None if found is not None else None


def _title(root: etree._Element) -> str | None:
    """What the page's own tags call the document, else its only h1, else the window title without the site's name."""
    headings = [flow.text_of(heading) for heading in root.iter("h1")]
    headings = [heading for heading in headings if len(heading) > 4]
    if stated := _meta(root, "articletitle"):
        return stated
    return headings[0] if len(headings) == 1 else _SITE_TAIL.sub("", _head_title(root) or "") or None


def _facts(root: etree._Element, body: etree._Element) -> dict[str, str]:
    """索引号, 发文字号 and the like, from the table above the document and from the page's tags."""
    texts = [text for text in (flow.tidy(str(text)) for text in body.itertext()) if text]
    found = {label: _first_fact(texts, words, label) for label, words in _LABELS.items()}
    stated = {label: _checked(label, _meta(root, tag)) for label, tag in _META_TAGS.items()}
    return {label: value for label in _LABELS if (value := found[label] or stated.get(label, ""))}


def _first_fact(texts: list[str], words: tuple[str, ...], label: str) -> str:
    # Longest first, and all words before the next place: 发布时间 must win over a bare 时间 further up.
    for word in words:
        spaced = r"\s*".join(word)
        pattern = re.compile(rf"\[?{spaced}\]?\s*(?::\s*(.*))?")
        for at, text in enumerate(texts):
            match = pattern.fullmatch(noise.narrow(text))
            value = match and _checked(label, text[match.start(1) :] if match[1] else " ".join(texts[at + 1 : at + 2]))
            if value:
                return value
    return ""


def _checked(label: str, value: str) -> str:
    """A value that can be what the label says, else nothing: the next cell may be another label."""
    if label.endswith("日期"):
        day = _DAY.search(value[:40])
        return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else ""
    if label == "发文字号":
        return value if re.search(r"\d.*号", value) and len(value) < 40 else ""
    if label == "索引号":
        return value if re.search(r"\d", value) and len(value) < 60 else ""
    return re.split(r"\s", value)[0] if 2 < len(value) < 40 and not value.endswith((":", "\uff1a")) else ""


def _headed(title: str | None, facts: dict[str, str], lines: list[str]) -> list[str]:
    """Title first, then the facts that the document's first lines do not give themselves, then the text."""
    at = next((at for at, line in enumerate(lines[:5]) if _packed(line) == _packed(title or "")), None)
    top = [title] if title and (at is not None or _packed(title) not in _packed("".join(lines[:8]))) else []
    rest = [line for number, line in enumerate(lines) if number != at]
    known = _packed("".join(rest[:8]))
    return [*top, *(f"{label}：{value}" for label, value in facts.items() if _packed(value) not in known), *rest]


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)
