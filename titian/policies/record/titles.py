"""Which titles an enterprise names open a direct way. Written by hand in many wordings, so they are known by their parts. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from titian.registry.titles import KINDS

_HNTE = {KINDS["hnte"].label, KINDS["hnte"].short, *KINDS["hnte"].aliases}
_NOT_YET = re.compile(r"培育|入库|库|后备|储备|拟|申报|辅导|苗圃|种子|过期|失效|撤销|取消")
_BELOW = re.compile(r"市级|县级|(?<!自治)区级|校级|院级|企业级|厂级")
_NOT_NATIONAL_HNTE = re.compile(r"农业|市级|省级|县级|自治区")
_AWARD = re.compile(r"国家(级|最高)?(科学技术|自然科学|技术发明|科技)(进步|奖励|合作|进步奖励)*奖|国家级科技奖|国家(级)?科技奖励")
_PROVINCIAL_AWARD = re.compile(
    r"(省|自治区|(北京|上海|天津|重庆)市)(级)?(科学技术|自然科学|技术发明|科技)(进步|奖励|合作)*奖|省部级科技奖|省级科技奖"
)
_DEMONSTRATION = re.compile(r"国家技术创新示范企业|知识产权(优势|示范)企业")
_EXPIRED = re.compile(r"拟|申报|过期|失效|撤销|取消")
_TSME = {KINDS["tsme"].label, KINDS["tsme"].short, *KINDS["tsme"].aliases, KINDS["isme"].short}
_LEVEL = re.compile(r"国家|省|自治区|部级|教育部|科技部|工信部|(北京|上海|天津|重庆)市")
_INSTITUTION = re.compile(
    r"重点实验室|工程实验室|工程技术(研究)?中心|(企业)?技术(研究)?中心|工程研究中心|技术创新中心|产业创新中心|制造业创新中心|工业设计中心"
    r"|新型研发机构|研发机构|研发中心|技术研究院|研究开发中心|联合实验室|院士(专家)?工作站|博士后科研工作站"
)
_STANDARD = re.compile(r"(国际|国家|行业)标准")
_TAKING_PART = re.compile(r"参与|参编|参加")
_LEADING = re.compile(r"主导|主持|牵头|第一起草")


def _is_hnte(title: str) -> bool:
    if title in _HNTE:
        return True
    return "高新技术企业" in title and not _NOT_YET.search(title) and not _NOT_NATIONAL_HNTE.search(title)


def _is_award(title: str) -> bool:
    return bool(_AWARD.search(title)) and not _NOT_YET.search(title)


def _is_institution(title: str) -> bool:
    named = _INSTITUTION.search(title) and _LEVEL.search(title)
    return bool(named) and not _BELOW.search(title) and not _NOT_YET.search(title)


def _is_standard(title: str) -> bool:
    taking_part = _TAKING_PART.search(title) and not _LEADING.search(title)
    return bool(_STANDARD.search(title)) and not taking_part and not _NOT_YET.search(title)


def _is_provincial_award(title: str) -> bool:
    return (_is_award(title) or bool(_PROVINCIAL_AWARD.search(title))) and not _NOT_YET.search(title)


def _is_demonstration(title: str) -> bool:
    return bool(_DEMONSTRATION.search(title)) and not _NOT_YET.search(title)


def _is_contest(title: str, most: int) -> bool:
    """创客中国 finals: «全国50强» opens the wider way too."""
    places = [int(found) for found in re.findall(r"(\d+)强", title)]
    return "创客中国" in title and any(place <= most for place in places)


def _is_base(title: str) -> bool:
    named = title in _TSME or any(word in title for word in ("科技型中小企业", "创新型中小企业", "科技和创新型"))
    return (named and not _EXPIRED.search(title)) or _is_srdi(title)


def _is_srdi(title: str) -> bool:
    return bool(re.search(r"专精特新|小巨人", title)) and "科技小巨人" not in title and not _NOT_YET.search(title)


def _is_city_platform(title: str) -> bool:
    named = _INSTITUTION.search(title) and (_LEVEL.search(title) or re.search(r"市", title))
    return bool(named) and not re.search(r"县级|(?<!自治)区级|校级|院级|企业级|厂级", title) and not _NOT_YET.search(title)


_KNOWN: Mapping[str, Callable[[str], bool]] = {
    "hnte": _is_hnte,
    "award": _is_award,
    "provincial_award": _is_provincial_award,
    "institution": _is_institution,
    "standard": _is_standard,
    "demonstration": _is_demonstration,
    "contest500": lambda title: _is_contest(title, 500),
    "contest50": lambda title: _is_contest(title, 50),
    "base": _is_base,
    "srdi": _is_srdi,
    "platform": _is_institution,
    "city_platform": _is_city_platform,
}


def known_titles(titles: Iterable[str]) -> dict[str, list[str]]:
    """For each direct way and each rank that is asked for, the titles that are it."""
    known = [(title, _ways_of(title)) for title in dict.fromkeys(titles)]
    return {way: [title for title, ways in known if way in ways] for way in _KNOWN}


@lru_cache(maxsize=4_096)
def _ways_of(title: str) -> frozenset[str]:
    """What one title is: thousands of firms hold the same few."""
    clean = re.sub(r"[\s“”\"「」《》]", "", title)
    return frozenset(way for way, fits in _KNOWN.items() if fits(clean))
