"""The keys of a parameter file: read with their kinds, and whatever is wrong named by file, place and key, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from titian.policies.engine.texts import UnreadableYamlError, load, meant, shown

# The keys of a file, as an officer calls them.
KEYS: Mapping[str, str] = {
    "programme": "项目代码",
    "label": "名称",
    "since": "施行日",
    "until": "施行至",
    "documents": "文件",
    "clauses": "条款",
    "parameters": "参数",
    "definitions": "口径",
    "number": "文号",
    "title": "文件标题",
    "url": "网址",
    "last_checked_on": "核对日",
    "proof": "证明材料",
    "entries": "条目",
    "unit": "单位",
    "from": "自何日起",
    "cites": "依据",
    "confirmed": "已核对",
    "value": "值",
    "bands": "档位",
    "says": "说法",
    "at_least": "不低于",
    "over": "超过",
    "up_to": "不超过",
    "below": "低于",
    "gives": "得",
    "else": "其余",
    "region": "区划",
}


class ParameterError(ValueError):
    """A parameter file that cannot be used: what and where, in Chinese."""


def data_of(path: Path, where: str) -> object:
    """What a YAML file holds. Raises ParameterError."""
    try:
        return load(path.read_text("utf-8"))
    except UnicodeDecodeError as problem:
        raise ParameterError(f"{where}：文件不是 UTF-8 编码，请另存为 UTF-8") from problem
    except OSError as problem:
        raise ParameterError(f"{where}：文件打不开") from problem
    except UnreadableYamlError as problem:
        raise ParameterError(f"{where} {problem}") from problem


def mapping(data: object, where: str, allowed: str = "") -> Mapping[str, Any]:
    """Data as keys and values, none but the allowed ones. Raises ParameterError with what an unknown key was meant to be."""
    if not isinstance(data, dict):
        raise ParameterError(f"{where}：应为键值表，写的是{shown(data)}")
    words = {key: KEYS.get(key, "") for key in allowed.split()}
    unknown = [key for key in data if words and key not in words]
    if unknown:
        missing = {key: label for key, label in words.items() if key not in data}
        told = "；".join(f"不认识的键{shown(key)}{meant(key, missing)}" for key in unknown)
        raise ParameterError(f"{where}：{told}")
    return data


def section(head: Mapping[str, Any], key: str, where: str) -> list[tuple[str, Any]]:
    return named(head.get(key), key, where)


def named(data: object, key: str, where: str) -> list[tuple[str, Any]]:
    """The entries of a section by their names."""
    return [(str(name), one) for name, one in mapping({} if data is None else data, f"{where} {key}（{KEYS[key]}）").items()]


def listed(data: Mapping[str, Any], key: str, where: str) -> list[Any]:
    found = data.get(key)
    if found is None:
        return []
    if isinstance(found, list):
        return found
    raise ParameterError(f"{where} {key}（{KEYS[key]}）：应为列表（每行以短横开头，或写在方括号里），写的是{shown(found)}")


def text(data: Mapping[str, Any], key: str, where: str) -> str:
    found = data.get(key)
    if found is None or found == "":
        raise ParameterError(f"{where}：缺 {key}（{KEYS[key]}）")
    if isinstance(found, dict | list | bool):
        raise ParameterError(f"{where} {key}（{KEYS[key]}）：应为文字，写的是{shown(found)}")
    return str(found)


def truth(data: object, where: str) -> bool:
    if not isinstance(data, bool):
        raise ParameterError(f"{where}：confirmed（已核对）应为 true 或 false，写的是{shown(data)}")
    return data


def day(data: object, where: str) -> date:
    if isinstance(data, date) and not isinstance(data, datetime):
        return data
    raise ParameterError(f"{where}：应为日期，如 2026-04-01，写的是{shown(data)}")
