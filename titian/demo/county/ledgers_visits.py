"""Visits to firms and the problems found there: 次 and 家 as the papers state them, half-year by half-year.

One problem of 2025 was brought up under two programmes; it is one row with both of them and counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import (
    BANK_THIRD,
    CHIEF,
    COLLECTED_THIRD,
    ENTERPRISE,
    FIRST,
    JOINT_THIRD,
    RESEARCH,
    SECOND,
    SOLVED,
    SPANS,
    THIRD,
    TRANSFER,
    VISITED_2025,
    VISITED_FIRST,
    VISITED_THIRD,
    VISITS,
    by_day,
    later,
    product,
)
from titian.demo.county.rows import Firm

WEIGHTS: Final[Mapping[str, float]] = {"visit": 50, "guidance": 24, "rnd": 12, "expert": 6, "gifts": 6, "other": 2}
OF_2025: Final[Mapping[str, int]] = {"joint": 5, "bank": 9}  # in each half of 2025
TOPICS: Final[Mapping[str, Sequence[str]]] = {
    "visit": (
        "了解{}生产经营和研发项目进展，核对研发费用归集口径",
        "查看{}产线，摸排技术需求和申报意愿",
        "核对知识产权和研发组织管理制度，商定申报时间",
        "了解{}订单和用工情况，送上政策清单和申报日历",
    ),
    "guidance": (
        "逐项对照高企条件，指导整理研发项目台账",
        "辅导研发费用辅助账，纠正人员人工费用分摊",
        "指导科技型中小企业评价填报，核对职工总数和科技人员数",
    ),
    "rnd": ("围绕{}梳理研发项目，一对一讲解加计扣除和后补助政策",),
    "expert": ("专家现场问诊{}工艺难题，提出改进建议",),
    "joint": ("与市级专班联合走访，了解{}扩产、融资和入统情况",),
    "bank": ("与合作银行联合走访，对接“梯田贷”融资需求",),
    "gifts": ("送政策、送服务上门，讲解科技奖补兑现流程",),
    "other": ("参加{}项目现场会，答复企业咨询",),
}
PARTNERS: Final[Mapping[str, Sequence[str]]] = {
    "joint": ("示范市科技局专班",),
    "bank": ("示范农商行", "梯田村镇银行", "市商行示范县支行"),
    "expert": ("示范理工学院专家", "示范省机械设计研究院专家", "示范省农业科学院专家"),
}
NEEDS: Final = ("{}质量稳定性提升技术", "{}在线检测技术", "{}节能降耗工艺", "{}自动化装配")
PROMISES: Final = ("下月前送来申报材料样本", "帮助联系检测机构", "对接银行上门一次", "协调专家再次会诊")
# Of what else a firm that had a problem before has it now.
ELSE: Final[Mapping[str, str]] = {"talent": "研发岗位", "finance": "二期项目", "testing": "新产品"}
PROBLEMS: Final[Mapping[str, Sequence[str]]] = {
    "finance": ("流动资金紧张，缺少抵押物", "“梯田贷”额度不够，希望提高授信", "首贷手续多、周期长", "设备更新缺少中长期贷款"),
    "talent": ("熟练工招聘困难，{}车间缺员", "缺少{}专业技术人员", "技术骨干流失，职称评定渠道不畅", "高校毕业生留不住"),
    "testing": ("{}检测要送到外市，周期长、费用高", "缺少{}第三方检测报告", "{}型式试验没有设备可做"),
    "technology": ("{}合格率偏低", "{}工艺能耗偏高"),
    "policy": ("研发费用后补助到账慢", "不清楚奖补兑现时间"),
    "land": ("用电负荷不足，{}产线不能满开", "厂房不够，需要扩大用地"),
    "market": ("{}销路窄，希望参加对接活动",),
}
MEASURES: Final[Mapping[str, str]] = {
    "finance": "对接合作银行上门，重新测算授信，报三方会商",
    "talent": "与人社部门联合招聘，推荐科技副总和实习学生",
    "testing": "联系检测机构，集中送检，协调开放设备",
    "technology": "请专家现场会诊，列入技术需求库跟踪",
    "policy": "核对申报材料，向财政部门催办",
    "land": "报县政府协调供电、自然资源部门",
    "market": "列入对接活动参会名单，介绍采购单位",
}
EARLIER: Final[Mapping[str, float]] = {
    "finance": 26,
    "talent": 20,
    "testing": 14,
    "technology": 18,
    "policy": 10,
    "land": 7,
    "market": 5,
}
EXPLAINED_2025, OPEN_SINCE_2025, UNANSWERED = 5, 2, 2
# Days until the deadline, of those still open on 31 May 2026: overdue, due within a week, later.
OPEN_DUE: Final = (-26, -19, -12, -5, 1, 3, 6, 11, 15, 18, 24)
TWICE = "入企服务和科技管家两张表都报过，是同一个问题，这里只登记一次"


@dataclass(frozen=True)
class Visit:
    firm: Firm
    day: date
    kind: str
    text: Mapping[str, object]


def books() -> Sequence[Book]:
    problems = by_day(_told_apart(_problems()))
    found = {str(row["parent"]): row["title"] for row in problems}
    return (
        Book("visits", "入企服务台账", [_row(visit, found.get(_named(visit))) for visit in visits()], by="enterprise"),
        Book("problems", "企业问题台账", problems, by="enterprise"),
    )


@cache
def visits() -> Sequence[Visit]:
    """Every visit of the three half-years, the earliest first."""
    dice = Dice("visits")
    groups = _visited(dice)
    found = [visit for half, firms in groups.items() for visit in _half(dice, half, firms)]
    return sorted(found, key=lambda visit: (visit.day, visit.firm.name))


def _visited(dice: Dice) -> Mapping[str, Sequence[Firm]]:
    """Whom the bureau went to see: 83 firms, 58 more, and of 2026 some old and some new."""
    rows = county()
    firms = [firm for firm in rows.firms if firm.kind == "enterprise" and firm.tech and firm.state == "active" and firm.uscc]
    firms = [firm for firm in firms if firm.founded_by(2024) and firm.since is None]
    holders = {row.firm for row in rows.titles if row.kind in {"hnte", "hnte_pool"}}
    ranked = sorted(dice.shuffled(firms), key=lambda firm: (firm not in holders, not firm.short))
    known = ranked[:VISITED_2025]
    first = _with_named(dice.shuffled(known), VISITED_FIRST)
    rest = [firm for firm in known if firm not in set(first)]
    again = _with_named(dice.shuffled(known), 60)
    new = dice.shuffled(ranked[VISITED_2025:])[: VISITED_THIRD - len(again)]
    return {FIRST: first, SECOND: [*rest, *first[:45]], THIRD: [*again, *new]}


def _with_named(firms: Sequence[Firm], count: int) -> list[Firm]:
    """The firms the papers name are always among them."""
    named = set(county().firms[:7])
    return sorted(firms, key=lambda firm: firm not in named)[:count]


def _half(dice: Dice, half: str, firms: Sequence[Firm]) -> Iterator[Visit]:
    """Each firm once, then again whoever comes; never twice on a day."""
    since, until = SPANS[half]
    extra = VISITS[half] - len(firms)
    often = [firms[int(dice.between(0, 1) ** 2 * len(firms))] for _ in range(extra)]
    kinds = _kinds(dice, half, VISITS[half])
    taken: set[tuple[Firm, date]] = set()
    for firm, kind in zip([*firms, *often], kinds, strict=True):
        day = dice.day(since, until)
        while (firm, day) in taken:
            day = dice.day(since, until)
        taken.add((firm, day))
        yield Visit(firm, day, kind, _text(dice, firm, kind))


def _kinds(dice: Dice, half: str, count: int) -> list[str]:
    wanted = {"joint": JOINT_THIRD, "bank": BANK_THIRD} if half == THIRD else OF_2025
    fixed = [kind for kind, times in wanted.items() for _ in range(times)]
    return dice.shuffled([*fixed, *(dice.weighed(WEIGHTS) for _ in range(count - len(fixed)))])


def _text(dice: Dice, firm: Firm, kind: str) -> Mapping[str, object]:
    made = product(dice, firm)
    officer = {"bank": TRANSFER, "expert": TRANSFER, "rnd": RESEARCH}.get(kind) or dice.weighed(
        {ENTERPRISE: 7, RESEARCH: 2, TRANSFER: 1}
    )
    with_whom = dice.weighed({"": 5, CHIEF: 3, "分管领导": 1})
    return {
        "visitors": "、".join(filter(None, (with_whom, officer))),
        "partners": dice.one(PARTNERS[kind]) if kind in PARTNERS else None,
        "topics": dice.one(TOPICS[kind]).format(made),
        "needs": dice.one(NEEDS).format(made) if dice.happens(0.22) else None,
        "promises": dice.one(PROMISES) if dice.happens(0.08) else None,
        "received_by": firm.contact or None,
        "responsible": officer,
    }


def _named(visit: Visit) -> str:
    """How a problem says where it was found."""
    return f"{visit.firm.name} {visit.day}"


def _row(visit: Visit, problem: object) -> Row:
    return {**of(visit.firm), "day": visit.day, "kind": visit.kind, **visit.text, "problems": problem}


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """One firm has no problem twice: what it said before it now says of something else."""
    seen: set[tuple[object, object]] = set()
    for row in rows:
        said = (row["organisation"], row["title"])
        yield {**row, "title": f"{row['title']}（{ELSE.get(str(row['kind']), '新产线')}）"} if said in seen else row
        seen.add(said)


def _problems() -> Iterator[Row]:
    dice = Dice("problems")
    pools = {half: _pool(dice, half) for half in SPANS}
    for half in (FIRST, SECOND):
        for number in range(SOLVED[half]):
            yield _solved(dice, next(pools[half]), half, dice.weighed(EARLIER), twice=half == SECOND and number == 7)
    for _ in range(EXPLAINED_2025):
        yield _solved(dice, next(pools[SECOND]), SECOND, "land") | {"state": "explained", "feedback": None}
    for visit in [next(pools[SECOND]) for _ in range(OPEN_SINCE_2025)]:
        yield _raised(dice, visit, "finance") | {"state": "coordinating", "level": "county", "measure": MEASURES["finance"]}
    yield from _this_year(dice, pools[THIRD])


def _pool(dice: Dice, half: str) -> Iterator[Visit]:
    """Visits on which a problem was found, none too near to the end of the half-year to be solved in it."""
    last = SPANS[half][1] - timedelta(days=24)
    return iter(dice.shuffled(visit for visit in visits() if SPANS[half][0] <= visit.day <= last))


def _raised(dice: Dice, visit: Visit, kind: str) -> dict[str, object]:
    programmes = {"bank": "入企服务", "joint": "入企服务、科技服务业专班", "gifts": "送政策送服务", "rnd": "研发辅导"}.get(
        visit.kind, "入企服务"
    )
    return {
        **of(visit.firm),
        "day": visit.day,
        "title": dice.one(PROBLEMS[kind]).format(product(dice, visit.firm)),
        "kind": kind,
        "programmes": programmes,
        "parent": _named(visit),
        "level": dice.weighed({"section": 6, "bureau": 3, "county": 1}),
        "responsible": visit.text["responsible"],
        "due": visit.day + timedelta(days=30),
    }


def _solved(dice: Dice, visit: Visit, half: str, kind: str, *, twice: bool = False) -> dict[str, object]:
    closed = later(visit.day, dice.whole(4, 44), SPANS[half][1])
    row = _raised(dice, visit, kind)
    row |= {"measure": MEASURES[kind], "state": "solved", "closed_on": closed}
    row["feedback"] = dice.weighed({"satisfied": 8, "basic": 2})
    return row | ({"programmes": "入企服务、科技管家", "measure": TWICE} if twice else {})


def _this_year(dice: Dice, pool: Iterator[Visit]) -> Iterator[Row]:
    """58 collected, 45 solved; two of the other 13 wait for the firm's word alone. The firm with a log-in has one that is open."""
    kinds = dice.shuffled(kind for kind, count in COLLECTED_THIRD.items() for _ in range(count))
    tested = 0
    for kind in kinds[: SOLVED[THIRD]]:
        row = _solved(dice, next(pool), THIRD, kind)
        if kind == "testing" and tested < 4:
            row["measure"] = "协调市计量院开放设备，减免费用2.4万元"
            tested += 1
        yield row
    for kind in kinds[SOLVED[THIRD] :][:UNANSWERED]:
        yield _solved(dice, next(pool), THIRD, kind) | {"feedback": None}
    yield from _open(dice, pool, kinds[SOLVED[THIRD] + UNANSWERED :])


def _open(dice: Dice, pool: Iterator[Visit], kinds: Iterable[str]) -> Iterator[Row]:
    known = county().firms[0]
    own = next(visit for visit in visits() if visit.firm.name == known.name and visit.day >= date(2026, 3, 1))
    for number, (kind, days) in enumerate(zip(kinds, OPEN_DUE, strict=True)):
        row = _raised(dice, own if number == 1 else next(pool), kind)
        state = "raised" if number % 3 == 2 else "coordinating"
        yield row | {
            "due": date(2026, 5, 31) + timedelta(days=days),
            "state": state,
            "measure": MEASURES[kind] if state == "coordinating" else None,
        }
