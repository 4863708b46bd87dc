"""argparse in the office's language: every `titian … --help` and what it says of a wrong argument.

argparse has no translation of its own; it asks the functions that stand under these two names in its module.
"""

from __future__ import annotations

import argparse

WORDS = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "还要写：%s",
    "unrecognized arguments: %s": "没有这样的参数：%s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "「%(value)s」不在可选的 %(choices)s 里",
    "invalid %(type)s value: %(value)r": "「%(value)s」读不懂",
    "expected one argument": "后面要跟一个值",
    "expected at most one argument": "后面最多跟一个值",
    "expected at least one argument": "后面至少跟一个值",
    "expected %s argument": "后面要跟 %s 个值",
    "not allowed with argument %s": "不能和 %s 一起用",
    "one of the arguments %s is required": "%s 要写一个",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不完整，可能是 %(matches)s",
}


def said(words: str) -> str:
    """As argparse asks: its own text → what is printed; what is not known stays."""
    return WORDS.get(words, words)


def said_of_several(one: str, many: str, number: int) -> str:
    """The same where the text depends on a number."""
    return WORDS.get(one, one if number == 1 else many)


def speak_chinese() -> None:
    """Once, before anything is parsed."""
    vars(argparse).update(_=said, ngettext=said_of_several)
