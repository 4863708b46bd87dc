"""Where on a web page the document is: navigation, footers and share buttons are cut, the densest part is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from titian.reader.text.flow import INLINE, is_data_table, tidy
from titian.reader.text.noise import is_noise

_NEVER = frozenset(
    "script style noscript template iframe frame object embed applet svg canvas audio video select option button input "
    "textarea map nav footer aside dialog menu".split()
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML text cannot hold
_WHOLE = INLINE | {"p", "pre"}
# Words in id or class that say what a part is for (the usual ones of content systems, pinyin abbreviations included). The first group
# may end a name (left-nav), all may begin one (footer-links); a word in the middle or a bare margin-bottom says nothing.
_ENDS = r"nav|navi|navbar|navigation|menu|crumbs?|breadcrumbs?|footer|share|copyright|sidebar|search|login|qrcode|pager|pagination|related|print"
_BEGINS = (
    r"topmenu|dqwz|wz_?nav|foot|bottom|bq|bdshare\w*|fenxiang|dayin|relevant|xgxx|xgwd|xglj|xgyd|xgwj|side|siderbar|searchbox|ewm|erweima"
    r"|toolbar|prevnext|prev|next|shangxia|hot|hotnews|rank|banner|logo|yqlj|friendlinks?|links?|fontsize|zihao|tips"
)
_NOISE_NAMES = re.compile(rf"(?:[\w-]*[-_])?(?:{_ENDS})\d*|(?:{_ENDS}|{_BEGINS})(?:\d*|[-_][\w-]*)", re.IGNORECASE)
_BODY_NAMES = re.compile(
    r"^(?:zoom|ucap-content|trs_?u?editor\w*|view trs_\w+|vsb_content\w*|pages_content|wp_articlecontent|xxgk_?content|"
    r"(?:article|news|detail|info|text|conts?|wz)[-_]?(?:content|body|text|con|conts?|txt|nr|zw))$",
    re.IGNORECASE,
)


def main_part(body: etree._Element) -> etree._Element:
    """Cut what is never part of a document, then give the smallest element that holds nine tenths of the running text.

    The container an editor's content system marks as the text is taken when it holds most of it.
    """
    cells = _data_cells(body)
    _clean(body, cells)
    weights, node = weigh(body, cells), body
    while True:
        named = _named_body(node, weights)
        inner = named if named is not None else max(node, key=weights.__getitem__, default=None)
        if inner is None or inner in cells or inner.tag in _WHOLE or (named is None and weights[inner] < 0.9 * weights[node]):
            return node
        node = inner


def _data_cells(body: etree._Element) -> frozenset[etree._Element]:
    """Everything inside data tables, and the tables themselves."""
    return frozenset(node for table in body.iter("table") if is_data_table(table) for node in table.iter())


def _clean(body: etree._Element, cells: frozenset[etree._Element]) -> None:
    # Nothing that holds a good part of the page's own text is cut, however it is named.
    most = weigh(body, cells)[body] * 0.4
    for node in list(body.iter()):
        if node is not body and (node.tag in _NEVER or (_unwanted(node) and weigh(node, cells)[node] <= most)):
            _cut(node)


def _unwanted(node: etree._Element) -> bool:
    hidden = "display:none" in (node.get("style") or "").replace(" ", "").lower() or node.get("hidden") is not None
    banner = node.tag == "header" and node.find(".//h1") is None
    return hidden or banner or (node.tag not in {"body", "form"} and any(map(_NOISE_NAMES.fullmatch, _names(node))))


def _names(node: etree._Element) -> list[str]:
    return [node.get("id") or "", *(node.get("class") or "").split()]


def _cut(node: etree._Element) -> None:
    """Remove a node and keep the text that follows it."""
    parent, previous = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail and previous is not None:
        previous.tail = _CONTROL.sub("", (previous.tail or "") + node.tail)
    elif node.tail:
        parent.text = _CONTROL.sub("", (parent.text or "") + node.tail)
    node.tail = None
    parent.remove(node)


def weigh(root: etree._Element, cells: frozenset[etree._Element] = frozenset()) -> dict[etree._Element, int]:
    """Element → letters of running text in and below it. Links, scraps and noise weigh nothing; numbers in `cells` do."""
    texts: dict[etree._Element, list[tuple[str, bool]]] = {}
    for owner, text, linked in _texts(root):
        texts.setdefault(owner, []).append((text, linked))
    total: dict[etree._Element, int] = {}
    for node in reversed(list(root.iter())):
        total[node] = _worth(texts.get(node, []), in_cell=node in cells) + sum(total[child] for child in node)
    return total


def _worth(texts: list[tuple[str, bool]], *, in_cell: bool) -> int:
    """Letters of a block's own text outside links; 0 when it is mostly links, a scrap or noise."""
    plain = sum(len(text.strip()) for text, linked in texts if not linked)
    links = sum(len(text.strip()) for text, linked in texts if linked)
    whole = tidy("".join(text for text, _ in texts))
    short = plain < 10 and not (in_cell and any(char.isdigit() for char in whole))
    return 0 if plain <= links or short or is_noise(whole) else plain


def _texts(root: etree._Element) -> Iterable[tuple[etree._Element, str, bool]]:
    """Every piece of text with the nearest block it belongs to and whether it stands in a link."""
    owners: list[tuple[etree._Element, bool]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            owner, linked = owners[-1] if owners else (root, False)
            owners.append((owner if node.tag in INLINE and owners else node, linked or node.tag == "a"))
            text = node.text if node.tag not in _NEVER else None
        else:
            owners.pop()
            text = node.tail
        if text and owners:
            yield owners[-1][0], text, owners[-1][1]


def _named_body(node: etree._Element, weights: dict[etree._Element, int]) -> etree._Element | None:
    """The outermost container below `node` that content systems put a document in, if it holds most of the text."""
    for inner in node.iterdescendants():
        if weights[inner] >= 0.7 * weights[node] > 0 and any(map(_BODY_NAMES.match, _names(inner))):
            return inner
    return None
