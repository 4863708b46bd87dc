"""Names of organisations as people write and seek them. Pure Python.

`folded` makes two spellings of one name equal; `core` is what is left of a name without place and legal form, `place` the place that was taken
away; `initials` are the first letters of its pinyin.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

_BRACKETS = str.maketrans({"（": "(", "）": ")", "【": "(", "】": ")", "[": "(", "]": ")"})
_SILENT = re.compile(r"[\s\u200b-\u200f\ufeff·•・.,，。、\-—_“”\"'‘’]")
_FORM = re.compile(
    r"(股份)?有限(责任)?公司$|(总|分)?公司$|集团$|(普通|有限|特殊普通)合伙\)?$|\(.*?(合伙|有限)\)?$|厂$|合作社$|工作室$|经营部$"
)
_PLACE = re.compile(
    r"^(中国)?([\u4e00-\u9fff]{2,7}?(省|自治区))?([\u4e00-\u9fff]{2,6}?(市|州|盟))?([\u4e00-\u9fff]{1,6}?(区|县|旗))?"
)

# Letters whose reading hangs on the word they stand in: only names with one of them are read word by word, which takes a hundred times longer.
_MANY_READINGS = frozenset("重厦长行乐都会朝曾单解盛柏番蔚尉覃召卜朴区查仇盖燕洗种翟亳莘浚涡泌洪耒东阿乘丽弹调藏降宿传参车否")


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """One spelling for all: half-width, brackets alike, no spaces or dots, lower case."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", name).translate(_BRACKETS)).casefold()


def core(name: str) -> str:
    """The name without its place and legal form: 示范县云山智能装备有限公司 → 云山智能装备; the folded name when nothing would be left."""
    text = folded(name)
    bare = _FORM.sub("", _FORM.sub("", text))
    without_place = _PLACE.sub("", bare)
    return without_place if len(without_place) > 1 else bare or text


def place(name: str) -> str:
    """The place at the head of a name, as `core` takes it away: 示范省示范市; empty where none is named or nothing else would be left."""
    text = folded(name)
    bare = _FORM.sub("", _FORM.sub("", text))
    found = _PLACE.match(bare)
    return found[0] if found and len(bare) - found.end() > 1 else ""


def initials(name: str) -> str:
    """First letters of the pinyin, lower case: 云山智能装备 → ysznzb; Latin letters and digits stand for themselves."""
    text = folded(name)
    if _MANY_READINGS.isdisjoint(text):
        return "".join(map(_initial, text))
    readings = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=str)
    return re.sub(r"[^a-z0-9]", "", "".join(readings))


@cache
def _initial(letter: str) -> str:
    reading = "".join(lazy_pinyin(letter, style=Style.FIRST_LETTER, errors=str))
    return reading if reading.isascii() and reading.isalnum() else ""
