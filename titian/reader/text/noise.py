"""Lines of a web page that belong to the site and not to the document: counters, buttons, share bars, 上一篇, copyright, label lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from titian.reader.text.flow import Block, tidy

# Full-width punctuation is folded to ASCII before matching, so the patterns name each mark once.
_NARROW = str.maketrans("\uff1a\uff08\uff09\uff3b\uff3d\uff5c\u3010\u3011\uff1e", ":()[]|[]>")
_LINE = re.compile(
    r"(?:您?(?:当前|现在|所在)的?(?:位置|页面)|您的位置)\s*[:>›»/].*|位置\s*:\s*首页.*|首页\s*[>›»].*"
    r"|分享(?:到|至)?\s*(?::|微信|微博|好友|朋友圈|QQ).{0,30}|(?:扫一扫|扫码|用微信扫|手机扫).{0,30}"
    r"|[上下]一?[篇条页]\s*:.*|[上下]一[篇条页]"
    r"|(?:责任编辑|编辑|审核|校对|[初复终]审|责编)\s*:[^\d]{0,12}"
    r"|.*(?:ICP备|公网安备|网站标识码|政府网站标识|版权所有|Copyright|©|All Rights Reserved|网站地图|无障碍浏览|最佳浏览效果).*"
    r"|(?:相关(?:链接|文章|阅读|信息|文件|文档|新闻|解读|内容)|延伸阅读|热点推荐|推荐阅读|最新信息|友情链接)\s*:?",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:打印(?:本页|正文|文章|此页)?|关闭(?:本页|窗口|此页)?|收藏(?:本页)?|分享(?:到|至)?|返回(?:顶部|首页|列表|上一页)?|顶部|字[体号]"
    r"|放大|缩小|默认|[大中小]|我要纠错|纠错|复制链接|新浪微博|微[信博]|QQ空间|QQ好友|朋友圈|下载(?:正文|全文)?|保存|朗读|听全文|[繁简]体"
    r"|[\s:|/、·()\[\]+-])+",
    re.IGNORECASE,
)
# Scraps inside a line that says something else: «来源:科技局 浏览次数:123次 字体:[大 中 小] 打印».
_SCRAPS = re.compile(
    r"[\[(]?\s*(?:(?:浏览|阅读|点击|访问)(?:次数|量|数|率|人数)\s*:\s*\[?\d*\]?\s*次?|字[体号](?:大小|显示)?\s*:?\s*[\[(]?\s*大\s*中\s*小)\s*[\])]*"
)
_BUTTONS_AT_END = re.compile(r"(?:\s+[\[(]?(?:打印(?:本页|正文)?|关闭(?:窗口|本页)?|分享到?|收藏|纠错)[\])]?\s*:?)+$")
# The list of facts above a document; what counts of it is printed once, label by label (page.py).
_FACTS = re.compile(
    r"\[?(?:信息)?(?:索\s*引\s*[号码]|发文[字文]号|文\s*号|发布(?:机构|单位|日期|时间)|发文(?:机关|机构|日期|时间)|公开(?:日期|时间|方式|范围|责任部门)"
    r"|(?:成文|生成)(?:日期|时间)|有\s*效\s*性|主题(?:分类|词)|体裁(?:分类)?|信息(?:分类|来源))\s*\]?\s*[:|].{0,120}"
)
_BYLINE = re.compile(r"(?:来\s*源|作\s*者|日\s*期|时\s*间)\s*[:|]\D{0,80}")
_MOMENT = re.compile(r"\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")


def narrow(text: str) -> str:
    """Full-width brackets, colons and bars as ASCII; the length stays."""
    return text.translate(_NARROW)


def is_noise(text: str) -> bool:
    """A line of the site. A sentence never is, whatever words it has in common with one."""
    folded = narrow(text)
    return "。" not in text and bool(_LINE.fullmatch(folded) or _BUTTONS.fullmatch(folded))


def is_facts(text: str) -> bool:
    """A line of labels with their values (索引号:… | 发布日期:…, 来源:… 时间:…) rather than of the document."""
    folded = narrow(text)
    byline = _BYLINE.fullmatch(_MOMENT.sub("", folded))
    return len(folded) < 150 and "。" not in text and bool(_FACTS.fullmatch(folded) or byline)


def without_noise(blocks: Iterable[Block]) -> list[str]:
    """The lines of a page that belong to the document. Lists of links go, names of attachments stay."""
    kept = []
    for block in blocks:
        text = _without_scraps(block.text) if len(block.text) < 150 and not block.row else block.text
        share = 0.8 if block.row else 0.5
        linked = block.linked > share * len(block.text) and not text.startswith("附件")
        if text and not linked and not is_noise(text) and not is_facts(text):
            kept.append(text)
    return kept


def _without_scraps(text: str) -> str:
    """The same line without counters and buttons."""
    folded, left = narrow(text), 0
    pieces = []
    for scrap in _SCRAPS.finditer(folded):
        pieces.append(text[left : scrap.start()])
        left = scrap.end()
    rest = tidy("".join([*pieces, text[left:]]))
    end = _BUTTONS_AT_END.search(narrow(rest))
    return rest[: end.start()] if end else rest
