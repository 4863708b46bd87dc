"""Words that stand for one of a few values: 是/否, and the items of a list."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from titian.exchange.values.texts import ValueProblem, quoted, says_nothing, squeeze

Code = TypeVar("Code")

_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "■", "Y", "YES", "TRUE", "T", "1", "已", "真"})
_NO = frozenset(
    {"否", "无", "没有", "不是", "错", "×", "✗", "✘", "╳", "X", "□", "☐", "N", "NO", "FALSE", "F", "0", "未", "非", "假"}
)
_MOST_NAMED = 12


def flag(text: str) -> bool | None:
    """是/否, √/×, 有/无, Y/N, 1/0, 对/错 → True/False; an empty cell is None, never False."""
    word = squeeze(text).upper()
    if word in _YES or word in _NO:
        return word in _YES
    if says_nothing(text):
        return None
    raise ValueProblem(f"{quoted(text)}应为「是」或「否」")


def choice(text: str, labels: Mapping[Code, str], aliases: Mapping[str, Code] | None = None) -> Code | None:
    """The code of the item a cell names by label, alias or the code itself. Raises ValueProblem with the items there are."""
    known = _known(labels, aliases or {})
    word = squeeze(text).casefold()
    if word in known:
        return known[word]
    if says_nothing(text):
        return None
    raise ValueProblem(_unknown(text, list(labels.values())))


def _known(labels: Mapping[Code, str], aliases: Mapping[str, Code]) -> dict[str, Code]:
    """Every way to write an item; labels win over codes, codes over aliases."""
    ways = [*aliases.items(), *((str(code), code) for code in labels), *((label, code) for code, label in labels.items())]
    return {squeeze(words).casefold(): code for words, code in ways}


def _unknown(text: str, labels: list[str]) -> str:
    near = get_close_matches(squeeze(text), labels, n=1, cutoff=0.5)
    named = "、".join(labels[:_MOST_NAMED]) + ("等" if len(labels) > _MOST_NAMED else "")
    hint = f"，最接近的是「{near[0]}」" if near else ""
    return f"{quoted(text)}不在可选项里{hint}，应为{named}之一"
