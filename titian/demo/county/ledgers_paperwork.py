"""The office's papers and side work: rules, documents in and out, task forces for a time, petitions, secrecy, archives, safety.

What the paper states of January to May 2026: three rules revised, 23 items of information of which 5 were taken up, two petitions answered, two
secrecy checks, eight places checked for safety with 13 dangers of which 12 are removed, 312 volumes scanned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import named
from titian.demo.county.organisations import CARRIERS

# Name, area, document number, version, begun, issued, until, state
RULES = (
    (
        "示范县科技计划项目管理办法",
        "project",
        "示科规〔2023〕2号",
        "2023年印发",
        date(2023, 3, 1),
        date(2023, 7, 14),
        date(2026, 7, 13),
        "issued",
    ),
    (
        "示范县研发费用后补助实施细则",
        "funds",
        "示科规〔2024〕1号",
        "2024年修订",
        date(2024, 1, 8),
        date(2024, 4, 22),
        date(2027, 4, 21),
        "issued",
    ),
    (
        "“梯田贷”风险补偿资金管理办法",
        "funds",
        "示科规〔2022〕3号",
        "2022年印发",
        date(2022, 6, 1),
        date(2022, 10, 28),
        date(2025, 10, 27),
        "revising",
    ),
    (
        "创新平台考核办法",
        "platform",
        "示科规〔2024〕2号",
        "2024年修订",
        date(2023, 11, 6),
        date(2024, 3, 1),
        date(2027, 2, 28),
        "issued",
    ),
    (
        "科技特派员管理办法",
        "talent",
        "示科规〔2025〕1号",
        "2025年修订",
        date(2025, 1, 13),
        date(2025, 5, 19),
        date(2028, 5, 18),
        "issued",
    ),
    ("机关经费报销制度", "office", "示科办〔2026〕2号", "2026年修订", date(2026, 1, 12), date(2026, 2, 27), None, "issued"),
    ("公务用车使用制度", "office", "示科办〔2026〕3号", "2026年修订", date(2026, 1, 12), date(2026, 2, 27), None, "issued"),
    ("采购和资产管理制度", "integrity", "示科办〔2026〕5号", "2026年修订", date(2026, 2, 9), date(2026, 4, 10), None, "issued"),
    ("数据报送管理办法", "data", None, "2026年修订稿", date(2026, 5, 6), None, None, "drafting"),
    ("中试基地运行管理办法", "platform", None, "征求意见稿", date(2026, 3, 16), None, None, "consulting"),
    (
        "科技专家库管理规定",
        "project",
        "示科办〔2019〕4号",
        "2019年印发",
        date(2019, 2, 1),
        date(2019, 5, 17),
        date(2024, 5, 16),
        "repealed",
    ),
)
SENT_2025 = ("notice", "report", "letter", "request", "circular", "reply")
SUBJECTS = {
    "notice": (
        "关于组织申报科技计划项目的通知",
        "关于开展科技特派员考核的通知",
        "关于报送科技统计年报的通知",
        "关于举办研发费用归集培训的通知",
    ),
    "report": ("关于科技创新指标完成情况的报告", "关于巡察整改进展情况的报告"),
    "letter": ("关于商请提供企业研发数据的函", "关于推荐评审专家的函"),
    "request": ("关于拨付研发费用后补助资金的请示", "关于增加科技特派员经费的请示"),
    "circular": ("关于季度科技指标进展的通报",),
    "reply": ("关于同意项目变更的批复",),
}
SENDERS = ("示范市科学技术局", "县政府办公室", "县委办公室", "县财政局", "县统计局", "县人大常委会办公室")


def _rules() -> Iterator[Row]:
    for title, kind, number, version, begun, issued, until, state in RULES:
        course = {"on_drafting": begun, "on_issued": issued, "on_consulting": date(2026, 4, 20) if state == "consulting" else None}
        said = {
            "title": title,
            "kind": kind,
            "document_number": number,
            "edition": version,
            "day": begun,
            "issued_on": issued,
            "due": until,
        }
        more = {"closed_on": date(2024, 6, 28) if state == "repealed" else None, "department": "办公室", "reviewed": bool(issued)}
        opened = "none" if kind in {"office", "integrity"} else "active" if issued else None
        consulted = {"consulted": 14, "opinions": 9, "accepted": 6} if state == "consulting" else {}
        yield {**said, **course, **more, **consulted, "open_kind": opened, "state": state}


def _documents() -> Iterator[Row]:
    """Numbered through the year; the two reports the demonstration reads are among them."""
    known = {
        (2025, 21): ("2025年上半年工作总结及下半年工作打算", date(2025, 6, 23)),
        (2026, 3): ("2025年度工作总结及2026年工作计划", date(2026, 1, 12)),
    }
    for year, until, serials in ((2025, date(2025, 12, 24), 40), (2026, date(2026, 5, 28), 17)):
        marks = {serial: day for (of_year, serial), (_, day) in known.items() if of_year == year}
        for serial in range(1, serials + 1):
            day = _day_of(serial, marks, date(year, 1, 5), until, serials)
            yield _sent(year, serial, day, known.get((year, serial), ("", day))[0])
    yield from _received()


def _day_of(serial: int, marks: dict[int, date], since: date, until: date, serials: int) -> date:
    """Numbers run with the days, through those that are known."""
    (low, start), (high, end) = (0, since), (serials + 1, until)
    for mark, day in marks.items():
        if mark == serial:
            return day
        if mark < serial:
            low, start = mark, day
        else:
            high, end = mark, day
    found = date.fromordinal(start.toordinal() + (end - start).days * (serial - low) // (high - low))
    return date.fromordinal(max(start.toordinal(), found.toordinal() - max(0, found.weekday() - 4)))


def _sent(year: int, serial: int, day: date, title: str) -> Row:
    genre = "report" if title else SENT_2025[serial % len(SENT_2025)]
    about = title or SUBJECTS[genre][serial // len(SENT_2025) % len(SUBJECTS[genre])]
    public = "active" if genre in {"notice", "circular"} else "request"
    said = {
        "title": f"示范县科学技术局{about}",
        "kind": "sent",
        "genre": genre,
        "document_number": f"示科字〔{year}〕{serial}号",
        "day": day,
    }
    receiver = "县政府" if genre in {"report", "request"} else "各乡镇（街道）"
    return {**said, "receiver": receiver, "open_kind": public, "department": "办公室", "state": "signed", "closed_on": day}


def _received() -> Iterator[Row]:
    dice = Dice("documents received")
    for place in range(22):
        day = dice.day(date(2026, 1, 6), date(2026, 5, 20))
        sender = SENDERS[place % len(SENDERS)]
        waiting = {3: date(2026, 5, 26), 7: date(2026, 6, 2), 12: date(2026, 6, 10)}
        answered = place not in waiting
        due = waiting.get(place) or date.fromordinal(day.toordinal() + 12)
        yield {
            "title": f"{sender}关于报送有关材料的通知（{place + 1}）",
            "kind": "received",
            "genre": "notice",
            "day": day,
            "due": due,
            "their_number": f"{sender[:3]}函〔2026〕{place * 3 + 5}号",
            "sender": sender,
            "department": "办公室",
            "responsible": "办公室文字",
            "state": "done" if answered else "handling",
            "closed_on": min(due, date(2026, 5, 29)) if answered else None,
        }


def _task_forces() -> Iterator[Row]:
    firms = named()
    flood, steady = "防汛救灾科技保障专班", "规上企业稳增长服务专班"
    for batch, kind, title, day, state, due, more in (
        (flood, "setup", f"成立{flood}并印发方案", date(2025, 7, 14), "done", None, {}),
        (flood, "meeting", "第一次调度会", date(2025, 7, 15), "done", None, {"count": 12}),
        (
            flood,
            "donation",
            "企业捐赠抽水设备4台",
            date(2025, 7, 18),
            "done",
            None,
            {**of(firms["示范重工"]), "amount": Decimal(68_000)},
        ),
        (flood, "support", "协调检测机构免费检测饮用水", date(2025, 7, 22), "done", None, {"count": 36}),
        (flood, "meeting", "第二次调度会", date(2025, 8, 1), "done", None, {"count": 11}),
        (flood, "report", "专班工作总结上报", date(2025, 8, 29), "done", None, {}),
        (steady, "setup", f"成立{steady}并印发方案", date(2026, 3, 9), "done", None, {}),
        (steady, "meeting", "首季分析会", date(2026, 4, 8), "done", None, {"count": 15}),
        (steady, "support", "协调轴承企业扩产用电", date(2026, 4, 15), "open", date(2026, 5, 25), of(firms["河口轴承"])),
        (steady, "support", "协调玻纤企业出口检测", date(2026, 5, 11), "open", date(2026, 6, 5), of(firms["石桥玻纤"])),
        (steady, "meeting", "双过半调度会", date(2026, 5, 27), "open", date(2026, 6, 20), {}),
    ):
        closed = day if state == "done" else None
        said = {"batch": batch, "kind": kind, "title": title, "day": day, "state": state, "due": due, "closed_on": closed}
        yield {**said, **more, "department": "企业股", "responsible": "企业股经办"}


def _side_work() -> Iterator[Row]:
    for place, day in enumerate((date(2026, 2, 4), date(2026, 4, 14))):
        yield _done("petition", f"信访件第{place + 1}号", day, day.replace(day=day.day + 12), due=day.replace(day=day.day + 14))
    for day in (date(2025, 5, 9), date(2025, 11, 7), date(2026, 1, 15), date(2026, 5, 14)):
        yield _done("secrecy", "保密自查和抽查", day, day, found=0, fixed=0)
    yield from _safety()
    yield _done("archive", "2019年以来项目档案数字化扫描", date(2026, 3, 2), date(2026, 5, 15), count=312)
    yield _done("archive", "2018年以前项目档案整理", date(2025, 9, 8), date(2025, 12, 19), count=268)
    for month, count, adopted in ((1, 4, 1), (2, 4, 0), (3, 5, 1), (4, 5, 2), (5, 5, 1)):
        yield _done("press", f"{month}月政务信息", date(2026, month, 27), date(2026, month, 27), count=count, adopted=adopted)
    yield _done("law", "科技法律法规进企业宣传", date(2025, 12, 4), date(2025, 12, 4), count=1)


def _safety() -> Iterator[Row]:
    """Eight places; one of thirteen dangers waits, its time is over."""
    places = [*(short for _, short, *_ in CARRIERS), "示范理工", "县农科所", "河口轴承", "南塘光电"]
    for place, (short, found) in enumerate(zip(places, (2, 3, 1, 1, 3, 1, 1, 1), strict=True)):
        firm, day, waits = named()[short], date(2026, 4, 13 + place), place == 1
        said = {"kind": "safety", "title": f"{short}安全生产检查", "day": day, "count": 1, "found": found, "fixed": found - waits}
        closed = None if waits else date(2026, 5, 8)
        yield {
            **said,
            **of(firm),
            "state": "open" if waits else "done",
            "due": date(2026, 5, 20),
            "closed_on": closed,
            "department": "办公室",
        }


def _done(kind: str, title: str, day: date, closed: date, **more: object) -> Row:
    return {"kind": kind, "title": title, "day": day, "closed_on": closed, "state": "done", "department": "办公室", **more}


def books() -> Sequence[Book]:
    return [
        Book("regulations", "制度文件", list(_rules())),
        Book("official_documents", "公文登记", list(_documents())),
        Book("task_forces", "阶段性专班", list(_task_forces()), by="enterprise"),
        Book("office_work", "机关专项工作", list(_side_work())),
    ]
