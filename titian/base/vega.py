"""The marks charts are made of: pieces of Vega-Lite specifications in the house's colours. Pure dictionaries, nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Spec = dict[str, Any]

BLUE, GOLD, RED, GREEN, GREY = "#1f5fbf", "#e0a100", "#b42318", "#18794e", "#98a2b3"
INK, SOFT, TRACK = "#1d2939", "#667085", "#e4e7ec"
PALETTE = (BLUE, GOLD, GREEN, RED, "#6941c6", "#0e7090")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])
WIDTH, HEIGHT = 600, 240
_TEXT = 12
_ROW = 26
_LABEL_GAP = 15  # pixels between the words of two lines
_BELOW = 34
_HOLLOW: Spec = {"fill": "#ffffff", "stroke": BLUE, "strokeDash": [4, 3], "strokeWidth": 1.5}

_AXIS: Spec = {"title": None, "labelAngle": 0, "ticks": False, "labelOverlap": False, "domain": False}


def categories(names: Sequence[str], **axis: object) -> Spec:
    """The axis of names in the order given; a name without a value keeps its place."""
    return {"field": "category", "type": "nominal", "sort": None, "scale": {"domain": list(names)}, "axis": _AXIS | axis}


def points(values: Sequence[Spec]) -> Spec:
    return {"values": list(values)}


def scale(low: float, high: float) -> Spec:
    """A fixed domain, so that labels have room."""
    return {"domain": [low, high], "nice": False, "zero": False}


def domain(values: Sequence[Decimal | None], *, headroom: float = 0.14) -> Spec:
    """Zero-based domain of columns with room for the numbers above (and below) them."""
    known = [float(value) for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    span = (high - low) or 1.0
    return scale(low - (span * headroom if low < 0 else 0), high + span * headroom)


def line_domain(values: Sequence[Decimal | None], *, share: float) -> Spec:
    """A domain in which a line takes the upper `share` of the drawing; its numbers are printed, so it need not begin at zero."""
    known = [float(value) for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    span = max(high - low, abs(high) * 0.2, 1e-9)
    return scale(high - span / share, high + span * 0.3)


def _value(on: Spec) -> Spec:
    return {"field": "value", "type": "quantitative", "axis": None, "scale": on}


def _only(condition: str) -> list[Spec]:
    return [{"filter": condition}]


def columns(names: Sequence[str], on: Spec) -> list[Spec]:
    """Filled columns for what is, hollow dashed ones for what is expected, numbers at their ends, a dash where none is known."""
    encoding = {"x": categories(names), "y": _value(on)}
    bands = {"width": {"band": min(0.42, 60 * len(names) / WIDTH)}}
    floor = {"datum": 0, "type": "quantitative", "axis": None, "scale": on}
    dash = {"type": "text", "text": "—", "dy": -8, "color": SOFT}
    return [
        {"transform": _only("!datum.expected"), "mark": {"type": "bar", "color": BLUE, **bands}, "encoding": encoding},
        {"transform": _only("datum.expected"), "mark": {"type": "bar", **_HOLLOW, **bands}, "encoding": encoding},
        {"mark": {"type": "rule", "color": GREY}, "encoding": {"y": floor}},
        {"transform": _only("!isValid(datum.value)"), "mark": dash, "encoding": {"x": categories(names), "y": floor}},
        numbers(names, on, _only("isValid(datum.value) && datum.value >= 0"), dy=-8),
        numbers(names, on, _only("isValid(datum.value) && datum.value < 0"), dy=10),
    ]


def numbers(names: Sequence[str], on: Spec, transform: list[Spec] | None = None, *, dy: int, colour: str = INK) -> Spec:
    """The printed number at each point."""
    encoding = {"x": categories(names), "y": _value(on), "text": {"field": "label"}}
    return {
        "transform": transform or [],
        "mark": {"type": "text", "dy": dy, "color": colour, "fontSize": _TEXT},
        "encoding": encoding,
    }


def halo(names: Sequence[str], on: Spec) -> Spec:
    """White around the numbers, for where a line runs through them."""
    made = numbers(names, on, _only("isValid(datum.value)"), dy=-8, colour="#ffffff")
    return made | {"mark": made["mark"] | {"stroke": "#ffffff", "strokeWidth": 5}}


def lying(names: Sequence[str], values: Sequence[Decimal | None]) -> list[Spec]:
    """Rows of bars, the number behind each."""
    on = domain(values, headroom=0.2)
    encoding = {"y": categories(names, labelLimit=260), "x": _value(on)}
    zero = {"x": {"datum": 0, "type": "quantitative", "axis": None, "scale": on}}
    text = {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": _TEXT}
    known, dash = _only("isValid(datum.value)"), {**text, "text": "—", "color": SOFT}
    return [
        {"transform": _only("!datum.expected"), "mark": {"type": "bar", "color": BLUE, "height": 14}, "encoding": encoding},
        {"transform": _only("datum.expected"), "mark": {"type": "bar", **_HOLLOW, "height": 14}, "encoding": encoding},
        {"mark": {"type": "rule", "color": GREY}, "encoding": zero},
        {"transform": _only("!isValid(datum.value)"), "mark": dash, "encoding": {"y": encoding["y"], **zero}},
        {"transform": known, "mark": text, "encoding": {**encoding, "text": {"field": "label"}}},
    ]


def lying_height(count: int) -> int:
    return max(_ROW * count, 2 * _ROW)


def gold_line(names: Sequence[str], on: Spec) -> list[Spec]:
    """The second figure over columns: a line with its numbers."""
    mark = {"type": "line", "color": GOLD, "strokeWidth": 2, "point": {"color": GOLD, "filled": True, "size": 36}}
    encoding = {"x": categories(names), "y": _value(on)}
    return [{"mark": mark, "encoding": encoding}, numbers(names, on, dy=-11, colour="#8a6100")]


def lines(names: Sequence[str], series: Sequence[str], on: Spec) -> Spec:
    """Lines told apart by colour and by dashes."""
    told = {"field": "series", "type": "nominal", "sort": list(series), "legend": None}
    colour, dash = told | {"scale": {"range": list(PALETTE)}}, told | {"scale": {"range": list(DASHES)}}
    mark = {"type": "line", "strokeWidth": 2, "point": {"filled": True, "size": 36}}
    return {"mark": mark, "encoding": {"x": categories(names), "y": _value(on), "color": colour, "strokeDash": dash}}


def line_ends(names: Sequence[str], ends: Sequence[tuple[str, float, str]], on: Spec) -> Spec:
    """The words at the lines' ends (category, value, words), pushed apart where the lines end close together."""
    low, high = on["domain"]
    gap = (high - low) * _LABEL_GAP / HEIGHT
    placed: list[Spec] = []
    for category, value, words in sorted(ends, key=lambda end: end[1]):
        at = max(value, placed[-1]["value"] + gap) if placed else value
        placed.append({"category": category, "value": at, "words": words})
    encoding = {"x": categories(names), "y": _value(on), "text": {"field": "words"}}
    mark = {"type": "text", "align": "left", "dx": 10, "color": INK, "fontSize": _TEXT}
    return {"data": points(placed), "mark": mark, "encoding": encoding}


def side_by_side(names: Sequence[str], series: Sequence[str], on: Spec) -> list[Spec]:
    """Columns of several figures beside each other, in the order of the legend, each with its number."""
    order = {"field": "series", "sort": list(series), "scale": {"domain": list(series)}}
    legend = {"orient": "top", "title": None, "symbolType": "square", "labelFontSize": _TEXT, "labelLimit": 260}
    ranged = {"domain": list(series), "range": list(PALETTE[: len(series)])}
    colour = {"field": "series", "type": "nominal", "scale": ranged, "legend": legend}
    place = {"x": categories(names), "xOffset": order, "y": _value(on)}
    floor = {"datum": 0, "type": "quantitative", "axis": None, "scale": on}
    text = {"type": "text", "dy": -7, "color": INK, "fontSize": 11}
    missing = {"transform": _only("!isValid(datum.value)"), "mark": {**text, "text": "—"}, "encoding": {**place, "y": floor}}
    known = {"transform": _only("isValid(datum.value)"), "mark": text, "encoding": {**place, "text": {"field": "label"}}}
    bars = {"mark": "bar", "encoding": {**place, "color": colour}}
    return [bars, {"mark": {"type": "rule", "color": GREY}, "encoding": {"y": floor}}, missing, known]


def target_rule(label: str, target: Decimal, on: Spec) -> list[Spec]:
    """A dashed line across at the target, its name at the right end."""
    at = {"datum": float(target), "type": "quantitative", "axis": None, "scale": on}
    rule = {"type": "rule", "color": RED, "strokeDash": [6, 4], "strokeWidth": 1.5}
    text = {"type": "text", "align": "left", "dx": 6, "color": RED, "fontSize": _TEXT, "text": label, "x": WIDTH}
    nothing = points([{}])
    return [{"data": nothing, "mark": rule, "encoding": {"y": at}}, {"data": nothing, "mark": text, "encoding": {"y": at}}]


def bullets(names: Sequence[str], elapsed: float | None) -> list[Spec]:
    """Goals as rows: track, bar in the colour of the state, numbers with the state's word at the right, the time mark over all."""
    row = {
        "field": "category",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 240, "ticks": False, "domain": False},
    }
    share = {"type": "quantitative", "axis": None, "scale": scale(0, 1)}
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    text = {"type": "text", "align": "left", "dx": 10, "color": INK, "fontSize": _TEXT}
    made: list[Spec] = [
        {"mark": {"type": "bar", "color": TRACK, "height": 10}, "encoding": {"x": share | {"datum": 1}, "y": row}},
        {"mark": {"type": "bar", "height": 10}, "encoding": {"x": share | {"field": "share"}, "y": row, "color": colour}},
        {"mark": text, "encoding": {"x": share | {"datum": 1}, "y": row, "text": {"field": "label"}}},
    ]
    if elapsed is not None:
        tick = {"type": "tick", "color": INK, "thickness": 2, "size": 20, "opacity": 1}
        made.append({"mark": tick, "encoding": {"x": share | {"datum": elapsed}, "y": row}})
    return made


def footnote(text: str, height: int, *, lying: bool = False) -> Spec:
    """A line of small print under a drawing of this height; under lying bars there are no names to step over."""
    mark = {"type": "text", "align": "left", "baseline": "top", "color": SOFT, "fontSize": 11, "text": text}
    return {"data": points([{}]), "mark": mark | {"x": 0, "y": height + (_BELOW // 3 if lying else _BELOW)}}


def framed(title: str, subtitle: str, spec: Spec) -> Spec:
    """The whole specification: title, what is counted, white ground, no decoration."""
    heading = {"text": title, "subtitle": subtitle or None, "anchor": "start", "frame": "bounds", "offset": 14}
    heading |= {"fontSize": 15, "color": INK, "subtitleColor": SOFT, "subtitleFontSize": _TEXT, "subtitlePadding": 6}
    axis = {"grid": False, "domainColor": TRACK, "labelColor": SOFT, "labelFontSize": _TEXT, "labelPadding": 8}
    config = {"view": {"stroke": None}, "axis": axis, "aria": False, "background": "#ffffff"}
    return {"title": heading, "padding": 12, "config": config, **spec}
