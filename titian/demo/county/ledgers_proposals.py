"""建议提案 of two years and what was promised in the replies: 12 answered in 2025, 7 of 10 by the end of May 2026."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import DEPUTY, ENTERPRISE, LEADER, PROPOSALS, RESEARCH, SECTIONS, TRANSFER
from titian.demo.county.organisations import person_name

SESSIONS: Final[Mapping[tuple[str, str], str]] = {
    ("2025", "npc"): "县十七届人大五次会议",
    ("2025", "cppcc"): "县政协十届四次会议",
    ("2026", "npc"): "县十七届人大六次会议",
    ("2026", "cppcc"): "县政协十届五次会议",
}
RECEIVED: Final[Mapping[tuple[str, str], date]] = {
    ("2025", "npc"): date(2025, 2, 24),
    ("2025", "cppcc"): date(2025, 3, 3),
    ("2026", "npc"): date(2026, 3, 2),
    ("2026", "cppcc"): date(2026, 3, 9),
}
# 案由, 编号, section, role, points; in the order in which they were answered
TITLES: Final[Mapping[tuple[str, str], Sequence[tuple[str, str, str, str]]]] = {
    ("2025", "npc"): (
        ("关于加大高新技术企业培育力度的建议", "第8号", "企业股", "lead"),
        ("关于支持轴承产业建设公共检测平台的建议", "第15号", "研发与项目股", "lead"),
        ("关于增加科技特派员服务山区乡镇的建议", "第22号", "成果与人才股", "lead"),
        ("关于推动高校成果在县内转化的建议", "第31号", "成果与人才股", "lead"),
        ("关于加强返乡人才创业扶持的建议", "第36号", "成果与人才股", "joint"),
    ),
    ("2025", "cppcc"): (
        ("关于扩大“梯田贷”覆盖面的提案", "第5号", "成果与人才股", "lead"),
        ("关于建设科技服务驿站的提案", "第12号", "企业股", "lead"),
        ("关于支持现代种业科技创新的提案", "第19号", "研发与项目股", "lead"),
        ("关于提升规上企业研发投入的提案", "第27号", "研发与项目股", "lead"),
        ("关于加强青少年科学教育的提案", "第33号", "办公室", "joint"),
        ("关于打造玻纤产业创新联合体的提案", "第41号", "研发与项目股", "lead"),
        ("关于完善科技奖补兑现机制的提案", "第48号", "企业股", "split"),
    ),
    ("2026", "npc"): (
        ("关于加快建设中试基地的建议", "第11号", "研发与项目股", "lead"),
        ("关于支持科技型中小企业融资的建议", "第17号", "成果与人才股", "lead"),
        ("关于推进农业机械化山区适用技术的建议", "第24号", "成果与人才股", "joint"),
        ("关于发展科技服务业的建议", "第29号", "企业股", "lead"),
    ),
    ("2026", "cppcc"): (
        ("关于引进科技副总服务企业的提案", "第7号", "成果与人才股", "lead"),
        ("关于推动数字化车间建设的提案", "第14号", "研发与项目股", "joint"),
        ("关于设立县级科技成果转化基金的提案", "第21号", "成果与人才股", "lead"),
        ("关于加强企业知识产权保护的提案", "第26号", "企业股", "split"),
        ("关于建设乡镇科技小院的提案", "第32号", "成果与人才股", "lead"),
        ("关于完善科技创新券使用的提案", "第38号", "研发与项目股", "lead"),
    ),
}
# The three of 2026 still open: number → state, day of the talk, deadline (one by consent later than three months).
OPEN: Final[Mapping[str, tuple[str, date | None, date]]] = {
    "第29号": ("met", date(2026, 5, 20), date(2026, 6, 2)),
    "第32号": ("drafting", None, date(2026, 6, 9)),
    "第38号": ("received", None, date(2026, 6, 26)),
}
ANSWERED: Final = (
    date(2026, 4, 3),
    date(2026, 4, 10),
    date(2026, 4, 17),
    date(2026, 4, 24),
    date(2026, 5, 8),
    date(2026, 5, 15),
    date(2026, 5, 22),
)
OFFICER: Final = {**SECTIONS, "企业股": ENTERPRISE, "研发与项目股": RESEARCH, "成果与人才股": TRANSFER}
# reply it stands in, what was promised, until, state, day it was kept, progress
PROMISES: Final = (
    ("2025", "第8号", "下半年新增高企培育库企业不少于15家", date(2025, 12, 31), "kept", date(2025, 11, 28), 100),
    ("2025", "第15号", "协调市计量院每季度到县开展检测服务", date(2025, 12, 31), "kept", date(2025, 12, 19), 100),
    ("2025", "第22号", "山区乡镇科技特派员全覆盖", date(2025, 10, 31), "kept", date(2025, 11, 14), 100),
    ("2025", "第31号", "与示范理工学院共建技术转移工作站", date(2025, 12, 31), "kept", date(2025, 12, 5), 100),
    ("2025", "第5号", "风险补偿资金池扩大到1500万元", date(2026, 3, 31), "kept", date(2026, 3, 18), 100),
    ("2025", "第12号", "在河口镇、石桥镇各建一个科技服务驿站", date(2026, 4, 30), "doing", None, 60),
    ("2025", "第19号", "建成种业科技示范基地300亩", date(2026, 6, 20), "doing", None, 85),
    ("2025", "第41号", "牵头组建玻纤产业创新联合体", date(2026, 6, 30), "doing", None, 70),
    ("2025", "第48号", "奖补办理时限压缩到30个工作日", date(2026, 3, 31), "explained", date(2026, 4, 8), 40),
    ("2026", "第11号", "8月底前中试基地开工", date(2026, 8, 31), "doing", None, 35),
    ("2026", "第17号", "全年“梯田贷”惠及企业40家", date(2026, 12, 31), "doing", None, 43),
    ("2026", "第7号", "年内新增科技副总4人", date(2026, 12, 31), "doing", None, 50),
    ("2026", "第21号", "三季度提出成果转化基金方案", date(2026, 9, 30), "promised", None, None),
    ("2026", "第26号", "下半年举办知识产权维权培训1期", date(2026, 11, 30), "promised", None, None),
)


def books() -> Sequence[Book]:
    return (
        Book("proposals", "建议提案办理台账", proposals(), by="office"),
        Book("promises", "建议提案答复承诺", [*_promises()], by="office"),
    )


@cache
def proposals() -> Sequence[Row]:
    """Both years; every one of 2025 was answered in time and found satisfying."""
    dice = Dice("proposals")
    found: list[Row] = []
    answered = iter(ANSWERED)
    replies = {"2025": 10, "2026": 3}
    for (year, kind), listed in TITLES.items():
        if len(listed) != PROPOSALS[year][kind]:
            raise AssertionError(f"{year} {kind}: {len(listed)}")
        for number, one in enumerate(listed):
            title, serial, _, role = one
            row = _received(dice, year, kind, one)
            if year == "2026" and serial in OPEN:
                found.append(row | _open(serial))
                continue
            replies[year] += role != "joint"
            day = next(answered) if year == "2026" else date(2025, 4, 11 + number) if kind == "npc" else date(2025, 5, 6 + number)
            found.append(row | (_opined(day) if role == "joint" else _replied(dice, year, day, replies[year], title)))
    return found


def _received(dice: Dice, year: str, kind: str, listed: tuple[str, str, str, str]) -> dict[str, object]:
    title, serial, section, role = listed
    received = RECEIVED[year, kind]
    due = received.replace(month=received.month + (1 if role == "joint" else 3))
    cosigners = "、".join(person_name(dice) for _ in range(dice.whole(0, 3)))
    return {
        "kind": kind,
        "batch": SESSIONS[year, kind],
        "serial": serial,
        "title": title,
        "role": role,
        "proposer": person_name(dice),
        "cosigners": cosigners or None,
        "day": received,
        "due": due,
        "points": f"一、摸清底数；二、{title.removeprefix('关于').removesuffix('的建议').removesuffix('的提案')}；三、加大宣传",
        "lead_office": {
            "joint": "县农业农村局" if "农" in title else "县教育局" if "教育" in title else "县工信局",
            "split": "县财政局",
        }.get(role),
        "partners": "县财政局、县工信局" if role == "lead" and dice.happens(0.3) else None,
        "department": section,
        "responsible": OFFICER[section],
    }


def _replied(dice: Dice, year: str, day: date, number: int, title: str) -> dict[str, object]:
    """Met first, signed by the head of the bureau, the result marked A or B."""
    later = dice.happens(0.2)
    return {
        "met_on": date.fromordinal(day.toordinal() - dice.whole(5, 12)),
        "met_note": "当面沟通，代表委员对办理思路表示认可",
        "signer": LEADER,
        "document": f"示科函〔{year}〕{number}号",
        "closed_on": day,
        "result": "C" if "基金" in title else "B" if later else "A",
        "publicity": "open",
        "satisfaction": "basic" if year == "2026" and "基金" in title else "satisfied",
        "state": "replied",
    }


def _opined(day: date) -> dict[str, object]:
    opined = day if day.year == 2025 else date(2026, 3, 27)
    opined = min(opined, date(2025, 3, 24)) if day.year == 2025 else opined
    said = "建议纳入年度科技工作要点，我局在科技特派员和科普方面配合落实"
    return {
        "opinion": said,
        "opinion_on": opined,
        "closed_on": opined,
        "signer": DEPUTY,
        "state": "opined",
        "satisfaction": "satisfied",
    }


def _open(serial: str) -> dict[str, object]:
    state, met, due = OPEN[serial]
    note = "已当面沟通，代表希望明确时间表" if met else None
    return {"state": state, "met_on": met, "met_note": note, "due": due}


def _promises() -> Iterator[Row]:
    known = {(str(row["batch"]), row["serial"]): row for row in proposals()}
    for year, serial, title, due, state, kept, progress in PROMISES:
        row = next(
            row
            for (batch, number), row in known.items()
            if number == serial and batch in {SESSIONS[year, "npc"], SESSIONS[year, "cppcc"]}
        )
        yield {
            "parent": row["title"],
            "title": title,
            "day": row["closed_on"],
            "due": due,
            "progress": progress,
            "department": row["department"],
            "responsible": row["responsible"],
            "state": state,
            "closed_on": kept,
            "done": {"kept": "已兑现并书面告知", "doing": "正在推进", "explained": "受流程限制未能达到，已当面说明"}.get(state),
            "told_on": kept,
        }
