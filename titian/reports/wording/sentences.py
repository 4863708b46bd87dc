"""Template + facts → a sentence, or the reasons why it cannot be written. Never a sentence with a hole. Pure Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from titian.reports.wording.answers import Answer, answer
from titian.reports.wording.facts import Facts, Frame
from titian.reports.wording.gaps import Gap, Reason
from titian.reports.wording.grammar import Optional, PaperWord, Part, Placeholder, Template, Words
from titian.reports.wording.pieces import Piece, Written, text_of, tidied
from titian.reports.wording.terms import View

_PARTING = "，、；"


@dataclass(frozen=True)
class Sentence:
    """A written sentence. `dropped` are the gaps of its left-out parts; `notes` what the writer should know (a name list that disagrees);
    `stamp` the time its figures are of where that is not the paper's own («2024年», «1—5月»), `is_stamped` whether it opens with it."""

    pieces: tuple[Piece, ...]
    dropped: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: str = ""
    is_stamped: bool = False

    @property
    def text(self) -> str:
        return text_of(self.pieces)

    @property
    def written(self) -> tuple[Written, ...]:
        """The numbers of the sentence, in reading order."""
        return tuple(piece.written for piece in self.pieces if piece.written)


@dataclass(frozen=True)
class Omitted:
    """A sentence that cannot be written, and why."""

    gaps: tuple[Gap, ...]


def write(template: Template, facts: Facts, *, ending: str = "。") -> Sentence | Omitted:
    """Write one sentence; `ending` closes it unless it ends in a mark already ("" for a fragment of an enumeration)."""
    run = _Run(facts, _said_times(template, facts))
    attempt = run.parts(template.parts)
    stamps = [stamp for stamp, _ in run.stamps]
    if isinstance(attempt, _Written) and len(set(stamps)) > 1:
        # Figures of several periods or days cannot share one sentence: keep those of the leading stamp, the rest count as missing.
        run = _Run(facts, run.explicit, _leading(run.stamps))
        attempt = run.parts(template.parts)
    if isinstance(attempt, _Blocked):
        return Omitted(_unique(attempt.gaps))
    prefix = list(_prefix(run))
    pieces = tidied([*prefix, *attempt.pieces], ending=ending)
    sentence = Sentence(pieces, _unique(attempt.dropped), tuple(dict.fromkeys(run.notes)), _stamp(run), bool(prefix))
    return Omitted(faults) if (faults := _misjoined(sentence, facts)) else sentence


def said_anew(sentence: Sentence, frame: Frame) -> Sentence:
    """The sentence with the paper's own time in front («上半年，»), the year put in where it begins with a day («截至2026年5月底»)."""
    first, *rest = sentence.pieces
    if first.written is None and first.text.startswith("截至"):
        day = "".join(piece.text for piece in sentence.pieces).removeprefix("截至")
        year = f"{frame.period.year}年" if day[:1].isdigit() and not day.startswith(f"{frame.period.year}年") else ""
        return replace(sentence, pieces=(replace(first, text=f"截至{year}{first.text[2:]}"), *rest))
    own = frame.word("paper.year" if frame.period.kind == "year" else "paper.span")
    return replace(sentence, pieces=(Piece(f"{own}，"), *sentence.pieces))


@dataclass
class _Written:
    """Parts that could be written; `filled` and `asked` count the figures in them."""

    pieces: list[Piece] = field(default_factory=list)
    dropped: list[Gap] = field(default_factory=list)
    filled: int = 0
    asked: int = 0


@dataclass
class _Row:
    """Optional parts that stand side by side: 其中[[甲{…}]][[、乙{…}]]. When the first falls, the next gives up the mark that parted them."""

    parts_first: bool | None = None
    is_filled: bool = False

    def begin(self, part: Optional) -> None:
        if self.parts_first is None:
            first = part.parts[0] if part.parts else None
            self.parts_first = isinstance(first, Words) and first.text[:1] in _PARTING

    def fitted(self, pieces: Sequence[Piece]) -> list[Piece]:
        head, *rest = pieces
        bare = not self.is_filled and not self.parts_first and head.written is None
        self.is_filled = True
        return [Piece(head.text.lstrip(_PARTING)), *rest] if bare else list(pieces)


@dataclass
class _Blocked:
    gaps: list[Gap]


@dataclass
class _Run:
    """One attempt at a sentence. `explicit` are the times the template says itself; `only` restricts figures to one stamp."""

    facts: Facts
    explicit: frozenset[str]
    only: str | None = None
    stamps: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def parts(self, parts: Sequence[Part], *, optional: bool = False) -> _Written | _Blocked:
        done = _Written()
        gaps: list[Gap] = []
        row = _Row()
        for part in parts:
            if isinstance(part, Words):
                done.pieces.append(Piece(part.text))
            elif isinstance(part, PaperWord):
                done.pieces.append(Piece(self.facts.frame.word(part.code)))
            elif isinstance(part, Placeholder):
                done.asked += 1
                found = self._answer(part, optional=optional)
                gaps += [found] if isinstance(found, Gap) else []
                done.pieces += found.pieces if isinstance(found, Answer) else ()
                done.filled += isinstance(found, Answer)
            else:
                self._optional(part, done, row)
            row = row if isinstance(part, Optional) else _Row()
        if gaps:
            return _Blocked(gaps)
        return _Blocked(done.dropped) if done.asked and not done.filled else done

    def _optional(self, part: Optional, done: _Written, row: _Row) -> None:
        row.begin(part)
        mark = len(self.stamps), len(self.notes)
        inner = self.parts(part.parts, optional=True)
        done.asked += 1
        if isinstance(inner, _Blocked):
            # What it would have said takes no part in choosing the sentence's stamp.
            del self.stamps[mark[0] :], self.notes[mark[1] :]
            done.dropped += inner.gaps
            return
        done.pieces += row.fitted(inner.pieces)
        done.dropped += inner.dropped
        done.filled += 1

    def _answer(self, placeholder: Placeholder, *, optional: bool) -> Answer | Gap:
        found = answer(self.facts, placeholder)
        if isinstance(found, Gap):
            return found
        if optional and _says_nothing(found):
            return Gap(placeholder.code, Reason.ZERO, "数为0，略去")
        if found.stamp is not None:
            stamp = found.day_stamp if found.day_stamp in self.explicit else found.stamp
            if stamp != found.stamp:
                found = replace(found, pieces=_of_the_day(found.pieces, self.facts.frame))
            if self.only is not None and stamp != self.only:
                said = stamp or "本期"
                return Gap(placeholder.code, Reason.PERIOD, f"该数为{said}，与句中其他数的时间不一致")
            self.stamps.append((stamp, optional))
        self.notes += found.notes
        return found


def _of_the_day(pieces: Sequence[Piece], frame: Frame) -> tuple[Piece, ...]:
    """What the template says as «截至5月底» is read as of the paper's own period, though the books keep it under the year (1—5月)."""
    return tuple(
        replace(piece, written=replace(piece.written, period=frame.period.text))
        if piece.written and piece.written.is_figure and piece.written.as_of in frame.period
        else piece
        for piece in pieces
    )


def _says_nothing(found: Answer) -> bool:
    """A part that would print «中央引导专项0项»."""
    return any(piece.written and piece.written.is_figure and piece.written.value == 0 for piece in found.pieces)


def _said_times(template: Template, facts: Facts) -> frozenset[str]:
    """What the template itself says of time: «截至5月底» by `{…:as_of}`, «2024年» by `{…:period}`."""
    said = set()
    for placeholder in template.placeholders():
        if placeholder.view not in {View.AS_OF, View.PERIOD}:
            continue
        found = answer(facts, placeholder)
        if isinstance(found, Answer) and found.pieces:
            said.add(f"截至{text_of(found.pieces)}" if placeholder.view is View.AS_OF else text_of(found.pieces))
    return frozenset(said)


def _leading(stamps: Iterable[tuple[str, bool]]) -> str:
    """The stamp of the first figure the sentence cannot do without, else the most frequent one."""
    known = list(stamps)
    required = next((stamp for stamp, optional in known if not optional), None)
    return required if required is not None else Counter(stamp for stamp, _ in known).most_common(1)[0][0]


def _stamp(run: _Run) -> str:
    return next((stamp for stamp, _ in run.stamps), "")


def _prefix(run: _Run) -> Iterator[Piece]:
    """The stamp in front of the sentence, unless it is empty or the template says the time itself."""
    stamp = _stamp(run)
    if stamp and stamp not in run.explicit:
        yield Piece(f"{stamp}，")


def _misjoined(sentence: Sentence, facts: Facts) -> tuple[Gap, ...]:
    """Targets of which any one is enough must stand together with 或; targets that all count must not."""
    stated = {(written.target, written.code) for written in sentence.written if written.view in {View.TARGET, View.GOAL}}
    gaps = []
    for goal in facts.goals:
        if (goal.target, goal.key.indicator) not in stated or not goal.others:
            continue
        together = all((goal.target, other) in stated for other in goal.others)
        if goal.join == "or" and not (together and "或" in sentence.text):
            others = "、".join(facts.known[code].name for code in goal.others if code in facts.known)
            gaps.append(Gap(goal.key.indicator, Reason.UNSUITED, f"目标「{goal.title}」任一项达到即可，须与{others}用“或”写在一句"))
        elif goal.join == "and" and together and "或" in sentence.text:
            gaps.append(Gap(goal.key.indicator, Reason.UNSUITED, f"目标「{goal.title}」各项都要达到，不能用“或”"))
    return _unique(gaps)


def _unique(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(dict.fromkeys(gaps))
