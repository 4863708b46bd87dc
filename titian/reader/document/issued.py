"""When a paper was issued: the day under its title, under its signature, behind a label, or the page's day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from titian.reader.document.number import NUMBER
from titian.reader.document.paper import CHINESE, SPAN, YEAR, Paper
from titian.reader.document.title import Title
from titian.reader.vocabulary import words

_SMALL = rf"\d{{1,2}}|[{CHINESE}十]{{1,3}}"
_DATE = re.compile(
    rf"(?<!\d)(?P<year>{YEAR})\s*[年\-./]\s*(?P<month>{_SMALL})(?:\s*[月\-./]\s*(?P<day>{_SMALL})\s*日?|\s*月(?!\s*\d)|(?=\)))(?!\d)"
)
_UPLOADED = re.compile(r"发布|上传|更新|浏览|来源|点击|阅读")
_BELOW, _TAIL, _HEAD = 3, 12, 8


@dataclass(frozen=True)
class Issued:
    """Year, month and day of issue, as far as told; `is_published` says that only a web page or a number tells."""

    year: int
    month: int | None = None
    day: int | None = None
    is_published: bool = False

    @property
    def text(self) -> str | None:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.month and self.day else None


def issued_day(paper: Paper, title: Title | None, extra: tuple[Path, ...] = ()) -> str | None:
    """The day beside 成文日期 and the like, else the one the paper itself is dated with, else the page's."""
    groups = (_labelled(paper, "issued", extra), _own(paper, title), _labelled(paper, "published", extra))
    return next((found.text for found in chain(*groups) if found.text), None)


def issued(paper: Paper, title: Title | None, number: str | None, extra: tuple[Path, ...] = ()) -> Issued | None:
    """The date a paper's own words count from: its own before the page's, a document number last."""
    published = [Issued(found.year, found.month, found.day, is_published=True) for found in _labelled(paper, "published", extra)]
    numbered = NUMBER.search(number or "")
    order = (
        *_own(paper, title),
        *_labelled(paper, "issued", extra),
        *published,
        *([Issued(int(numbered["year"]), is_published=True)] if numbered else ()),
    )
    return next(iter(order), None)


def _own(paper: Paper, title: Title | None) -> Iterator[Issued]:
    """Under the title, then under the signature (the last one), then at the head."""
    yield from _below(paper, title)
    alone = [found for line in paper.lines[-_TAIL:] for found in _alone(line.plain)]
    yield from reversed(alone)
    for line in paper.lines[:_HEAD]:
        yield from _alone(line.plain)
    yield from reversed([found for line in paper.lines[_HEAD:-_TAIL] for found in _alone(line.plain)])


def _below(paper: Paper, title: Title | None) -> Iterator[Issued]:
    """(2023年12月20日), (县科学技术局局长 2023年12月): a day in a short line right under the title."""
    if title is None or title.at < 0:
        return
    for line in paper.lines[title.end + 1 : title.end + 1 + _BELOW]:
        if len(line.plain) > 48 or re.search(r"。$|[。!?].", line.plain):
            return
        for match in _DATE.finditer(line.plain):
            if not _is_closing(line.plain, match) and not _UPLOADED.search(line.plain):
                yield from _as_issued(match)


def _is_closing(line: str, match: re.Match[str]) -> bool:
    """截至6月30日 and 2024年1月—6月 bound what is told; they date no paper."""
    before, after = line[max(0, match.start() - 4) : match.start()], line[match.end() : match.end() + 2]
    return bool(re.search(rf"截[至止]到?$|{SPAN}\s*$|从$|自$", before) or re.match(rf"\s*{SPAN}|底|末|份", after))


def _alone(line: str) -> Iterator[Issued]:
    """A day at a line's end, as under a signature or in 2024年1月8日印发."""
    for match in _DATE.finditer(line):
        before, after = line[: match.start()].strip(), line[match.end() :].strip()
        if _UPLOADED.search(before + after) or _is_closing(line, match):
            continue
        printed = after.startswith("印发") and len(line) <= 48
        if printed or (len(before) <= 14 and not re.search(r"[,。;:]", before) and len(after) <= 12):
            yield from _as_issued(match)


def _labelled(paper: Paper, group: str, extra: tuple[Path, ...]) -> Iterator[Issued]:
    labels = "|".join(words("documents", extra)[group])
    for match in re.finditer(rf"(?:{labels})[\s:|]*{_DATE.pattern}", paper.plain):
        yield from _as_issued(match)
    if group == "published":
        for match in re.finditer(rf"{_DATE.pattern}\s*(?:\d\d:\d\d(?::\d\d)?)?\s*(?=发布|来源|浏览|上传|更新)", paper.plain):
            yield from _as_issued(match)


def _as_issued(match: re.Match[str]) -> Iterator[Issued]:
    month, day = small(match["month"]), small(match["day"]) if match["day"] else None
    if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
        yield Issued(int(match["year"]), month, day)


def small(numeral: str) -> int:
    """A day or month in digits or Chinese numerals."""
    if numeral.isdigit():
        return int(numeral)
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return CHINESE.index(numeral[0])
    return (CHINESE.index(tens) if tens else 1) * 10 + (CHINESE.index(ones) if ones else 0)
