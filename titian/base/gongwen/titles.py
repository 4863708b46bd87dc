"""Where a title breaks: by meaning, in lines of like length, never inside a number or a book title (GB/T 9704 7.3.1)."""

from __future__ import annotations

import re
from functools import cache

from titian.base.gongwen.layout import TEXT_TWIPS, TITLE_PT, text_width

# Characters of the title size that fit a line; one less looks better.
LINE_WIDTH = TEXT_TWIPS // (TITLE_PT * 20)
_AFTER = re.compile(r"(?:关于|暨|、|》|的|及|和|与)$")
_ISSUER = re.compile(r"(?:局|委员会|办公室|中心)$")
_WORD_END = re.compile(r"(?:[局县市区省乡镇年会]|半年|工作|会议|建议|提案|总结|计划|情况|通知|批复|报告|意见|方案|办法|发展)$")
_NEVER_START = "的、，。；：）》”〕号次届年月日级号家项和及与"
_NEVER_END = "《（“〔第"


def title_lines(title: str, width: float = LINE_WIDTH) -> list[str]:
    """A title → its lines. Line ends in the title are kept as they are; a title of one line stays one line."""
    return [line for part in title.splitlines() if part.strip() for line in _broken(part.strip(), width)]


def _broken(text: str, width: float) -> list[str]:
    if text_width(text) <= width - 1:
        return [text]
    count = int(-(-text_width(text) // width))
    for lines in range(count, count + 3):
        if best := _best(text, lines, width):
            return list(best)
    return [text]


def _best(text: str, count: int, width: float) -> tuple[str, ...] | None:
    """The cheapest way to set `text` in `count` lines, None when there is none."""
    ideal = text_width(text) / count

    @cache
    def cheapest(start: int, left: int) -> tuple[float, tuple[str, ...]] | None:
        if left == 1:
            line = text[start:]
            return (_shape(line, ideal), (line,)) if text_width(line) <= width else None
        ways = []
        for end in range(start + 1, len(text)):
            line, cost = text[start:end], _break_cost(text, end)
            if text_width(line) > width or cost is None:
                continue
            if rest := cheapest(end, left - 1):
                ways.append((cost + _shape(line, ideal) + rest[0], (line, *rest[1])))
        return min(ways, default=None)

    found = cheapest(0, count)
    return found[1] if found else None


def _shape(line: str, ideal: float) -> float:
    """Lines of like length are cheap; a stub is dear."""
    width = text_width(line)
    return (width - ideal) ** 2 / 16 + (20 if width < 4 else 0)


def _break_cost(text: str, at: int) -> float | None:
    """None where a break is forbidden; 0 behind a joint of the sentence, little behind a word's end, much elsewhere."""
    before, after = text[:at], text[at]
    if before[-1] in _NEVER_END or after in _NEVER_START or (before[-1].isascii() and after.isascii()):
        return None
    if _inside_quotes(before):
        return 30
    if _AFTER.search(before) or text.startswith("关于", at) or (_ISSUER.search(before) and after.isdigit()):
        return 0
    return 4 if _WORD_END.search(before) else 15


def _inside_quotes(before: str) -> bool:
    return any(before.count(opening) > before.count(closing) for opening, closing in ("《》", "“”", "（）", "〔〕"))
