"""A Chart drawn: SVG for pages, PNG for papers. No network is used, no script is written, fonts are the computer's own."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from typing import Any

import vl_convert
from lxml import etree

from titian.base.charts import Chart
from titian.base.fonts import MISSING, ChartFontMissing, chinese_font, own_folder

_VERSION = "5.20"  # of Vega-Lite; fixed, so that a chart looks the same after an update of the converter
_SPACE = "http://www.w3.org/2000/svg"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_FALLBACKS = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
KEPT = 256
_UNWANTED = {"script", "foreignObject", "image", "a", "style"}


def svg(chart: Chart) -> str:
    """An <svg> element to be put inline into a page: ids of its own, no scripts or links, a title for who can't see it.

    It needs no font on this computer (the reader's browser brings one); with one the widths of the words are measured better.
    """
    drawn = _drawn(json.dumps(_ready(chart, chinese_font()), ensure_ascii=False, sort_keys=True))
    tree = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _own_ids(tree, "chart-" + sha256(drawn.encode()).hexdigest()[:10])
    _harmless(tree)
    _described(tree, chart)
    return etree.tostring(tree, encoding="unicode")


@lru_cache(maxsize=KEPT)
def _drawn(specification: str) -> str:
    """Drawing takes a few tenths of a second; a page that is opened again shows the drawing of before."""
    return vl_convert.vegalite_to_svg(specification, vl_version=_VERSION, allowed_base_urls=[])


def png(chart: Chart, scale: float = 2) -> bytes:
    """A PNG, `scale` pixels a unit (2-3 for print). Raises ChartFontMissing without a Chinese font: then print the chart's table."""
    font = chinese_font()
    if font is None:
        raise ChartFontMissing(MISSING)
    return vl_convert.vegalite_to_png(_ready(chart, font), vl_version=_VERSION, scale=scale, allowed_base_urls=[])


def _ready(chart: Chart, font: str | None) -> dict[str, Any]:
    """The specification with its font."""
    _register(str(own_folder() or ""))
    config = {**chart.vega["config"], "font": ", ".join(dict.fromkeys([*([font] if font else []), *_FALLBACKS.split(", ")]))}
    return {**chart.vega, "config": config}


@lru_cache(maxsize=4)
def _register(folder: str) -> None:
    if folder:
        vl_convert.register_font_directory(folder)


def _own_ids(tree: etree._Element, prefix: str) -> None:
    """Two charts on a page must not share ids."""
    for node in tree.iter(etree.Element):
        for key, value in [(str(key), str(value)) for key, value in node.attrib.items()]:
            if key == "id":
                node.set("id", f"{prefix}-{value}")
            elif "url(#" in value:
                node.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))


def _harmless(tree: etree._Element) -> None:
    """Nothing that runs or loads stays in."""
    for node in list(tree.iter(etree.Element)):
        parent = node.getparent()
        if etree.QName(node).localname in _UNWANTED and parent is not None:
            parent.remove(node)
            continue
        for key in [key for key in map(str, node.attrib) if _runs(key)]:
            del node.attrib[key]


def _runs(attribute: str) -> bool:
    local = attribute.rpartition("}")[2].lower()
    return local.startswith("on") or local == "href"


def _described(tree: etree._Element, chart: Chart) -> None:
    """Role and name; the page's stylesheet makes `svg.chart` follow its column (no style attribute: the page's policy forbids them)."""
    tree.set("role", "img")
    tree.set("aria-label", chart.title)
    tree.set("class", "chart")
    title = etree.Element(f"{{{_SPACE}}}title")
    title.text = "，".join(part for part in (chart.title, chart.period, chart.source_line) if part)
    tree.insert(0, title)
