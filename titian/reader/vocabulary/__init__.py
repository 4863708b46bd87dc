"""The reader's words as data: one YAML file per stage, which an officer extends without code.

A file `<name>.yaml` in an extra folder (an installation's `$TITIAN_HOME/vocabulary/`) is merged over the packaged one:
mappings key by key, lists are appended (an entry already there is not repeated), anything else replaces the packaged value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

PACKAGED = Path(__file__).parent


class VocabularyError(ValueError):
    """A word file cannot be used. The message says in Chinese which file, where in it, and what is expected."""


@cache
def words(name: str, extra: tuple[Path, ...] = ()) -> Mapping[str, Any]:
    """The mapping of `<name>.yaml`, packaged words first, then each extra folder's in order.

    Read once per process. Folders without the file are skipped; raises VocabularyError when a file is not a YAML mapping or
    when its shape contradicts the words before it.
    """
    merged: dict[str, Any] = {}
    for folder in (PACKAGED, *extra):
        path = folder / f"{name}.yaml"
        if path.is_file():
            merged = _merged(merged, _read(path), path, ())
    if not merged:
        raise VocabularyError(f"没有名为「{name}」的词表，请检查词表文件名")
    return MappingProxyType(merged)


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(f"词表文件 {path} 读不出来，请按 YAML 格式、UTF-8 编码改正：{error}") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise VocabularyError(f"词表文件 {path} 应由「名称: 内容」组成")
    return loaded


def _merged(base: dict[str, Any], more: dict[str, Any], path: Path, at: tuple[str, ...]) -> dict[str, Any]:
    result = dict(base)
    for key, value in more.items():
        result[key] = _joined(base[key], value, path, (*at, str(key))) if key in base else value
    return result


def _joined(old: Any, new: Any, path: Path, at: tuple[str, ...]) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return _merged(old, new, path, at)
    if isinstance(old, list) and isinstance(new, list):
        return old + [entry for entry in new if entry not in old]
    if isinstance(old, dict | list) or isinstance(new, dict | list):
        kind = "「名称: 内容」" if isinstance(old, dict) else "列表" if isinstance(old, list) else "单个词"
        raise VocabularyError(f"词表文件 {path} 的「{' → '.join(at)}」应为{kind}，请照随附词表的写法改正")
    return new
