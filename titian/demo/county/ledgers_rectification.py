"""Issues, the measures against them, and the points of risk: issues and measures are two numbers, as the papers state them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import (
    FUNDS_CHECKED,
    FUNDS_ISSUES,
    HAZARD_SITES,
    HAZARDS,
    HAZARDS_CLEARED,
    ISSUES_2025,
    MEASURES_2025,
    OFFICE,
    REVISIT_CLEARED,
    REVISIT_THIRD,
    RISKS_THIRD,
    SECTIONS,
    SIGNED_THIRD,
    STUDY_DONE_THIRD,
    STUDY_FIRST,
    STUDY_FIRST_DONE,
    STUDY_MEASURES_THIRD,
    STUDY_THIRD,
    by_day,
    project_looked_into,
)
from titian.demo.county.rows import Firm

SECTION_NAMES: Final = tuple(SECTIONS)


@dataclass(frozen=True)
class List:
    """One list of issues: how many, how many of them are put right, their measures and how many of those are carried out."""

    batch: str
    kind: str
    day: date
    due: date
    done_by: date
    issues: int
    cleared: int
    measures: int
    done: int
    words: Sequence[str]


WORK: Final = (
    "档案移交不及时",
    "个别台账数字前后口径不一",
    "调研不够深入，问题清单更新慢",
    "培训针对性不强",
    "政策宣传覆盖规下企业不够",
    "科技特派员考核偏软",
    "会议纪要落实跟踪不够",
    "经费报销审核不够细",
    "年轻干部一线经历不足",
    "需求征集后反馈不及时",
    "部门之间数据共享不够",
)
WORK_2026: Final = (
    "重报送轻分析，数据用得少",
    "服务企业坐等上门多",
    "股室之间信息不通，企业重复填表",
    "项目申报辅导前紧后松",
    "考核指标分解后跟踪不够",
    "对规下企业底数不清",
    "经验做法总结提炼少",
    "台账以电子表格为主，时有漏项",
    "基层联络不够经常",
    "政策兑现时间偏长",
    "年轻干部独立承担任务少",
)
FOUND: Final = (
    "部分项目验收超期",
    "专项资金结余清理不及时",
    "内控制度执行不严",
    "政府采购资料不完整",
    "科技计划项目绩效评价质量不高",
    "“三重一大”记录不规范",
    "廉政风险点动态更新不够",
    "固定资产账实不符",
    "下乡补贴发放手续不全",
)
AGAIN: Final = (
    "验收超期项目未全部清理",
    "专项资金结余仍有滞留",
    "内控制度执行记录不全",
    "绩效评价结果运用不够",
    "历史项目档案不齐",
)
SPENT: Final = (
    "预算科目调整未报批",
    "材料费凭证不全",
    "设备费未按合同支付",
    "间接费用超比例",
    "自筹资金到位慢",
    "绩效支出未公示",
    "测试费合同缺失",
)
HAZARD: Final = ("疏散通道堆放杂物", "灭火器过期", "危化品柜未双锁", "应急照明损坏", "用电线路老化")
LISTS: Final = (
    List(
        "2025年机关作风问题查摆",
        "study",
        date(2025, 3, 14),
        date(2025, 6, 30),
        date(2025, 6, 10),
        STUDY_FIRST,
        STUDY_FIRST_DONE,
        9,
        8,
        WORK,
    ),
    List(
        "2025年县委巡察",
        "inspection",
        date(2025, 7, 25),
        date(2025, 12, 31),
        date(2025, 12, 19),
        ISSUES_2025,
        ISSUES_2025,
        MEASURES_2025,
        MEASURES_2025,
        FOUND,
    ),
    List(
        "2026年学习教育查摆",
        "study",
        date(2026, 3, 20),
        date(2026, 6, 30),
        date(2026, 5, 22),
        STUDY_THIRD,
        9,
        STUDY_MEASURES_THIRD,
        STUDY_DONE_THIRD,
        WORK_2026,
    ),
    List(
        "2026年县委巡察“回头看”",
        "inspection",
        date(2026, 2, 27),
        date(2026, 5, 31),
        date(2026, 5, 15),
        REVISIT_THIRD,
        REVISIT_CLEARED,
        8,
        6,
        AGAIN,
    ),
    List("2026年项目经费监督抽查", "funds", date(2026, 4, 17), date(2026, 6, 15), date(2026, 5, 25), FUNDS_ISSUES, 3, 7, 3, SPENT),
    List(
        "2026年安全生产检查",
        "safety",
        date(2026, 4, 2),
        date(2026, 5, 20),
        date(2026, 5, 12),
        HAZARDS,
        HAZARDS_CLEARED,
        0,
        0,
        HAZARD,
    ),
)
ARCHIVES = date(2026, 9, 30)  # until when the records of old projects are to be complete
POSTS: Final[Sequence[tuple[str, str, str, str, str]]] = (  # post, power, section, level, risk
    ("项目管理岗", "科技计划项目评审", "研发与项目股", "high", "干预专家抽取和评审打分"),
    ("项目管理岗", "科技计划项目验收", "研发与项目股", "high", "降低验收标准"),
    ("项目管理岗", "项目经费监督", "研发与项目股", "middle", "对违规支出不指出"),
    ("项目管理岗", "揭榜挂帅", "研发与项目股", "middle", "泄露榜单底价"),
    ("平台管理岗", "平台考核", "研发与项目股", "middle", "考核打分不公"),
    ("研发统计岗", "研发费用后补助核算", "研发与项目股", "high", "虚增补助基数"),
    ("企业服务岗", "高企申报推荐", "企业股", "middle", "收受企业礼品"),
    ("企业服务岗", "科技型中小企业核查", "企业股", "low", "核查走过场"),
    ("企业服务岗", "奖补资金审核", "企业股", "high", "优亲厚友"),
    ("培训岗", "培训机构选择", "企业股", "low", "指定培训机构"),
    ("成果转化岗", "技术合同认定", "成果与人才股", "middle", "把关不严"),
    ("成果转化岗", "运营费用拨付", "成果与人才股", "middle", "未按考核拨付"),
    ("科技金融岗", "贷款贴息审核", "成果与人才股", "high", "虚报贴息"),
    ("科技金融岗", "合作银行选择", "成果与人才股", "middle", "利益输送"),
    ("人才岗", "科技特派员选派", "成果与人才股", "low", "选派不公"),
    ("人才岗", "人才项目推荐", "成果与人才股", "middle", "材料把关不严"),
    ("财务岗", "资金拨付", "办公室", "high", "未经审批拨付"),
    ("财务岗", "公务报销", "办公室", "middle", "报销把关不严"),
    ("采购岗", "政府采购", "办公室", "high", "规避招标"),
    ("人事岗", "干部考核", "办公室", "low", "考核失真"),
    ("印章管理岗", "印章使用", "办公室", "low", "违规用印"),
)
RISKS_2025 = 18


def books() -> Sequence[Book]:
    return (
        Book("rectification", "问题清单台账", by_day(row for one in LISTS for row in issues(one)), by="office"),
        Book("measures", "整改措施台账", by_day(row for one in LISTS for row in _measures(one)), by="office"),
        Book("risks", "廉政风险点台账", [*_risks("2025"), *_risks("2026")], by="office"),
    )


@cache
def issues(one: List) -> Sequence[Row]:
    dice = Dice(f"issues {one.batch}")
    return [_issue(dice, one, number) for number in range(one.issues)]


def _issue(dice: Dice, one: List, number: int) -> Row:
    cleared = number < one.cleared
    words = one.words[number % len(one.words)]
    section = "研发与项目股" if one.kind == "funds" else SECTION_NAMES[number % len(SECTION_NAMES)]
    where = _site(one, number)
    archives = one.kind == "inspection" and not cleared
    return {
        "serial": number + 1,
        "title": f"{where}{words}",
        "kind": one.kind,
        "batch": one.batch,
        "day": one.day,
        "grade": dice.one(("one", "two")) if one.kind == "inspection" else None,
        "due": ARCHIVES if archives else one.due,
        "department": section,
        "responsible": SECTIONS[section],
        "leader": "分管领导",
        **(_from_check(county().firms[number % FUNDS_CHECKED]) if one.kind == "funds" else {}),
        "done": "已整改到位，佐证齐全" if cleared else "2019年以前项目档案正在补齐" if archives else "正在整改",
        "progress": 100 if cleared else dice.whole(30, 80),
        "closed_on": dice.day(max(one.day, one.done_by.replace(day=1)), one.done_by) if cleared else None,
        "state": ("cleared" if one.day.year == 2025 else "done") if cleared else "open",
    }


def _site(one: List, number: int) -> str:
    if one.kind != "safety":
        return ""
    carriers = [firm.short for firm in county().firms if firm.kind == "carrier"]
    sites = [*carriers, *(firm.short for firm in county().firms[:7])][:HAZARD_SITES]
    return f"{sites[number % HAZARD_SITES]}：{'二号楼' if number >= HAZARD_SITES else ''}"


def _from_check(firm: Firm) -> Row:
    """The firm, and the check of its project the issue was found in."""
    return {**of(firm), "parent": project_looked_into(firm)}


def _measures(one: List) -> Iterator[Row]:
    """Every issue has a measure, the first ones two."""
    dice = Dice(f"measures {one.batch}")
    found = issues(one)
    for number in range(one.measures):
        issue, again = found[number % len(found)], number >= len(found)
        done = number < one.done if one.done < one.measures else True
        yield {
            "parent": issue["title"],
            "title": f"{'建立长效机制' if again else '限期整改'}：{issue['title']}",
            "kind": one.kind,
            "day": one.day,
            "due": issue["due"],
            "department": issue["department"],
            "responsible": issue["responsible"],
            "done": "已落实" if done else "正在落实",
            "closed_on": dice.day(max(one.day, one.done_by.replace(day=1)), one.done_by) if done else None,
            "state": "done" if done else "doing",
        }


def _risks(year: str) -> Iterator[Row]:
    latest = year == "2026"
    listed = POSTS if latest else POSTS[:RISKS_2025]
    if latest and len(listed) != RISKS_THIRD:
        raise AssertionError(len(listed))
    for number, (post, power, section, level, risk) in enumerate(listed):
        weak = latest and number in {5, 12}
        due = date(2026, 5, 25) if weak and number == 5 else date(2026, 6, 30) if number % 4 == 0 else date(2026, 11, 30)
        yield {
            "title": risk,
            "batch": year,
            "post": post,
            "power": power,
            "level": level,
            "department": section,
            "responsible": OFFICE if section == "办公室" else SECTIONS[section],
            "day": date(2026, 3, 27) if latest else date(2025, 4, 3),
            "measure": "两人复核、全程留痕，结果公示" if level == "high" else "定期抽查，交叉审核",
            "signed": number < SIGNED_THIRD if latest else True,
            "due": due if latest else None,
            "checked_on": date(2026, 5, 8) if latest and number % 5 == 0 else date(2025, 11, 12) if not latest else None,
            "finding": "复核记录缺一次签字" if weak else None,
            "closed_on": None if latest else date(2026, 3, 27),
            "state": ("weak" if weak else "controlled") if latest else "lifted",
        }
