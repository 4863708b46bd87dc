"""Everything that speaks for a topic owning a number, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from titian.reader.clauses.phrases import Phrase
from titian.reader.naming.candidates import CLOSE, Candidate, Weigher
from titian.reader.naming.earlier import Earlier
from titian.reader.naming.ground import Ground
from titian.reader.naming.own import OwnWords
from titian.reader.naming.sayings import Sayings


@dataclass(frozen=True)
class Evidence:
    """Candidates for each number of a ground."""

    ground: Ground
    own: OwnWords
    earlier: Earlier

    @classmethod
    def of(cls, ground: Ground, sayings: Sayings, paired: Mapping[int, str]) -> Evidence:
        """`paired` are topics that lists hand out, by number."""
        weigher = Weigher(ground, sayings)
        return cls(ground, OwnWords(ground, weigher, paired), Earlier(ground, weigher))

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """Every topic that could own the number; what was said earlier only as far as it can come near the best of the own words."""
        found = list(self.own.candidates(phrase))
        best = max((candidate.score for candidate in found), default=0.0)
        floor = max(best - CLOSE, self.ground.frames.threshold)
        return sorted([*found, *self.earlier.candidates(phrase, floor)], key=lambda candidate: -candidate.score)
