"""What is said of a topic: applied for, won, in stock, growing. Looked for in the number's own words first, then along lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from titian.reader.clauses.phrases import Phrase
from titian.reader.clauses.tokens import MASK, Token
from titian.reader.naming.frames import DEFAULT, Topic
from titian.reader.naming.ground import Ground

_CHAINED = ("applied", "preparing", "won", "registered", "collected", "sought")
_APPLICATIONS = frozenset({"applied", "preparing"})
_STOP = re.compile(r"[,;。|\t\n\x00]")
_NEW_DAY = re.compile(r"截[至止]")  # opens a statement of its own
_LISTED = ("left", "paired", "before", "right")
_OWN = ("left", "right", "row", "paired")


@dataclass(frozen=True)
class Sayings:
    """Aspects of a topic for a number of the ground; `paired` are those that lists hand out."""

    ground: Ground
    paired: Mapping[int, str]
    _own_aspects: dict[tuple[int, bool], list[str]] = field(default_factory=dict, repr=False)

    def aspect(self, phrase: Phrase, topic: Topic, kind: str, relation: str, token: Token | None) -> str:
        """The aspect the topic's row for this kind of unit is read by."""
        known, row = topic.known[kind], topic.kinds[kind]
        if self.paired.get(phrase.index) in known:
            return self.paired[phrase.index]
        own = self.own(phrase, relation)
        if own:
            if found := self._own(own, known):
                return found
            if any(self.ground.frames.aspects[name].stage for name in own):
                return DEFAULT
        return (
            self._restated(topic, row, relation)
            or self._along_list(phrase, known, relation)
            or self._beside(phrase, token, relation, known)
            or self._labelled(phrase, known)
            or DEFAULT
        )

    def own(self, phrase: Phrase, relation: str) -> list[str]:
        """Aspects in the number's own words, the nearest first; after a topic behind the number, in reading order."""
        key = (phrase.index, relation == "right")
        if key not in self._own_aspects:
            self._own_aspects[key] = self._read_own(phrase, relation)
        return self._own_aspects[key]

    def _read_own(self, phrase: Phrase, relation: str) -> list[str]:
        page = self.ground.page
        if not page.saying.has_any(phrase.left, phrase.reach):
            return []
        left = _aspects(reversed(page.saying.between(phrase.left, phrase.number.offset)))
        if relation == "right":
            return self._meant([*_aspects(page.saying.between(phrase.number.end, phrase.reach)), *left])
        right = [] if self.ground.is_shared(phrase) else _aspects(page.saying.between(phrase.number.end, phrase.right))
        return self._meant([*left, *(name for name in right if not self.ground.frames.aspects[name].never)])

    def _meant(self, names: list[str]) -> list[str]:
        """What the aspects stand for; one that yields is left out beside an application."""
        aspects = self.ground.frames.aspects
        applied = not _APPLICATIONS.isdisjoint(names)
        return [aspects[name].meant for name in names if not (applied and aspects[name].yields)]

    def _own(self, own: Iterable[str], known: Collection[str]) -> str | None:
        found = [name for name in own if name in known]
        strong = (name for name in found if self.ground.frames.aspects[name].strong)
        return next(strong, found[0] if found else None)

    def _restated(self, topic: Topic, row: Mapping[str, object], relation: str) -> str | None:
        """The same topic again without a word of its own says the same of it (去年同期1265户)."""
        if relation in _OWN:
            return None
        same = self.ground.latest.get(topic.name)
        return same.aspect if same is not None and same.aspect in row else None

    def _along_list(self, phrase: Phrase, known: Collection[str], relation: str) -> str | None:
        """A list goes on with what was said before it: 推荐瞪羚14户、雏鹰52户."""
        phrases = self.ground.page.phrases
        if not phrase.index or relation not in _LISTED or phrases[phrase.index - 1].sentence != phrase.sentence:
            return None
        between = self.ground.page.masked[phrases[phrase.index - 1].number.end : phrase.number.offset]
        if ";" in between or "?" in between or _NEW_DAY.search(between):
            return None
        for name in self._said_before(phrase.index - 1):
            if name in known and not self.ground.frames.aspects[name].never:
                return name if name in _CHAINED or "," not in between else None
            if self.ground.frames.aspects[name].stage and "," not in between:
                return DEFAULT
        return None

    def _said_before(self, index: int) -> Iterator[str]:
        yield from self.ground.said.get(index, ())
        named = self.ground.named.get(index)
        if named is not None and named.aspect != DEFAULT:
            yield named.aspect

    def _beside(self, phrase: Phrase, token: Token | None, relation: str, known: Collection[str]) -> str | None:
        """What is said where an earlier topic stands: in its own word, after it up to the next border, then before it."""
        if token is None or relation in ("left", "right", "row", "record"):
            return None
        page = self.ground.page
        stop = _STOP.search(page.masked, token.end, phrase.left)
        after = page.saying.between(token.end, stop.start() if stop else phrase.left) if not stop or stop.group() != MASK else ()
        start = self.ground.item(token.start)
        names = (*token.meaning.aspects, *_aspects(after), *_aspects(reversed(page.saying.between(start, token.start))))
        meant = (self.ground.frames.aspects[name] for name in names)
        return next((aspect.meant for aspect in meant if aspect.meant in known and not aspect.never), None)

    def _labelled(self, phrase: Phrase, known: Collection[str]) -> str | None:
        if phrase.cell is None:
            return None
        spans = [*([phrase.cell.label] if phrase.cell.label else []), *phrase.cell.titles]
        names = self._meant([name for start, end in spans for name in _aspects(self.ground.page.saying.between(start, end))])
        return next((name for name in names if name in known), None)


def _aspects(tokens: Iterable[Token]) -> list[str]:
    return [name for token in tokens for name in token.meaning.aspects]
