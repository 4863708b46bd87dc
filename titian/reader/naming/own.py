"""Topics in a number's own words: before it, behind it, in the label of its row, or handed out by a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from titian.reader.clauses.phrases import Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.naming.candidates import Candidate, Weigher
from titian.reader.naming.ground import Ground

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class OwnWords:
    """Candidates from a number's own words; `paired` hands out topics of lists."""

    ground: Ground
    weigher: Weigher
    paired: Mapping[int, str]

    def candidates(self, phrase: Phrase) -> Iterator[Candidate]:
        yield from self._in_list(phrase)
        yield from self._left(phrase)
        yield from self._right(phrase)
        yield from self._labels(phrase)

    def _in_list(self, phrase: Phrase) -> Iterator[Candidate]:
        name = self.paired.get(phrase.index)
        if name is not None:
            frames = self.ground.frames
            found = self.weigher.candidate(phrase, frames.topics[name], "paired", frames.weights["paired"])
            if found is not None:
                yield found

    def _left(self, phrase: Phrase) -> Iterator[Candidate]:
        """Topics before the number in its own phrase."""
        weights, offset, text = self.ground.frames.weights, phrase.number.offset, self.ground.page.masked
        tokens = self.ground.topical(phrase.left, offset, phrase)
        if not tokens:
            return
        listed = weights["named_list"] if text.endswith("等", phrase.left, offset) else 0.0
        modifies = text.endswith("的", phrase.left, offset) and self._counted(phrase)
        base = weights["left"] - (weights["modifier"] if modifies else 0.0)
        for token in tokens:
            lost = (offset - token.end) * weights["distance"] + text.count("、", token.end, offset) * weights["listed"]
            lost += weights["place"] if self.ground.is_elsewhere(phrase.left, token.start) else 0.0
            if self.ground.is_understood_only(token, phrase.number):
                lost += listed + (weights["weak"] if token is not tokens[-1] else 0.0)
            yield from self.weigher.of_token(phrase, token, "left", base - lost)

    def _counted(self, phrase: Phrase) -> Token | None:
        """The known noun that follows the number at once (4个园区)."""
        found = self.ground.topical(phrase.number.end, phrase.right)
        return found[0] if found and found[0].start == phrase.number.end else None

    def _right(self, phrase: Phrase) -> Iterator[Candidate]:
        """Topics after the number in its own phrase; one at once after it is what it counts."""
        weights, end = self.ground.frames.weights, phrase.number.end
        tokens = self.ground.topical(end, phrase.reach, phrase)
        if not tokens:
            return
        shared = self._shared(phrase)
        counted = self._counted(phrase)
        other = weights["noun"] if counted and self.ground.is_understood_only(counted, phrase.number) else 0.0
        for token in tokens:
            base = weights["left"] if token is counted else weights["right"]
            lost = 0.0 if token is counted else shared + other + (token.start - end) * weights["distance"]
            lost += self.ground.page.masked.count("、", end, token.start) * weights["listed"]
            if self._is_longer_noun(token, phrase):
                lost += weights["noun"] * (2 if token is counted else 1)
            yield from self.weigher.of_token(phrase, token, "right", base - lost)

    def _shared(self, phrase: Phrase) -> float:
        """What is lost when the words lead on to another number: more when that one counts the same kind of thing."""
        if not self.ground.is_shared(phrase):
            return 0.0
        frames = self.ground.frames
        following = self.ground.page.phrases[phrase.index + 1].number
        same = frames.kinds(following)[:1] == frames.kinds(phrase.number)[:1]
        return frames.weights["shared"] / (1 if same else 4)

    def _is_longer_noun(self, token: Token, phrase: Phrase) -> bool:
        """Does the word go on (研发费用科目), so that something else is counted?"""
        following = self.ground.page.masked[token.end : token.end + 1]
        return bool(_CHINESE.match(following)) and self.ground.page.unexplained(token.end, min(token.end + 2, phrase.reach)) > 0

    def _labels(self, phrase: Phrase) -> Iterator[Candidate]:
        """The label of the row or record, and titles above the cell when they name topics."""
        cell = phrase.cell
        if cell is None:
            return
        weights = self.ground.frames.weights
        page = self.ground.page
        bare = not page.unexplained(cell.start, cell.end) and not page.between(cell.start, cell.end)
        relation = "row" if bare else "record"
        base = weights[relation] - (0.0 if bare else self.ground.residue(phrase) * weights["residue"])
        for start, end in [*([cell.label] if cell.label else []), *cell.titles]:
            for token in self.ground.topical(start, end):
                yield from self.weigher.of_token(phrase, token, relation, base - 0.02 * (end - token.end))
