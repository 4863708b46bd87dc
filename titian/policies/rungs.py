"""The rungs of a place's ladder: which titles an enterprise climbs through here, in order, and by which programme each is assessed.

A county takes its province's pack; what the pack has no rule for still stands on the ladder with its stock. Pure Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from titian.policies.engine.dated import Book
from titian.policies.engine.programme import Programme
from titian.policies.packs import PROVINCES, NoProgramme, NotYetInForce, chosen, packs, shelves, standing
from titian.registry.titles import KINDS, TitleKind

# Title → programme, where they are not called the same.
_NAMES = {"hnte_pool": "incubation", "leading": "leader"}
# From the bottom up. Titles only some provinces give, with the first two digits of those.
_ORDER = ("tsme", "isme", "hnte_pool", "eagle", "hnte", "gazelle", "srdi", "demo", "giant", "little_giant", "leading", "unicorn")
_PROVINCIAL = {
    "hnte_pool": {"32"},
    "eagle": {"64"},
    "gazelle": {"64"},
    "demo": {"64"},
    "giant": {"33", "34", "64"},
    "leading": {"33", "64"},
}


@dataclass(frozen=True)
class Rung:
    """One rung: the title, and the book of rules it is given by here; None where no rule is known."""

    kind: TitleKind
    book: Book | None

    @property
    def code(self) -> str:
        """The programme's name, which is also the rung's: hnte, incubation."""
        return _NAMES.get(self.kind.code, self.kind.code)

    @property
    def label(self) -> str:
        return self.kind.short

    def programme(self, day: date) -> Programme | None:
        """The rule as it stands on a day; None where there is none."""
        try:
            return standing(self.book.programme, self.book.pack, day) if self.book else None
        except NotYetInForce:
            return None


def province_of(region: str) -> str | None:
    """A region code the packs know, else None: every programme that is there only once then counts."""
    return region if len(region) == 6 and region.isdigit() and region[:2] in PROVINCES else None


def rungs(region: str = "") -> list[Rung]:
    """The ladder of a place, from the bottom up. Without a province of ours: every title, by the only pack that has it."""
    place = province_of(region)
    here = [code for code in _ORDER if place is None or place[:2] in _PROVINCIAL.get(code, {place[:2]})]
    return [Rung(KINDS[code], _book(_NAMES.get(code, code), place)) for code in here]


def rung(code: str, region: str = "") -> Rung:
    """The rung of a programme. LookupError where this ladder has none."""
    found = next((one for one in rungs(region) if one.code == code), None)
    if found is None:
        raise LookupError(f"本地的梯次里没有「{code}」")
    return found


def assessed(day: date, region: str = "", codes: Sequence[str] = ()) -> list[tuple[Rung, Programme]]:
    """The rungs whose rule stands on the day; only `codes` where some are named."""
    found = [(one, one.programme(day)) for one in rungs(region) if not codes or one.code in codes]
    return [(one, programme) for one, programme in found if programme is not None]


def title_kind(code: str) -> str:
    """The title a programme gives."""
    return next((kind for kind, programme in _NAMES.items() if programme == code), code)


def programme_label(code: str) -> str:
    """The title's short name, as the office says it; empty for a programme no ladder has."""
    kind = KINDS.get(title_kind(code))
    return kind.short if kind and title_kind(code) in _ORDER else ""


def programme_labels() -> dict[str, str]:
    """Every programme a firm may be brought up to."""
    codes = [_NAMES.get(code, code) for code in _ORDER]
    return {code: programme_label(code) for code in codes}


def pack_label(region: str) -> str:
    """宁夏, 江苏; 全国 where the province has no pack of its own."""
    place = province_of(region)
    if place is None:
        return "全国，各省特有的按示例"
    found = [each["label"] for each in packs().values() if place and each["region"] == place[:2]]
    return found[0] if found else "全国"


def _book(programme: str, region: str | None) -> Book | None:
    if programme not in shelves():
        return None
    try:
        return chosen(programme, region)
    except NoProgramme:
        there = shelves()[programme]
        return chosen(programme, f"{packs()[there[0]]['region']}0000") if region is None and packs()[there[0]]["region"] else None
