"""The title of a paper: which line it is, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from titian.reader.clauses.tokens import flattened
from titian.reader.document.number import NUMBER
from titian.reader.document.paper import YEAR, Line, Paper
from titian.reader.vocabulary import words

LONGEST_TITLE = 64
_SEARCHED = 40
_BESIDE = 4
_LABEL = re.compile(r"(?:标题|信息名称|文件名称|公文名称|题名)\s*[:|]+\s*([^|]+)")
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、|\(|\d+[.、]|【|第[一二三四五六七八九十]+")
_SENTENCE = re.compile(r"[。;|]|,$|:$|>.*>")
_BROKEN = re.compile(r"[的及和与暨、]$")
_NO_HEADLINE = re.compile(r"[。;|\t:]|,$|>|^[\d\W]+$|局$|府$|委$|文件$|小组$|办公室$|期\)?$")
_ISSUE = re.compile(rf"[(\[〔【]?(?:{YEAR}年?[)\]〕】]?,?)?总?第\s*\d+\s*期(?:\(?总第?\d+期\)?)?[)\]〕】]?")
_SIGNED = re.compile(rf"(?:[局科股处室办委院]|中心|协会)\s*{YEAR}年[\d一二十]{{1,3}}月(?:[\d一二三十]{{1,3}}日)?$")
_IMPRINT = re.compile(rf"{YEAR}年\d{{1,2}}月|编印?$|主办$|主编|编辑|签发|[报送发]:|^【|内部|保存")
_MASTHEAD, _BELOW_ISSUE = 10, 6
_SHORTEST, _SHORTEST_WHOLE, _SHORTEST_HEADLINE = 6, 4, 8


@dataclass(frozen=True)
class Title:
    """A title in plain form and as written; `at` and `end` are its lines (-1 when it was given from outside)."""

    plain: str
    written: str
    at: int = -1
    end: int = -1


def found_title(paper: Paper, hint: str | None, extra: tuple[Path, ...] = ()) -> Title | None:
    """A periodical's headline; else the first line with a word of titles; else the title given from outside; else a headline right
    over a paper's day."""
    headline = _periodical(paper.lines)
    if headline is not None:
        return headline
    titles = list(_titles(paper.lines[:_SEARCHED], extra))
    if titles:
        return _best(titles)
    if hint and hint.strip():
        return Title(flattened(hint).strip(), hint.strip())
    return _headline(paper.lines, extra)


def _periodical(lines: Sequence[Line]) -> Title | None:
    """科技工作专报 / 第7期 / 某市科技局 2023年7月12日 / the headline: what a periodical is called says nothing of this issue."""
    at = next((at for at, line in enumerate(lines[:_MASTHEAD]) if _ISSUE.fullmatch(line.plain.split()[0])), None)
    if at is None:
        return None
    for place, line in enumerate(lines[at + 1 : at + _BELOW_ISSUE], at + 1):
        if _SHORTEST_HEADLINE <= len(line.plain) <= LONGEST_TITLE and not (
            _IMPRINT.search(line.plain) or _SENTENCE.search(line.plain)
        ):
            return Title(line.plain, line.written, place, place)
    return None


def _titles(lines: Sequence[Line], extra: tuple[Path, ...]) -> Iterator[Title]:
    known = words("documents", extra)
    wanted, unwanted = any_of(tuple(known["titles"])), any_of(tuple(known["no_titles"]))
    for at, line in enumerate(lines):
        label = _LABEL.search(line.plain)
        if label is None and (unwanted.search(line.plain) or _is_number(line.plain) or _SIGNED.search(line.plain)):
            continue
        start, end = label.span(1) if label else (0, len(line.plain))
        title = _trimmed(Line(line.plain[start:end], line.written[start:end]), at)
        joined = _joined(title, lines, wanted)
        if joined is not None and _is_title(joined.plain, wanted):
            yield joined


def _is_number(line: str) -> bool:
    """A document number, perhaps with a letter for its class beside it."""
    match = NUMBER.match(line)
    return match is not None and len(line) - match.end() <= _BESIDE


def _trimmed(line: Line, at: int) -> Title:
    inner = line.plain.strip("| ")
    start = line.plain.find(inner)
    return Title(inner, line.written[start : start + len(inner)], at, at)


def _joined(title: Title, lines: Sequence[Line], wanted: re.Pattern[str]) -> Title | None:
    """关于2024年度科技工作 / 情况的报告: a title that breaks off goes on in the next line."""
    opened = title.plain.startswith("关于") and not re.search(rf"(?:{wanted.pattern})[)”》]*$", title.plain)
    following = lines[title.at + 1] if title.at + 1 < len(lines) else None
    if following is None or not (opened or _BROKEN.search(title.plain)) or _SENTENCE.search(title.plain):
        return title
    whole = title.plain + following.plain
    ends = re.search(rf"(?:{wanted.pattern})(?:\([^)]*\))?$", following.plain)
    if not ends or len(whole) > LONGEST_TITLE or _NUMBERED.match(following.plain):
        return title
    return Title(whole, title.written + following.written, title.at, title.at + 1)


def _is_title(line: str, wanted: re.Pattern[str]) -> bool:
    if not _SHORTEST_WHOLE <= len(line) <= LONGEST_TITLE or _SENTENCE.search(line):
        return False
    return bool(wanted.search(line)) and (len(line) >= _SHORTEST or bool(re.search(rf"(?:{wanted.pattern})$", line)))


def _best(titles: list[Title]) -> Title:
    """The first title that is no heading; one with a year that follows at once is better."""
    free = [title for title in titles if not _NUMBERED.match(title.plain)] or titles
    dated = [title for title in free if re.search(YEAR, title.plain)]
    return dated[0] if dated and free.index(dated[0]) <= 1 else free[0]


def _headline(lines: Sequence[Line], extra: tuple[Path, ...]) -> Title | None:
    """News has no word of titles: a short line without a stop, with the day of its publication within the next lines."""
    unwanted = any_of(tuple(words("documents", extra)["no_titles"]))
    for at, line in enumerate(lines[:_SEARCHED]):
        if (
            not _SHORTEST_HEADLINE <= len(line.plain) <= LONGEST_TITLE
            or _NO_HEADLINE.search(line.plain)
            or unwanted.search(line.plain)
        ):
            continue
        if any(re.search(rf"{YEAR}\s*[-年./]\s*\d", after.plain[:_SEARCHED]) for after in lines[at + 1 : at + 3]):
            return Title(line.plain, line.written, at, at)
    return None


@cache
def any_of(found: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for any of the words, the longest tried first."""
    ordered: Iterable[str] = sorted(map(flattened, found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))
