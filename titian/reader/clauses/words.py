"""The vocabulary of language compiled once: one lexicon of everything a word may mean, and the title words of sections and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from titian.reader.clauses.tokens import Lexicon, Meaning, flattened, marked, meanings
from titian.reader.vocabulary import words

PLANNED, PLANNED_LOCAL, PLANNED_NOUN, PLANNED_AFTER = "planned", "planned_local", "planned_noun", "planned_after"
DONE, DONE_STRONG = "done", "done_strong"
PLAIN, PART, KIND = "plain", "part", "kind"
_SHORT_TITLE = 12


@dataclass(frozen=True)
class Titles:
    """Patterns for section titles and column titles, by what they announce."""

    plan: re.Pattern[str]
    plan_short: re.Pattern[str]
    done: re.Pattern[str]
    problem: re.Pattern[str]
    columns: Mapping[str, re.Pattern[str]]
    places: re.Pattern[str]

    def is_column(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in self.columns.values())

    def is_label(self, text: str) -> bool:
        return bool(self.columns["label"].fullmatch(text.split("(", maxsplit=1)[0].strip()))

    def is_silent(self, text: str) -> bool:
        """Does a column of this title hold ranks, scores or completion rates?"""
        none = self.columns["none"].search(text)
        wanted = self.columns["target"].search(text) or self.columns["achieved"].search(text)
        return none is not None and not (wanted and len(wanted.group()) >= len(none.group()))

    def is_place(self, text: str) -> bool:
        """Is this the name of a town, a county or a park?"""
        return bool(self.places.fullmatch(text.strip()))

    def opens(self, text: str) -> bool:
        """Does a short line without a number open a section of its own?"""
        return bool(self.plan.search(text) or self.done.search(text) or self.problem.search(text))

    def plans(self, text: str) -> bool:
        """Does a heading announce plans? One that also announces results does not."""
        if self.done.search(text):
            return False
        return bool(self.plan.search(text) or (len(text) <= _SHORT_TITLE and self.plan_short.search(text)))


@dataclass(frozen=True)
class Language:
    """What `clauses` and `roles` know of the language."""

    lexicon: Lexicon
    titles: Titles


@cache
def language(extra: tuple[Path, ...] = ()) -> Language:
    """The packaged words and those of the extra folders, compiled once per process."""
    plain, status = words("plain", extra), words("status", extra)
    known = meanings(
        marked(plain["words"], PLAIN),
        marked(plain["parts"], PART),
        marked(plain["kinds"], KIND),
        marked(status["names"], PLAIN),
        *(marked(status[name]["words"], name) for name in (PLANNED, PLANNED_LOCAL, PLANNED_NOUN, DONE, DONE_STRONG)),
        marked((f"#{word}" for word in status[PLANNED_AFTER]["words"]), PLANNED_AFTER),
        _named(words("aspects", extra), "aspects"),
        _named(words("topics", extra), "topics"),
    )
    return Language(Lexicon.of(known), _titles(status, plain["place_ends"]))


def _named(entries: Mapping[str, Any], field: str) -> Iterator[tuple[str, Meaning]]:
    for name, entry in entries.items():
        meaning = Meaning(topics=(name,)) if field == "topics" else Meaning(aspects=(name,))
        for word in entry["words"]:
            yield str(word), meaning


def _titles(status: Mapping[str, Any], place_ends: Iterable[str]) -> Titles:
    return Titles(
        plan=_any(status["plan_titles"]),
        plan_short=_any(status["plan_short_titles"]),
        done=_any(status["done_titles"]),
        problem=_any(status["problem_titles"]),
        columns={name: _any(found) for name, found in status["columns"].items()},
        places=_place(place_ends),
    )


def _place(ends: Iterable[str]) -> re.Pattern[str]:
    """A name of two to eight characters that ends like a place; 全区 and 我县 are the paper's own."""
    return re.compile(rf"(?![全我本各该])[\u4e00-\u9fff]{{0,6}}[\u4e00-\u9fff](?:{'|'.join(ends)})")


def _any(found: Iterable[str]) -> re.Pattern[str]:
    """One pattern for any of the words, the longest tried first."""
    ordered = sorted((flattened(str(word)) for word in found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))
