"""Finding the head of a sheet and placing the columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from titian.base.columns import Column
from titian.exchange.heads.words import Head, head_of, is_unit
from titian.exchange.values import squeeze

HEAD_ROWS = 30
_DEEPEST = 3
_SHEET_UNIT = re.compile(r"单位:([^;。)]{1,20})")
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_ORDINAL = re.compile(r"\(?(?:\d{1,2}|[甲乙丙丁戊己庚辛壬癸]|[A-Z])\)?(?:=[\d+\-×*/÷()%]+)?|栏次|序号|-|—")
_FIRST_ORDINALS = frozenset({"1", "甲", "A", "(1)", "栏次", "(甲)"})

Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Clash:
    """Heads and columns that fit each other more than one way: `heads` as in the file, `columns` by label."""

    heads: Sequence[str]
    columns: Sequence[str]

    @property
    def message(self) -> str:
        named, asked = "、".join(f"「{head}」" for head in self.heads), "、".join(f"「{label}」" for label in self.columns)
        return f"表头{named}都可以是{asked}，请指明用哪一列" if len(self.heads) > 1 else f"表头{named}可以是{asked}，请指明是哪一项"


@dataclass(frozen=True)
class Heads:
    """The head of a sheet.

    row        its last row, from 1;  first_row  the first row that may be a record, from 1
    places     column key → place, from 0
    texts      place → the head as in the file; two rows of heads joined: 2025年 营业收入
    units      column key → the unit its head says; money columns also the one the sheet says (单位：万元)
    years      column key → the year its head says
    unknown    places of heads that are no column of ours
    missing    required columns that are not there
    clashes    what fits more than one way and was therefore not placed
    unfound    forced heads that are not in the sheet
    """

    row: int
    first_row: int
    places: Mapping[str, int]
    texts: Mapping[int, str]
    units: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[int] = ()
    missing: Sequence[Column] = ()
    clashes: Sequence[Clash] = ()
    unfound: Sequence[str] = ()

    @property
    def unknown_texts(self) -> list[str]:
        return [self.texts[place] for place in self.unknown]


def heads(
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column],
    *,
    forced: Mapping[str, str] | None = None,
    merged: Sequence[Area] = (),
) -> Heads | None:
    """The head among the first rows; None when no row looks like one.

    forced  head text → column key (any other head is then found as usual); an empty key leaves that head out
    merged  merged areas of the sheet (`Table.merged`), when they are known: they tell how deep the head is
    """
    best: tuple[tuple[int, int, int], Heads] | None = None
    for top in range(min(len(rows), HEAD_ROWS)):
        if not any(rows[top]):
            continue
        for depth in _depths(rows, top, merged):
            found = _placed(rows, top, depth, columns, forced or {})
            score = (len(found.places) + len(found.clashes) - len(found.unfound), -len(found.missing), depth)
            if _plausible(found) and (best is None or score > best[0]):
                best = score, found
    return best[1] if best else None


def _plausible(found: Heads) -> bool:
    """One head alone is a head only if it is most of its row: a title or a record may hold a column's word by chance."""
    placed = len(found.places) + len(found.clashes)
    return placed >= 2 or (placed == 1 and len(found.texts) <= 2)


def _depths(rows: Sequence[Sequence[str]], top: int, merged: Sequence[Area]) -> list[int]:
    """How many rows the head that begins at `top` may have."""
    known = [bottom - first + 1 for (first, _), (bottom, _) in merged if first == top]
    spans = any(left != right for (first, left), (_, right) in merged if first == top)
    if known and max(known) > 1 and spans:
        return [min(max(known), _DEEPEST)]
    deep = [1]
    while len(deep) < _DEEPEST and top + len(deep) < len(rows) and _continues(rows[top + len(deep) - 1], rows[top + len(deep)]):
        deep.append(len(deep) + 1)
    return deep


def _continues(above: Sequence[str], below: Sequence[str]) -> bool:
    """Is `below` a second row of heads: words only, each under a gap of the row above or under the head that spans the gap, and not under
    every head (a title or a note stands above a whole row of heads)?"""
    gaps = [place for place, cell in enumerate(above) if not cell]
    filled = [place for place, cell in enumerate(below) if cell]
    if not filled or not any(place in gaps for place in filled) or any(_NUMBER.fullmatch(below[place]) for place in filled):
        return False
    if all(place < len(below) and below[place] not in {"", cell} for place, cell in enumerate(above) if cell):
        return False
    spanning = {place - 1 for place in gaps}
    repeated = {place for place in filled if place < len(above) and above[place] == below[place]}
    return all(place in gaps or place in spanning or place in repeated or place >= len(above) for place in filled)


def _placed(rows: Sequence[Sequence[str]], top: int, depth: int, columns: Sequence[Column], forced: Mapping[str, str]) -> Heads:
    levels = [_spanned(rows[top + level], rows[top + level + 1 : top + depth]) for level in range(depth)]
    parts = {place: tuple(dict.fromkeys(over)) for place, over in _columns_of(levels)}
    texts = {place: " ".join(over) for place, over in parts.items()}
    found = {place: (head_of("".join(over)), head_of(over[-1])) for place, over in parts.items()}
    chosen, unfound = _chosen(texts, found, forced)
    fixed = {key: place for place, key in chosen.items() if key}
    rest = {place: ways for place, ways in found.items() if place not in chosen}
    matched, clashes = _matched(rest, texts, [column for column in columns if column.key not in fixed])
    places = {**matched, **fixed}
    clashing = {text for clash in clashes for text in clash.heads}
    taken = {*places.values(), *chosen}
    return Heads(
        row=top + depth,
        first_row=_after_ordinals(rows, top + depth) + 1,
        places=places,
        texts=texts,
        units=_units(columns, places, found, rows[:top]),
        years={key: year for key, place in places.items() if (year := found[place][0].year or found[place][1].year)},
        unknown=[place for place in texts if place not in taken and texts[place] not in clashing],
        missing=[column for column in columns if column.required and column.key not in places and not _clashing(column, clashes)],
        clashes=clashes,
        unfound=unfound,
    )


def _clashing(column: Column, clashes: Sequence[Clash]) -> bool:
    return any(column.label in clash.columns for clash in clashes)


def _spanned(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """A row of heads in which a head that spans several sub heads stands over each of them."""
    cells, last = list(row), ""
    width = max(len(cells), *(len(other) for other in below)) if below else len(cells)
    cells += [""] * (width - len(cells))
    for place, cell in enumerate(cells):
        covered = any(place < len(other) and other[place] for other in below)
        last = cell or last
        if not cell and covered:
            cells[place] = last
    return cells


def _columns_of(levels: Sequence[Sequence[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Place → the heads over it from top to bottom, for every place that has one."""
    for place in range(max(len(level) for level in levels)):
        parts = tuple(level[place] for level in levels if place < len(level) and level[place])
        if parts:
            yield place, parts


def _chosen(
    texts: Mapping[int, str], found: Mapping[int, tuple[Head, Head]], forced: Mapping[str, str]
) -> tuple[dict[int, str], list[str]]:
    """Place → column key as somebody chose it; and the chosen heads the sheet has not."""
    chosen: dict[int, str] = {}
    unfound = []
    for text, key in forced.items():
        wanted = squeeze(text)
        exact = [place for place, head in texts.items() if squeeze(head) == wanted]
        places = exact or [place for place, ways in found.items() if any(wanted in {way.text, way.bare} for way in ways)]
        if len(places) == 1:
            chosen[places[0]] = key
        else:
            unfound.append(text)
    return chosen, unfound


def _matched(
    found: Mapping[int, tuple[Head, Head]], texts: Mapping[int, str], columns: Sequence[Column]
) -> tuple[dict[str, int], list[Clash]]:
    """Heads and columns that fit each other one way only; the more exact fit wins over the less exact."""
    fits = _fits(found, columns)
    by_key: dict[str, dict[int, int]] = defaultdict(dict)
    for place, keys in fits.items():
        best = min(keys.values(), default=0)
        for key, rank in keys.items():
            if rank == best:
                by_key[key][place] = rank
    labels = {column.key: column.label for column in columns}
    places: dict[str, int] = {}
    clashes: list[Clash] = []
    for key, ranks in by_key.items():
        wanted = [place for place, rank in ranks.items() if rank == min(ranks.values())]
        if len(wanted) > 1:
            clashes.append(Clash([texts[place] for place in wanted], [labels[key]]))
        else:
            places[key] = wanted[0]
    twice = {place for place in places.values() if list(places.values()).count(place) > 1}
    clashes += [Clash([texts[place]], [labels[key] for key, at in places.items() if at == place]) for place in sorted(twice)]
    return {key: place for key, place in places.items() if place not in twice}, clashes


def _fits(found: Mapping[int, tuple[Head, Head]], columns: Sequence[Column]) -> dict[int, dict[str, int]]:
    """Place → column key → how exactly the head fits it (0: the label itself), for every way to read head and column."""
    known = _spellings(tuple((column.key, column.label, column.heading, column.key, *column.aliases) for column in columns))
    fits: dict[int, dict[str, int]] = {}
    for place, ways in found.items():
        ranks: dict[str, int] = {}
        for rank, word in _words(ways):
            for key, inner in known.get(word.casefold(), {}).items():
                ranks[key] = min(ranks.get(key, 99), 3 * rank + inner)
        fits[place] = ranks
    return fits


@lru_cache(maxsize=512)
def _spellings(columns: tuple[tuple[str, ...], ...]) -> Mapping[str, Mapping[str, int]]:
    """A word in a head → the columns it may mean, and how exactly. `columns`: key, then the names, the label first."""
    known: dict[str, dict[str, int]] = {}
    for key, *names in columns:
        for rank, name in [
            *((min(number, 1), name) for number, name in enumerate(names)),
            *((2, head_of(name).bare) for name in names),
        ]:
            known.setdefault(squeeze(name).casefold(), {}).setdefault(key, rank)
    return known


def _words(ways: tuple[Head, Head]) -> Iterator[tuple[int, str]]:
    """Ways to read a head of one or several rows: all of them together, then the lowest alone."""
    whole, lowest = ways
    yield from enumerate(dict.fromkeys([*whole.words, *lowest.words]))


def _units(
    columns: Sequence[Column], places: Mapping[str, int], found: Mapping[int, tuple[Head, Head]], above: Sequence[Sequence[str]]
) -> dict[str, str]:
    said = {key: unit for key, place in places.items() if (unit := found[place][0].unit or found[place][1].unit)}
    of_sheet = next((unit for row in above for cell in row if cell and (unit := _sheet_unit(cell))), "")
    money = {column.key for column in columns if column.is_money and column.key in places} if of_sheet else set()
    return {**dict.fromkeys(sorted(money), of_sheet), **said}


def _sheet_unit(cell: str) -> str:
    """«（金额单位：家、万元）» → 万元."""
    match = _SHEET_UNIT.search(squeeze(cell))
    named = re.split(r"[、,/和]", match[1]) if match else []
    return next((unit for unit in named if "元" in unit and is_unit(unit)), "")


def _after_ordinals(rows: Sequence[Sequence[str]], below: int) -> int:
    """Skip the row that numbers the columns: 1 2 3, 甲 乙 1 2 3."""
    cells = [squeeze(cell) for cell in rows[below] if cell] if below < len(rows) else []
    ordinals = len(cells) > 1 and cells[0] in _FIRST_ORDINALS and all(_ORDINAL.fullmatch(cell) for cell in cells)
    return below + 1 if ordinals else below
