"""The code of every number, in reading order: the best candidate above the threshold, unless it only repeats a part."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.naming.evidence import Candidate, Named, Reader, relation_label
from titian.reader.naming.frames import DEFAULT, Frames, chosen
from titian.reader.naming.pairing import paired

_SILENT_COLUMNS = ("none",)


@dataclass(frozen=True)
class Choice:
    """A number's code (None: no indicator), the aspect it was chosen by, and why in Chinese."""

    code: str | None
    aspect: str
    why: tuple[str, ...]


def choices(page: Layout, frames: Frames, readable: Collection[str], *, silent: Collection[int], place: re.Pattern[str] | None) -> list[Choice]:
    """One choice per number. `readable` are the codes being read, `silent` the numbers whose column says they are no figures."""
    pairing = paired(page, frames)
    named: dict[int, Named] = {}
    reader = Reader(page, frames, named, pairing.topics, place)
    found: list[Choice] = []
    for phrase in page.phrases:
        if phrase.index in silent:
            found.append(Choice(None, DEFAULT, ("所在列不是指标值",)))
            continue
        if phrase.index in pairing.parts and phrase.index not in pairing.topics:
            found.append(Choice(None, DEFAULT, ("一串并列的数,没有各自的名目,按分项",)))
            continue
        found.append(_choose(reader, phrase, frames, readable, found, named))
    return found


def _choose(
    reader: Reader, phrase: Phrase, frames: Frames, readable: Collection[str], before: list[Choice], named: dict[int, Named]
) -> Choice:
    candidates = reader.candidates(phrase)
    best = candidates[0] if candidates else None
    if best is None:
        return Choice(None, DEFAULT, ("附近没有认得的名目",))
    if best.score < frames.threshold:
        return Choice(None, DEFAULT, (f"最像「{frames.topics[best.topic].label}」,但依据不足({best.score:.2f})",))
    code = chosen(best.codes, readable)
    named[phrase.index] = Named(best.topic, best.aspect, code)
    why = _reasons(best, frames, candidates)
    if code is not None and _repeats(reader, phrase, code, before, best):
        return Choice(None, best.aspect, (*why, "只是前面那个数的一部分"))
    return Choice(code, best.aspect, why)


def _repeats(reader: Reader, phrase: Phrase, code: str, before: list[Choice], best: Candidate) -> bool:
    """其中省级96家: the same code again in the sentence, marked as a part or a kind."""
    if best.relation in ("row", "paired") or not reader.is_part(phrase):
        return False
    phrases = reader.page.phrases
    return any(choice.code == code and phrases[index].sentence == phrase.sentence for index, choice in enumerate(before))


def _reasons(best: Candidate, frames: Frames, candidates: list[Candidate]) -> tuple[str, ...]:
    topic = frames.topics[best.topic]
    aspect = "" if best.aspect == DEFAULT else f",说的是「{frames.aspects[best.aspect].label}」"
    reasons = [f"{relation_label(best.relation)}「{best.word}」指{topic.label}{aspect}({best.score:.2f})"]
    other = next((candidate for candidate in candidates[1:] if candidate.topic != best.topic), None)
    if other is not None:
        reasons.append(f"其次是「{frames.topics[other.topic].label}」({other.score:.2f})")
    if not best.codes or best.codes == ("-",):
        reasons.append("这不是目录里的指标")
    return tuple(reasons)
