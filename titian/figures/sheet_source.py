"""Rows and books as a source for somebody else's table: the value of a figure and where it comes from, or why there is none and who knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.conf import settings

from titian.accounts.models import User
from titian.base.disclosure import Disclosure, Outlet
from titian.base.periods import Period
from titian.base.quantities import Operator, rounded, show
from titian.exchange.foreign import LEFT, Candidate, Found, Spot, Take
from titian.figures.books import Books, year_before
from titian.figures.catalogue import Indicator
from titian.figures.checks import Statement
from titian.figures.computed import RowBooks
from titian.figures.key import ACHIEVED, FigureKey, status_of
from titian.figures.likeness import likely
from titian.figures.models import Target, TargetLeg, find_indicators, indicators
from titian.figures.outgoing import ROWS, STATED, Prefer
from titian.figures.progress import Measure
from titian.places.models import Region

# What a form asks of the office itself, in the words of the mapping.
OWN: dict[str, str] = {"=bureau": "本单位名称", "=person": "填表人姓名", "=day": "填表日期", LEFT: "留空（手填）"}
_OWN_WORDS: tuple[tuple[str, str], ...] = (
    ("填报单位", "=bureau"), ("填表单位", "=bureau"), ("报送单位", "=bureau"), ("填表人", "=person"), ("填报人", "=person"),
    ("填表日期", "=day"), ("填报日期", "=day"), ("填表时间", "=day"), ("填报时间", "=day"), ("报送日期", "=day"),
)  # fmt: skip
OWN_WORD, DERIVED, GOAL = "本单位", "算出", "目标"  # where what is no figure itself comes from
_PARTS = ("calibre", "level", "stage", "scope", "department")
_MOST_OFFERED = 6
_SURE_OF_A_COLUMN = 0.7


# A label that is a place, whether we know it or not; its row wants that place's figures.
_PLACE = re.compile(r"[^\W\d_]{1,8}(?:镇|乡|街道|县|市|区|开发区|园区)")

_WHOLE = frozenset({"全县", "全区", "全旗", "本县", "本区", "本市", "本旗"})  # not 全市: in a county's form that is the city above


def key_text(code: str, *, town: str = "", **parts: str) -> str:
    """How a mapping names a figure: its code and qualifiers, «hnte.valid» or «hnte.valid|||规上», and of a town «hnte.valid@990123101»."""
    figure = "|".join([code, *(parts.get(part, "").replace("|", "/") for part in _PARTS)]).rstrip("|")
    return f"{figure}@{town}" if town else figure


@dataclass(frozen=True)
class BooksSource:
    """One region's registers and books for one person on one day. What a blank was filled with is kept in `statements` by its `ref`: a
    statement's id, or a negative number for what was counted."""

    user: User
    region: Region
    day: date
    prefer: Prefer = Prefer.ROWS
    statements: dict[int, Statement] = field(default_factory=dict)

    @cached_property
    def books(self) -> Books:
        regions = [self.region.pk, *(town.pk for town in self.towns.values())]
        rows = RowBooks(user=self.user, day=self.day)
        return Books.open(user=self.user, region_ids=regions, until=self.day, rows=rows, prefer=self.prefer)

    @cached_property
    def towns(self) -> Mapping[str, Region]:
        """Name → town of this region: rows of a form that go down the towns."""
        return {town.name: town for town in Region.objects.towns_of(self.region)}

    @cached_property
    def entries(self) -> Mapping[str, Indicator]:
        return indicators()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Key → its words in the mapping: every indicator, those with qualifiers the books know, and what the office says of itself."""
        plain = {code: entry.name for code, entry in self.entries.items()}
        qualified = {
            key_text(key.indicator, **{part: getattr(key, part) for part in _PARTS}): f"{plain[key.indicator]}（{key.qualifiers}）"
            for key in self.books.by_key
            if key.qualifiers and key.indicator in plain
        }
        return {**OWN, **plain, **dict(sorted(qualified.items()))}

    def entry(self, key: str) -> Indicator | None:
        return self.entries.get(key.partition("@")[0].split("|")[0])

    def words(self, key: str) -> str:
        """A key as the mapping shows it: 有效高新技术企业数, 城关镇 · 有效高新技术企业数."""
        figure, _, place = key.partition("@")
        town = next((name for name, town in self.towns.items() if town.key == place), place)
        return f"{town} · {self.labels.get(figure, figure)}" if place else self.labels.get(key, key)

    def named(self, words: str) -> str | None:
        """The key somebody typed or chose; None when the words are no figure of ours or of several."""
        before, _, after = words.strip().partition(" · ")
        town = self.towns.get(before) if after else None
        wanted = after if town else words.strip()
        known = next((key for key, label in self.labels.items() if label == wanted), None)
        found = [] if known else find_indicators(wanted)
        key = known or (found[0].code if len(found) == 1 else None)
        return f"{key}@{town.key}" if key and town and key not in OWN else key

    def suggest(self, spot: Spot) -> list[Candidate]:
        own = next((key for words, key in _OWN_WORDS if words in "".join(spot.label.split())), None)
        if own:
            return [Candidate(own, OWN[own], 1)]
        places = [
            label for label in (*spot.row, *spot.column) if _PLACE.fullmatch(label) and label not in {*_WHOLE, self.region.name}
        ]
        towns = [self.towns[place] for place in places if place in self.towns]
        if places and not towns:
            return []  # of a place that is not ours; the county's figure there would be wrong
        row, column = ([label for label in labels if label not in places] for labels in (spot.row, spot.column))
        unit = "" if spot.unit == "%" and spot.column else spot.unit
        found = likely(row, unit, self.entries.values()) or [
            (entry, score) for entry, score in likely(column, spot.unit, self.entries.values()) if score >= _SURE_OF_A_COLUMN
        ]
        keys = [(key_text(entry.code, town=towns[0].key if towns else ""), score) for entry, score in found[:_MOST_OFFERED]]
        return [Candidate(key, self.words(key), score) for key, score in keys]

    def value(self, key: str, take: Take, period: Period) -> Found:
        if key in OWN:
            return Found(self._own(key), origin=OWN_WORD)
        figure, _, town = key.partition("@")
        code, *parts = figure.split("|")
        entry = self.entries.get(code)
        if entry is None:
            return Found(None, note=f"目录里已没有指标 {code}，请改选")
        verdict = Disclosure.named(entry.disclosure).may_leave(Outlet.EXPORT, entry.name)
        if not verdict:
            return Found(None, entry.unit, self.ask(entry), verdict.reason)
        qualifiers = dict(zip(_PARTS, parts, strict=False))
        asked = FigureKey(code, period, town or self.region.key, status_of(code), **qualifiers)
        if take == "previous":
            return self._figure(asked, entry, day=year_before(self.day))  # last year's half up to the day this year's is counted to
        compute = {"growth": self._growth, "change": self._change, "goal": self._goal, "rate": self._rate}.get(take, self._figure)
        return compute(asked, entry)

    def ask(self, entry: Indicator) -> str:
        """Who knows: the department and person in charge of the target for it, else who keeps its register, else who publishes it."""
        leg = self._legs.get(entry.code)
        charge = [str(one) for one in (leg.target.department, leg.target.owner) if one] if leg else []
        computed = self.books.rows.declared.get(entry.code) if self.books.rows else None
        return "、".join(charge) or (computed.keeper if computed else "") or entry.publisher

    @cached_property
    def _legs(self) -> Mapping[str, TargetLeg]:
        """Indicator → the newest target's leg for it."""
        targets = (
            Target.objects.visible_to(self.user).filter(region=self.region, is_dropped=False).with_parts().order_by("period", "pk")
        )
        return {leg.indicator: leg for target in targets for leg in target.legs.all()}

    def _own(self, key: str) -> str | None:
        return {
            "=bureau": settings.TITIAN.bureau,
            "=person": self.user.name,
            "=day": f"{self.day.year}年{self.day.month}月{self.day.day}日",
        }.get(key)

    def _figure(self, key: FigureKey, entry: Indicator, day: date | None = None) -> Found:
        found = self._answer(key, day)
        if found is None:
            return Found(None, entry.unit, self.ask(entry), self._why(key))
        return Found(found.value, entry.unit, note=self._note(found, entry), ref=self._ref(found), origin=_origin(found))

    def _answer(self, key: FigureKey, day: date | None = None) -> Statement | None:
        """What goes out; an application that somebody stated as done is found too."""
        found = self.books.answer(key, day=day)
        return found or (self.books.answer(replace(key, status=ACHIEVED)) if key.status != ACHIEVED else None)

    def _ref(self, found: Statement) -> int:
        known = next((ref for ref, statement in self.statements.items() if statement == found), None)
        ref = known or found.id or -1 - len(self.statements)
        self.statements[ref] = found
        return ref

    def _note(self, found: Statement, entry: Indicator) -> str:
        """What a reader should know: not exact, another value from the other source, rows that wait."""
        out = self.books.outgoing(found.key, unit=entry.unit, day=found.as_of)
        exact = found.operator is Operator.EXACT
        notes = [
            "" if exact else f"账上写作{show(found.value, entry.unit, found.operator)}",
            out.told,
            out.tally.waiting if out.tally else "",
        ]
        return "；".join(filter(None, notes))

    def _why(self, key: FigureKey) -> str:
        if self.books.is_contradicted(key) or self.books.is_disputed(key):
            return "账上有不一致的数，请先认定"
        tally = self.books.tally(key)
        rows = f"；台账没有数：{tally.why}" if tally and tally.why else ""
        keys = [known for known in self.books.by_key if known.indicator == key.indicator and known.region == key.region]
        if len({known for known in keys if known.period == key.period and known.status == key.status}) > 1:
            return "账上有几种口径或范围，请在对应里选明是哪一种"
        inside = self.books.stated_in(key, kind=self.entries[key.indicator].kind)
        if inside:
            had = show(inside.value, self.entries[key.indicator].unit)
            return f"账上没有{key.period.label}的数，只有{inside.key.period.label}的 {had}{rows}"
        return f"账上没有{key.period.label}的数{rows}"

    def _pair(self, key: FigureKey, entry: Indicator) -> tuple[Statement, Statement] | Found:
        now = self._answer(key)
        before = self.books.before(now) if now else None
        if now is None or before is None:
            lacking = key if now is None else key.at(key.period.previous_year)
            if now and now.as_of and self.books.stated(lacking):
                reason = f"本期数截至 {now.as_of}，{lacking.period.label}认定的是全期的数，不可比"
                return Found(None, entry.unit, self.ask(entry), reason)
            return Found(None, entry.unit, self.ask(entry), self._why(lacking))
        return now, before

    def _growth(self, key: FigureKey, entry: Indicator) -> Found:
        pair = self._pair(key, entry)
        if isinstance(pair, Found):
            return pair
        now, before = pair
        if entry.unit == "%" or before.value <= 0:
            return Found(None, "%", self.ask(entry), "比率或上年为零的数算不出增速，请改选「同比增减数」")
        return Found(
            rounded((now.value / before.value - 1) * 100, 2), "%", note=f"由 {_two(now, before, entry)} 算出", origin=DERIVED
        )

    def _change(self, key: FigureKey, entry: Indicator) -> Found:
        pair = self._pair(key, entry)
        if isinstance(pair, Found):
            return pair
        return Found(pair[0].value - pair[1].value, entry.unit, note=f"由 {_two(*pair, entry)} 算出", origin=DERIVED)

    def _goal(self, key: FigureKey, entry: Indicator) -> Found:
        goal = self._goal_of(key)
        if goal is None:
            return Found(None, entry.unit, self.ask(entry), f"没有录入{key.period.whole_year.label}的目标")
        return Found(goal, entry.unit, note=f"目标 {show(goal, entry.unit)}", origin=GOAL)

    def _rate(self, key: FigureKey, entry: Indicator) -> Found:
        goal, now = self._goal_of(key), self._answer(key)
        if goal is None or now is None or goal <= 0:
            return Found(
                None, "%", self.ask(entry), self._why(key) if now is None else f"没有录入{key.period.whole_year.label}的目标"
            )
        note = f"{_word(now)} {show(now.value, entry.unit)} ÷ 目标 {show(goal, entry.unit)}"
        return Found(rounded(now.value / goal * 100, 2), "%", note=note, origin=DERIVED)

    def _goal_of(self, key: FigureKey) -> Decimal | None:
        """The amount asked of the county, or of a town as its share."""
        leg = self._goal_leg(key)
        if leg is None or key.region == self.region.key:
            return leg.low if leg else None
        share = leg.shares.filter(town__in=[town for town in self.towns.values() if town.key == key.region]).first()
        return share.amount if share else None

    def _goal_leg(self, key: FigureKey) -> TargetLeg | None:
        """The one target that asks for an amount of this figure in the year."""
        legs = TargetLeg.objects.filter(
            indicator=key.indicator, measure=Measure.LEVEL, target__region=self.region, target__is_dropped=False,
            target__period=key.period.whole_year.text,
        )  # fmt: skip
        found = list(legs.select_related("target")[:2])
        return found[0] if len(found) == 1 else None


def _two(now: Statement, before: Statement, entry: Indicator) -> str:
    said = (
        f"{_word(now)} {show(now.value, entry.unit)} 和 {before.key.period.label}{_word(before)} {show(before.value, entry.unit)}"
    )
    return said if now.counted == before.counted else f"两个来源的数（{said}）"


def _word(found: Statement) -> str:
    return ROWS if found.counted else STATED


def _origin(found: Statement) -> str:
    """«台账 72行», 认定."""
    return f"{ROWS} {found.rows}行" if found.counted else STATED
