"""Topics said before a number's own words: in the sentence, by the numbers before it, in the sentence before, in the row it refers to,
in the headings. Each loses by what the own words leave unexplained and by the topics standing nearer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from titian.reader.clauses.phrases import Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.naming.candidates import Candidate, Weigher
from titian.reader.naming.ground import Ground

_SUM = re.compile(r"合计|共计|总计|一共|加上|加到一块儿?|加起来|合起来|合并|相加")
_ROW_NUMBER = re.compile(r"第\s*(\d{1,2})\s*[项个条]")
_MOST_COMMAS, _MOST_NUMBERS, _MOST_NEARER = 3, 3, 4
_FARTHEST = 2_000  # characters: no sentence a person wrote reaches so far back


@dataclass(frozen=True)
class Earlier:
    """Candidates from what was said before."""

    ground: Ground
    weigher: Weigher

    def candidates(self, phrase: Phrase, floor: float) -> Iterator[Candidate]:
        """Those that can still reach the score `floor`."""
        weights, needed = self.ground.frames.weights, floor - self.weigher.most
        yield from self._referred(phrase)
        # Most numbers have words of their own that outweigh all earlier ones.
        if weights["before"] < needed or self._sums_up(phrase):
            return
        against = (self.ground.residue(phrase) + self._of_other_kinds(phrase)) * weights["residue"]
        against += weights["place"] if self.ground.is_elsewhere(phrase.left, phrase.number.offset) else 0.0
        if weights["before"] - against < needed:
            return
        yield from self._numbers(phrase, against)
        seen: set[str] = set()
        for token, relation, base in self._words(phrase, needed + against):
            new = [name for name in token.meaning.topics if name not in seen]
            if not new or self.weigher.is_denominator(token):
                continue
            lost = self._commas(phrase, token) * weights["comma"] + min(len(seen), _MOST_NEARER) * weights["order"]
            seen.update(new)
            if base - lost - against >= needed:
                yield from self.weigher.of_token(phrase, token, relation, base - lost - against)

    def _commas(self, phrase: Phrase, token: Token) -> int:
        """Clauses between a topic of the sentence and the number, at most three."""
        if token.start < phrase.sentence:
            return 0
        text = self.ground.page.masked
        commas, semicolons, colons = (text.count(mark, token.end, phrase.left) for mark in ",;:")
        return min(commas + semicolons + colons, _MOST_COMMAS)

    def _of_other_kinds(self, phrase: Phrase) -> int:
        """How many topics in the number's own words cannot be counted by it: they speak of something else (硕士5万元)."""
        frames = self.ground.frames
        found = self.ground.topical(phrase.left, phrase.number.offset, phrase)
        return sum(
            not any(
                frames.topics[name].weight == "generic" or frames.fitting(frames.topics[name], phrase.number)
                for name in token.meaning.topics
            )
            for token in found
        )

    def _sums_up(self, phrase: Phrase) -> bool:
        """加在一起57个: the sum of numbers of several topics is none of them."""
        if phrase.left == phrase.number.offset or not _SUM.search(self.ground.page.masked, phrase.left, phrase.number.offset):
            return False
        named = self.ground.named
        same = (named.get(index) for index in range(self.ground.page.sentence_firsts[phrase.index], phrase.index))
        return len({found.topic for found in same if found is not None}) > 1

    # ------------------------------------------------------------------------------------------------ the numbers before
    def _numbers(self, phrase: Phrase, against: float) -> Iterator[Candidate]:
        """What the numbers before were found to be: in the same sentence, else the last one of the paragraph."""
        weights, ground = self.ground.frames.weights, self.ground
        for order, other in enumerate(self._numbers_before(phrase)):
            near = other.sentence == phrase.sentence
            relation = "before" if other.number.offset >= phrase.part else "sentence" if near else "previous"
            nearer = weights["order"] if ground.topical(other.number.end, phrase.left, phrase) else 0.0
            lost = weights["comma"] + order * weights["order"] + nearer + against
            lost += self._aside(phrase, other.number.offset) if near else 0.0
            topic = ground.frames.topics[ground.named[other.index].topic]
            found = self.weigher.candidate(phrase, topic, relation, weights[relation] - lost)
            if found is not None:
                yield found

    def _numbers_before(self, phrase: Phrase) -> list[Phrase]:
        """The last numbers named in the same sentence; else the paragraph's last one that is no part in a list."""
        first = phrase.cell.start if phrase.cell else self.ground.paragraph(phrase)
        found: list[Phrase] = []
        for other in self.ground.named_before(phrase):
            near = other.sentence == phrase.sentence
            if other.number.offset < first or len(found) == _MOST_NUMBERS or (found and not near):
                break
            if near or not self.ground.has_part_mark(other.sentence, other.number.offset):
                found.append(other)
        return found

    def _aside(self, phrase: Phrase, start: int) -> float:
        """What a topic in a list of parts loses once the list is over."""
        over = "," in self.ground.page.masked[start : phrase.left] or start < phrase.part
        return self.ground.frames.weights["aside"] if over and self.ground.has_part_mark(phrase.sentence, start) else 0.0

    # ------------------------------------------------------------------------------------------------ the words before
    def _words(self, phrase: Phrase, needed: float) -> Iterator[tuple[Token, str, float]]:
        """Words with topics, backwards through the sentence, the sentence before, and the headings, as far as they can matter."""
        weights = self.ground.frames.weights
        for token in reversed(self.ground.topical(max(phrase.part, phrase.left - _FARTHEST), phrase.left, phrase)):
            yield token, "before", weights["before"] - self._aside(phrase, token.start)
        if phrase.sentence < phrase.part and weights["sentence"] >= needed:
            yield from self._wholes(phrase, phrase.sentence, phrase.part, "sentence")
        if weights["previous"] >= needed:
            yield from self._wholes(phrase, self.ground.sentence_before(phrase), phrase.sentence, "previous")
        if phrase.cell is None and weights["heading"] >= needed:
            for section in reversed(self.ground.page.path(phrase.sentence)):
                for token in reversed(self.ground.topical(section.start, section.body)):
                    yield token, "heading", weights["heading"]

    def _wholes(self, phrase: Phrase, start: int, end: int, relation: str) -> Iterator[tuple[Token, str, float]]:
        """Topics before a list of parts begins; where there are none, those of the list at a loss."""
        weights, start = self.ground.frames.weights, max(start, end - _FARTHEST)
        found = self.ground.topical(start, end, phrase)
        whole = [token for token in found if not self.ground.has_part_mark(start, token.start)]
        for token in reversed(whole or found):
            yield token, relation, weights[relation] - (0.0 if whole else weights["aside"])

    def _referred(self, phrase: Phrase) -> Iterator[Candidate]:
        """第4项: the label of that row of a table of the paper."""
        page = self.ground.page
        match = _ROW_NUMBER.search(page.plain, phrase.sentence, phrase.number.offset) if page.cells else None
        if match is None:
            return
        row = int(match[1])
        for start, end in {cell.label for cell in page.cells if cell.label and self._row_number(cell.place[:2]) == row}:
            for token in reversed(self.ground.topical(start, end)):
                yield from self.weigher.of_token(phrase, token, "referred", self.ground.frames.weights["referred"])

    def _row_number(self, row: tuple[int, ...]) -> int | None:
        page = self.ground.page
        first = next((cell for cell in page.cells if cell.place == (*row, 0)), None)
        text = page.plain[first.start : first.end] if first else ""
        return int(text) if text.isdigit() else None
