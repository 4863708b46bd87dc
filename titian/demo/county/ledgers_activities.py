"""Events of all kinds, and who took part in the contests: five, twelve and six matchmaking events as the papers state them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import ENTERPRISE, OFFICE, TRANSFER, yuan
from titian.demo.county.ledgers_visits import visits
from titian.demo.county.rows import Firm

COLLEGE, FARM_INSTITUTE = "示范理工学院", "示范县农业科学研究所"
# day, title, kind, town, partners, 人次, 家次, experts, needs, achievements, intentions, contracts, 签约万元
Event = tuple[date, str, str, str, str, int, int, int | None, int | None, int | None, int | None, int | None, float | None]
MATCHING: Final[Sequence[Event]] = (
    (date(2025, 2, 27), "轴承产业成果对接会", "matchmaking", "河口镇", COLLEGE, 86, 28, 12, 14, 22, 5, 2, 96),
    (date(2025, 3, 27), "示范理工学院成果路演（一）", "roadshow", "城关镇", COLLEGE, 64, 21, 9, 9, 18, 3, 1, 40),
    (date(2025, 4, 17), "现代种业成果对接会", "matchmaking", "青禾街道", FARM_INSTITUTE, 78, 24, 11, 12, 15, 4, 2, 52),
    (date(2025, 5, 15), "县农科所院所开放日", "open_day", "青禾街道", FARM_INSTITUTE, 59, 19, 6, 6, 14, 3, 1, 18),
    (date(2025, 6, 10), "玻纤材料圆桌会", "round_table", "石桥镇", "示范大学", 31, 14, 8, 10, 9, 4, 2, 75),
    (date(2025, 7, 24), "示范理工学院成果路演（二）", "roadshow", "工业园区", COLLEGE, 70, 25, 8, 8, 20, 3, 1, 35),
    (date(2025, 8, 21), "中药材加工成果对接会", "matchmaking", "梅林镇", "示范省农业科学院", 62, 18, 7, 9, 12, 2, 1, 22),
    (date(2025, 9, 18), "科技集市（秋季）", "fair", "城关镇", "示范理工学院、县农科所", 210, 33, 14, 13, 26, 4, 2, 48),
    (date(2025, 10, 23), "企业高校行（示范大学）", "campus", "", "示范大学", 35, 17, 10, 11, 8, 4, 2, 88),
    (date(2025, 11, 6), "矿山机械成果对接会", "matchmaking", "工业园区", "示范省机械设计研究院", 74, 22, 9, 10, 13, 3, 2, 120),
    (date(2025, 11, 27), "光电与仪器圆桌会", "round_table", "南塘街道", COLLEGE, 28, 12, 7, 7, 7, 3, 1, 30),
    (date(2025, 12, 18), "年度成果路演", "roadshow", "城关镇", "示范理工学院、示范大学", 92, 30, 12, 8, 24, 3, 1, 42),
    (date(2026, 1, 22), "轴承钢热处理圆桌会", "round_table", "河口镇", COLLEGE, 33, 15, 8, 9, 10, 3, 1, 60),
    (date(2026, 3, 5), "院校进示范·轴承专场", "matchmaking", "河口镇", COLLEGE, 81, 27, 11, 15, 24, 5, 2, 95),
    (date(2026, 3, 26), "院校进示范·玻纤专场", "matchmaking", "石桥镇", "示范大学", 72, 24, 9, 13, 19, 4, 2, 70),
    (
        date(2026, 4, 10),
        "院校进示范·现代种业专场",
        "matchmaking",
        "青禾街道",
        "示范省农业科学院、县农科所",
        85,
        29,
        12,
        14,
        21,
        5,
        2,
        46,
    ),
    (date(2026, 4, 29), "示范理工学院成果路演（三）", "roadshow", "工业园区", COLLEGE, 68, 26, 9, 11, 22, 3, 1, 38),
    (date(2026, 5, 21), "县农科所院所开放日", "open_day", "青禾街道", FARM_INSTITUTE, 66, 22, 7, 8, 12, 2, 1, 20),
)
OTHER: Final[Sequence[Event]] = (
    (date(2025, 5, 26), "科技活动周示范县主场活动", "science_week", "城关镇", "", 2300, 0, None, None, None, None, None, None),
    (
        date(2025, 6, 5),
        "银企对接会（春季）",
        "bank",
        "工业园区",
        "示范农商行、梯田村镇银行",
        58,
        27,
        None,
        None,
        None,
        None,
        None,
        None,
    ),
    (date(2025, 8, 7), "示范县双创大赛初赛", "contest", "城关镇", "", 64, 9, 7, None, None, None, None, None),
    (
        date(2025, 10, 14),
        "银企对接会（秋季）",
        "bank",
        "城关镇",
        "示范农商行、市商行示范县支行",
        61,
        31,
        None,
        None,
        None,
        None,
        None,
        None,
    ),
    (date(2026, 1, 15), "科技服务业专题调度会（一）", "conference", "城关镇", "", 21, 9, None, None, None, None, None, None),
    (date(2026, 2, 12), "乡镇科技联络员例会（一）", "conference", "城关镇", "", 22, 0, None, None, None, None, None, None),
    (date(2026, 3, 19), "科技服务业专题调度会（二）", "conference", "城关镇", "", 24, 11, None, None, None, None, None, None),
    (
        date(2026, 4, 21),
        "银企对接会（春季）",
        "bank",
        "工业园区",
        "示范农商行、梯田村镇银行",
        66,
        34,
        None,
        None,
        None,
        None,
        None,
        None,
    ),
    (date(2026, 4, 28), "乡镇科技联络员例会（二）", "conference", "城关镇", "", 21, 0, None, None, None, None, None, None),
    (date(2026, 5, 12), "示范县双创大赛动员会", "contest", "城关镇", "", 48, 16, None, None, None, None, None, None),
    (date(2026, 5, 19), "科技服务业专题调度会（三）", "conference", "城关镇", "", 23, 12, None, None, None, None, None, None),
    (date(2026, 5, 24), "全国科技活动周示范县主场活动", "science_week", "城关镇", "", 2000, 0, None, None, None, None, None, None),
)
TRIPS: Final = (  # 专家企业行: 46人次 in the first half of 2025
    (date(2025, 3, 14), "专家企业行·轴承", "河口镇", 16),
    (date(2025, 4, 11), "专家企业行·玻纤", "石桥镇", 14),
    (date(2025, 5, 30), "专家企业行·食品", "沙湾镇", 16),
    (date(2025, 9, 5), "专家企业行·农机", "西坪镇", 9),
    (date(2025, 11, 13), "专家企业行·光电", "南塘街道", 11),
    (date(2026, 3, 31), "专家企业行·新材料", "云溪镇", 12),
    (date(2026, 5, 7), "专家企业行·矿山机械", "工业园区", 13),
)
KEYS: Final = (
    "day",
    "title",
    "kind",
    "region",
    "partners",
    "count",
    "firms",
    "experts",
    "needs",
    "achievements",
    "intentions",
    "contracts",
)
CITY_2025, CITY_2026 = "2025年示范市创新创业大赛", "2026年示范市创新创业大赛"
ENTERED_2025, ENTERED_2026, SECOND_2026 = 9, 12, 2
IDEAS: Final = ("在线检测系统", "节能装置", "精密部件", "智能管理平台", "新型材料", "自动化装备", "深加工产品", "远程监测终端")


def books() -> Sequence[Book]:
    events = [*map(_event, MATCHING), *map(_event, OTHER), *map(_trip, TRIPS)]
    return (
        Book("activities", "活动与对接会台账", sorted(events, key=lambda row: str(row["day"])), by="transfer"),
        Book("contests", "双创大赛参赛名单", [*_entries()], by="enterprise"),
    )


def _event(event: Event) -> Row:
    *said, signed = event
    matching = event in MATCHING
    return {
        **{key: value or None for key, value in zip(KEYS, said, strict=True)},
        "amount": yuan(signed) if signed else None,
        "host": "示范县科技局",
        "department": "成果与人才股" if matching else "企业股",
        "responsible": TRANSFER if matching else OFFICE if event[2] == "science_week" else ENTERPRISE,
    }


def _trip(trip: tuple[date, str, str, int]) -> Row:
    day, title, town, experts = trip
    visited = len({visit.firm for visit in visits() if visit.kind == "expert" and visit.firm.town == town})
    return {
        "day": day,
        "title": title,
        "kind": "expert_trip",
        "region": town,
        "experts": experts,
        "count": experts,
        "firms": max(3, visited),
        "host": "示范县科技局",
        "department": "成果与人才股",
        "responsible": TRANSFER,
    }


def _entries() -> Iterator[Row]:
    """Nine firms in 2025, one of them won; twelve in 2026, two of them are in the second round."""
    dice = Dice("contests")
    young = [
        firm
        for firm in county().firms
        if firm.tech and firm.kind == "enterprise" and firm.state == "active" and firm.founded_by(2024)
    ]
    firms = dice.shuffled(firm for firm in young if not firm.large)
    for number, firm in enumerate(firms[:ENTERED_2025]):
        won = {
            "state": "won",
            "on_second": date(2025, 8, 20),
            "on_final": date(2025, 9, 10),
            "on_won": date(2025, 9, 28),
            "award": "三等奖",
            "amount": yuan(5),
        }
        second = {"state": "out", "on_second": date(2025, 8, 20)}
        yield _entry(dice, firm, CITY_2025, date(2025, 7, 15)) | (
            won if number == 0 else second if number < 3 else {"state": "out"}
        )
    for number, firm in enumerate(firms[ENTERED_2025:][:ENTERED_2026]):
        second = {"state": "second", "on_second": date(2026, 5, 26)}
        yield _entry(dice, firm, CITY_2026, date(2026, 4, 20)) | (second if number < SECOND_2026 else {"state": "entered"})


def _entry(dice: Dice, firm: Firm, batch: str, day: date) -> dict[str, object]:
    brand = firm.name.removeprefix("示范县")[:2]
    kind = "starting" if firm.founded_by(2021) is False else "growing"
    return {
        "batch": batch,
        "title": f"{brand}{dice.one(IDEAS)}",
        **of(firm),
        "kind": kind,
        "level": "city",
        "day": day,
        "responsible": ENTERPRISE,
    }
