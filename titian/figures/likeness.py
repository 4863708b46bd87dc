"""Which indicator a label of somebody's table means: 高企数（家） → 有效高新技术企业数. Pure Python; offers, never decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from titian.exchange.foreign import fits
from titian.exchange.heads import head_of
from titian.figures.catalogue import Indicator

# What the office's short words stand for in the catalogue's names, the longer first.
_SPOKEN: tuple[tuple[str, str], ...] = (
    ("国家高新技术企业", "高新技术企业"), ("国高企", "高新技术企业"), ("高企", "高新技术企业"),
    ("科小", "科技型中小企业"), ("科技型企业", "科技型中小企业"), ("研究与试验发展", "R&D"), ("研发经费", "R&D经费"), ("R&D投入", "R&D经费投入"),
    ("技术合同登记额", "技术合同成交额"),
    ("科特派", "科技特派员"), ("规模以上", "规上"), ("工程中心", "工程技术研究中心"),
    ("贷款余额", "贷在贷余额"),
)  # fmt: skip
_TIMES = re.compile(
    r"(?:19|20)\d{2}年?度?|[上下]半年|第?[一二三四]季度|\d{1,2}月份?|本期|上年同期|同比(?:增长|增速|增减)?|累计|截至目前|目前|年度|当年|今年|全县|全区|全市"
)
_IDLE = re.compile(r"数量|个数|总数|家数|情况|完成|(?<=.)数$|(?<=.)额$|金额|总额|[（(].*?[)）]|[、，,：:；;·\s]")
_STOCK = re.compile(r"有效|总数|累计|拥有|现有|保有|存量|期末")
_NEW = re.compile(r"新增|新认定|新建|新获批|当年认定")
_APPLIED = re.compile(r"申报|推荐|申请")
LIKELY = 0.45


def likely(label: Sequence[str], unit: str, known: Iterable[Indicator]) -> list[tuple[Indicator, float]]:
    """Indicators a row's labels may mean, the likeliest first, with a score of 0 to 1; only those whose unit fits the form's."""
    words = [core for text in label for core in {_core(text), _core(_written(text))}]
    whole = "".join(label)
    scored = [(entry, max((_score(word, whole, entry) for word in words if word), default=0.0)) for entry in known]
    fitting = [(entry, score) for entry, score in scored if score >= LIKELY and fits(entry.unit, unit)]
    return sorted(fitting, key=lambda pair: -pair[1])


def _score(word: str, whole: str, entry: Indicator) -> float:
    name = _core(entry.name)
    if word == name:
        score = 1.0
    elif name in word or word in name:
        score = 0.6 + 0.35 * min(len(word), len(name)) / max(len(word), len(name))
    else:
        score = fuzz.ratio(word, name) / 100 * 0.9
    return max(0.0, score - _contradictions(whole, entry))


def _contradictions(whole: str, entry: Indicator) -> float:
    """新增 is no stock, 申报 no award: words on one side only weigh against."""
    against = sum(0.3 for said in (_NEW, _APPLIED) if bool(said.search(whole)) != bool(said.search(entry.name)))
    stock = _STOCK.search(whole) is not None and entry.kind == "flow" and not _STOCK.search(entry.name)
    return against + (0.2 if stock else 0)


def _written(text: str) -> str:
    """The office's short word written out."""
    short = next(((spoken, written) for spoken, written in _SPOKEN if spoken in text and written not in text), None)
    return text.replace(*short) if short else text


@lru_cache(maxsize=4096)
def _core(text: str) -> str:
    """What is counted, without unit, time, numbering and idle words."""
    words = head_of(text.translate(str.maketrans("（）＆", "()&"))).bare
    words = _TIMES.sub("", words)
    words = _NEW.sub("新增", words)
    for _ in range(2):
        words = _IDLE.sub("", words)
    return words.removesuffix("数").removesuffix("额") or words
