"""Investments by project and month, and how far the platforms are built.

The months of 2025 and of 2026 add up to what the papers state, to the yuan. One project stands still for want of its site, one platform is
late, one has not moved for half a year, one was given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import INVESTED_2025, INVESTED_THIRD, PLANNED_2026, RESEARCH, month_ends, yuan

CARRIER = -1  # the first carrier stands for the county's own building company


@dataclass(frozen=True)
class Project:
    """`owner`: place among the firms the papers name. Plans by year and the whole in 万元; `stuck`: what holds it up in 2026."""

    name: str
    owner: int
    town: str
    kind: str
    plans: tuple[int, int]
    whole: int
    stuck: str = ""

    def plan(self, year: int) -> int:
        return self.plans[year - 2025]


BASE: Final = "示范县中试基地"
PROJECTS: Final = (
    Project("重型矿山机械智能工厂", 0, "工业园区", "industry", (7200, 7600), 26000),
    Project("精密轴承数字化产线", 1, "河口镇", "digital", (4300, 4200), 9800),
    Project("玻纤废料回收利用", 2, "石桥镇", "pilot", (3600, 3900), 8600, "环评批复偏慢"),
    Project("种业创新中心", 3, "青禾街道", "platform", (1800, 2100), 5200),
    Project("冷水鱼加工研发基地", 4, "沙湾镇", "industry", (1500, 1700), 3800),
    Project("电子级石英砂提纯", 5, "云溪镇", "industry", (3200, 4400), 12000, "设备交货推迟"),
    Project("光电模组封装线", 6, "南塘街道", "industry", (2000, 2300), 6100),
    Project(BASE, CARRIER, "工业园区", "pilot", (0, 1800), 8800, "用地手续未完成，不能开工"),
)
LOOKS: Final = ("设备基础施工", "设备安装", "单机调试", "联动调试", "试生产")
# name | owner | town | kind | planned start, top and use | 万元 | ㎡ | per cent | what holds it up, and the days of its stages
PLATFORMS: Final = """
示范县中试基地|-1|工业园区|pilot|2026-05-20 2026-11-30 2027-06-30|8800|12000|12|用地手续未完成，开工由5月推迟到8月
    planned 2025-09-12 signed 2026-03-18
轴承产业科技综合体二期|1|河口镇|carrier|2024-12-10 2025-06-18 2025-12-31|6200|14000|100|
    planned 2024-08-20 signed 2024-10-16 started 2024-12-10 topped 2025-06-12 in_use 2025-11-20
玻纤材料研发中心|2|石桥镇|centre|2025-06-10 2026-02-28 2026-09-30|3600|5200|66|
    planned 2025-02-26 signed 2025-04-09 started 2025-06-18 topped 2026-03-25
县检验检测园|-1|工业园区|testing|2025-09-20 2026-04-30 2026-12-31|7400|9600|38|主体施工队伍更换，进度落后
    planned 2025-04-15 signed 2025-06-27 started 2026-03-16
云溪石英砂实验室|5|云溪镇|laboratory|2025-05-12 2025-10-30 2026-04-30|1800|1600|88|设备交货推迟，四月没有投用
    planned 2025-03-20 signed 2025-04-02 started 2025-05-20 topped 2025-11-06
科技服务业集聚区|-1|城关镇|park|2026-06-30 2027-03-31 2027-12-31|5600|18000|5|选址两次调整，半年没有进展
    planned 2025-07-08
种业科技示范楼|3|青禾街道|centre|2025-04-08 2025-09-30 2026-05-31|2100|2800|100|
    planned 2025-01-16 signed 2025-02-20 started 2025-04-08 topped 2025-09-18 in_use 2026-04-28
南塘双创基地改造|-1|南塘街道|carrier|2025-08-01 2025-12-01 2026-06-30|900|3100|20|产权纠纷，改造终止
    planned 2025-05-09 signed 2025-06-05 ended 2026-02-12
光电检测公共平台|6|南塘街道|testing|2026-05-08 2026-09-30 2026-12-20|1500|1200|35|
    planned 2026-02-03 signed 2026-03-12 started 2026-05-08
"""


def books() -> Sequence[Book]:
    months = [*_invested(2025, INVESTED_2025), *_invested(2026, INVESTED_THIRD)]
    return (
        Book("investments", "重大项目投资调度表", months, by="research"),
        Book(
            "platform_progress",
            "平台建设进度表",
            [*_platforms()],
            by="research",
        ),
    )


def _owner(place: int) -> dict[str, object]:
    if place != CARRIER:
        return of(county().firms[place])
    return of(next(firm for firm in county().firms if firm.kind == "carrier"))


def _invested(year: int, total: int) -> Iterator[Row]:
    """Every project and month; the first project takes what rounding leaves."""
    if sum(project.plan(2026) for project in PROJECTS) * 10_000 != PLANNED_2026:
        raise AssertionError("plans of 2026")
    dice = Dice(f"investments {year}")
    ends = month_ends((year, 1), (year, 12 if year == 2025 else 5))
    running = [project for project in PROJECTS if project.plan(year)]
    weights = {(project, end): _weight(dice, project, end) for project in running for end in ends}
    unit = total / sum(weights.values())
    amounts = {key: round(weight * unit / 10_000) * 10_000 for key, weight in weights.items()}
    amounts[running[0], ends[-1]] += total - sum(amounts.values())
    for project in running:
        done = 0
        for end in ends:
            done += amounts[project, end]
            yield _month(project, end, Decimal(amounts[project, end]), Decimal(done))


def _weight(dice: Dice, project: Project, end: date) -> float:
    plan = project.plan(end.year)
    if project.name == BASE:
        return plan * 0.015 if end.month < 4 else 0  # preparations, then nothing
    return plan * dice.between(0.6, 1.4) * (0.6 if end.month < 3 else 1)


def _month(project: Project, end: date, amount: Decimal, done: Decimal) -> Row:
    plan = yuan(project.plan(end.year))
    waiting, this_year = project.name == BASE, end.year == 2026
    late = this_year and project.stuck and done * 12 < plan * end.month
    return {
        **_owner(project.owner),
        "title": project.name,
        "day": end,
        "region": project.town,
        "kind": project.kind,
        "total": yuan(project.whole),
        "plan": plan,
        "amount": amount,
        "cumulative": done,
        "look": "前期手续" if waiting else LOOKS[min(4, int(done * 5 / plan))],
        "stuck": project.stuck or None if this_year else None,
        "ask": "请县政府协调自然资源部门加快用地报批" if waiting else None,
        "responsible": RESEARCH,
        "state": "stopped" if waiting and end.month >= 4 else "slow" if late or waiting else "normal",
    }


def _platforms() -> Iterator[Row]:
    lines = PLATFORMS.strip().splitlines()
    for cells, course in zip(lines[::2], lines[1::2], strict=True):
        yield _built(cells.split("|"), course.split())


def _built(cells: Sequence[str], words: Sequence[str]) -> Row:
    title, owner, town, kind, planned, wan, area, progress, stuck = cells
    start, top, due = map(date.fromisoformat, planned.split())
    days = {state: date.fromisoformat(day) for state, day in zip(words[::2], words[1::2], strict=True)}
    state = words[-2]
    ended = state == "ended"
    return {
        **_owner(int(owner)),
        "title": title,
        "kind": kind,
        "region": town,
        "level": "county",
        "day": days["planned"],
        "plan_start": start,
        "plan_top": top,
        "due": due,
        "amount": yuan(wan),
        "area": Decimal(area),
        "progress": int(progress),
        "look": {"in_use": "已投入使用", "topped": "内部装修和设备安装", "started": "主体施工"}.get(state, "前期手续"),
        "stuck": stuck or None,
        "decision": "局党组研究：终止改造，另选场地" if ended else None,
        "responsible": RESEARCH,
        "state": state,
        **{f"on_{reached}": day for reached, day in days.items() if reached != "ended"},
    }
