"""Is this number a quantity? Decided from what stands beside it once dates, ordinals and codes are out."""

from __future__ import annotations

import re

from titian.reader.quantities.tokens import Token
from titian.reader.quantities.units import Units

_YEAR = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])?")
_MONTH = re.compile(r"(?:19|20)\d{2}\.(?:0?[1-9]|1[0-2])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_OK = re.compile(r"[\u4e00-\u9fff、,:(;。 )”’》|¥￥]")
_AFTER_OK = re.compile(r"[\u4e00-\u9fff、,:);。!? \r\n|(“]")
# One character and a pause; function words, places and bodies are no measure words.
_ONE_CHARACTER = re.compile(
    r"(?![的了中里内外上下前后等及和与或为在共约近以之时者区县市镇乡村街园局队站部班校厂店城])[\u4e00-\u9fff](?=[,。;、)!?\s]|$)"
)
_OPENING = "“\"‘'「『《"
_CLOSING = ("”", "》", "’", "」")
_OPENED = re.compile(r"[“《‘「][^”》’」]+$")
_DURATION_BEFORE = re.compile(r"(?:连续|历时|近|约|超过?|逾|满|达到?|经过?|为期?|期限|工龄|从业|服役|工作|累计|[过了个每期])$")
_DURATION_AFTER = re.compile(r"[来间内余多]|以[上内]|左右|的(?:历史|时间)")
_PERIODS = frozenset({"个月", "个季度", "季度"})
_RANKED = frozenset({"%", "名", "位"})
_CODE_DIGITS = 7  # as many digits without a unit are a code
_NAME_DIGITS = 3  # 305勘探队, 863计划: a longer number glued to a noun is its name
_LEVELS = "级"
_INDENT = 12


def stands(flat: str, token: Token, units: Units) -> bool:
    """Whether the token, its cell's header considered, is a quantity."""
    if token.bare:
        return _stands_bare(flat, token, units)
    before = flat[max(0, token.start - 6) : token.start]
    return not (_is_name(flat, token, before, units) or _is_period_or_rank(flat, token, before))


def _is_name(flat: str, token: Token, before: str, units: Units) -> bool:
    """附件2 名单, 百亿级, 50亿元级 (a size), “科创30条” (a policy)."""
    if " " in flat[token.start : token.end] and units.label.search(before):
        return True
    after = flat[token.end : token.end + 2]
    if after.startswith(_LEVELS) and after != "级别" and _sized(token, units):
        return True
    return token.unit == "条" and after.startswith(_CLOSING) and bool(_OPENED.search(flat, max(0, token.start - 12), token.start))


def _is_period_or_rank(flat: str, token: Token, before: str) -> bool:
    """前10个月 is a period, 前10% a rank, 22年 a year."""
    if before.endswith("前") and (token.unit in _PERIODS or token.unit in _RANKED):
        return True
    return token.unit == "年" and (before.endswith("年") or _is_short_year(flat, token, before))


def with_unlisted_unit(flat: str, token: Token, units: Units) -> Token:
    """A bare number whose phrase ends one character later counts in that character, listed or not (设摊36摊,)."""
    match = _ONE_CHARACTER.match(flat, token.end)
    if not token.bare or match is None or units.name.match(flat, token.end) or not _CHINESE.match(flat, token.start - 1):
        return token
    return token._replace(unit=match.group(), end=match.end())


def _sized(token: Token, units: Units) -> bool:
    return token.factor != 1 or (token.unit is not None and units.kind(token.unit) in {"money", "measures"})


def _is_short_year(flat: str, token: Token, before: str) -> bool:
    """22年 beside no word of duration is 2022."""
    if len(token.digits) != 2 or token.decimal or not "15" <= token.digits <= "39":
        return len(token.digits) == 4 and bool(_YEAR.fullmatch(token.digits))
    return not (_DURATION_BEFORE.search(before) or _DURATION_AFTER.match(flat, token.end))


def _stands_bare(flat: str, token: Token, units: Units) -> bool:
    """A number without unit counts where a unit was lost (讲座8,), not where it is a name or a code."""
    before, after = flat[token.start - 1 : token.start], flat[token.end : token.end + 1]
    if is_code(token) or units.name.match(flat, token.end) or units.label.search(flat, max(0, token.start - 6), token.start):
        return False
    if token.more:
        return True
    if _begins_line(flat, token.start) or not _BEFORE_OK.match(before) or (after and not _AFTER_OK.match(after)):
        return False
    noun = flat[token.end : token.end + 2].lstrip(" ")
    glued = bool(_CHINESE.match(noun))
    return not (glued and (len(token.digits) >= _NAME_DIGITS or before in _OPENING))


def is_code(token: Token) -> bool:
    """A year, a month (2024.6), a date run together (2024820), a registration number. The token is bare."""
    if token.decimal:
        return bool(_MONTH.fullmatch(str(token.value)))
    if token.grouped:
        return False
    leading_zero = token.digits.startswith("0") and len(token.digits) > 1
    return len(token.digits) >= _CODE_DIGITS or bool(_YEAR.fullmatch(token.digits)) or leading_zero


def _begins_line(flat: str, start: int) -> bool:
    window = flat[max(0, start - _INDENT) : start]
    _, broken, indent = window.rpartition("\n")
    return (bool(broken) or start <= _INDENT) and not indent.strip()
