"""A list of towns as offices keep it: one a line, in the order of their papers, with or without the codes. Pure Python."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from titian.base.errors import Refused

_SEPARATOR = re.compile(r"[\s,，、;；]+")
# 统计用区划代码 write a town with twelve digits, the last three of them the village's: none.
_STATISTICAL = re.compile(r"(\d{9})000")
LONGEST_NAME = 50
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Listed:
    """One line: its number from 1, the name, the code when it has one, and of a village the name or code of its town."""

    line: int
    name: str
    code: str | None = None
    town: str = ""


def read_towns(data: bytes, *, county_code: str = "") -> list[Listed]:
    """The towns of a text in UTF-8 or GB18030; blank lines and lines that begin with # are skipped.

    Raises Refused with everything that is wrong at once: the line, what stands there, what to write instead.
    """
    entries, problems = [], list[str]()
    for number, line in enumerate(_text(data).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        listed = _listed(number, line.strip())
        problems += _wrong(listed, line.strip(), county_code)
        entries.append(listed)
    problems += [*_doubled(entries, "name", "名称"), *_doubled(entries, "code", "代码")]
    if not entries:
        problems.append("名单里没有一个乡镇；应一行写一个")
    if problems:
        raise Refused(problems)
    return entries


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Refused("文件太大，不像一份乡镇名单；应是文本文件，一行一个乡镇")
    coding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    for candidate in (coding, "gb18030"):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("文件不是文本，请存成文本文件（UTF-8 或 GB18030），一行一个乡镇")


def _listed(number: int, line: str) -> Listed:
    """The code may stand before or behind the name; more than two words are kept together and found wrong."""
    words = [word for word in _SEPARATOR.split(line) if word]
    codes = [word for word in words if word.isdecimal()]
    names = [word for word in words if word not in codes]
    if len(words) > 2 or len(codes) > 1 or len(names) != 1:
        return Listed(number, line)
    statistical = _STATISTICAL.fullmatch(codes[0]) if codes else None
    return Listed(number, names[0], statistical[1] if statistical else codes[0] if codes else None)


def _wrong(listed: Listed, line: str, county_code: str) -> Iterator[str]:
    where = f"第 {listed.line} 行"
    if not re.search(r"[^\W\d_]", listed.name):
        yield f"{where}「{line}」没有乡镇名称，应写成「名称」或「名称 代码」"
    elif _SEPARATOR.search(listed.name) or len(listed.name) > LONGEST_NAME:
        yield f"{where}「{line[:60]}」看不出哪是名称、哪是代码，应写成「名称」或「名称 代码」，一行一个"
    elif re.search(r"\d{6}", listed.name):
        yield f"{where}「{line}」的名称和代码连在一起或代码里有别的字，请用空格或逗号分开"
    if listed.code is None:
        return
    if not (listed.code.isascii() and len(listed.code) == 9):
        yield f"{where}「{listed.name}」的代码应为 9 位数字，不是「{listed.code}」"
    elif listed.code.endswith("000"):
        yield f"{where}「{listed.name}」的代码 {listed.code} 末三位是 000，是县区的，不是乡镇的"
    elif county_code and not listed.code.startswith(county_code):
        yield f"{where}「{listed.name}」的代码 {listed.code} 不属于本县区（{county_code}）"


def _doubled(entries: Sequence[Listed], part: str, label: str) -> Iterator[str]:
    first: dict[str, Listed] = {}
    for entry in entries:
        value = getattr(entry, part)
        if value is None:
            continue
        if value in first:
            yield f"第 {entry.line} 行的{label}「{value}」与第 {first[value].line} 行重复，请删去一行"
        first.setdefault(value, entry)
