"""A topic weighed for a number: whether it can be counted so, what is said of it, which codes that means, with what score."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from titian.reader.clauses.phrases import Phrase
from titian.reader.clauses.tokens import Token
from titian.reader.naming.frames import DEFAULT, Topic
from titian.reader.naming.ground import Ground
from titian.reader.naming.sayings import Sayings

CLOSE = 0.15  # a candidate this near the best may take its place
_DENOMINATOR = re.compile(r"(?:占|与|相当于|[在占][全规]?)(?:全[市县区省镇]|规上|规模以上|我[市县区省])?$")
_LABELS = {
    "row": "行名", "left": "数前", "right": "数后", "paired": "并列对应", "before": "前文", "sentence": "本句前文", "previous": "上文",
    "record": "所在事项", "heading": "标题", "referred": "所指的行",
}  # fmt: skip


class Candidate(NamedTuple):
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
class Weigher:
    """Weighs topics for the numbers of a ground."""

    ground: Ground
    sayings: Sayings

    @property
    def most(self) -> float:
        """What a score can win at most beyond where its topic stands."""
        return self.ground.frames.weights["named"] + self.ground.frames.weights["context"]

    def of_token(self, phrase: Phrase, token: Token, relation: str, score: float) -> list[Candidate]:
        """A candidate for each topic a word may mean; what a share is taken of is none."""
        topics = self.ground.frames.topics
        named = [self.candidate(phrase, topics[name], relation, score, token) for name in token.meaning.topics]
        found = [candidate for candidate in named if candidate is not None]
        return [] if found and relation in ("left", "right") and self.is_denominator(token) else found

    def candidate(self, phrase: Phrase, topic: Topic, relation: str, score: float, token: Token | None = None) -> Candidate | None:
        """The topic as a candidate, if the number can be about it. `score` is what its place is worth."""
        fitting = self.ground.frames.fitting(topic, phrase.number)
        if fitting is None or not (relation in ("row", "record") or self._is_meant(phrase, topic)):
            return None
        kind, cost = fitting
        row = topic.kinds[kind]
        aspect = self.sayings.aspect(phrase, topic, kind, relation, token)
        codes = () if self._is_never(aspect) else row.get(aspect, row.get(DEFAULT, ()))
        if codes is None:
            return None
        word = self.ground.page.text[token.start : token.end] if token else topic.label
        return Candidate(topic.name, aspect, codes, relation, score - cost + self._worth(topic, aspect, relation, token), word)

    def _worth(self, topic: Topic, aspect: str, relation: str, token: Token | None) -> float:
        """What the topic's own nature and the aspect add to the score of its place."""
        weights = self.ground.frames.weights
        worth = (weights["named"] if aspect != DEFAULT else 0.0) + (weights["context"] if topic.context else 0.0)
        if token is None or relation in ("row", "record") or topic.weight is None:
            return worth
        return worth - weights[_weight(topic.weight, relation)]

    def is_denominator(self, token: Token) -> bool:
        """占…比重: what a share is taken of."""
        return bool(_DENOMINATOR.search(self.ground.page.masked, max(0, token.start - 5), token.start))

    def _is_never(self, aspect: str) -> bool:
        return aspect != DEFAULT and self.ground.frames.aspects[aspect].never

    def _is_meant(self, phrase: Phrase, topic: Topic) -> bool:
        """Are the topic's conditions met: its context, its mention in the paper, the noun behind the number?"""
        if topic.context and not self.ground.in_context(phrase, topic.context):
            return False
        if topic.mentioned and not self.ground.is_mentioned(topic.mentioned):
            return False
        return not topic.after or any(
            noun in self.ground.page.masked[phrase.number.end : phrase.number.end + 10] for noun in topic.after
        )


def _weight(weight: str, relation: str) -> str:
    """A noun like 科技型企业 only names what is counted when it stands behind the number, and is a topic before it."""
    return weight if weight != "noun" else "generic" if relation == "right" else "weak"
