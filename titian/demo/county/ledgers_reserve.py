"""Leads for the county, what is kept in reserve for later applications, and the liaisons of towns and firms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import DAY, ENTERPRISE, RESEARCH, TRANSFER, by_day, later, product, yuan
from titian.demo.county.rows import Firm, PersonRow

PLACES: Final = ("东河区", "邻山县", "示范市", "沿海某区", "省城高新区")
LEADS: Final = (
    ("传感器封装", "firm", "工业园区"),
    ("玻纤复合板材", "firm", "石桥镇"),
    ("轴承检测设备", "firm", "河口镇"),
    ("中药饮片深加工", "firm", "梅林镇"),
    ("农机智能控制器", "firm", "西坪镇"),
    ("冷水鱼育苗", "firm", "沙湾镇"),
    ("工业软件研发中心", "firm", "城关镇"),
    ("光学镜片精加工", "firm", "南塘街道"),
    ("电机定转子", "firm", "双河镇"),
    ("检验检测分中心", "institute", "工业园区"),
    ("种业创新团队", "talent", "青禾街道"),
    ("大赛优胜·振动监测", "contest", "工业园区"),
)
LEADS_COUNT = 30
COURSES: Final = (  # how far a lead came, and how likely
    (("collected",), 5),
    (("collected", "negotiating"), 9),
    (("collected", "negotiating", "signed"), 4),
    (("collected", "negotiating", "signed", "landed"), 4),
    (("collected", "negotiating", "signed", "landed", "producing"), 2),
    (("collected", "lost"), 4),
)
RESERVES: Final = (  # kind, batch, level, deadline, what it is, how many
    ("project", "2026年省重点研发计划", "province", date(2026, 6, 20), "{}关键技术攻关", 9),
    ("project", "2026年县域科技成果转化", "province", date(2026, 6, 12), "{}成果转化示范", 8),
    ("project", "2025年省重点研发计划", "province", date(2025, 6, 18), "{}工艺研究", 7),
    ("platform", "2026年省级平台认定", "province", date(2026, 7, 31), "{}工程技术研究中心", 5),
    ("platform", "2026年省重点实验室", "province", date(2026, 7, 20), "{}重点实验室", 1),
    ("title", "2026年高企第二批", "nation", date(2026, 8, 15), "高新技术企业（{}）", 12),
    ("talent", "2026年科技创新团队", "province", date(2026, 5, 15), "{}创新团队", 3),
    ("award", "2026年度省科学技术奖", "province", date(2026, 4, 20), "{}技术开发与应用", 3),
)
MATERIALS: Final = ("申报书", "知识产权", "研发费用归集", "人员名册", "合作协议", "审计报告", "成果转化证明")
GAPS: Final = ("近三年没有新增专利", "研发组织管理制度未建", "辅助账未归集", "缺成果转化证明", "科技人员社保名册不全")
FIRM_LIAISONS, REPLACED_FIRMS = 40, 2
REPLACED = ("东岭镇", date(2026, 4, 14))
LIAISONS_SINCE = date(2026, 2, 9)


def books() -> Sequence[Book]:
    return (
        Book("leads", "招商线索台账", by_day(_leads()), by="enterprise"),
        Book("reserve", "预申报储备库", by_day(_reserves()), by="research"),
        Book("liaisons", "科技联络员名册", by_day(_liaisons()), by="office"),
    )


def _leads() -> Iterator[Row]:
    dice = Dice("leads")
    newcomers = iter([firm for firm in county().firms if firm.kind == "enterprise" and firm.founded and firm.founded.year >= 2025])
    courses = [course for course, times in COURSES for _ in range(times)]
    for number in range(LEADS_COUNT):
        what, kind, town = LEADS[number % len(LEADS)]
        course = courses[(number * 7 + number // len(LEADS)) % len(courses)]
        first = dice.day(date(2025, 3, 10) if len(course) > 3 else date(2026, 1, 12), date(2026, 5, 8))
        days = _course_days(dice, first, len(course))
        landed = next(newcomers, None) if "landed" in course else None
        place = dice.one(PLACES)
        yield {
            "title": f"{place}{what}项目（{number + 1:02d}）",
            "day": first,
            "kind": kind,
            "investor": f"{place}某{what.removesuffix('团队')}{'团队' if kind == 'talent' else '企业'}",
            "origin": place,
            "source": dice.one(("以商招商", "科技活动", "大赛", "驻外招商组", "科技管家推荐")),
            "amount": yuan(dice.whole(3, 60) * 100),
            "region": town,
            **(of(landed) if landed else {}),
            "progress_note": "已实地考察，正在商谈厂房和政策" if len(course) > 1 else "电话联系，等待来访",
            "due": None if course[-1] in {"landed", "producing", "lost"} else _next(number),
            "responsible": ENTERPRISE if number % 3 else TRANSFER,
            "state": course[-1],
            **{f"on_{state}": day for state, day in zip(course[1:], days, strict=True) if state != "lost"},
        }


def _course_days(dice: Dice, first: date, stages: int) -> list[date]:
    found: list[date] = []
    for _ in range(stages - 1):
        found.append(later(found[-1] if found else first, dice.whole(15, 50), date(2026, 5, 29)))
    return found


def _next(number: int) -> date:
    """The next call: most ahead, some missed."""
    return DAY + timedelta(days=(-9, 3, 8, 15, 22, 30)[number % 6])


def _reserves() -> Iterator[Row]:
    dice = Dice("reserves")
    firms = iter(
        dice.shuffled(
            firm for firm in county().firms if firm.tech and firm.kind == "enterprise" and firm.state == "active" and firm.uscc
        )
    )
    for kind, batch, level, due, what, count in RESERVES:
        for number in range(count):
            yield _reserve(dice, next(firms), number, kind=kind, batch=batch, level=level, due=due, what=what)


def _reserve(dice: Dice, firm: Firm, number: int, *, kind: str, batch: str, level: str, due: date, what: str) -> dict[str, object]:
    """Batches that are closed: declared, some selected, one missed; one let its day pass. Those ahead are in preparation."""
    past = due <= DAY
    state = (
        ("declared", "selected", "missed", "stored")[min(number, 3) if number < 4 else 0]
        if past
        else ("stored", "checked")[number % 3 == 1]
    )
    if past and due.year == 2025 and state in {"declared", "stored"}:
        state = "selected" if number % 2 else "missed"
    checked = state != "stored"
    ready = dice.whole(82, 100) if checked else dice.whole(30, 78)
    first = dice.day(due - timedelta(days=170), due - timedelta(days=70))
    declared = due - timedelta(days=6)
    return {
        "title": what.format(product(dice, firm)),
        "kind": kind,
        "batch": batch,
        **of(firm),
        "leader": firm.contact or None,
        "level": level,
        "day": min(first, date(2026, 4, 24)),
        "due": due,
        "progress": ready,
        "materials": "、".join(MATERIALS[: 2 + ready // 20]),
        "gap": None if checked else dice.one(GAPS),
        "first_check": "passed" if checked else "improve" if ready > 60 else None,
        "second_check": "passed" if checked else None,
        "amount": yuan(dice.one((20, 30, 50, 80))) if kind == "project" else None,
        "responsible": ENTERPRISE if kind == "title" else RESEARCH if kind != "talent" else TRANSFER,
        "state": state,
        "on_checked": min(due - timedelta(days=20), date(2026, 5, 22)) if checked else None,
        "on_declared": declared if state in {"declared", "selected", "missed"} else None,
        "on_selected": min(due + timedelta(days=95), date(2026, 5, 28)) if state == "selected" else None,
    }


@cache
def _contacts(position: str) -> Sequence[PersonRow]:
    return [person for person in county().people if person.position == position]


def _liaisons() -> Iterator[Row]:
    """One of every town, as the office's paper says; one town has changed its own. Forty firms, two of which have changed theirs."""
    town, since = REPLACED
    for person in _contacts("科技联络员"):
        assert person.firm is not None
        own = person.firm.town == town
        yield _liaison(person, "park" if "园区" in person.firm.town else "town", since if own else LIAISONS_SINCE)
    (former,) = _contacts("原科技联络员")
    successor = next(person.name for person in _contacts("科技联络员") if person.firm and person.firm.town == town)
    yield _liaison(former, "town", LIAISONS_SINCE) | {"closed_on": since, "replaced_by": successor, "reason": "岗位调整"}
    holders = [person for person in _contacts("科技项目负责人") if person.firm and person.firm.tech][:FIRM_LIAISONS]
    keepers = {person.firm: person for person in _contacts("财务负责人")}
    for number, person in enumerate(holders):
        follower = keepers.get(person.firm) if person.firm else None
        changed = follower is not None and number < REPLACED_FIRMS * 4
        row = _liaison(person, "firm", date(2025, 3, 18))
        yield row | (
            {"closed_on": date(2026, 3, 20), "replaced_by": follower.name, "reason": "离职"} if changed and follower else {}
        )
        if changed and follower:
            yield _liaison(follower, "firm", date(2026, 3, 20))


def _liaison(person: PersonRow, kind: str, since: date) -> dict[str, object]:
    assert person.firm is not None
    return {
        "person": f"{person.name}（{person.firm.name}）",
        "kind": kind,
        **of(person.firm),
        "region": person.firm.town or None,
        "day": since,
        "position": "科技专干" if kind != "firm" else person.position,
        "responsible": ENTERPRISE,
    }
