"""督办: the year's key tasks and what the county government, the city and meetings gave; and which numbers were given to whom.

Twelve items of the county government in the first half of 2026, all done, two of them late. Of the year's tasks some stand ahead, some behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from titian.demo.county.books import Book, Row
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import COUNTY_ITEMS_THIRD, DEPUTY, LEADER, SECTIONS, by_day

YEAR_END = date(2026, 12, 31)
# 重点任务, section, 年度目标, 完成情况, progress, 存在问题, 下一步举措
KEY_2026: Final[Sequence[tuple[str, str, str, str, int, str, str]]] = (
    (
        "高新技术企业提质倍增",
        "企业股",
        "有效期内高新技术企业82家，新认定28家",
        "有效期内72家；第一批申报21家",
        40,
        "第一批申报数量不足全年目标的六成",
        "6月底前完成15家专家预审",
    ),
    ("科技型中小企业评价入库", "企业股", "评价入库150家以上", "前四批入库61家", 41, "", "发动第五、六批参评"),
    ("高成长企业培育", "企业股", "新增雏鹰企业5家、瞪羚企业1—2家", "新增雏鹰企业2家，瞪羚企业在评", 40, "", "跟踪下半年评审结果"),
    ("入企服务", "企业股", "全年入企服务450次", "累计197次，走访79家", 44, "", "规上工业企业走访全覆盖"),
    ("科技培训", "企业股", "培训14期、1200人次", "7期、530人次", 47, "", "8月举办创新型企业家研修班"),
    (
        "研发投入攻坚季",
        "研发与项目股",
        "全社会R&D经费7.5亿元，强度2%",
        "94家填报，归集8.12亿元",
        45,
        "规上工业研发费用增速放缓",
        "对零研发规上企业逐户上门",
    ),
    ("规上工业研发活动扩面", "研发与项目股", "新增5家或占比52%以上", "66家，占比52.4%", 80, "", "稳住占比"),
    ("研发机构和平台", "研发与项目股", "新增研发机构8家", "新增3家", 38, "", "跟踪省级重点实验室上报"),
    (
        "科技计划项目争取",
        "研发与项目股",
        "立项36项、争取资金1600万元",
        "立项6项、215万元",
        15,
        "中央引导地方项目尚未下达",
        "盯紧评审进度，补充申报",
    ),
    ("重大科技建设项目投资", "研发与项目股", "完成投资2.8亿元", "完成1.05亿元", 38, "中试基地开工推迟", "协调用地手续"),
    ("中试基地建设", "研发与项目股", "5月开工，年内完成主体", "用地手续办理中", 12, "用地手续未完成", "8月底前开工"),
    ("技术合同成交额", "成果与人才股", "增长14%以上", "1—5月登记62项", 46, "开发、转让类占比低", "辅导大额合同登记"),
    ("成果登记与转化", "成果与人才股", "登记40项、转化30项", "登记19项、转化12项", 44, "", "办好科创周"),
    ("科技金融", "成果与人才股", "“梯田贷”惠及40家、发放1.2亿元", "17家、5430万元", 44, "2家银行投放不足", "约谈后按月通报"),
    ("科技人才和特派员", "成果与人才股", "引进培育30人，特派员100人", "引进13人", 43, "部分服务日志填写不及时", "开展年度考核"),
    ("示范科创周筹备", "成果与人才股", "9月举办", "方案已报", 36, "", "6月确定议程"),
    ("“十五五”科技创新规划", "办公室", "年内印发", "前期课题3个完成", 52, "", "7月形成送审稿"),
    ("数据报送管理办法修订", "办公室", "三季度印发", "已起草", 44, "", "征求股室意见"),
)
KEY_2025: Final = (
    ("创新型县建设", "办公室"),
    ("高新技术企业培育", "企业股"),
    ("科技型中小企业入库", "企业股"),
    ("科技管家包联", "企业股"),
    ("研发费用归集", "研发与项目股"),
    ("研发机构备案", "研发与项目股"),
    ("揭榜挂帅", "研发与项目股"),
    ("科技综合体建设", "研发与项目股"),
    ("技术合同登记", "成果与人才股"),
    ("成果对接活动", "成果与人才股"),
    ("科技特派员选派", "成果与人才股"),
    ("“梯田贷”投放", "成果与人才股"),
)
LATE_2025: Final = {"科技综合体建设", "揭榜挂帅"}
COUNTY_ITEMS: Final = (
    "“十五五”重大项目谋划情况",
    "高新技术企业申报进展",
    "企业诉求办理情况",
    "营商环境整改事项",
    "科技型企业融资需求摸排",
    "重点产业链图谱编制",
    "安全生产隐患整改",
    "中试基地用地协调",
    "一季度科技指标分析",
    "科技活动周筹备",
    "稳外资稳外贸科技服务",
    "政府工作报告任务一季度进展",
)
LATE_ITEMS: Final = {"企业诉求办理情况", "中试基地用地协调"}
# title, kind, section, day, due, state, done on, progress
OTHERS: Final[Sequence[tuple[str, str, str, date, date, date | None, int]]] = (
    ("轴承产业技术攻关专题批示件", "leader", "研发与项目股", date(2026, 3, 16), date(2026, 5, 15), date(2026, 5, 11), 100),
    ("玻纤企业用电问题批示件", "leader", "企业股", date(2026, 4, 8), date(2026, 5, 20), None, 70),
    ("科技型企业招引专题会议定事项", "meeting", "企业股", date(2026, 4, 20), date(2026, 6, 5), None, 65),
    ("科技特派员服务日志整改", "meeting", "成果与人才股", date(2026, 4, 13), date(2026, 5, 22), None, 80),
    ("全市科技创新现场会筹备", "city", "办公室", date(2026, 5, 6), date(2026, 7, 10), None, 30),
    ("创新型县24项指标补差", "city", "研发与项目股", date(2026, 2, 18), date(2026, 9, 30), None, 58),
    ("党组会议定的制度修订", "own", "办公室", date(2026, 3, 2), date(2026, 6, 30), None, 72),
)
WRITTEN = date(2026, 1, 14)
# The days of the monthly reports, and how much in a hundred of the last one had been reached.
MONTHS: Final = ((date(2026, 3, 31), 52), (date(2026, 4, 30), 78), (date(2026, 5, 29), 100))

# receiver, what, numbers, how, section, days on which it was given
RECEIVERS: Final[Sequence[tuple[str, str, str, str, str]]] = (
    ("示范县统计局", "科技型企业名录核对", "有效期内高新技术企业名单（不含经营数据）", "form", "企业股"),
    ("示范县财政局", "科技奖补资金测算", "研发费用后补助、奖补兑现家数与金额", "letter", "办公室"),
    ("示范县工业和信息化局", "专精特新推荐情况", "推荐专精特新中小企业数", "letter", "企业股"),
    ("示范县委政研室", "科技创新情况材料", "高新技术企业、技术合同成交额、科技成果登记数", "paper", "办公室"),
    ("示范县人大常委会办公室", "代表视察材料", "科技创新主要指标", "paper", "办公室"),
    ("示范县市场监督管理局", "知识产权与高企对接", "高企培育库企业数", "letter", "企业股"),
    ("示范市科学技术局", "月度主要科技指标进度表", "月度调度指标", "form", "办公室"),
    ("示范县融媒体中心", "宣传用数", "科技活动周场次与参与人数", "phone", "办公室"),
)
# What was said, by the day to which it speaks; so far as the papers of that day state it.
SAID: Final = {
    date(2025, 6, 20): "有效期内高新技术企业59家；科技型中小企业68家；技术合同成交额1.42亿元；登记科技成果17项",
    date(2025, 12, 31): "有效期内高新技术企业71家；科技型中小企业143家；技术合同成交额3.68亿元；登记科技成果38项",
    date(2026, 5, 22): "有效期内高新技术企业72家；科技型中小企业61家；登记科技成果19项",
}
SUPPLIED: Final = (
    *(
        (0, date(2025, 3, 12)),
        (1, date(2025, 3, 27)),
        (2, date(2025, 4, 16)),
        (3, date(2025, 6, 24)),
        (5, date(2025, 7, 16)),
        (1, date(2025, 9, 10)),
    ),
    *(
        (2, date(2025, 10, 22)),
        (4, date(2025, 11, 18)),
        (3, date(2026, 1, 13)),
        (4, date(2026, 1, 20)),
        (0, date(2026, 3, 11)),
        (6, date(2026, 2, 5)),
    ),
    *(
        (6, date(2026, 3, 5)),
        (1, date(2026, 3, 26)),
        (6, date(2026, 4, 3)),
        (5, date(2026, 4, 15)),
        (2, date(2026, 4, 22)),
        (6, date(2026, 5, 7)),
    ),
    *((3, date(2026, 5, 26)), (7, date(2026, 5, 25)), (4, date(2026, 5, 27))),
)


def books() -> Sequence[Book]:
    return (
        Book("supervision", "重点任务分解表", [*_key_2025(), *_key_2026()], day=date(2026, 1, 16)),
        Book("supervision", "督办件台账", by_day([*_county_2025(), *_county_2026(), *_others()])),
        *(Book("supervision", f"重点任务{day.month}月进展", [*_reported(day, share)], day=day) for day, share in MONTHS),
        Book("data_supply", "对外供数登记", [*_supplied()], by="office"),
    )


def _task(title: str, kind: str, section: str, *, batch: str, day: date, due: date) -> dict[str, object]:
    return {
        "title": title,
        "kind": kind,
        "batch": batch,
        "department": section,
        "leader": LEADER if kind in {"key_task", "leader"} else DEPUTY,
        "responsible": SECTIONS[section],
        "day": day,
        "due": due,
    }


def _key_2026() -> Iterator[Row]:
    for number, (title, section, goal, *_) in enumerate(KEY_2026, start=1):
        due = {"中试基地建设": date(2026, 5, 31), "数据报送管理办法修订": date(2026, 9, 30)}.get(title, YEAR_END)
        yield _task(title, "key_task", section, batch="2026", day=WRITTEN, due=due) | {
            "serial": number,
            "document": "示科字〔2026〕3号",
            "goal": goal,
            "state": "open",
        }


def _reported(day: date, share: int) -> Iterator[Row]:
    """What the sections said at the end of a month: towards the last word more and more of it."""
    for title, section, _, done, progress, problem, ahead in KEY_2026:
        last = day == MONTHS[-1][0]
        yield {
            "title": title,
            "kind": "key_task",
            "batch": "2026",
            "department": section,
            "day": WRITTEN,
            "done": done if last else f"{day.month}月底完成年度任务的{progress * share // 100}%",
            "progress": progress * share // 100,
            "problem": problem or None if last else None,
            "next": ahead,
        }


def _key_2025() -> Iterator[Row]:
    for number, (title, section) in enumerate(KEY_2025, start=1):
        due = date(2025, 11, 30) if title in LATE_2025 else date(2025, 12, 31)
        closed = date(2025, 12, 24) if title in LATE_2025 else date(2025, 12, 31) - timedelta(days=number * 3)
        yield _task(title, "key_task", section, batch="2025", day=date(2025, 1, 16), due=due) | {
            "serial": number,
            "goal": "完成年度任务",
            "done": "全面完成",
            "progress": 100,
            "state": "done",
            "closed_on": closed,
        }


def _county_2025() -> Iterator[Row]:
    for number, title in enumerate(COUNTY_ITEMS[:8]):
        day = date(2025, 2, 10) + timedelta(days=38 * number)
        yield _item(f"{title}（2025年）", "2025", number, day, closed=day + timedelta(days=11), due=day + timedelta(days=15))


def _county_2026() -> Iterator[Row]:
    """All done; two after their day."""
    if len(COUNTY_ITEMS) != COUNTY_ITEMS_THIRD:
        raise AssertionError(len(COUNTY_ITEMS))
    for number, title in enumerate(COUNTY_ITEMS):
        day = date(2026, 1, 12) + timedelta(days=10 * number)
        due = day + timedelta(days=14)
        yield _item(
            title, "2026", number, day, closed=due + timedelta(days=4) if title in LATE_ITEMS else due - timedelta(days=2), due=due
        )


def _item(title: str, batch: str, number: int, day: date, *, closed: date, due: date) -> Row:
    section = tuple(SECTIONS)[number % len(SECTIONS)]
    return _task(title, "county", section, batch=batch, day=day, due=due) | {
        "document": f"示政督〔{batch}〕{number + 2}号",
        "goal": "按时书面回复",
        "done": "已回复",
        "progress": 100,
        "closed_on": closed,
        "state": "done",
    }


def _others() -> Iterator[Row]:
    for title, kind, section, day, due, closed, progress in OTHERS:
        yield _task(title, kind, section, batch="2026", day=day, due=due) | {
            "done": "已办结" if closed else "正在办理",
            "progress": progress,
            "closed_on": closed,
            "state": "done" if closed else "open",
        }


def _supplied() -> Iterator[Row]:
    """One number was corrected afterwards; the statistics bureau's own unpublished ones never went out."""
    dice = Dice("data supply")
    for number, (place, day) in enumerate(SUPPLIED):
        receiver, what, numbers, kind, section = RECEIVERS[place]
        as_of = max((known for known in SAID if known <= day), default=None)
        said = SAID[as_of] if as_of and place in {3, 4, 6} else numbers
        corrected = number == 11
        yield {
            "title": what,
            "receiver": receiver,
            "day": day,
            "kind": kind,
            "numbers": said,
            "as_of": as_of,
            "calibre": "期末有效；评价入库为当年累计" if as_of and place in {3, 4, 6} else None,
            "document": f"示科函〔{day.year}〕{30 + number}号" if kind == "letter" else None,
            "use": dice.one(("工作调研", "材料起草", "数据核对", "考核")),
            "department": section,
            "responsible": SECTIONS[section],
            "signer": DEPUTY if kind != "phone" else None,
            "cleared": kind != "phone",
            "corrected_on": day + timedelta(days=4) if corrected else None,
            "correction": "报送次日发现合同份数少计1份，已书面更正" if corrected else None,
        }
