"""YAML an officer wrote: read without surprises, and what is wrong said in Chinese, with the nearest word that is known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import yaml

NEAR = 0.6
MOST_NAMED = 12
# What PyYAML finds wrong, in an officer's words; the first that fits.
_SAYS = {
    "\\t": "用了制表符，请改成空格",
    "mapping values are not allowed": "冒号的位置不对：一行一个键；文字里带冒号的请加引号",
    "could not find expected ':'": "缺冒号（冒号后要有空格）",
    "quoted scalar": "引号没有成对",
    "flow sequence": "方括号没有成对，或缺逗号",
    "flow mapping": "花括号没有成对，或缺逗号",
    "block": "缩进没有对齐，或行首缺短横",
    "undefined alias": "星号（*）引用的名称不存在",
    "constructor": "不能用感叹号（!）标注类型",
    "acceptable": "有不能用的字符",
}


class UnreadableYamlError(ValueError):
    """Text that is no YAML, or says a key twice; the message says in which line and what is wrong."""


class _Loader(yaml.SafeLoader):
    """Of a key said twice PyYAML keeps the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        said: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in said:
                raise UnreadableYamlError(f"第 {key.start_mark.line + 1} 行：「{key.value}」写了两遍，请留一个")
            said |= {key.value} if isinstance(key, yaml.ScalarNode) else set()
        return super().construct_mapping(node, deep)


def load(text: str) -> object:
    """The data of a text. Raises UnreadableYamlError."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader of our own)
    except yaml.YAMLError as problem:
        raise UnreadableYamlError(_said(problem)) from problem
    except RecursionError as problem:
        raise UnreadableYamlError("套的层数太多") from problem
    except UnreadableYamlError:
        raise
    except (ValueError, TypeError) as problem:  # a day like 2026-13-45, a list as a key
        raise UnreadableYamlError("有不存在的日期，或用列表作了键") from problem


def _said(problem: yaml.YAMLError) -> str:
    told = str(problem)
    said = next((words for part, words in _SAYS.items() if part in told), "写法不对：冒号后要有空格，同一级的行要对齐")
    mark = getattr(problem, "problem_mark", None)
    return f"第 {mark.line + 1} 行第 {mark.column + 1} 个字附近：{said}" if mark else said


def meant(word: object, known: Mapping[str, str] | Iterable[str]) -> str:
    """What an unknown word was meant to be: «，是不是「rate」（比例）？», else the words there are. `known`: word → what it is called."""
    labels = known if isinstance(known, Mapping) else dict.fromkeys(known, "")
    told = str(word).strip()
    near = [key for key, label in labels.items() if label and told == label]
    near = near or get_close_matches(told.lower(), labels, n=1, cutoff=NEAR)
    if near:
        return f"，是不是{called(near[0], labels)}？"
    named = "、".join(f"{key}（{label}）" if label else key for key, label in list(labels.items())[:MOST_NAMED])
    return f"，可写：{named}{'等' if len(labels) > MOST_NAMED else ''}" if named else ""


def called(word: str, labels: Mapping[str, str]) -> str:
    return f"「{word}」" + (f"（{labels[word]}）" if labels.get(word) else "")


def shown(value: object) -> str:
    """A value as a message quotes it."""
    match value:
        case None | "":
            return "空着"
        case bool():
            return "true" if value else "false"
        case list():
            return "一个列表"
        case dict():
            return "一组键值"
    return f"「{str(value)[:40]}」"
