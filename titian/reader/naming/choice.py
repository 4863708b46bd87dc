"""The code of every number, in reading order: the best candidate above the threshold, unless it only repeats a part."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.naming.candidates import CLOSE, Candidate
from titian.reader.naming.evidence import Evidence
from titian.reader.naming.frames import DEFAULT, Frames, chosen
from titian.reader.naming.ground import Ground, Named
from titian.reader.naming.pairing import paired
from titian.reader.naming.sayings import Sayings

_NUMERAL_SCORE = 0.8
_DIFFERENCE = re.compile(r"[较比][^,。;]{0,8}\+$")
_COMPLETED = re.compile(r"完成了?[^,。;]{0,8}(?:目标|任务|计划)(?:任务|数)?的?$|完成(?:率|比例)[为达]?$")
_COMPARED = re.compile(r"[去上]年|同期")


class Choice(NamedTuple):
    """A number's code (None: no indicator), the aspect it was chosen by, and why in Chinese."""

    code: str | None
    aspect: str
    why: tuple[str, ...]


def choices(
    page: Layout, frames: Frames, readable: Collection[str], *, silent: Mapping[int, str], place: re.Pattern[str] | None
) -> list[Choice]:
    """One choice per number. `readable` are the codes being read, `silent` the numbers a table's column or row silences."""
    pairing = paired(page, frames)
    ground = Ground(page, frames, place)
    sayings = Sayings(ground, pairing.aspects)
    chooser = _Chooser(ground, sayings, Evidence.of(ground, sayings, pairing.topics), readable, [], {})
    for phrase in page.phrases:
        if phrase.index in silent:
            chooser.add(phrase, Choice(None, DEFAULT, (silent[phrase.index],)))
        elif phrase.index in pairing.parts and phrase.index not in pairing.topics:
            chooser.add(phrase, Choice(None, DEFAULT, ("一串并列的数，没有各自的名目，按分项",)))
        else:
            chooser.add(phrase, chooser.choose(phrase))
    return chooser.found


@dataclass(frozen=True)
class _Chooser:
    ground: Ground
    sayings: Sayings
    evidence: Evidence
    readable: Collection[str]
    found: list[Choice]
    coded: dict[tuple[int, str], tuple[int, int]]  # first number of a sentence and a code: the first and last number so read

    def add(self, phrase: Phrase, choice: Choice) -> None:
        self.found.append(choice)
        if choice.code is not None:
            key = self.ground.page.sentence_firsts[phrase.index], choice.code
            self.coded[key] = self.coded.get(key, (phrase.index, 0))[0], phrase.index

    def choose(self, phrase: Phrase) -> Choice:
        self.ground.said[phrase.index] = tuple(self.sayings.own(phrase, "left"))
        if reason := self._is_nothing(phrase):
            return Choice(None, DEFAULT, (reason,))
        if (again := self._again(phrase)) is not None:
            return again
        candidates = self.evidence.candidates(phrase)
        best = candidates[0] if candidates else None
        if best is None:
            return Choice(None, DEFAULT, ("附近没有认得的名目",))
        if best.score < (_NUMERAL_SCORE if phrase.number.numeral else self.ground.frames.threshold):
            label = self.ground.frames.topics[best.topic].label
            return Choice(None, DEFAULT, (f"最像「{label}」，但依据不足（{best.score:.2f}）",))
        return self._accepted(phrase, best, candidates)

    def _accepted(self, phrase: Phrase, best: Candidate, candidates: list[Candidate]) -> Choice:
        """The best candidate that is no mere part; one that is close to it may take its place."""
        for candidate in candidates:
            if candidate.score < best.score - CLOSE:
                break
            code = chosen(candidate.codes, self.readable)
            if code is None or not self._repeats(phrase, code, candidate):
                return self._settled(phrase, candidate, candidates, code)
            if candidate.relation in ("left", "right"):
                break
        return Choice(None, best.aspect, (*self._reasons(best, candidates), "只是前面那个数的一部分"))

    def _settled(self, phrase: Phrase, candidate: Candidate, candidates: list[Candidate], code: str | None) -> Choice:
        self._remember(phrase, candidate, code)
        return Choice(code, candidate.aspect, self._reasons(candidate, candidates))

    def _remember(self, phrase: Phrase, candidate: Candidate, code: str | None) -> None:
        self.ground.remember(phrase, Named(candidate.topic, candidate.aspect, code))
        self.ground.said[phrase.index] = tuple(self.sayings.own(phrase, candidate.relation))

    def _is_nothing(self, phrase: Phrase) -> str | None:
        """18亿元的73.7%, 不足5次的26人: only a part of what the number before marks off."""
        page = self.ground.page
        if phrase.index and phrase.left == page.phrases[phrase.index - 1].number.end and page.masked[phrase.left] == "的":
            return "是前一个数所限定的一部分"
        signed = page.masked.endswith("+", phrase.left, phrase.number.offset)
        if signed and _DIFFERENCE.search(page.masked, phrase.left, phrase.number.offset):
            return "是与另一期间的差"
        if phrase.number.unit == "%" and _COMPLETED.search(page.masked, phrase.left, phrase.number.offset):
            return "是目标的完成率"
        if phrase.number.numeral and self._counts_other(phrase):
            return "中文数字，数的是别的东西"
        return None

    def _counts_other(self, phrase: Phrase) -> bool:
        page, end = self.ground.page, phrase.number.end
        if page.unexplained(end, min(phrase.right, end + 2)):
            return True
        following = page.between(end, phrase.right)
        return bool(following) and following[0].start == end and self.ground.is_understood_only(following[0], phrase.number)

    def _again(self, phrase: Phrase) -> Choice | None:
        """27项里,…: the same number again at the head of a clause, without words of its own."""
        page = self.ground.page
        heads = page.masked[max(phrase.left - 1, 0)] in ",;。"
        if not heads or page.masked[phrase.left : phrase.number.offset].strip() or self.ground.residue(phrase):
            return None
        named = self.ground.same_number(phrase)
        if named is None:
            return None
        self.ground.remember(phrase, named)
        return Choice(named.code, named.aspect, ("重提前面的同一个数",))

    def _repeats(self, phrase: Phrase, code: str, best: Candidate) -> bool:
        """其中省级45家: the same code again in the sentence, marked as a part or a kind."""
        if best.relation in ("row", "paired") or best.aspect == "preparing":
            return False
        phrases = self.ground.page.phrases
        earlier = self.coded.get((self.ground.page.sentence_firsts[phrase.index], code))
        if earlier is None:
            return False
        if self.ground.is_part(phrase):
            return True
        if self.ground.is_kind(phrase) and not self.ground.is_kind(phrases[earlier[-1]]):
            return True
        compared = _COMPARED.search(self.ground.page.masked, phrase.left, phrase.number.offset)
        return not compared and self.ground.has_part_mark(phrases[earlier[0]].number.end, phrase.number.offset)

    def _reasons(self, best: Candidate, candidates: list[Candidate]) -> tuple[str, ...]:
        frames = self.ground.frames
        aspect = "" if best.aspect == DEFAULT else f"，说的是「{frames.aspects[best.aspect].label}」"
        reasons = [f"{best.where}「{best.word}」指{frames.topics[best.topic].label}{aspect}（{best.score:.2f}）"]
        other = next((candidate for candidate in candidates[1:] if candidate.topic != best.topic), None)
        if other is not None:
            reasons.append(f"其次是「{frames.topics[other.topic].label}」（{other.score:.2f}）")
        if not best.codes or best.codes == ("-",):
            reasons.append("这不是目录里的指标")
        return tuple(reasons)
