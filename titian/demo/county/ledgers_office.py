"""The running of the office: study and meetings, volunteers and villages, topics, people and their training.

What the papers state: the theory group met 5, 12 and 5 times (first half of 2025, 2025, 2026 so far), the party group 7 and 8 times, two and
two lectures, six and five theme days, four and two meetings on conduct; in 2026 32 person-times of volunteers, 48 households visited, 260,000
yuan for a village's lamps, one first secretary, three topics for the five-year plan; 14 person-times of training above in 2025; 15 in post.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from titian.demo.county.books import Book, Row
from titian.demo.county.chance import Dice
from titian.demo.county.halves import FIRST, HALVES, NOW, SECOND, days
from titian.demo.county.organisations import person_name

# How often in each stretch.
MEETINGS: Mapping[str, tuple[int, int, int]] = {
    "study_group": (5, 7, 5),
    "party_group": (7, 8, 8),
    "general": (2, 2, 2),
    "committee": (5, 6, 5),
    "lecture": (2, 2, 2),
    "theme_day": (6, 6, 5),
    "collective": (8, 9, 7),
    "seminar": (2, 2, 1),
    "conduct": (1, 3, 2),
}
TITLES: Mapping[str, Sequence[str]] = {
    "study_group": (
        "学习科技体制改革有关文件精神",
        "学习正确政绩观专题",
        "学习安全生产重要论述",
        "学习“三农”工作文件精神",
        "学习“十五五”规划建议",
    ),
    "party_group": ("研究项目立项和资金安排", "研究季度科技指标调度", "传达县委全会精神", "研究干部人事事项", "研究年度考核工作"),
    "general": ("通报支部工作并讨论发展对象", "民主评议党员"),
    "committee": ("研究支部月度计划", "研究发展党员事项"),
    "lecture": ("局领导讲党课：把科技服务送到一线", "局领导讲党课：干干净净做项目"),
    "theme_day": ("主题党日：走进企业车间", "主题党日：重温入党誓词", "主题党日：清洁河道志愿服务", "主题党日：参观农科基地"),
    "collective": ("集中学习党内法规", "集中学习典型案例", "集中学习会议精神"),
    "seminar": ("“我为企业解难题”研讨", "作风建设研讨"),
    "conduct": ("专题研究党风廉政建设", "专题研究巡察整改"),
}
ATTENDING = {"study_group": 6, "party_group": 5, "committee": 3}
YEARLY = (
    ("democratic", date(2025, 2, 14), "2024年度民主生活会", 6),
    ("organisational", date(2025, 2, 28), "2024年度组织生活会", 14),
    ("democratic", date(2026, 2, 6), "2025年度民主生活会", 6),
    ("organisational", date(2026, 2, 26), "2025年度组织生活会", 15),
)
POSTS = (
    *(("局长", "civil", ""), ("副局长", "civil", ""), ("副局长", "civil", "")),
    *((post, "civil", "办公室") for post in ("办公室主任", "一级科员")),
    *((post, "institution", "办公室") for post in ("财务", "文字综合")),
    *(("股长", "civil", department) for department in ("企业股", "研发与项目股", "成果与人才股")),
    *(
        ("科员", "institution", department)
        for department in ("企业股", "研发与项目股", "研发与项目股", "成果与人才股", "成果与人才股")
    ),
)
# Course, day, form, how many
COURSES = (
    ("全省科技统计业务培训", date(2025, 3, 12), "upper", 3),
    ("市科技局项目管理培训", date(2025, 4, 17), "upper", 4),
    ("技术合同登记员培训", date(2025, 5, 21), "upper", 2),
    ("科技特派员管理平台培训", date(2025, 6, 11), "upper", 5),
    ("科技微课堂：研发费用归集", date(2025, 6, 6), "lecture", 13),
    ("科技微课堂：技术合同登记", date(2025, 9, 12), "lecture", 14),
    ("县委党校科级干部班", date(2025, 10, 20), "party_school", 2),
    ("全省科技成果转化培训", date(2025, 11, 6), "upper", 3),
    ("科技统计年报布置会", date(2026, 1, 14), "upper", 2),
    ("科技微课堂：人工智能与办公", date(2026, 3, 20), "lecture", 15),
    ("全市科技计划管理培训", date(2026, 4, 22), "upper", 4),
)


def _meetings() -> Iterator[Row]:
    dice = Dice("meetings")
    for kind, counts in MEETINGS.items():
        for span, count in zip(HALVES, counts, strict=True):
            for place, day in enumerate(days(dice, span, count)):
                yield _meeting(
                    kind,
                    day,
                    TITLES[kind][place % len(TITLES[kind])],
                    ATTENDING.get(kind, 13 + place % 3),
                )
    for kind, day, title, count in YEARLY:
        yield _meeting(kind, day, title, count)


def _meeting(kind: str, day: date, title: str, count: int) -> Row:
    chair = "局领导" if kind in {"study_group", "party_group", "lecture", "conduct", "democratic"} else "支部书记"
    said = {"kind": kind, "day": day, "title": title, "count": count, "speaker": chair}
    return {**said, "branch": "县科技局机关支部", "place": "三楼会议室", "responsible": "办公室文字"}


def _volunteers() -> Iterator[Row]:
    """32 person-times and 48 households from January to May 2026."""
    for day, title, count in (
        (date(2025, 3, 5), "学雷锋志愿服务", 12),
        (date(2025, 7, 18), "防汛值守志愿服务", 9),
        (date(2025, 11, 14), "社区清雪志愿服务", 10),
    ):
        yield {"kind": "volunteer", "day": day, "title": title, "count": count, "region": "城关镇", "hours": Decimal(3)}
    for day, count in (
        (date(2025, 5, 16), 9),
        (date(2025, 10, 17), 11),
        (date(2026, 1, 16), 11),
        (date(2026, 3, 6), 12),
        (date(2026, 5, 8), 9),
    ):
        yield {
            "kind": "community",
            "day": day,
            "title": "机关党员到社区报到服务",
            "count": count,
            "region": "城关镇",
            "village": "城关新塬社区",
        }
    for day, count in (
        (date(2025, 4, 11), 15),
        (date(2025, 9, 19), 16),
        (date(2026, 1, 22), 16),
        (date(2026, 3, 19), 17),
        (date(2026, 5, 20), 15),
    ):
        yield {
            "kind": "household",
            "day": day,
            "title": "走访联系户",
            "households": count,
            "region": "柳泉乡",
            "village": "柳泉上梯村",
        }
    yield {
        "kind": "condolence",
        "day": date(2026, 2, 10),
        "title": "春节走访慰问困难党员",
        "count": 6,
        "amount": Decimal(6_000),
        "region": "柳泉乡",
    }
    post = {
        "kind": "resident",
        "title": "选派驻村第一书记",
        "people": "驻村第一书记1人",
        "region": "柳泉乡",
        "village": "柳泉上梯村",
    }
    yield {**post, "day": date(2025, 5, 12), "due": date(2027, 5, 11)}
    lamps = {"title": "协调资金改造村道路灯", "amount": Decimal(260_000), "effect": "安装路灯86盏"}
    yield {"kind": "aid", "day": date(2026, 4, 16), **lamps, "region": "柳泉乡", "village": "柳泉上梯村"}


def _topics() -> Iterator[Row]:
    rows = (
        (
            "县域创新能力现状研究（“十五五”前期）",
            "topic",
            date(2025, 11, 3),
            date(2026, 3, 31),
            date(2026, 3, 20),
            "reported",
            "研发与项目股",
        ),
        (
            "轴承产业技术路线研究（“十五五”前期）",
            "topic",
            date(2025, 11, 3),
            date(2026, 4, 30),
            date(2026, 4, 24),
            "reported",
            "企业股",
        ),
        (
            "科技人才供需研究（“十五五”前期）",
            "topic",
            date(2025, 11, 10),
            date(2026, 5, 31),
            date(2026, 5, 22),
            "reported",
            "成果与人才股",
        ),
        ("企业研发费用归集难点调研", "research", date(2025, 4, 8), date(2025, 6, 30), date(2025, 6, 18), "used", "研发与项目股"),
        (
            "农产品加工企业创新需求调研",
            "research",
            date(2025, 8, 12),
            date(2025, 11, 30),
            date(2025, 11, 21),
            "used",
            "成果与人才股",
        ),
        ("规下科技服务业企业调研", "research", date(2026, 3, 3), date(2026, 5, 20), None, "begun", "企业股"),
        ("科技特派员作用发挥调研", "research", date(2026, 4, 7), date(2026, 6, 10), None, "begun", "成果与人才股"),
        ("“科技管家”包联案例", "case", date(2025, 9, 1), date(2025, 12, 15), date(2025, 12, 5), "used", "企业股"),
        ("“盲评+回避”评审案例", "case", date(2026, 2, 9), date(2026, 4, 30), date(2026, 4, 17), "reported", "研发与项目股"),
    )
    for title, kind, day, due, closed, state, department in rows:
        course = {"on_reported": closed, "on_used": closed if state == "used" else None, "closed_on": closed, "state": state}
        said = {"title": title, "kind": kind, "day": day, "due": due, "leader": "分管领导", "department": department}
        yield {**said, **course, "used": "市级简报刊发" if state == "used" else None}


def _people() -> Iterator[Row]:
    dice = Dice("cadres")
    for place, (post, kind, department) in enumerate(POSTS):
        born = dice.whole(1992, 1999) if place in {6, 11, 12, 14} else dice.whole(1968, 1989)
        said = {"title": person_name(dice), "kind": kind, "department": department or None, "post": post, "born_year": born}
        yield {
            **said,
            "education": dice.weighed({"master": 3, "bachelor": 7}),
            "day": dice.day(date(2012, 3, 1), date(2024, 9, 30)),
            "state": "serving",
        }
    gone = {"title": person_name(dice), "kind": "civil", "department": "办公室", "post": "四级调研员", "born_year": 1965}
    yield {**gone, "education": "bachelor", "day": date(2010, 4, 6), "closed_on": date(2025, 10, 31), "state": "left"}


def _training() -> Iterator[Row]:
    for title, day, kind, count in COURSES:
        yield {
            "title": title,
            "day": day,
            "kind": kind,
            "count": count,
            "hours": Decimal(8 if kind == "upper" else 2),
            "people": f"{count}人",
        }


def books() -> Sequence[Book]:
    assert tuple(HALVES) == (FIRST, SECOND, NOW)
    return [
        Book("party", "党建学习", list(_meetings())),
        Book("volunteering", "志愿与驻村走访", list(_volunteers())),
        Book("research_topics", "调研课题", list(_topics())),
        Book("cadres", "干部名册", list(_people())),
        Book("staff_training", "干部培训", list(_training())),
    ]
