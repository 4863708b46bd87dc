"""What is built together: bases with universities, clusters of technical services, alliances, and the criteria of an innovative county.

What the paper states of 31 May 2026: of 24 criteria 19 are met, 3 nearly, 2 are far off; three stations with universities since 2025.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from titian.demo.county.books import Book, Row, of
from titian.demo.county.halves import named

TASK = "省级创新型县创建"
# part, criterion, goal, value on 31 May 2026, source, department
CRITERIA: Sequence[tuple[str, str, str, str, str, str]] = (
    ("创新投入", "全社会R&D经费占GDP比重", "2%", "1.83%（2024年）", "统计局", "研发与项目股"),
    ("创新投入", "规上工业企业研发经费占营业收入比重", "1.8%", "1.52%", "统计局", "研发与项目股"),
    ("创新投入", "本级财政科技支出占比", "2.5%", "2.61%", "财政局", "办公室"),
    ("创新投入", "有研发活动规上工业企业占比", "50%", "52.4%", "统计局", "研发与项目股"),
    ("创新投入", "规上工业企业研发机构设置率", "18%", "20%（2025年）", "科技局", "研发与项目股"),
    ("创新主体", "高新技术企业数", "70家", "72家", "认定办", "企业股"),
    ("创新主体", "科技型中小企业数", "120家", "143家（2025年）", "评价平台", "企业股"),
    ("创新主体", "高新技术产业增加值占比", "33%", "34.7%", "统计局", "企业股"),
    ("创新主体", "省级以上专精特新企业", "20家", "24家", "工信局", "企业股"),
    ("创新主体", "创新型示范企业", "2家", "3家", "科技厅", "企业股"),
    ("创新平台", "省级以上研发机构", "12家", "14家", "科技厅", "研发与项目股"),
    ("创新平台", "省级重点实验室", "1家", "0家（已完成论证）", "科技厅", "研发与项目股"),
    ("创新平台", "孵化载体面积", "8万平方米", "8.2万平方米", "科技局", "研发与项目股"),
    ("创新平台", "大型仪器入网", "40台（套）", "47台（套）", "科技局", "研发与项目股"),
    ("成果转化", "技术合同成交额占GDP比重", "1%", "1.06%（2025年）", "登记机构", "成果与人才股"),
    ("成果转化", "登记科技成果", "30项", "38项（2025年）", "登记机构", "成果与人才股"),
    ("成果转化", "万人高价值发明专利", "2.5件", "2.31件", "市场监管局", "成果与人才股"),
    ("成果转化", "技术转移机构", "1家", "1家", "科技局", "成果与人才股"),
    ("科技人才", "万名就业人员研发人员", "28人年", "29.4人年", "统计局", "成果与人才股"),
    ("科技人才", "科技特派员", "90人", "98人", "科技局", "成果与人才股"),
    ("科技人才", "公民科学素质比例", "15%", "14.6%", "科协", "成果与人才股"),
    ("创新环境", "科技金融产品", "1个", "1个", "金融办", "成果与人才股"),
    ("创新环境", "科技工作列入县委议事日程", "每年1次", "2次", "县委办", "办公室"),
    ("创新环境", "乡镇科技联络员", "全覆盖", "17个乡镇（街道）", "科技局", "办公室"),
)
FAR = {1, 11}
NEAR = {0: date(2026, 12, 31), 16: date(2026, 7, 15), 20: date(2026, 5, 15)}  # until when the gap is to be closed


def _criteria() -> Iterator[Row]:
    for place, (part, criterion, goal, value, source, department) in enumerate(CRITERIA):
        state = "far" if place in FAR else "near" if place in NEAR else "met"
        yield {
            "batch": TASK,
            "order_no": place + 1,
            "part": part,
            "title": criterion,
            "goal": goal,
            "value": value,
            "source": source,
            "day": date(2025, 3, 3),
            "as_of": date(2026, 5, 31),
            "department": department,
            "state": state,
            "due": date(2026, 12, 31) if place in FAR else NEAR.get(place),
            "closed_on": date(2025, 12, 31) if state == "met" else None,
            "measure": None if state == "met" else "列入创新型县创建补短清单，按季调度",
        }


def _bases() -> Iterator[Row]:
    firms = named()
    kinds = (
        ("示范理工学院轴承技术转移工作站", "station", "示范理工学院", "河口轴承", date(2025, 4, 22), 5, 4, 2_860_000),
        ("示范大学玻纤回收技术转移工作站", "station", "示范大学", "石桥玻纤", date(2025, 5, 27), 3, 3, 1_940_000),
        ("示范省农业科学院种业技术转移工作站", "station", "示范省农业科学院", "青禾种业", date(2025, 9, 18), 4, 5, 1_260_000),
        ("示范理工学院成果转化基地（工业园区）", "base", "示范理工学院", "示范重工", date(2023, 6, 9), 11, 14, 6_730_000),
    )
    for title, kind, partner, short, day, achievements, contracts, amount in kinds:
        yield {
            **of(firms[short]),
            "title": title,
            "kind": kind,
            "partner": partner,
            "day": day,
            "as_of": date(2026, 5, 31),
            "count": achievements,
            "contracts": contracts,
            "amount": Decimal(amount),
            "people": 2,
            "responsible": "成果与人才股经办",
            "state": "running",
            "due": date(day.year + 3, day.month, day.day),
        }


def _clusters() -> Iterator[Row]:
    said: dict[str, object] = {"responsible": "企业股经办", "as_of": date(2026, 5, 31)}
    yield {
        **said,
        "title": "示范县检验检测园",
        "kind": "testing",
        "region": "工业园区",
        "day": date(2025, 3, 10),
        "area": 26_000,
        "amount": Decimal(86_000_000),
        "count": 4,
        "progress": 35,
        "due": date(2026, 12, 31),
        "state": "building",
        "stuck": "计量检定实验室用电增容没有批复",
    }
    yield {
        **said,
        "title": "城关科技服务业集聚区",
        "kind": "mixed",
        "region": "城关镇",
        "day": date(2024, 9, 2),
        "area": 11_500,
        "amount": Decimal(12_000_000),
        "count": 23,
        "above_scale": 3,
        "income": Decimal(64_000_000),
        "progress": 100,
        "due": date(2025, 12, 31),
        "state": "running",
    }
    yield {
        **said,
        "title": "南塘工业设计街区",
        "kind": "design",
        "region": "南塘街道",
        "day": date(2025, 10, 20),
        "area": 5_200,
        "amount": Decimal(9_800_000),
        "progress": 10,
        "due": date(2027, 6, 30),
        "state": "planning",
    }


def _alliances() -> Iterator[Row]:
    firms = named()
    for title, kind, short, day, members, events, due, state in (
        ("示范县轴承产业技术创新联盟", "industry", "轴承协会", date(2022, 5, 18), 19, 3, date(2026, 5, 17), "active"),
        ("示范县科创平台联盟", "platform", "示范理工", date(2025, 11, 26), 14, 2, date(2028, 11, 25), "active"),
        ("示范县科技服务联盟", "service", "科企协", date(2026, 3, 20), 22, 1, None, "preparing"),
        ("示范县种业创新联合体", "industry", "青禾种业", date(2024, 4, 12), 8, 0, date(2027, 4, 11), "active"),
    ):
        yield {
            **of(firms[short]),
            "title": title,
            "kind": kind,
            "day": day,
            "count": members,
            "events": events,
            "due": due,
            "state": state,
            "responsible": "研发与项目股经办",
        }


def books() -> Sequence[Book]:
    return [
        Book("zone_criteria", "创新型县创建指标", list(_criteria()), by="research"),
        Book("bases", "高校成果转化基地", list(_bases()), by="transfer"),
        Book("clusters", "科技服务业集聚区", list(_clusters()), by="enterprise"),
        Book("alliances", "创新联盟", list(_alliances()), by="research"),
    ]
