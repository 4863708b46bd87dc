"""What speaks for a topic owning a number: where the topic stands, how far, what is said of it, what remains unexplained."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import MASK, Token
from titian.reader.clauses.words import KIND, PART
from titian.reader.naming.frames import DEFAULT, Frames, Topic

_CHAINED = ("applied", "preparing", "won")
_DENOMINATOR = re.compile(r"占|与|相当于")
_LABELS = {
    "row": "行名", "left": "数前", "right": "数后", "paired": "并列对应", "before": "前文", "sentence": "本句前文", "previous": "上一句",
    "record": "所在事项", "heading": "标题",
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a number before was found to be."""

    topic: str
    aspect: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that may own the number, the codes it would then have, and the score with its reasons."""

    topic: str
    aspect: str
    codes: tuple[str, ...]
    relation: str
    score: float
    word: str


@dataclass(frozen=True)
class Reader:
    """The page, the table and the numbers already read; candidates for the next number."""

    page: Layout
    frames: Frames
    named: Mapping[int, Named]
    paired: Mapping[int, str]
    place: re.Pattern[str] | None

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """Every topic that could own the number, best first."""
        found = [candidate for candidate in self._gathered(phrase) if candidate is not None]
        return sorted(found, key=lambda candidate: -candidate.score)

    def _gathered(self, phrase: Phrase) -> Iterator[Candidate | None]:
        yield from self._in_list(phrase)
        yield from self._own(phrase)
        yield from self._right(phrase)
        yield from self._labels(phrase)
        yield from self._earlier(phrase)

    # ------------------------------------------------------------------------------------------------ where topics stand
    def _in_list(self, phrase: Phrase) -> Iterator[Candidate | None]:
        name = self.paired.get(phrase.index)
        if name is not None:
            yield self._candidate(phrase, self.frames.topics[name], "paired", self.frames.weights["paired"], None)

    def _own(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics before the number in its own phrase."""
        weights, start = self.frames.weights, phrase.number.offset
        for token in self._topical(phrase.left, start, phrase):
            lost = (start - token.end) * weights["distance"] + self.page.masked.count("、", token.end, start) * weights["listed"]
            if self.place is not None and self._elsewhere(phrase.left, token.start):
                lost += weights["place"]
            yield from self._of_token(phrase, token, "left", weights["left"] - lost)

    def _right(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics after the number in its own phrase."""
        weights, end = self.frames.weights, phrase.number.end
        shared = weights["shared"] if self.page.masked[phrase.right : phrase.right + 1] == MASK else 0.0
        for token in self._topical(end, phrase.right, phrase):
            yield from self._of_token(phrase, token, "right", weights["right"] - shared - (token.start - end) * weights["distance"])

    def _labels(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """The label of the row or record, and titles above the cell when they name topics."""
        cell = phrase.cell
        if cell is None:
            return
        relation = "row" if self.page.unexplained(cell.start, cell.end) + len(self.page.between(cell.start, cell.end)) == 0 else "record"
        base = self.frames.weights[relation] - (self._residue(phrase) if relation == "record" else 0.0)
        for start, end in [*([cell.label] if cell.label else []), *cell.titles]:
            for token in self._topical(start, end, None):
                yield from self._of_token(phrase, token, relation, base - 0.02 * (end - token.end))

    def _earlier(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics earlier in the sentence, in the sentence before, in the heading; each loses by what stays unexplained."""
        weights, residue, skipped = self.frames.weights, self._residue(phrase), 0.0
        seen: set[str] = set()
        for token, relation, base in self._before(phrase):
            borders = sum(self.page.masked.count(mark, token.end, phrase.left) for mark in ",;:")
            score = base - residue - borders * weights["comma"] - skipped
            for candidate in self._of_token(phrase, token, relation, score):
                if candidate is None or candidate.topic in seen:
                    continue
                seen.add(candidate.topic)
                yield candidate
            if not any(self.frames.fitting(self.frames.topics[name], phrase.number) for name in token.meaning.topics):
                skipped = min(skipped + 0.04, 0.2)

    def _before(self, phrase: Phrase) -> Iterator[tuple[Token, str, float]]:
        weights = self.frames.weights
        for start, end, relation in (
            (phrase.part, phrase.left, "before"),
            (phrase.sentence, phrase.part, "sentence"),
            (self._sentence_before(phrase), phrase.sentence, "previous"),
        ):
            for token in reversed(self._topical(start, end, phrase)):
                yield token, relation, weights[relation]
        for section in reversed(self.page.path(phrase.sentence)):
            if phrase.cell is None:
                for token in reversed(self._topical(section.start, section.body, None)):
                    yield token, "heading", weights["heading"]

    def _sentence_before(self, phrase: Phrase) -> int:
        """Where the sentence before begins, in the same paragraph and cell."""
        if phrase.cell is not None:
            return max(phrase.cell.start, self.page.masked.rfind("。", 0, max(phrase.sentence - 1, 0)) + 1)
        paragraph = self.page.masked.rfind("\n", 0, phrase.sentence) + 1
        return min(max(paragraph, self.page.masked.rfind("。", 0, max(phrase.sentence - 1, 0)) + 1), phrase.sentence)

    def _topical(self, start: int, end: int, phrase: Phrase | None) -> list[Token]:
        """Tokens with topics in a span; those in other brackets are left out."""
        bracket = phrase.bracket if phrase else None
        found = [token for token in self.page.between(start, end) if token.meaning.topics]
        if phrase is None or not self.page.brackets:
            return found
        return [token for token in found if self.page.bracket(token.start) in (None, bracket)]

    # ------------------------------------------------------------------------------------------------ what a topic would mean
    def _of_token(self, phrase: Phrase, token: Token, relation: str, score: float) -> Iterator[Candidate | None]:
        for name in token.meaning.topics:
            yield self._candidate(phrase, self.frames.topics[name], relation, score, token)

    def _candidate(self, phrase: Phrase, topic: Topic, relation: str, score: float, token: Token | None) -> Candidate | None:
        fitting = self.frames.fitting(topic, phrase.number)
        if fitting is None or (topic.context and not self._in_context(phrase, topic.context)):
            return None
        kind, cost = fitting
        table = topic.kinds[kind]
        if kind == "percent" and relation == "left" and token is not None and self._is_denominator(phrase, token):
            return None
        aspect = self._aspect(phrase, topic, table, relation, token)
        codes = () if self._is_never(aspect) else table.get(aspect, table.get(DEFAULT, ()))
        if codes is None:
            return None
        score -= cost + (self.frames.weights["weak"] if topic.weak else 0.0)
        score += self.frames.weights["named"] if aspect != DEFAULT else 0.0
        word = self.page.text[token.start : token.end] if token else topic.label
        return Candidate(topic.name, aspect, codes, relation, score, word)

    def _is_never(self, aspect: str) -> bool:
        return aspect != DEFAULT and self.frames.aspects[aspect].never

    def _is_denominator(self, phrase: Phrase, token: Token) -> bool:
        """占…比重: what a share is taken of, when something else is named before it."""
        before = self.page.masked[phrase.left : token.start]
        return bool(_DENOMINATOR.search(before)) and any(other.meaning.topics for other in self.page.between(phrase.left, token.start))

    def _in_context(self, phrase: Phrase, wanted: Collection[str]) -> bool:
        spans = [(self._sentence_before(phrase), phrase.sentence_end)]
        spans += [(section.start, section.body) for section in self.page.path(phrase.sentence)]
        spans += [phrase.cell.label] if phrase.cell and phrase.cell.label else []
        tokens = (token for start, end in spans for token in self.page.between(start, end))
        return any(name in wanted for token in tokens for name in (*token.meaning.topics, *token.meaning.aspects))

    def _aspect(self, phrase: Phrase, topic: Topic, table: Mapping[str, object], relation: str, token: Token | None) -> str:
        """What is said of the topic: in the number's own phrase, along a list, where the topic stands, in the labels, else nothing."""
        known = self._known(table)
        own = self._own_aspects(phrase, relation)
        return (
            _first(own, known)
            or self._restated(phrase, topic, table, relation)
            or self._along_list(phrase, table, relation, token)
            or self._beside(phrase, token, relation, known)
            or self._labelled(phrase, known)
            or DEFAULT
        )

    def _known(self, table: Mapping[str, object]) -> set[str]:
        return {*table, *(name for name, aspect in self.frames.aspects.items() if aspect.never)} - {DEFAULT}

    def _own_aspects(self, phrase: Phrase, relation: str) -> list[str]:
        left = [name for token in reversed(self.page.between(phrase.left, phrase.number.offset)) for name in token.meaning.aspects]
        right = [
            name
            for token in self.page.between(phrase.number.end, phrase.right)
            for name in token.meaning.aspects
            if not self.frames.aspects[name].never
        ]
        return [*right, *left] if relation == "right" else [*left, *right]

    def _restated(self, phrase: Phrase, topic: Topic, table: Mapping[str, object], relation: str) -> str | None:
        """The same topic again without a word of its own says the same of it (去年同期2759户)."""
        if relation in ("left", "right", "row", "paired"):
            return None
        before = self.named.get(phrase.index - 1)
        same = before is not None and before.topic == topic.name and before.aspect in table
        return before.aspect if same and before is not None else None

    def _along_list(self, phrase: Phrase, table: Mapping[str, object], relation: str, token: Token | None) -> str | None:
        """A list goes on with what was said before it: 申报瞪羚37户、雏鹰115户."""
        before = self.named.get(phrase.index - 1)
        if before is None or before.aspect not in table or before.aspect == DEFAULT or relation not in ("left", "paired", "before", "right"):
            return None
        end = self.page.phrases[phrase.index - 1].number.end
        if self.page.phrases[phrase.index - 1].sentence != phrase.sentence:
            return None
        between = self.page.masked[end : phrase.number.offset]
        if ";" in between or "?" in between:
            return None
        return before.aspect if before.aspect in _CHAINED or not re.search(r"[,]", between) else None

    def _beside(self, phrase: Phrase, token: Token | None, relation: str, known: Collection[str]) -> str | None:
        """What is said where an earlier topic stands: after it up to the next border, then before it."""
        if token is None or relation in ("left", "right"):
            return None
        stop = re.compile(r"[,;。\n\x00]").search(self.page.masked, token.end)
        after = self.page.between(token.end, min(stop.start() if stop else phrase.left, phrase.left))
        start = max(self.page.masked.rfind(mark, 0, token.start) for mark in ",;。\n\x00、") + 1
        before = reversed(self.page.between(start, token.start))
        own = token.meaning.aspects
        names = (*own, *(name for other in (*after, *before) for name in other.meaning.aspects))
        return next((name for name in names if name in known and not self.frames.aspects[name].never), None)

    def _labelled(self, phrase: Phrase, known: Collection[str]) -> str | None:
        if phrase.cell is None:
            return None
        spans = [*([phrase.cell.label] if phrase.cell.label else []), *phrase.cell.titles]
        names = (name for start, end in spans for token in self.page.between(start, end) for name in token.meaning.aspects)
        return next((name for name in names if name in known), None)

    # ------------------------------------------------------------------------------------------------ what speaks against it
    def _residue(self, phrase: Phrase) -> float:
        """What the number's own words leave unexplained."""
        page = self.page
        left = page.unexplained(phrase.left, phrase.number.offset)
        shared = page.masked[phrase.right : phrase.right + 1] == MASK
        right = 0 if shared else page.unexplained(phrase.number.end, phrase.right)
        return (left + right) * self.frames.weights["residue"]

    def _elsewhere(self, start: int, end: int) -> bool:
        """Does a span name a place that is a part of the paper's own region?"""
        return self.place is not None and bool(self.place.search(self.page.masked, start, end))

    def is_part(self, phrase: Phrase) -> bool:
        """Do the number's own words mark it as a part or a kind of what was said before?"""
        tokens = self.page.between(phrase.left, phrase.number.offset)
        return any(not token.meaning.marks.isdisjoint((PART, KIND)) for token in tokens)


def _first(names: Iterable[str], known: Collection[str]) -> str | None:
    return next((name for name in names if name in known), None)


def relation_label(relation: str) -> str:
    return _LABELS[relation]


__all__ = ["Candidate", "Named", "Reader", "Sequence", "relation_label"]
