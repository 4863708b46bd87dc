"""Talents: brought in, posted as 科技副总, put forward for programmes, and what became of those who were chosen.

What the papers state: 11, 27 and 13 people brought in (first half of 2025, 2025, 2026 so far, of whom five came through a station outside the
province); 5, 9 and 11 科技副总 in post; 4 and 3 applications as 科技领军人才, 2 and 1 as 科技创新团队. Who applied is never published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import HALVES, days, makers, of_kind, who
from titian.demo.county.rows import PersonRow

BY = "成果与人才股经办"
BROUGHT_IN = (11, 16, 13)
THROUGH_STATION = 5
# Since, until, how many of the deputies of the register.
POSTED = (
    (date(2024, 9, 2), date(2026, 9, 1), 5),
    (date(2025, 10, 20), date(2027, 10, 19), 4),
    (date(2026, 3, 16), date(2028, 3, 15), 2),
)
# Programme, kind, level, batch, applied, result (None: not yet), how many applied, how many were chosen.
APPLIED = (
    ("省科技领军人才计划", "leader", "province", "2025年第一批", date(2025, 3, 24), date(2025, 8, 22), 2, 1),
    ("省科技领军人才计划", "leader", "province", "2025年第二批", date(2025, 9, 15), date(2026, 1, 23), 2, 1),
    ("省科技领军人才计划", "leader", "province", "2026年第一批", date(2026, 3, 23), None, 3, 0),
    ("省科技创新团队计划", "team", "province", "2025年第一批", date(2025, 3, 26), date(2025, 8, 22), 1, 1),
    ("省科技创新团队计划", "team", "province", "2025年第二批", date(2025, 9, 17), date(2026, 1, 23), 1, 0),
    ("省科技创新团队计划", "team", "province", "2026年第一批", date(2026, 3, 25), None, 1, 0),
    ("梯田英才计划", "young", "county", "2025年第一批", date(2025, 4, 21), date(2025, 7, 18), 6, 3),
    ("市双创人才计划", "entrepreneur", "city", "2025年第一批", date(2025, 5, 12), date(2025, 10, 31), 5, 2),
    ("市海外工程师计划", "engineer", "city", "2026年第一批", date(2026, 4, 13), None, 2, 0),
)
SHORT = {
    "省科技领军人才计划": "省领军",
    "省科技创新团队计划": "省团队",
    "梯田英才计划": "梯田英才",
    "市双创人才计划": "市双创",
    "市海外工程师计划": "市海外工程师",
}
RESERVED = (("省科技领军人才计划", "leader", "province", "2026年第二批", 4), ("梯田英才计划", "young", "county", "2026年第一批", 5))
# Projects: name, programme, level, since, until, granted in yuan, progress, state, day it ended
PROJECTS = (
    (
        "高性能轴承钢热处理团队项目",
        "省科技创新团队计划",
        "province",
        date(2025, 9, 1),
        date(2028, 8, 31),
        1_200_000,
        30,
        "running",
        None,
    ),
    (
        "玻纤再生利用领军人才项目",
        "省科技领军人才计划",
        "province",
        date(2025, 9, 1),
        date(2028, 8, 31),
        600_000,
        20,
        "running",
        None,
    ),
    ("山地杂粮种质创新项目", "梯田英才计划", "county", date(2023, 6, 1), date(2026, 5, 31), 278_500, 80, "running", None),
    (
        "红外探测模组封装项目",
        "市双创人才计划",
        "city",
        date(2022, 5, 16),
        date(2025, 5, 15),
        438_385,
        100,
        "accepted",
        date(2025, 5, 9),
    ),
    ("冷水鱼良种繁育项目", "梯田英才计划", "county", date(2023, 9, 1), date(2026, 4, 30), 150_000, 55, "running", None),
    ("矿山输送装备智能化项目", "市双创人才计划", "city", date(2025, 11, 17), date(2028, 11, 16), 500_000, 10, "landing", None),
)
EVENTS = (
    (0, "payment", "首期拨付", date(2025, 11, 28), 360_000, "approved", ""),
    (0, "check", "2025年度检查", date(2026, 1, 20), None, "approved", "进展正常"),
    (1, "payment", "首期拨付", date(2025, 11, 28), 180_000, "approved", ""),
    (2, "payment", "中期拨付", date(2025, 4, 18), 97_475, "approved", ""),
    (2, "change", "申请延期验收一年", date(2026, 5, 18), None, "asked", ""),
    (3, "acceptance", "验收评审", date(2025, 5, 9), None, "approved", "合格"),
    (3, "payment", "尾款拨付", date(2025, 6, 13), 131_515, "approved", ""),
    (4, "payment", "首期拨付", date(2024, 3, 15), 75_000, "approved", ""),
    (4, "change", "变更项目带头人", date(2026, 3, 9), None, "asked", ""),
    (5, "payment", "首期拨付", date(2026, 4, 24), 150_000, "approved", ""),
)


def _introduced() -> Sequence[PersonRow]:
    return of_kind("talent", "引进人才")


def _talents() -> Iterator[Row]:
    people = iter(_introduced())
    for half, (span, count) in enumerate(zip(HALVES, BROUGHT_IN, strict=True)):
        dice = Dice(f"talents {half}")
        for place, day in enumerate(days(dice, span, count)):
            person, station = next(people), half == 2 and place < THROUGH_STATION
            yield _talent(dice, person, day, station)


def _talent(dice: Dice, person: PersonRow, day: date, station: bool) -> Row:
    assert person.firm is not None
    form = "flexible" if station else dice.weighed({"full": 55, "flexible": 30, "grown": 15})
    until = date(day.year + (1 if form == "flexible" else 3), day.month, 28)
    return {
        "person": who(person),
        **of(person.firm),
        "day": day,
        "kind": form,
        "source": "outside"
        if station
        else "local"
        if form == "grown"
        else dice.weighed({"province": 70, "outside": 28, "overseas": 2}),
        "channel": "外省柔性引才工作站" if station else None,
        "education": dice.weighed({"doctor": 20, "master": 50, "bachelor": 30}),
        "academic_title": person.title,
        "profession": person.field,
        "due": until,
        "agreement": True,
        "amount": Decimal(20_000) if form == "full" and dice.happens(0.5) else None,
        "state": "working",
    }


def _deputies() -> Iterator[Row]:
    people = iter(of_kind("talent", "科技副总"))
    for since, until, count in POSTED:
        for _ in range(count):
            person = next(people)
            yield _post(person, "deputy", since, until, person.note.removeprefix("派出单位："))
    experts, firms = of_kind("expert"), makers(Dice("professors"))
    for place in range(3):
        yield {
            **_post(experts[place], "deputy", date(2022, 9, 5), date(2024, 9, 4)),
            **of(firms[place]),
            "state": "completed",
            "closed_on": date(2024, 9, 4),
        }
    for place, until in ((3, date(2026, 5, 5)), (4, date(2026, 8, 20))):
        yield {**_post(experts[place], "professor", date(2024, 5, 6), until), **of(firms[place])}
    yield {**_post(experts[5], "specialist", date(2025, 6, 3), date(2027, 6, 2)), **of(firms[5])}


def _post(person: PersonRow, kind: str, since: date, until: date, home: str = "") -> dict[str, object]:
    firm = person.firm if home else None
    return {
        "person": who(person),
        **(of(firm) if firm else {}),
        "kind": kind,
        "home": home or (person.firm.name if person.firm else person.employer),
        "academic_title": person.title,
        "level": "province",
        "batch": f"{since.year}年省第{'一' if since.month < 7 else '二'}批",
        "day": since,
        "due": until,
        "duty": f"{person.field}方向技术攻关和人才培养",
        "state": "serving",
    }


def _applications() -> Iterator[Row]:
    people = _introduced()
    number = 0
    for programme, kind, level, batch, applied, result, count, chosen in APPLIED:
        for place in range(count):
            person, number = people[number % len(people)], number + 1
            state = "applied" if result is None else "selected" if place < chosen else "refused"
            course = {"on_applied": applied, "on_selected": result if state == "selected" else None, "closed_on": result}
            yield {
                **_applicant(person, kind, programme, level, batch),
                "day": applied,
                "tutored": place % 2 == 0,
                "state": state,
                **course,
            }
    for programme, kind, level, batch, count in RESERVED:
        for place in range(count):
            person, number = people[number % len(people)], number + 1
            reserve = {"day": date(2026, 4, 20), "readiness": Decimal(40 + 10 * place), "state": "reserved"}
            yield {**_applicant(person, kind, programme, level, batch), **reserve}


def _applicant(person: PersonRow, kind: str, programme: str, level: str, batch: str) -> dict[str, object]:
    assert person.firm is not None
    team = {"title": f"{person.field.split('、')[0]}创新团队"} if kind == "team" else {}
    said = {"kind": kind, "programme": programme, "level": level, "batch": f"{SHORT[programme]}{batch}", "field": person.field}
    return {"person": who(person), **team, **of(person.firm), **said, "responsible": BY}


def _projects() -> Iterator[Row]:
    people = _introduced()
    for place, (title, programme, level, since, until, amount, progress, state, ended) in enumerate(PROJECTS):
        person = people[place]
        assert person.firm is not None
        yield {
            **of(person.firm),
            "title": title,
            "person": who(person),
            "programme": programme,
            "level": level,
            "day": since,
            "due": until,
            "amount": Decimal(amount),
            "progress": progress,
            "state": state,
            "closed_on": ended,
            "on_landing": since,
            "on_running": None if state == "landing" else date(since.year + since.month // 12, since.month % 12 + 1, 15),
            "on_accepted": ended,
            "landed": True,
            "paid_in": None if state == "landing" else progress > 20,
            "producing": progress > 50,
            "demonstration": True if ended else None,
            "responsible": BY,
        }


def _events() -> Iterator[Row]:
    for place, kind, title, day, amount, state, conclusion in EVENTS:
        asked = state == "asked"
        yield {
            "parent": PROJECTS[place][0],
            "kind": kind,
            "title": title,
            "day": day,
            "state": state,
            "amount": Decimal(amount) if amount else None,
            "document": f"示科字〔{day.year}〕{10 + place}号" if amount else None,
            "conclusion": conclusion or None,
            "due": date(2026, 6, 12) if asked and day.month == 5 else date(2026, 4, 30) if asked else None,
            "closed_on": None if asked else day,
            "before": "原定带头人" if "带头人" in title else None,
            "after": "团队第二成员" if "带头人" in title else None,
        }


def _foreign() -> Iterator[Row]:
    firms = makers(Dice("foreign experts"))
    for place, (name, nation, kind, post, since, until) in enumerate(
        (
            ("甲·示范", "某国", "a", "热处理工艺顾问", date(2024, 6, 3), date(2026, 6, 2)),
            ("乙·示范", "某国", "b", "光学设计工程师", date(2025, 3, 10), date(2027, 3, 9)),
            ("丙·示范", "某国", "short", "种质资源短期讲学", date(2026, 5, 11), date(2026, 5, 22)),
        )
    ):
        said = {"title": name, "nationality": nation, "kind": kind, "post": post, "day": since, "due": until}
        yield {**of(firms[place]), **said, "state": "valid"}


def books() -> Sequence[Book]:
    return [
        Book("talents", "引才台账", list(_talents()), by="transfer"),
        Book("deputies", "科技副总与产业教授", list(_deputies()), by="transfer"),
        Book("talent_applications", "人才与团队申报", list(_applications()), by="transfer"),
        Book("talent_projects", "人才项目", list(_projects()), by="transfer"),
        Book("talent_project_events", "人才项目事项", list(_events()), by="transfer"),
        Book("foreign_experts", "外国专家", list(_foreign()), by="transfer"),
    ]
