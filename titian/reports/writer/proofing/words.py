"""The words of the paper: 文号, numbers typed by hand, what the problems and the highlights may hold. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterator

from titian.base.gongwen.numbers import document_number_faults
from titian.reports.writer.pace import slow_goals
from titian.reports.writer.proofing.findings import ASK, ERROR, Finding, name_of
from titian.reports.writer.written import Broken, Composed, WrittenLine, WrittenSection

# Something that means to be a 文号: words, a year in some bracket, a serial number.
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}\s*[〔\[【（(﹝]\s*\d{2,5}年?[〕\]】）)﹞]?\s*第?\s*\d+\s*号")
_HAND_NUMBER = re.compile(r"\d[\d,，.]*\s*[余多]?[万亿]?\s*(?:元|家|户|项|人次|人|次|个|件|期|场|名|条|亩|平方米|%|％)")
_PROBLEMS_SHARE = 8
_NOTES = {"名单": "names", "来源": "sources"}  # a word of a note → what it is about


def document_numbers(composed: Composed) -> Iterator[Finding]:
    """A 文号 whose brackets, year or serial are not as the standard asks."""
    for section in composed.sections:
        for line in section.lines:
            for match in _DOCUMENT_NUMBER.finditer(line.sentence.text if line.sentence else ""):
                text = _from_code(match[0])
                faults = document_number_faults(text)
                if faults:
                    yield Finding("number", ERROR, f"文号「{text}」{'、'.join(faults)}", section.key, line.line.key)


def handwritten(composed: Composed) -> Iterator[Finding]:
    """Numbers the officer typed: nothing holds them against the books."""
    for section in composed.sections:
        for line in section.lines:
            if line.line.own and (numbers := _typed(line)):
                said = "、".join(numbers)
                yield Finding("handwritten", ASK, f"手写的数没有连到指标，请核对：{said}", section.key, line.line.key)


def problems(composed: Composed) -> Iterator[Finding]:
    """At most an eighth of the paper, no firm named."""
    total = composed.characters
    firms = {name for fact in _facts(composed) for name in fact if len(name) > 1}
    for section in composed.sections:
        if section.plan.role != "problems":
            continue
        if len(section.text) * _PROBLEMS_SHARE > total:
            share = round(100 * len(section.text) / total)
            yield Finding("problems", ASK, f"问题部分{len(section.text)}字，占全文{share}%，超过八分之一", section.key)
        for name in sorted(firms):
            if name in section.text:
                yield Finding("problems", ERROR, f"问题部分不点企业名：{name}", section.key)


def highlights(composed: Composed) -> Iterator[Finding]:
    """A target behind time belongs to the problems, never to the highlights."""
    slow = {goal.key.indicator for goal, _ in slow_goals(composed.facts)}
    for section in composed.sections:
        if section.plan.role == "highlights":
            for code in dict.fromkeys(written.code for written in section.written if written.code in slow):
                message = f"{name_of(composed.facts, code)}慢于时间进度，不应写入亮点"
                yield Finding("highlights", ERROR, message, section.key)


def templates(section: WrittenSection) -> Iterator[Finding]:
    """Sentences that cannot be read, and name lists that disagree with their count."""
    for line in section.lines:
        if isinstance(line.outcome, Broken):
            yield Finding("template", ERROR, "；".join(map(str, line.outcome.faults)), section.key, line.line.key)
        for note in line.sentence.notes if line.sentence else ():
            kind = next((kind for word, kind in _NOTES.items() if word in note), "expected")
            yield Finding(kind, ERROR if kind == "names" else ASK, note, section.key, line.line.key)


def _typed(line: WrittenLine) -> list[str]:
    if line.sentence is None:
        return []
    plain = "".join(piece.text if piece.written is None else "\x00" for piece in line.sentence.pieces)
    return [match[0] for match in _HAND_NUMBER.finditer(plain)]


def _from_code(text: str) -> str:
    """Cut the words in front of a 机关代字: 根据示科〔2026〕12号 → 示科〔2026〕12号."""
    for word in ("根据", "按照", "依据", "印发", "下发", "文件", "通知", "的", "和", "及", "与"):
        head, found, tail = text.partition(word)
        if found and "〔" not in head and "[" not in head and "(" not in head and "（" not in head:
            text = tail
    return text


def _facts(composed: Composed) -> Iterator[tuple[str, ...]]:
    for group in composed.facts.statements.values():
        for fact in group:
            yield fact.names
