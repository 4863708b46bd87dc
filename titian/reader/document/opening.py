"""What a paper's first paragraph and its plans say of the time it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from titian.reader.document.number import NUMBER
from titian.reader.document.paper import SPAN, YEAR, Line, Paper
from titian.reader.document.parts import Named, Part, named
from titian.reader.document.title import Title

_LENGTH = 600
_BELOW = 4
_FIRST = 200
_ACCOUNT = re.compile(
    r"现(?:就|将|对|把)([^。;\n]{0,48}?)(?:(?:报告|汇报|通报|摘报|专报|总结|公布|公示|通知|印发|反馈|小结|述职|简报|交代)(?:[^。;\n]{0,6}[如于]下|[。:,]|给)|予以)"
)
_PERIOD_LABEL = re.compile(
    r"(?:统计时段|统计期间?|报告期|数据时段|所属时期|考核年度|考核期|期别|时段|时间范围|报告期间)\s*[:|]*\s*([^\s|]{2,24})"
)
_CLOSED = re.compile(rf"截[至止]到?(?:({YEAR})年)?(\d{{1,2}})月(?:30日|31日|28日|29日|底|末)")
_WHOLE_YEAR = re.compile(r"一年来|这一年|本年度|年终|全年|12月31日|12月底|过去一年|过去的一年|岁末|年末|年度工作|一年的工作")
_BOOK = re.compile(rf"《[^》]{{0,60}}》|[〔\[]{YEAR}[〕\]]|(?:到|至|力争){YEAR}年(?:底|末)?|{YEAR}年?{SPAN}{YEAR}年?")
_PLANNED = re.compile(
    rf"({YEAR})年(?:工作)?(?:的?主要)?(?:打算|计划|思路|安排|目标|重点|工作要点|工作打算|预期|展望)|({YEAR})年,?(?:我(?:将|局将|镇将)|将|力争|计划|拟|确保)"
)
_OPENS_WITH_LAST = re.compile(r"(?:^|\n)\s*(?:去年|上年度|过去的?一年)(?=以来|,|[全我][市县区局]|[市县区]局)")
_PLANS_THIS = re.compile(
    r"今年的?(?:(?:重点|主要)?工作(?:目标|任务|重点)|(?:(?:重点|主要)?工作)?(?:安排|打算|思路))|今年,?(?:我们?|全局)?(?:力争|将|拟|要)"
)
_MILESTONE = re.compile(r"[“\"]?十([二三四五])五[”\"]?(?:规划)?的?(?:(开局|头一|第一|起步)|(收官|最后一|末|决胜))")
_PLAN_STARTS = {"二": 2011, "三": 2016, "四": 2021, "五": 2026}
_ANNIVERSARY = re.compile(r"(新中国成立|建国|建党|中国共产党成立|改革开放|建军)(\d{2,3})周年")
_FOUNDED = {"新中国成立": 1949, "建国": 1949, "建党": 1921, "中国共产党成立": 1921, "改革开放": 1978, "建军": 1927}


def opening(paper: Paper, title: Title | None) -> str:
    """The first words below the title."""
    start = title.end + 1 if title else 0
    return "\n".join(line.plain for line in paper.lines[start : start + 16])[:_LENGTH]


def below_title(lines: Sequence[Line], title: Title | None) -> Named:
    """(2024年度), (1—9月), 统计时段:1—9月: the period in a bracket or behind its label near the title."""
    at = title.end + 1 if title else 0
    for line in lines[at : at + _BELOW]:
        if NUMBER.search(line.plain):
            continue
        bracket = re.fullmatch(r"[(\[]([^()]{2,24})[)\]]", line.plain) or re.fullmatch(
            rf"({YEAR}年(?:度|[^\d日]{{2,4}}))", line.plain
        )
        label = _PERIOD_LABEL.search(line.plain)
        words = label[1] if label else bracket[1] if bracket else ""
        found = named(words) if words and not re.search(r"日|截[至止]", words) else Named()
        if (found.year or found.part) and not _is_bare_month(found, words, is_labelled=label is not None):
            return found
    return Named()


def _is_bare_month(found: Named, words: str, *, is_labelled: bool) -> bool:
    """(2023年12月) under a title is the day of issue, not the month told of."""
    return found.part is not None and found.part.kind == "month" and not is_labelled and "份" not in words


def account(text: str) -> tuple[Named, str]:
    """What the sentence 现将……情况报告如下 says it tells of, with its words."""
    match = _ACCOUNT.search(text)
    if match is None:
        return Named(), ""
    found = named(re.split(r"[和及与暨]", match[1])[0] if "下半年" in match[1] else match[1])
    return (Named() if found.part and found.part.kind == "month" else found), match[1]


def closed(text: str) -> tuple[int | None, int] | None:
    """Year (if told) and month of 截至6月30日 or 截至2024年6月底."""
    match = _CLOSED.search(text)
    return (int(match[1]) if match[1] else None, int(match[2])) if match and 1 <= int(match[2]) <= 12 else None


def cumulative(text: str) -> Part | None:
    """1—9月 or 前三季度 in the first words."""
    match = re.search(rf"(?<!\d)1月?{SPAN}\d{{1,2}}月|前[三两二]个?季度", text)
    return named(match.group()).part if match else None


def opening_year(text: str) -> int | None:
    """2023年, or 2023年度 at the head of one of the first paragraphs."""
    match = re.search(
        rf"(?:^|\n)\s*({YEAR})年(?:度|以来)?(?:,|是|[全我][市县区局]|[市县区]?科)(?!我?[局县市区镇]?(?:将|拟|计划|力争|打算|要))",
        text[:_FIRST],
    )
    return int(match[1]) if match else None


def speaks_of_a_whole_year(text: str) -> bool:
    return bool(_WHOLE_YEAR.search(text))


def planned_year(plain: str) -> int | None:
    """The year a heading or sentence plans for, when it is but one."""
    found = {int(first or second) for first, second in _PLANNED.findall(_BOOK.sub("", plain))}
    return found.pop() if len(found) == 1 else None


def tells_of_last_year(head: str, plain: str) -> bool:
    """Does a paper begin with 去年, or plan for 今年, and not tell of 今年 in its first words?"""
    first = re.split(r"\n[一二]、", head)[0][:_FIRST]
    if "今年" in first:
        return False
    return bool(_OPENS_WITH_LAST.search(first) or _PLANS_THIS.search(plain))


def years_named(plain: str) -> Counter[int]:
    """How often each year is named, without titles of other papers, document numbers and years aimed at."""
    return Counter(int(year) for year in re.findall(rf"({YEAR})年", _BOOK.sub("", plain)))


def milestone_year(text: str) -> int | None:
    """“十四五”开局之年, 新中国成立75周年: the year a turn of phrase means."""
    match = _MILESTONE.search(text)
    if match:
        return _PLAN_STARTS[match[1]] + (0 if match[2] else 4)
    jubilee = _ANNIVERSARY.search(text)
    return _FOUNDED[jubilee[1]] + int(jubilee[2]) if jubilee else None
