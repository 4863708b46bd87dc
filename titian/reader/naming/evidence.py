"""What speaks for a topic owning a number: where the topic stands, how far, what is said of it, what remains unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from titian.reader.clauses.phrases import Layout, Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.naming.frames import DEFAULT, Topic
from titian.reader.naming.ground import Ground
from titian.reader.naming.sayings import Sayings

_DENOMINATOR = re.compile(r"(?:占|与|相当于|[在占][全规]?)(?:全[市县区省镇]|规上|规模以上|我[市县区省])?$")
_NAMES = re.compile(r"等$")
_MODIFIER = re.compile(r"的$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ROW_NUMBER = re.compile(r"第\s*(\d{1,2})\s*[项个条]")
_SUM = re.compile(r"合计|共计|总计|一共|加上|加到一块儿?|加起来|合起来|合并|相加")
CLOSE = 0.15  # a candidate this near the best may take its place
_MOST_COMMAS = 3
_MOST_NUMBERS = 3
_LABELS = {
    "row": "行名", "left": "数前", "right": "数后", "paired": "并列对应", "before": "前文", "sentence": "本句前文", "previous": "上文",
    "record": "所在事项", "heading": "标题", "referred": "所指的行",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that may own the number, the codes it would then have, and the score with its reasons."""

    topic: str
    aspect: str
    codes: tuple[str, ...]
    relation: str
    score: float
    word: str

    @property
    def where(self) -> str:
        return _LABELS[self.relation]


@dataclass(frozen=True)
class Evidence:
    """Candidates for each number of the ground; `paired` hands out topics of lists."""

    ground: Ground
    sayings: Sayings
    paired: Mapping[int, str]

    @property
    def page(self) -> Layout:
        return self.ground.page

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """Every topic that could own the number, best first; what was said earlier only counts where the own words leave doubt."""
        found = [candidate for candidate in self._own(phrase) if candidate is not None]
        if max((candidate.score for candidate in found), default=0.0) < self._doubt:
            found += [candidate for candidate in self._earlier(phrase) if candidate is not None]
        return sorted(found, key=lambda candidate: -candidate.score)

    @property
    def _doubt(self) -> float:
        weights = self.ground.frames.weights
        return weights["before"] + weights["named"] + weights["context"] + CLOSE

    def _own(self, phrase: Phrase) -> Iterator[Candidate | None]:
        yield from self._in_list(phrase)
        yield from self._left(phrase)
        yield from self._right(phrase)
        yield from self._labels(phrase)

    def _in_list(self, phrase: Phrase) -> Iterator[Candidate | None]:
        name = self.paired.get(phrase.index)
        if name is not None:
            frames = self.ground.frames
            yield self._candidate(phrase, frames.topics[name], "paired", frames.weights["paired"], None)

    def _left(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics before the number in its own phrase."""
        weights, offset = self.ground.frames.weights, phrase.number.offset
        own = self.page.masked[phrase.left : offset]
        listed = weights["named_list"] if _NAMES.search(own) else 0.0
        base = weights["left"] - (weights["modifier"] if _MODIFIER.search(own) and self._counted(phrase) else 0.0)
        for token in self.ground.topical(phrase.left, offset, phrase):
            lost = (offset - token.end) * weights["distance"] + self.page.masked.count("、", token.end, offset) * weights["listed"]
            lost += weights["place"] if self.ground.is_elsewhere(phrase.left, token.start) else 0.0
            lost += listed if self.ground.is_understood_only(token, phrase.number) else 0.0
            yield from self._of_token(phrase, token, "left", base - lost)

    def _counted(self, phrase: Phrase) -> Token | None:
        """The known noun that follows the number at once (4个园区)."""
        found = self.ground.topical(phrase.number.end, phrase.right)
        return found[0] if found and found[0].start == phrase.number.end else None

    def _right(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics after the number in its own phrase; one at once after it is what it counts."""
        weights, end = self.ground.frames.weights, phrase.number.end
        shared = self._shared(phrase)
        counted = self._counted(phrase)
        other = weights["noun"] if counted and self.ground.is_understood_only(counted, phrase.number) else 0.0
        for token in self.ground.topical(end, phrase.reach, phrase):
            base = weights["left"] if token is counted else weights["right"]
            lost = 0.0 if token is counted else shared + other + (token.start - end) * weights["distance"]
            lost += self.page.masked.count("、", end, token.start) * weights["listed"]
            if self._is_longer_noun(token, phrase):
                lost += weights["noun"] * (2 if token is counted else 1)
            yield from self._of_token(phrase, token, "right", base - lost)

    def _shared(self, phrase: Phrase) -> float:
        """What is lost when the words lead on to another number: more when that one counts the same kind of thing."""
        if not self.ground.is_shared(phrase):
            return 0.0
        frames = self.ground.frames
        following = self.page.phrases[phrase.index + 1].number
        same = frames.kinds(following)[:1] == frames.kinds(phrase.number)[:1]
        return frames.weights["shared"] / (1 if same else 4)

    def _is_longer_noun(self, token: Token, phrase: Phrase) -> bool:
        following = self.page.masked[token.end : token.end + 1]
        return bool(_CHINESE.match(following)) and self.page.unexplained(token.end, min(token.end + 2, phrase.reach)) > 0

    def _labels(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """The label of the row or record, and titles above the cell when they name topics."""
        cell = phrase.cell
        if cell is None:
            return
        weights = self.ground.frames.weights
        bare = not self.page.unexplained(cell.start, cell.end) and not self.page.between(cell.start, cell.end)
        relation = "row" if bare else "record"
        base = weights[relation] - (0.0 if bare else self.ground.residue(phrase) * weights["residue"])
        for start, end in [*([cell.label] if cell.label else []), *cell.titles]:
            for token in self.ground.topical(start, end):
                yield from self._of_token(phrase, token, relation, base - 0.02 * (end - token.end))

    def _earlier(self, phrase: Phrase) -> Iterator[Candidate | None]:
        """Topics said before the number's own phrase; each loses by what stays unexplained and by those standing nearer."""
        weights = self.ground.frames.weights
        residue = (self.ground.residue(phrase) + self._own_of_other_kinds(phrase)) * weights["residue"]
        residue += weights["place"] if self.ground.is_elsewhere(phrase.left, phrase.number.offset) else 0.0
        hopeless = weights["before"] + weights["named"] + weights["context"] - residue < self.ground.frames.threshold
        if not hopeless:
            yield from self._named_before(phrase, residue)
        seen: set[str] = set()
        for token, relation, base in self._referred(phrase) if hopeless else self._before(phrase):
            new = [name for name in token.meaning.topics if name not in seen]
            if not new or self._is_denominator(token):
                continue
            commas = (
                sum(self.page.masked.count(mark, token.end, phrase.left) for mark in ",;:") if token.start >= phrase.sentence else 0
            )
            lost = min(commas, _MOST_COMMAS) * weights["comma"] + min(len(seen), 4) * weights["order"]
            seen.update(new)
            yield from self._of_token(phrase, token, relation, base - lost - (residue if relation != "referred" else 0.0))

    def _own_of_other_kinds(self, phrase: Phrase) -> int:
        """How many topics in the number's own words cannot be counted by it: they speak of something else (硕士8万元)."""
        topics = self.ground.frames.topics
        found = self.ground.topical(phrase.left, phrase.number.offset, phrase)
        return sum(
            not any(
                topics[name].weight == "generic" or self.ground.frames.fitting(topics[name], phrase.number)
                for name in token.meaning.topics
            )
            for token in found
        )

    def _named_before(self, phrase: Phrase, residue: float) -> Iterator[Candidate | None]:
        """What the numbers before were found to be: in the same sentence, else the last one of the paragraph."""
        weights, ground = self.ground.frames.weights, self.ground
        if self._sums_up(phrase):
            return
        for order, other in enumerate(self._numbers_before(phrase)):
            near = other.sentence == phrase.sentence
            relation = "before" if other.number.offset >= phrase.part else "sentence" if near else "previous"
            between = weights["order"] if ground.topical(other.number.end, phrase.left, phrase) else 0.0
            lost = weights["comma"] + order * weights["order"] + between + residue
            lost += self._aside(phrase, other.number.offset) if near else 0.0
            topic = ground.frames.topics[ground.named[other.index].topic]
            yield self._candidate(phrase, topic, relation, weights[relation] - lost, None)

    def _numbers_before(self, phrase: Phrase) -> list[Phrase]:
        """The last numbers named in the same sentence; else the paragraph's last one that is no part in a list."""
        first = phrase.cell.start if phrase.cell else self.ground.paragraph(phrase)
        found: list[Phrase] = []
        for index in range(phrase.index - 1, -1, -1):
            other = self.page.phrases[index]
            if other.number.offset < first or len(found) == _MOST_NUMBERS or (found and other.sentence != phrase.sentence):
                break
            near = other.sentence == phrase.sentence
            open_to = index in self.ground.named and other.bracket in (None, phrase.bracket)
            if open_to and (near or not self.ground.has_part_mark(other.sentence, other.number.offset)):
                found.append(other)
        return found

    def _sums_up(self, phrase: Phrase) -> bool:
        """加到一块儿96个: the sum of numbers of several topics is none of them."""
        if not _SUM.search(self.page.masked, phrase.left, phrase.number.offset):
            return False
        same = (
            self.ground.named.get(other.index) for other in self.page.phrases[: phrase.index] if other.sentence == phrase.sentence
        )
        return len({named.topic for named in same if named is not None}) > 1

    def _aside(self, phrase: Phrase, start: int) -> float:
        """What a topic in a list of parts loses once the list is over."""
        over = "," in self.page.masked[start : phrase.left] or start < phrase.part
        return self.ground.frames.weights["aside"] if over and self.ground.has_part_mark(phrase.sentence, start) else 0.0

    def _before(self, phrase: Phrase) -> Iterator[tuple[Token, str, float]]:
        """Tokens with topics, backwards through the sentence, the sentence before, the row referred to, and the headings."""
        weights, ground = self.ground.frames.weights, self.ground
        sums_up = self._sums_up(phrase)
        for start, end, relation in (
            (phrase.part, phrase.left, "before"),
            (phrase.sentence, phrase.part, "sentence"),
            (ground.sentence_before(phrase), phrase.sentence, "previous"),
        ):
            found = ground.topical(start, end, phrase)
            whole = [token for token in found if not ground.has_part_mark(start, token.start)]
            for token in reversed(found if relation == "before" or not whole else whole):
                aside = self._aside(phrase, token.start) if relation == "before" else 0.0 if whole else weights["aside"]
                if not sums_up:
                    yield token, relation, weights[relation] - aside
        if phrase.cell is None:
            yield from self._beyond(phrase)

    def _beyond(self, phrase: Phrase) -> Iterator[tuple[Token, str, float]]:
        yield from self._referred(phrase)
        for section in reversed(self.page.path(phrase.sentence)):
            for token in reversed(self.ground.topical(section.start, section.body)):
                yield token, "heading", self.ground.frames.weights["heading"]

    def _referred(self, phrase: Phrase) -> Iterator[tuple[Token, str, float]]:
        """第4项: the label of that row of a table of the paper."""
        match = _ROW_NUMBER.search(self.page.plain, phrase.sentence, phrase.number.offset) if self.page.cells else None
        if match is None:
            return
        row = int(match[1])
        labels = {cell.label for cell in self.page.cells if cell.label and self._row_number(cell.place[:2]) == row}
        for start, end in labels:
            for token in reversed(self.ground.topical(start, end)):
                yield token, "referred", self.ground.frames.weights["referred"]

    def _row_number(self, row: tuple[int, ...]) -> int | None:
        first = next((cell for cell in self.page.cells if cell.place == (*row, 0)), None)
        text = self.page.plain[first.start : first.end] if first else ""
        return int(text) if text.isdigit() else None

    # ------------------------------------------------------------------------------------------------ what a topic would mean
    def _of_token(self, phrase: Phrase, token: Token, relation: str, score: float) -> Iterator[Candidate | None]:
        if relation in ("left", "right") and self._is_denominator(token):
            return
        for name in token.meaning.topics:
            yield self._candidate(phrase, self.ground.frames.topics[name], relation, score, token)

    def _is_denominator(self, token: Token) -> bool:
        """占…比重: what a share is taken of."""
        return bool(_DENOMINATOR.search(self.page.masked, max(0, token.start - 5), token.start))

    def _candidate(self, phrase: Phrase, topic: Topic, relation: str, score: float, token: Token | None) -> Candidate | None:
        frames = self.ground.frames
        fitting = frames.fitting(topic, phrase.number)
        if fitting is None or not (relation in ("row", "record") or self._is_meant(phrase, topic)):
            return None
        kind, cost = fitting
        row = topic.kinds[kind]
        aspect = self.sayings.aspect(phrase, topic, kind, relation, token)
        codes = () if self._is_never(aspect) else row.get(aspect, row.get(DEFAULT, ()))
        if codes is None:
            return None
        weights = frames.weights
        if token is not None and relation not in ("row", "record") and topic.weight:
            score -= weights[_weight(topic.weight, relation)]
        score -= cost
        score += (weights["named"] if aspect != DEFAULT else 0.0) + (weights["context"] if topic.context else 0.0)
        return Candidate(
            topic.name, aspect, codes, relation, score, self.page.text[token.start : token.end] if token else topic.label
        )

    def _is_never(self, aspect: str) -> bool:
        return aspect != DEFAULT and self.ground.frames.aspects[aspect].never

    def _is_meant(self, phrase: Phrase, topic: Topic) -> bool:
        """Are the topic's conditions met: its context, its mention in the paper, the noun behind the number?"""
        if topic.context and not self.ground.in_context(phrase, topic.context):
            return False
        if topic.mentioned and not self.ground.is_mentioned(topic.mentioned):
            return False
        return not topic.after or any(noun in self.page.masked[phrase.number.end : phrase.number.end + 10] for noun in topic.after)


def _weight(weight: str, relation: str) -> str:
    """A noun like 科技型企业 only names what is counted when it stands behind the number, and is a topic before it."""
    return weight if weight != "noun" else "generic" if relation == "right" else "weak"
