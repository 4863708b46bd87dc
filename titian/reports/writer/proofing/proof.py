"""The whole 核数 list of a paper. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from titian.reports.wording.facts import Facts
from titian.reports.wording.gaps import Reason
from titian.reports.writer.proofing import against_books, arithmetic, words
from titian.reports.writer.proofing.findings import ASK, ERROR, Finding, Place
from titian.reports.writer.written import Composed

_OF_A_NUMBER: tuple[Callable[[Place, Facts], Iterator[Finding]], ...] = (
    against_books.expectation,
    against_books.disclosure,
    against_books.unpublished,
    against_books.fell,
    against_books.registers,
    against_books.sent,
    against_books.targets,
    against_books.calibres,
    against_books.scope_unsaid,
    against_books.shorter,
    against_books.nothing_done,
)


def proof(composed: Composed) -> tuple[Finding, ...]:
    """Everything to be looked at, what is wrong first, each once."""
    findings = list(dict.fromkeys(_findings(composed)))
    return tuple(sorted(findings, key=lambda finding: finding.severity != ERROR))


def withheld(composed: Composed) -> tuple[Finding, ...]:
    """What keeps the clean edition from being made."""
    return tuple(finding for place in places(composed) for finding in against_books.disclosure(place, composed.facts))


def places(composed: Composed) -> list[Place]:
    """Every printed number with the sentence it stands in."""
    found = []
    for section in composed.sections:
        for line in section.lines:
            before = ""
            for piece in line.sentence.pieces if line.sentence else ():
                if piece.written and line.sentence:
                    found.append(Place(piece.written, section.key, line.line.key, line.sentence.text, before))
                before += piece.text
    return found


def _findings(composed: Composed) -> Iterator[Finding]:
    every = places(composed)
    for section in composed.every:
        yield from words.templates(section)
    yield from arithmetic.sums(every, composed.facts)
    for place in every:
        for question in _OF_A_NUMBER:
            yield from question(place, composed.facts)
    yield from words.document_numbers(composed)
    yield from words.handwritten(composed)
    yield from words.problems(composed)
    yield from words.highlights(composed)
    yield from _missing(composed)


def _missing(composed: Composed) -> Iterator[Finding]:
    for entry in composed.missing:
        if not entry.expected:
            continue
        disputed = any(gap.reason is Reason.CONFLICT for gap in entry.gaps)
        whom = f"，问{entry.whom}" if entry.whom else ""
        message = "；".join(dict.fromkeys(gap.message for gap in entry.gaps)) + whom
        yield Finding("conflict" if disputed else "missing", ERROR if disputed else ASK, message, entry.section, entry.key)
