"""Texts as they are typed and pasted: full-width letters, odd spaces, invisible characters, and the words for «nothing»."""

from __future__ import annotations

import re
import unicodedata

# What a paste leaves behind unseen: zero width, direction marks, byte order mark, soft hyphen.
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_SPACES = [code for code in range(0x3001) if chr(code).isspace() or unicodedata.category(chr(code)) == "Zs"]
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0x00A5}
_HALVED = _HALF | _INVISIBLE | dict.fromkeys(_SPACES, " ")
_SQUEEZED = _HALF | _INVISIBLE | dict.fromkeys(_SPACES)
_TIDY = {code: to for code, to in (_INVISIBLE | dict.fromkeys(_SPACES, " ")).items() if code not in {10, 13}}

# Most texts hold none of these, and a search for one takes a fraction of the time of a translation.
_ODD = re.compile(f"[{''.join(map(chr, sorted(_HALVED.keys() - {ord(' ')})))}]")

_NOTHING = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "―", "/", "//", "\\", ".", "…", "……", "N/A", "n/a", "N／A", "#N/A N/A"}
    | {"暂无", "待补", "待补充", "待定", "不详", "未知", "空", "空白", "null", "NULL", "Null", "nan", "NaN", "None"}
)
_NOT_THERE = _NOTHING | {"无", "没有", "NA", "na"}
_LONGEST_NOTHING = max(map(len, _NOT_THERE))
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_LONGEST_QUOTED = 30


class ValueProblem(ValueError):
    """The text is no value of the wanted kind; `str()` of it says in Chinese what is wrong and how to write it."""


class NumberText(str):
    """The text of a cell that held a number with decimals: its closing zeros are lost, so that 2024.1 may have been 2024.10."""

    __slots__ = ()


def squeeze(text: str) -> str:
    """For comparing heads and names: half-width, without any space, line break or invisible character."""
    return text.translate(_SQUEEZED) if " " in text or _ODD.search(text) else text


def halved(text: str) -> str:
    """Half-width, every space a plain one, nothing invisible, no spaces around."""
    return (text.translate(_HALVED) if _ODD.search(text) else text).strip()


def plain_text(text: str) -> str | None:
    """A text cell: its words as they stand, without spaces around and invisible characters; «无» is a word."""
    words = (text.translate(_TIDY) if _ODD.search(text) else text).strip()
    return None if len(words) <= _LONGEST_NOTHING and halved(words) in _NOTHING else words


def says_nothing(text: str) -> bool:
    """Is this how an office leaves a cell that wants a number, a day or a choice empty? «无» says so too, 0 never does."""
    return halved(text) in _NOT_THERE


def uscc(text: str) -> str | None:
    """A 统一社会信用代码: upper case without spaces, hyphens and a leading apostrophe. O is not made 0, nor I 1; length and check
    digit are the register's business."""
    if says_nothing(text):
        return None
    code = squeeze(text).lstrip("'‘’").replace("-", "").replace("—", "").upper()
    if _SCIENTIFIC.fullmatch(code):
        raise ValueProblem(f"{quoted(text)}是被表格软件改成科学计数法的代码，位数已丢失，请把该列设为文本格式后重新填写")
    return code or None


def quoted(text: str) -> str:
    """A cell's text inside a message: one line, not endless."""
    line = " ".join(text.split())
    return f"「{line[:_LONGEST_QUOTED]}{'…' if len(line) > _LONGEST_QUOTED else ''}」"
