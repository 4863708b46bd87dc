"""Charts for pages and papers, as Vega-Lite specifications built from plain values.

Every chart says what it shows: title, unit, period, source. Values are Decimals in the unit they are printed in (7.47 with unit 亿元;
`Series.of` scales base values); None is «not known» and leaves a gap, never a zero. Numbers on the chart are written by
`base.quantities`, and the same numbers come out of `Chart.head` and `Chart.rows` for the table beside it.

    chart = bar_line("研发费用与占营收比重", years, Series("研发费用", "亿元", spent), Series("占营业收入", "%", share),
                     period="2021—2025年", source="统计局年度数")
    drawing.svg(chart)            # to be put inline into a page
    drawing.png(chart, scale=3)   # for a paper; ask fonts.chinese_font() first, without a font print the table alone
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from titian.base import vega
from titian.base.quantities import UNIT_SCALES, plain, rounded, scaled
from titian.base.vega import GOLD, GREEN, GREY, HEIGHT, RED, WIDTH, Spec

State = Literal["green", "yellow", "red", "unknown"]
STATES: dict[State, tuple[str, str]] = {
    "green": (GREEN, "绿 正常"),
    "yellow": (GOLD, "黄 滞后"),
    "red": (RED, "红 未完成"),
    "unknown": (GREY, "缺数"),
}
MISSING = "—"
_MOST_COLUMNS, _LONGEST_NAME = 10, 6


@dataclass(frozen=True)
class Series:
    """One figure over the categories of a chart; `expected` names positions that are 预计 and drawn hollow."""

    name: str
    unit: str
    values: Sequence[Decimal | None]
    expected: Sequence[int] = ()

    @classmethod
    def of(cls, name: str, unit: str, values: Sequence[Decimal | None], *, places: int = 2, expected: Sequence[int] = ()) -> Series:
        """Values in their base unit (元, 家, 平方米) → a series in one printed unit, the one its largest value wants."""
        largest = max((abs(value) for value in values if value is not None), default=Decimal(0))
        printed = scaled(largest, unit)[1]
        factor = UNIT_SCALES.get(printed, (Decimal(1), unit))[0] if printed in UNIT_SCALES else _ten_thousands(printed, unit)
        return cls(name, printed, [None if value is None else rounded(value / factor, places) for value in values], expected)

    def text(self, position: int) -> str:
        """The number as printed on the chart and in its table: 1,099 · 预计120 · 3.42% · —."""
        value = self.values[position]
        if value is None:
            return MISSING
        return ("预计" if position in self.expected else "") + plain(value, grouped=True) + ("%" if self.unit == "%" else "")

    @property
    def heading(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name


@dataclass(frozen=True)
class Goal:
    """A figure against its target.

    `target` is a number in `unit`, or words where a number alone does not say it (≥68家 或 占比50%). `completion` is the share reached
    (1 = all), computed by whoever knows the target's rule.
    """

    label: str
    value: Decimal | None
    target: Decimal | str
    unit: str
    completion: Fraction | None
    state: State


@dataclass(frozen=True)
class Chart:
    """A chart ready to draw, and the same data as a table of text."""

    title: str
    unit: str
    period: str
    source: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    vega: Spec = field(repr=False, hash=False)

    @property
    def source_line(self) -> str:
        """资料来源：统计局年度数, empty without a source."""
        return f"资料来源：{self.source}" if self.source else ""


def bar(title: str, categories: Sequence[str], series: Series, *, period: str, source: str) -> Chart:
    """Columns, each with its number; lying bars when the names are long or many."""
    data = {"data": vega.points(_points(categories, series))}
    if len(categories) > _MOST_COLUMNS or max(map(len, categories), default=0) > _LONGEST_NAME:
        spec = data | {"layer": vega.lying(categories, series.values), "height": vega.lying_height(len(categories))}
    else:
        spec = data | {"layer": vega.columns(categories, vega.domain(series.values))}
    return _chart(title, categories, [series], spec, period=period, source=source)


def line(title: str, categories: Sequence[str], series: Sequence[Series], *, period: str, source: str) -> Chart:
    """Lines of one unit over periods: a single line has every point numbered, several carry name and last number at their ends."""
    _same_unit(series)
    on = vega.line_domain([value for one in series for value in one.values], share=0.7)
    ends = [end for one in series if (end := _end(categories, one))]
    labels = vega.line_ends(categories, ends, on) if len(series) > 1 else vega.numbers(categories, on, dy=-11)
    data = vega.points([point for one in series for point in _points(categories, one)])
    spec = {"data": data, "layer": [vega.lines(categories, [one.name for one in series], on), labels]}
    return _chart(title, categories, series, spec, period=period, source=source)


def bar_line(title: str, categories: Sequence[str], bars: Series, over: Series, *, period: str, source: str) -> Chart:
    """Columns with a line over them on a scale of its own (amount and share); both carry their numbers."""
    below = {
        "data": vega.points(_points(categories, bars)),
        "layer": vega.columns(categories, vega.domain(bars.values, headroom=0.7)),
    }
    above = {
        "data": vega.points(_points(categories, over)),
        "layer": vega.gold_line(categories, vega.line_domain(over.values, share=0.25)),
    }
    spec = {"layer": [below, above], "resolve": {"scale": {"y": "independent"}}}
    return _chart(
        title, categories, [bars, over], spec, period=period, source=source, unit=f"柱：{bars.heading}　线：{over.heading}"
    )


def history(
    title: str,
    categories: Sequence[str],
    series: Series,
    *,
    period: str,
    source: str,
    target: Decimal | None = None,
    goal: str = "目标",
) -> Chart:
    """One figure over periods as columns, its target (named by `goal`) a dashed line across."""
    on = vega.domain([*series.values, target])
    layers = vega.columns(categories, on)
    if target is not None:
        rule = vega.target_rule(f"{goal} {plain(target, grouped=True)}{series.unit}", target, on)
        layers = [*rule, vega.halo(categories, on), *layers]
    return _chart(
        title,
        categories,
        [series],
        {"data": vega.points(_points(categories, series)), "layer": layers},
        period=period,
        source=source,
    )


def grouped(title: str, regions: Sequence[str], series: Sequence[Series], *, period: str, source: str) -> Chart:
    """Regions × indicators. One unit: columns side by side; several units: a panel with its own scale for each indicator."""
    if len({one.unit for one in series}) > 1:
        panels = [_panel(regions, one) for one in series]
        return _chart(title, regions, series, {"vconcat": panels, "spacing": 24}, period=period, source=source, unit=" ")
    on = vega.domain([value for one in series for value in one.values])
    data = vega.points([point for one in series for point in _points(regions, one)])
    spec = {"data": data, "layer": vega.side_by_side(regions, [one.name for one in series], on)}
    return _chart(title, regions, series, spec, period=period, source=source)


def progress(title: str, goals: Sequence[Goal], *, period: str, source: str, elapsed: Fraction | None = None) -> Chart:
    """A row a target: how far it is (bar), how far the year is (mark), numbers and the state in words at the right."""
    _distinct([goal.label for goal in goals])
    data = vega.points([_goal_point(goal) for goal in goals])
    layers = vega.bullets([goal.label for goal in goals], float(elapsed) if elapsed is not None else None)
    time = f"时间进度 {_percent(elapsed)}（竖线）" if elapsed is not None else ""
    spec = _footed({"data": data, "layer": layers, "width": 260, "height": vega.lying_height(len(goals))}, source, lying=True)
    head = ("指标", "目标", "完成", "完成率", "状态")
    subtitle = "　".join(part for part in (period, time) if part)
    return Chart(title, "", period, source, head, tuple(map(_goal_row, goals)), vega.framed(title, subtitle, spec))


def _chart(
    title: str, categories: Sequence[str], series: Sequence[Series], spec: Spec, *, period: str, source: str, unit: str = ""
) -> Chart:
    unit = unit or series[0].unit
    subtitle = "　".join(part for part in (_unit_words(unit), period) if part)
    rows = tuple((category, *(one.text(index) for one in series)) for index, category in enumerate(categories))
    head = ("", *(one.heading for one in series))
    whole = vega.framed(title, subtitle, _footed({"width": WIDTH, "height": HEIGHT} | spec, source, lying="height" in spec))
    return Chart(title, unit.strip(), period, source, head, rows, whole)


def _unit_words(unit: str) -> str:
    return unit.strip() if "：" in unit or not unit.strip() else f"单位：{unit}"


def _footed(spec: Spec, source: str, *, lying: bool = False) -> Spec:
    """The source under the drawing (under the last panel, where there are several)."""
    if not source:
        return spec
    if "vconcat" in spec:
        *others, last = spec["vconcat"]
        kept = {key: value for key, value in spec.items() if key not in {"width", "height"}}
        return kept | {"vconcat": [*others, _footed(last, source)]}
    return spec | {"layer": [*spec["layer"], vega.footnote(f"资料来源：{source}", spec["height"], lying=lying)]}


def _panel(regions: Sequence[str], series: Series) -> Spec:
    heading = {"text": series.heading, "anchor": "start", "fontSize": 12, "color": vega.INK, "frame": "group"}
    layers = vega.columns(regions, vega.domain(series.values, headroom=0.2))
    return {"title": heading, "data": vega.points(_points(regions, series)), "layer": layers, "width": WIDTH, "height": 110}


def _points(categories: Sequence[str], series: Series) -> list[Spec]:
    """Data rows: the height as a float for drawing, the number as text. ValueError for data that would draw a lie."""
    _distinct(categories)
    if len(series.values) != len(categories):
        raise ValueError(f"{series.name}: {len(series.values)} values for {len(categories)} categories")
    return [
        {
            "category": category,
            "series": series.name,
            "value": None if value is None else float(value),
            "label": "" if value is None else series.text(index),
            "expected": index in series.expected,
        }
        for index, (category, value) in enumerate(zip(categories, series.values, strict=True))
    ]


def _end(categories: Sequence[str], series: Series) -> tuple[str, float, str] | None:
    """Where a line ends and what is written there: its name and last number."""
    known = [(index, value) for index, value in enumerate(series.values) if value is not None]
    if not known:
        return None
    index, value = known[-1]
    return categories[index], float(value), f"{series.name} {series.text(index)}"


def _goal_point(goal: Goal) -> Spec:
    colour, word = STATES[goal.state]
    share = min(max(float(goal.completion), 0.0), 1.0) if goal.completion is not None else 0.0
    label = f"{_amount(goal.value, goal.unit)} / {_amount(goal.target, goal.unit)}　{_percent(goal.completion)}　{word}"
    return {"category": goal.label, "share": share, "colour": colour, "label": label}


def _goal_row(goal: Goal) -> tuple[str, ...]:
    value, target = _amount(goal.value, goal.unit), _amount(goal.target, goal.unit)
    return goal.label, target, value, _percent(goal.completion), STATES[goal.state][1]


def _amount(value: Decimal | str | None, unit: str) -> str:
    if isinstance(value, str):
        return value
    return MISSING if value is None else f"{plain(value, grouped=True)}{unit}"


def _percent(share: Fraction | None) -> str:
    if share is None:
        return MISSING
    return f"{plain(rounded(Decimal(share.numerator * 100) / Decimal(share.denominator), 1))}%"


def _distinct(names: Sequence[str]) -> None:
    """Two rows of one name would be drawn into each other."""
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"names on an axis must differ: {'、'.join(twice)}")


def _same_unit(series: Iterable[Series]) -> None:
    units = {one.unit for one in series}
    if len(units) > 1:
        raise ValueError(f"one scale cannot carry {'、'.join(sorted(units))}: use bar_line or grouped")


def _ten_thousands(printed: str, unit: str) -> Decimal:
    return Decimal(10_000) if printed == f"万{unit}" else Decimal(1)
