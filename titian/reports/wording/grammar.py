"""Text → template: the closed grammar of sentence templates. Pure Python.

    template    = { text | placeholder | optional }
    optional    = "[[" template "]]"
    placeholder = "{" subject [":" view] { " " option "=" value } "}"

Full-width braces, brackets, colons and equals signs are understood as well, since that is what a Chinese keyboard gives. A value with
spaces in it stands in quotation marks. Every fault of a text is found at once and says where it stands and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from titian.figures.catalogue import Indicator
from titian.reports.wording.options import option_problem
from titian.reports.wording.periods import as_span
from titian.reports.wording.terms import (
    OPTIONS,
    PAPER_WORDS,
    QUALIFIERS,
    STATUS_WORDS,
    VIEWS,
    View,
    named,
)

MAX_LENGTH = 2_000
MAX_DEPTH = 3
_MARKS = re.compile(r"\[\[|【【|\]\]|】】|[{}｛｝]")
_OPENERS = {"[[": "[[", "【【": "[[", "{": "{", "｛": "{"}
_OPTION = re.compile(r"(?P<name>[^\s=＝]+)\s*[=＝]\s*(?P<value>“[^”]*”|\"[^\"]*\"|[^\s=＝]+)")
_CLAUSE_ENDS = re.compile(r"[，。；！？、：]")


@dataclass(frozen=True)
class Fault:
    """What is wrong at `position` (0-based, in code points) of a template's text."""

    position: int
    message: str

    def __str__(self) -> str:
        return f"第{self.position + 1}字：{self.message}"


class TemplateError(ValueError):
    """A text that is no template. `faults` holds every reason, in the order of the text."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.position))
        super().__init__("；".join(map(str, self.faults)))


@dataclass(frozen=True)
class Words:
    """Plain text."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class PaperWord:
    """A word of the paper itself: {期间}, {全县}."""

    code: str

    def __str__(self) -> str:
        return f"{{{PAPER_WORDS[self.code][0]}}}"


@dataclass(frozen=True)
class Placeholder:
    """A figure: which one (`code`, `options`), and what of it (`view`). `position` is where it stood; it takes no part in equality."""

    code: str
    view: View = View.QUANTITY
    options: tuple[tuple[str, str], ...] = ()
    position: int = field(default=0, compare=False)

    def option(self, name: str) -> str:
        return dict(self.options).get(name, "")

    @property
    def qualifiers(self) -> dict[str, str]:
        """The parts of the figure's key that are said: calibre, level, stage, scope, department."""
        return {name: value for name, value in self.options if name in QUALIFIERS}

    def __str__(self) -> str:
        view = "" if self.view is View.QUANTITY else f":{self.view}"
        options = "".join(f" {name}={quoted(value)}" for name, value in self.options)
        return f"{{{self.code}{view}{options}}}"


@dataclass(frozen=True)
class Optional:
    """A part that is dropped alone when its figures are missing."""

    parts: tuple[Part, ...]
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"[[{''.join(map(str, self.parts))}]]"


Part = Words | PaperWord | Placeholder | Optional


@dataclass(frozen=True)
class Template:
    """A parsed sentence. `str(template)` is a text that parses to the same template."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def placeholders(self) -> list[Placeholder]:
        """Every figure in reading order."""
        return list(_placeholders(self.parts))

    def codes(self) -> list[str]:
        """The catalogue codes it speaks of, each once."""
        return list(dict.fromkeys(placeholder.code for placeholder in self.placeholders()))


def parse(text: str, known: Mapping[str, Indicator]) -> Template:
    """Read a template; `known` is the catalogue (code → indicator). Raises TemplateError with every fault."""
    if len(text) > MAX_LENGTH:
        raise TemplateError([Fault(MAX_LENGTH, f"一句不超过{MAX_LENGTH}字，请拆成几句")])
    reader = _Reader(text, known)
    parts = reader.read()
    faults = reader.faults or [*_expectation_faults(text, parts), *_empty_options(parts)]
    if faults:
        raise TemplateError(faults)
    return Template(parts)


def faults_of(text: str, known: Mapping[str, Indicator]) -> tuple[Fault, ...]:
    """Why a text is no template; empty when it is one."""
    try:
        parse(text, known)
    except TemplateError as problem:
        return problem.faults
    return ()


class _Reader:
    """One pass over the text; `faults` collects what is wrong on the way."""

    def __init__(self, text: str, known: Mapping[str, Indicator]) -> None:
        self.text, self.known = text, known
        self.faults: list[Fault] = []
        self._names = {entry.name: code for code, entry in known.items()}

    def read(self) -> tuple[Part, ...]:
        stack: list[tuple[int, list[Part]]] = [(0, [])]
        place = 0
        while match := _MARKS.search(self.text, place):
            self._words(stack[-1][1], place, match.start())
            place = self._mark(match, stack)
        self._words(stack[-1][1], place, len(self.text))
        for start, parts in reversed(stack[1:]):
            self._fault(start, "「[[」没有配对的「]]」")
            stack[0][1].append(Optional(tuple(parts), start))
        return tuple(stack[0][1])

    def _mark(self, match: re.Match[str], stack: list[tuple[int, list[Part]]]) -> int:
        """Deal with one mark; returns where reading goes on."""
        opener = _OPENERS.get(match[0])
        if opener == "[[":
            if len(stack) > MAX_DEPTH:
                self._fault(match.start(), f"「[[」最多套{MAX_DEPTH}层")
            stack.append((match.start(), []))
        elif opener == "{":
            return self._placeholder(match.end(), stack[-1][1])
        elif match[0] in "}｝":
            self._fault(match.start(), "多了一个「}」，前面没有「{」")
        elif len(stack) == 1:
            self._fault(match.start(), "多了一个「]]」，前面没有「[[」")
        else:
            start, parts = stack.pop()
            stack[-1][1].append(Optional(tuple(parts), start))
        return match.end()

    def _words(self, parts: list[Part], start: int, end: int) -> None:
        if start < end:
            parts.append(Words(self.text[start:end]))

    def _placeholder(self, start: int, parts: list[Part]) -> int:
        close = re.compile(r"[}｝]").search(self.text, start)
        nested = _MARKS.search(self.text, start)
        if close is None or (nested and nested.start() < close.start()):
            self._fault(start - 1, "「{」没有配对的「}」")
            return start
        part = self._subject(self.text[start : close.start()], start)
        if part is not None:
            parts.append(part)
        return close.end()

    def _subject(self, body: str, start: int) -> Part | None:
        head, _, rest = body.strip().partition(" ")
        subject, colon, view = head.replace("：", ":").partition(":")
        if subject in _PAPER_NAMES and not colon and not rest:
            return PaperWord(_PAPER_NAMES[subject])
        code = subject if subject in self.known else self._names.get(subject)
        if code is None:
            self._fault(start, self._unknown(subject))
            return None
        chosen = _VIEW_NAMES.get(view) if colon else View.QUANTITY
        if chosen is None:
            self._fault(start, f"「{view}」不是能取的数，可写：{'、'.join(label for label, _ in VIEWS.values())}")
            return None
        options = tuple(self._options(rest, start + len(head) + 1, self.known[code], chosen))
        return Placeholder(code, chosen, options, start - 1)

    def _options(self, text: str, start: int, entry: Indicator, view: View) -> Iterator[tuple[str, str]]:
        """`scope=科技进企 unit=期`; each option once."""
        seen: set[str] = set()
        rest = _OPTION.sub("", text).strip()
        if rest:
            self._fault(start, f"「{rest}」看不懂，选项应写成如 范围=科技进企，几项之间用空格隔开")
        for match in _OPTION.finditer(text):
            name, value = named(OPTIONS, match["name"]), match["value"].strip('“”"')
            if name is None:
                self._fault(start + match.start(), f"没有「{match['name']}」这个选项，可写：{'、'.join(OPTIONS.values())}")
            elif name in seen:
                self._fault(start + match.start(), f"「{OPTIONS[name]}」写了两次")
            elif problem := option_problem(name, value, entry, view):
                self._fault(start + match.start(), problem)
            else:
                seen.add(name)
                yield name, _kept(name, value)

    def _unknown(self, subject: str) -> str:
        if not subject:
            return "「{}」里要写指标代码或名称"
        close = get_close_matches(subject, [*self.known, *self._names, *_PAPER_NAMES], n=3, cutoff=0.5)
        hint = f"，是否为：{'、'.join(close)}" if close else "，请在「指标目录」里查代码或名称"
        return f"指标目录里没有「{subject}」{hint}"

    def _fault(self, position: int, message: str) -> None:
        self.faults.append(Fault(position, message))


_PAPER_NAMES = {name: code for code, (label, _) in PAPER_WORDS.items() for name in (code, label)}
_VIEW_NAMES = {name: view for view, (label, _) in VIEWS.items() for name in (view.value, label)}


def _kept(name: str, value: str) -> str:
    """A value as templates keep it: codes for the office's words."""
    if name == "period":
        return str(as_span(value))
    return STATUS_WORDS.get(value, value) if name == "status" else value


def _placeholders(parts: Sequence[Part]) -> Iterator[Placeholder]:
    for part in parts:
        if isinstance(part, Placeholder):
            yield part
        elif isinstance(part, Optional):
            yield from _placeholders(part.parts)


def _expectation_faults(text: str, parts: Sequence[Part]) -> list[Fault]:
    """What lies beyond the as-of day is said as 预计, in a clause that says no 截至."""
    faults = []
    for placeholder in _placeholders(parts):
        if placeholder.view not in {View.EXPECTED, View.FORECAST}:
            continue
        clause = _CLAUSE_ENDS.split(text[: placeholder.position])[-1]
        if "预计" not in clause:
            faults.append(Fault(placeholder.position, f"「{placeholder.view.label}」是期末的数，同一分句里它的前面须写“预计”"))
        if "截至" in clause:
            faults.append(Fault(placeholder.position, "预计的数不能与“截至”写在同一分句"))
    return faults


def _empty_options(parts: Sequence[Part]) -> list[Fault]:
    """A part in [[…]] without a figure can never be missing."""
    faults = []
    for part in parts:
        if isinstance(part, Optional):
            if not any(_placeholders(part.parts)):
                faults.append(Fault(part.position, f"可略部分「{part}」里没有指标，不必加「[[ ]]」"))
            faults += _empty_options(part.parts)
    return faults


def quoted(value: str) -> str:
    """An option's value, in quotation marks when it holds a space."""
    return f"“{value}”" if re.search(r"\s", value) else value
