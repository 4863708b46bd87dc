"""How exact a stated number is: the words around it (超, 不少于, 以内, 左右) as an Operator."""

from __future__ import annotations

import re

from titian.base.quantities import Operator

WINDOW = 10
_VERBS = r"[^\d,。;:、()]{0,4}?"
# The phrase nearest to the number wins; a longer word stands before the shorter one inside it (不超过 before 超过).
_BEFORE: tuple[tuple[Operator, tuple[str, ...]], ...] = (
    (
        Operator.AT_MOST,
        ("不超过?", "不得?超过", "不多于", "不高于", "不大于", "不突破", "未超过", "不足", "不到", "未达到?", "未满", "不满"),
    ),
    (Operator.AT_MOST, (f"(?:至多|最多|最高){_VERBS}",)),
    (Operator.AT_LEAST, ("不得?少于", "不得?低于", "不小于", "不下于?", "≥", ">=", "大于或?等于", f"(?:至少|最少|起码){_VERBS}")),
    (Operator.AT_MOST, ("低于", "少于", "小于", "≤", "<=", "<", "控制在")),
    (Operator.OVER, ("超过", "突破", "逾", "高于", "多于", "大于", "超出", "跨过", "跨越", "迈过", "迈上", "越过", "翻过", ">")),
    (Operator.OVER, ("(?<![赶反高])超", "(?:[要已将均皆都再双早就]|数量|总数|总量)过")),
    (Operator.ABOUT, ("接近", "大约", "大概", "约为?", "约占", "约合", "约有", "(?<![最附邻就临靠相远将])近", "将近")),
)
# What any of the phrases can begin with: a quick look that spares trying them all at every character.
_BEGINNINGS = "[不未至最控低少小≤<≥>大起超突逾高多跨迈越翻接约近将要已均皆都再双早就数总]"
_BEFORE_PATTERN = re.compile(
    f"(?={_BEGINNINGS})(?:" + "|".join(f"(?P<b{index}>{'|'.join(phrases)})" for index, (_, phrases) in enumerate(_BEFORE)) + ") ?$"
)
_NOT_ABOUT = re.compile(r"[节预签合公制简条违大解续特契失邀履缔相隐]约[为占合有]?$")
_AFTER = re.compile(
    r" ?(?:\(含\))?(?:(?P<at_least>及?以上|之上|\+)|(?P<at_most>及?以内|及?以下|之内|之下|封顶|为限)"
    r"|(?P<about>左右|上下(?![浮联游楼级功班半])|上下浮动)|(?P<over>出头|有余|开外|挂零|大关|余|多(?=[,。;、)]|$)))"
)
_RECENT = re.compile(r"(?:年|周年|学年|个月|天|日|周)")


def operator(flat: str, start: int, end: int, unit: str, *, more: str = "") -> Operator:
    """The operator of the number at `flat[start:end]`; `more` is the infix inside it (余, 多, 几 → over; 来 → about)."""
    if more:
        return Operator.ABOUT if more == "来" else Operator.OVER
    after = _AFTER.match(flat, end)
    if after is not None and after.lastgroup:
        return Operator(after.lastgroup)
    return _stated_before(flat, start, unit)


def _stated_before(flat: str, start: int, unit: str) -> Operator:
    window = flat[max(0, start - WINDOW) : start]
    match = _BEFORE_PATTERN.search(window)
    if match is None or match.lastgroup is None:
        return Operator.EXACT
    found = _BEFORE[int(match.lastgroup[1:])][0]
    if found is Operator.ABOUT and (_NOT_ABOUT.search(window) or (window.endswith("近") and _RECENT.fullmatch(unit))):
        return Operator.EXACT  # 节约5万元, 签约21项, 近3年: no approximation
    if "百分点" in unit and re.search(r"(?:高于|低于|超出|多于|少于) ?$", window):
        return Operator.EXACT  # 高于2个百分点 states a difference, not a bound
    return found
