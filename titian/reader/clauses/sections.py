"""Headings and what stands under them: 一、 (一) 1. (1) 【…】 第一层意思, also inside a paragraph, and short lines without a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_CHINESE = "一二三四五六七八九十"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
_MARKS = (
    (1, re.compile(rf"[{_CHINESE}]{{1,3}}、|[{_FORMAL}][、\s]|第[{_CHINESE}]+(?:部分|层意思|层|方面|章)|【(?=[^】\n]{{2,12}}】)")),
    (2, re.compile(rf"\([{_CHINESE}]{{1,3}}\)")),
    (3, re.compile(r"\d{1,2}[.、](?!\d)")),
    (4, re.compile(r"\(\d{1,2}\)")),
)
_AT = re.compile(
    rf"(?=[ \t{_CHINESE}{_FORMAL}第【(\d])(?:"  # a quick look that spares looking back at every character
    rf"(?:^|(?<=\n)|(?<=[。;!?:]))[ \t]*(?=[{_CHINESE}{_FORMAL}第【(\d])|(?<=。 )(?=[{_CHINESE}(\d]))",
    re.MULTILINE,
)
_TITLE_END = re.compile(r"[。\n;】]|(?<=\S)  +")
_COUNTED = re.compile(r"\d(?![\d年月日.—~-])")  # 全年目标450次 is a statement and no heading
_LONGEST = 42
_SHORT = 24


@dataclass(frozen=True)
class Section:
    """A heading and its reach: `start` is where the heading begins, `body` where its text does, `end` where the section ends."""

    level: int
    start: int
    body: int
    end: int
    title: str


def sections(plain: str, opens: Callable[[str], bool], taken: Sequence[tuple[int, int]] = ()) -> list[Section]:
    """The sections in order. `opens` says whether a short unnumbered line or a paragraph's first words open a section of their own;
    nothing inside the `taken` spans (cells of tables) is a heading.
    """
    found = {mark[1]: mark for mark in [*_unnumbered(plain, opens), *_numbered(plain)]}
    marks = [found[start] for start in sorted(found) if not any(first <= start < last for first, last in taken)]
    return list(_closed(list(_nested(marks)), len(plain)))


_Mark: TypeAlias = tuple[int, int, int, str, int]  # level, start, body, title, ordinal (0: none)


def _numbered(plain: str) -> Iterator[_Mark]:
    for place in _AT.finditer(plain):
        start = place.end()
        for level, pattern in _MARKS:
            mark = pattern.match(plain, start)
            if mark is not None:
                yield _mark(plain, level, start, mark)
                break


def _mark(plain: str, level: int, start: int, mark: re.Match[str]) -> _Mark:
    stop = _TITLE_END.search(plain, mark.end(), mark.end() + _LONGEST)
    body = stop.start() if stop else min(mark.end() + _LONGEST, len(plain))
    return level, start, body, plain[mark.end() : body].strip(), _ordinal(mark.group())


def _ordinal(mark: str) -> int:
    digits = re.sub(r"\D", "", mark)
    if digits:
        return int(digits)
    chinese = [_CHINESE.find(c) + 1 or _FORMAL.find(c) + 1 for c in mark if c in _CHINESE + _FORMAL]
    return chinese[0] if len(chinese) == 1 else 99 if chinese else 0


def _unnumbered(plain: str, opens: Callable[[str], bool]) -> Iterator[_Mark]:
    """Short lines that stand alone, and paragraphs whose first words open a section (下一步,我局将…)."""
    for line in re.finditer(r"[^\n]+", plain):
        raw = line.group()
        text = raw.strip()
        start = line.start() + len(raw) - len(raw.lstrip())
        if len(text) <= _SHORT and not re.search(r"[。;,:|\t]", text) and opens(text):
            yield 1, start, start + len(text), text, 0
            continue
        first = re.match(r"[^,。:;?]{2,10}(?=[,:?])", text)
        if first and len(text) > _SHORT and not _COUNTED.search(first.group()) and opens(first.group()):
            yield 1, start, start + first.end(), first.group(), 0


def _nested(marks: Iterable[_Mark]) -> Iterator[_Mark]:
    """A numbering that starts again at one under an open section of its own level is that section's inner numbering."""
    depth, last = 0, 0
    for level, start, body, title, ordinal in marks:
        if level == 1 and ordinal == 1 and last >= 2:
            depth += 1
        if level == 1 and ordinal:
            last = ordinal
        yield level + 4 * depth, start, body, title, ordinal


def _closed(marks: list[_Mark], end: int) -> Iterator[Section]:
    for index, (level, start, body, title, _) in enumerate(marks):
        stop = next((mark[1] for mark in marks[index + 1 :] if mark[0] <= level), end)
        yield Section(level, start, body, stop, title)
