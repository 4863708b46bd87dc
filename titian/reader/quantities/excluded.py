"""Digits that are no quantity: dates, document numbers, ordinals, ranks, list numbers, telephone and registration codes, slogans.

All patterns read flat text (see `flat`). A number that begins inside one of these spans is skipped; numbers whose standing depends on
having no unit (bare years, names such as 305勘探队) are judged in `scan`.
"""

from __future__ import annotations

import re

YEAR = r"(?:19|20)\d{2}"
_TO = r"\s*(?:[-—~至到]|——)\s*"
_OPEN, _CLOSE = "[“\"‘'「『]", "[”\"’'」』]"
_CODE = r"(?=[A-Za-z0-9/-]*(?:[A-Za-z-]|\d{5}))[A-Za-z0-9][A-Za-z0-9/.-]*"

_CONTACTS = (
    r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+",
    r"(?<![A-Za-z0-9_.-])[A-Za-z0-9_.-]{1,64}@[A-Za-z0-9.-]+",
    r"(?<!\d)(?:0\d{2,3}-\d{7,8}(?:-\d{1,6})?|400-\d{3,4}-\d{3,4}|1[3-9]\d{9})(?!\d)",
    rf"(?:电话|手机|传真|热线|QQ群?|微信号?|[账帐]号|代码|编码|邮编|邮政编码|房间)(?:号码?)?[:\s|]*{_CODE}",
    r"(?:编号|证号|备案号|许可证|索引号|文号|登记号|合同号|序列号)(?:[:\s|]+[A-Za-z]*|[A-Za-z]+)\d[A-Za-z0-9/.-]*",
)
_CODES = (
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*[-_]\d[A-Za-z0-9_-]*",
    r"GB/[TZ] ?\d+(?:\.\d+)*(?:[-—]\d+)?",
    r"(?<![\d.])\d{5,}/[\d-]+",
    r"[A-Z]\d+\s*(?:栋|座|楼|区|室|层|幢|馆|展位|线|级)",
)
_DATES = (
    rf"{YEAR}年?(?:\s*[-—~至到/、,和及]\s*{YEAR})+\s*年?",
    rf"{YEAR}\s*年(?:\s*\d{{1,2}}\s*月(?:份)?(?:\s*\d{{1,2}}\s*[日号](?!元))?)?",
    rf"(?<![\d.]){YEAR}(?:(?:[-/]\d{{1,2}}){{1,2}}|\.\d{{1,2}}\.\d{{1,2}})(?![\d.]|万|亿|%)",
    rf"(?<!\d){YEAR}\s*-\s*\d{{2}}(?=学?年)",
    r"(?<![\d.])\d{2}年(?=\d{1,2}月|[底初末度]|上半年|下半年|全年)",
    rf"(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}}|\s*、\s*\d{{1,2}}){{0,11}}\s*月(?:份|底|初|末|中旬|上旬|下旬)?(?:\s*\d{{1,2}}\s*[日号](?!元))?",
    rf"(?<![\d.])\d{{1,2}}(?:{_TO}\d{{1,2}}|\s*、\s*\d{{1,2}}){{0,11}}\s*[日号](?![内均常元])",
    r"(?<![\d.])\d{1,2}:\d{2}(?::\d{2})?(?!\d)",
    r"(?<![\d.])\d{1,2}[时点](?:\d{1,2}分|半|整|许)?(?![间长次])",
    rf"(?<![\d.])\d(?:{_TO}\d)?\s*季度",
    r"\d0(?:年代|后)",
    rf"{_OPEN}\d{{1,2}}[.·]\d{{1,2}}(?={_CLOSE}|[\u4e00-\u9fff])",
    r"(?<![\d.])(?:0?[1-9]|1[0-2])\.(?:[0-2]?\d|3[01])(?=之?前|以前|起|止|当天|[—-]\d{1,2}\.\d)",
    r"\d{1,2}\.\d{1,2}(?=全国|世界|国际|科技工作者日|防灾|宪法|专案)",
)
_DOCUMENT_NUMBERS = (
    rf"[〔\[(【]\s*{YEAR}\s*[〕\])】]\s*第?\s*\d+(?=\s*号)",
    r"〔\d+",
    r"(?<![\d.])\d+(?:[-—]\d+)?\s*号(?:-\d+)?",
)
_ORDINALS = (
    r"第\s*\d+\s*页[,/ ]*共\s*\d+(?=\s*页)",
    rf"第\s*\d+(?:(?:{_TO}|\s*[、和及]\s*)第?\s*\d+)*",
    r"总第?\s*\d+\s*期",
    r"(?:前|倒数)\s*\d+\s*[名位强列佳]",
    r"(?:位居|排名|排在|排行|名列|位列|列全|居全|位次|并列)[^,。;:\n\d升移提进降退落跃奖]{0,8}\d+\s*[名位]?(?![家项个万亿.\d])",
    r"(?i:\btop|\bno\.?|№)\s*\d+",
)
_LIST_NUMBERS = (
    r"(?:(?<=\n)|\A)[ \t]*\d{1,3}(?:[.、)](?!\d)|(?=\s*[.、]\s*[\u4e00-\u9fff]))",
    r"(?<=[\s。;:!?】)”])\d{1,2}\.(?=\s*[\u4e00-\u9fffA-Za-z“《\"(【])",
    r"(?<=[\s。;!?】])\d{1,2}、(?=\s*[\u4e00-\u9fff“《\"(【])",
    r"(?<=[。;:])\d{1,2}\)(?=\s*[\u4e00-\u9fff])",
    r"\(\d{1,2}\)",
    r"(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)*",
    r"(?:(?<=\n)|\A)[ \t]*[-—]\s*\d+\s*[-—][ \t]*(?=\n|\r|\Z)",
)
_SLOGANS = (
    rf"{_OPEN} ?[\dA-Za-z+×*·—/. -]{{1,24}}(?={_CLOSE})",
    r"(?<![\d+])\d+(?:\+(?:\d+|[A-Za-z]))+(?=[”\"’]|模式|机制|体系|工程|行动|布局|格局|政策|产业|工作|服务|计划|架构)",
    r"(?<![\d+])\d+(?:\+\d+)*\+[A-Za-z](?![A-Za-z])",
    r"(?<!\d)1[\u4e00-\u9fff]1[策档表册卡号牌码案方图企政品]",
)
_RATIOS = (
    r"(?<![\d.])\d+(?:\.\d+)?:\d+(?:\.\d+)?(?![\d])",
    r"(?<![\d./])\d{1,2}/\d{1,2}(?![\d./])",
    r"(?<![\d.])\d+(?:\.\d+)? ?[×*xX] ?\d+",
    r"\d{1,2}·\d{1,2}",
    r"(?:工业|[Ww]eb|[Vv])\s*\d\.\d",
    r"\d{1,2}期(?=工程|厂房|地块|用地)",
)
# What any of the patterns can begin with: a quick look that spares trying them all at every character.
_BEGINNINGS = r"(?=[\dA-Za-z\s№〔\[(【“\"‘'「『—-]|[第总前倒位居排名列并电手传热微账帐代编邮房证备许索文登合序工])"
_GROUPS = (*_CONTACTS, *_CODES, *_DATES, *_DOCUMENT_NUMBERS, *_ORDINALS, *_LIST_NUMBERS, *_SLOGANS, *_RATIOS)
_EXCLUDED = re.compile(f"{_BEGINNINGS}(?:{'|'.join(_GROUPS)})")


def excluded(flat: str) -> bytearray:
    """One byte per character, 1 where the text belongs to a span that is no quantity."""
    marks = bytearray(len(flat))
    for match in _EXCLUDED.finditer(flat):
        marks[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return marks
