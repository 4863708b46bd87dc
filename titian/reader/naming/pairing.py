"""Lists answered by lists: 瞪羚、雏鹰推荐各为14户和52户, 报送6家和3家, 分别完成3.15亿元、18项、36项."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.naming.frames import Frames, Topic

_BETWEEN = re.compile(r"(?:以上|左右|余|多)?\s*[、和及与]\s*")
_LIST = re.compile(r"\s*(?:企业|[“”\"]|项目|、|和|及|与|,|等|\x00|以上|新增|的|数)*\s*")
_RESPECTIVELY = re.compile(r"分别|依次|各[为是有]?")
_FARTHEST = 1_000  # characters: no sentence a person wrote reaches so far back
_REST = re.compile(r"其余|其他|另外|余下")


@dataclass(frozen=True)
class Pairing:
    """What lists say: the topic or the aspect of a number by its index, and the numbers that are only parts of something said before."""

    topics: Mapping[int, str]
    aspects: Mapping[int, str]
    parts: frozenset[int]


def paired(page: Layout, frames: Frames) -> Pairing:
    """Hand the topics of a list to the numbers of a list of the same length."""
    topics: dict[int, str] = {}
    aspects: dict[int, str] = {}
    parts: set[int] = set()
    for run in _runs(page):
        given = _topics_for(page, run, frames, topics)
        said = None if given else _aspects_for(page, run, frames)
        same, respectively = _one_kind(run, frames), _respectively(page, run)
        if given and (same or respectively):
            topics.update({phrase.index: topic for phrase, topic in zip(run, given, strict=True)})
        elif said and respectively:
            aspects.update({phrase.index: aspect for phrase, aspect in zip(run, said, strict=True)})
        elif same and (respectively or len(run) > 2):
            parts.update(phrase.index for phrase in run)
    return Pairing(topics, aspects, frozenset(parts))


def _aspects_for(page: Layout, run: Sequence[Phrase], frames: Frames) -> list[str] | None:
    """申报数、认定数分别达到168家、102家: as many aspects in a list as numbers."""
    group: list[str] = []
    last: Token | None = None
    for token in page.saying.between(_beginning(run[0]), run[0].number.offset):
        listed = last is not None and page.masked[last.end : token.start] in ("、", "和", "及", "与")
        name = frames.aspects[token.meaning.aspects[0]].meant
        group = [*group, name] if listed else [name]
        last = token
        if len(group) == len(run):
            return group
    return None


def _runs(page: Layout) -> Iterator[list[Phrase]]:
    """Numbers with nothing but list signs between them."""
    run: list[Phrase] = []
    for phrase in page.phrases:
        joined = (
            run
            and run[-1].sentence == phrase.sentence
            and _BETWEEN.fullmatch(page.masked, run[-1].number.end, phrase.number.offset)
        )
        if joined and not phrase.number.numeral:
            run.append(phrase)
            continue
        if len(run) > 1:
            yield run
        run = [phrase]
    if len(run) > 1:
        yield run


def _one_kind(run: Sequence[Phrase], frames: Frames) -> bool:
    kinds = {frames.kinds(phrase.number)[0][0] if frames.kinds(phrase.number) else phrase.number.unit for phrase in run}
    return len(kinds) == 1


def _respectively(page: Layout, run: Sequence[Phrase]) -> bool:
    return bool(_RESPECTIVELY.search(page.masked, run[0].left, run[0].number.offset))


def _topics_for(page: Layout, run: Sequence[Phrase], frames: Frames, known: Mapping[int, str]) -> list[str] | None:
    """As many topics as numbers: from a list before them in the sentence, from the numbers before them, from the cell before."""
    first = run[0]
    if _REST.search(page.masked, first.left, first.number.offset):
        return _rest(page, run, frames)
    for group in reversed(list(_groups(page, first, frames))):
        if len(group) == len(run) and _fit(group, run, frames):
            return group
    indices = reversed(_indices(page, _beginning(first), first.number.offset))
    earlier = list(islice((known[index] for index in indices if index in known), len(run)))[::-1]
    if len(earlier) == len(run) and not _own_topic(page, first, frames) and _fit(earlier, run, frames):
        return earlier
    if _own_topic(page, first, frames):
        return None
    before = _spoken_of(page, _beginning(first), first.number.offset, frames)
    if len(before) == len(run) and len(set(before)) == len(before) and _fit(before, run, frames):
        return before
    above = _cell_before(page, first, frames)
    return above if _respectively(page, run) and len(above) == len(run) and _fit(above, run, frames) else None


def _beginning(phrase: Phrase) -> int:
    """Where the number's sentence begins, as far back as can matter."""
    return max(phrase.sentence, phrase.number.offset - _FARTHEST)


def _rest(page: Layout, run: Sequence[Phrase], frames: Frames) -> list[str] | None:
    """其余两类分别立项: the topics of the cell before that this cell has not yet spoken of."""
    spoken = set(_spoken_of(page, _beginning(run[0]), run[0].number.offset, frames))
    rest = [topic for topic in _cell_before(page, run[0], frames) if topic not in spoken]
    return rest if len(rest) == len(run) and _fit(rest, run, frames) else None


def _own_topic(page: Layout, phrase: Phrase, frames: Frames) -> bool:
    return any(_strong(token, frames) for token in page.between(phrase.left, phrase.number.offset))


def _groups(page: Layout, first: Phrase, frames: Frames) -> Iterator[list[str]]:
    """Lists of topics in the sentence before a number: only list signs and general nouns between them."""
    group: list[str] = []
    last: Token | None = None
    for token in page.topical.between(_beginning(first), first.number.offset):
        topic = _strong(token, frames)
        if topic is None:
            continue
        if (
            last is not None
            and _LIST.fullmatch(page.masked, last.end, token.start)
            and "\x00" not in page.masked[last.end : token.start]
        ):
            group.append(topic.name)
        else:
            if len(group) > 1:
                yield group
            group = [topic.name]
        last = token
    if len(group) > 1:
        yield group


def _strong(token: Token, frames: Frames) -> Topic | None:
    return next((frames.topics[name] for name in token.meaning.topics if not frames.topics[name].weight), None)


def _spoken_of(page: Layout, start: int, end: int, frames: Frames) -> list[str]:
    """The topics next before each number of a span, in order."""
    found: list[str] = []
    for index in _indices(page, start, end):
        phrase = page.phrases[index]
        tokens = [topic for token in page.between(phrase.left, phrase.number.offset) if (topic := _strong(token, frames))]
        if tokens and frames.fitting(tokens[-1], phrase.number) and tokens[-1].name not in found:
            found.append(tokens[-1].name)
    return found


def _indices(page: Layout, start: int, end: int) -> range:
    """The numbers that begin in a span."""
    return range(*(bisect_left(page.numbers, offset, key=lambda number: number.offset) for offset in (start, end)))


def _cell_before(page: Layout, phrase: Phrase, frames: Frames) -> list[str]:
    """The topics of the numbers in the cell before, in the same row."""
    if phrase.cell is None:
        return []
    table, row, column = phrase.cell.place
    before = [cell for cell in page.cells if cell.place == (table, row, column - 1)]
    return _spoken_of(page, before[0].start, before[0].end, frames) if before else []


def _fit(topics: Sequence[str], run: Sequence[Phrase], frames: Frames) -> bool:
    return all(frames.fitting(frames.topics[name], phrase.number) for name, phrase in zip(topics, run, strict=True))
