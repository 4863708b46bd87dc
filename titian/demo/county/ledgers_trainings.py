"""Trainings, and since 2026 who signed in: 期, 人次 and 人 as three numbers.

Of 2026 every session has its list, so the people of the half-year can be counted once each; of 2025 there are only the totals of paper sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.ledger_plan import ENTERPRISE, RESEARCH, TRANSFER
from titian.demo.county.organisations import person_name
from titian.demo.county.rows import Firm


@dataclass(frozen=True)
class Session:
    """One session as the papers add it up. `count` 人次, `firms` 家 (None where the list of 2026 says it)."""

    day: date
    title: str
    kind: str
    count: int
    audience: str
    host: str = "示范县科技局"
    lecturer: str = ""
    firms: int | None = None
    mode: str = "offline"
    place: str = ""
    town: str = ""
    by: str = ENTERPRISE


TAX = "示范县科技局、示范县税务局、示范县统计局"
# 6 sessions and 420余人次 to 20 June 2025; of them 200余 in the three on booking R&D, 58 firms above scale.
SESSIONS: Final[Sequence[Session]] = (
    *(
        Session(date(2025, 2, 20), "科技型中小企业评价填报培训", "tsme", 62, "企业负责人、企业财务人员", firms=51),
        Session(
            date(2025, 3, 6),
            "研发费用归集培训（工业园区片）",
            "rnd",
            78,
            "规上企业、企业财务人员",
            TAX,
            "税务师",
            24,
            town="工业园区",
            by=RESEARCH,
        ),
        Session(
            date(2025, 3, 7),
            "研发费用归集培训（城关片）",
            "rnd",
            66,
            "规上企业、企业财务人员",
            TAX,
            "税务师",
            18,
            town="城关镇",
            by=RESEARCH,
        ),
        Session(
            date(2025, 3, 11),
            "研发费用归集培训（河口、石桥片）",
            "rnd",
            61,
            "规上企业、企业财务人员",
            TAX,
            "税务师",
            16,
            town="河口镇",
            by=RESEARCH,
        ),
        Session(date(2025, 4, 24), "高新技术企业申报培训", "hnte", 88, "企业负责人、企业技术人员", lecturer="评审专家", firms=47),
        Session(
            date(2025, 6, 12),
            "“梯田贷”与科技金融政策宣讲",
            "finance",
            71,
            "企业负责人",
            "示范县科技局、示范农商行",
            firms=39,
            by=TRANSFER,
        ),
    ),
    *(
        Session(date(2025, 7, 10), "第二批高新技术企业申报会诊班", "hnte", 54, "企业技术人员", lecturer="评审专家", firms=26),
        Session(date(2025, 8, 14), "科技管理人员培训（一）", "managers", 126, "企业负责人、乡镇干部", firms=58),
        Session(date(2025, 9, 11), "科技管理人员培训（二）", "managers", 118, "企业负责人、乡镇干部", firms=55),
        Session(date(2025, 9, 25), "知识产权布局与高价值专利培育", "ip", 67, "企业技术人员", firms=41),
        Session(
            date(2025, 10, 16),
            "科技管理人员培训（三）",
            "managers",
            121,
            "规上企业、乡镇干部",
            mode="online",
            place="视频会议",
            firms=62,
        ),
        Session(
            date(2025, 10, 30),
            "技术经纪人培训",
            "transfer",
            46,
            "技术经纪人",
            "示范县科技局、示范理工学院",
            "示范理工学院",
            18,
            by=TRANSFER,
        ),
        Session(
            date(2025, 11, 20),
            "研发费用加计扣除政策解读",
            "rnd",
            109,
            "企业财务人员",
            TAX,
            "税务师",
            64,
            "online",
            "视频会议",
            by=RESEARCH,
        ),
        Session(date(2025, 12, 11), "科技奖补政策宣讲", "policy", 93, "企业负责人", firms=57),
    ),
    *(
        Session(
            date(2026, 2, 26),
            "科技型中小企业评价线上培训",
            "tsme",
            112,
            "企业负责人、企业财务人员",
            mode="online",
            place="视频会议",
        ),
        Session(
            date(2026, 3, 12),
            "研发费用归集培训（工业园区）",
            "rnd",
            92,
            "规上企业、企业财务人员",
            TAX,
            "税务师",
            town="工业园区",
            by=RESEARCH,
        ),
        Session(
            date(2026, 3, 17),
            "研发费用归集培训（城关镇）",
            "rnd",
            77,
            "规上企业、企业财务人员",
            TAX,
            "税务师",
            town="城关镇",
            by=RESEARCH,
        ),
        Session(
            date(2026, 4, 9),
            "高新技术企业申报政策线上解读",
            "hnte",
            104,
            "企业负责人、企业技术人员",
            lecturer="评审专家",
            mode="online",
            place="视频会议",
        ),
        Session(date(2026, 4, 16), "山区企业科技政策培训（柳泉乡）", "policy", 31, "企业负责人、乡镇干部", town="柳泉乡"),
        Session(date(2026, 4, 23), "山区企业科技政策培训（云溪镇）", "policy", 36, "企业负责人、乡镇干部", town="云溪镇"),
        Session(date(2026, 5, 14), "高新技术企业申报材料辅导", "hnte", 78, "企业技术人员、企业财务人员", lecturer="评审专家"),
    ),
)
NEAR: Final[Mapping[str, Sequence[str]]] = {
    "柳泉乡": ("柳泉乡", "东岭镇", "松坡乡", "清泉乡", "北岗乡"),
    "云溪镇": ("云溪镇", "石桥镇", "梅林镇"),
}
POSTS: Final = ("财务负责人", "技术部经理", "项目专员", "总工程师")
OTHERS: Final = ("示范市税务局", "示范县统计局", "示范市会计师事务所")


def books() -> Sequence[Book]:
    return (
        Book("trainings", "培训台账", [_row(session) for session in SESSIONS], by="enterprise"),
        Book("training_signins", "2026年培训签到表", [row for rows in signins().values() for row in rows], by="enterprise"),
    )


def _row(session: Session) -> Row:
    listed = signins().get(session)
    firms = len({row["organisation"] for row in listed if row["organisation"]}) if listed else session.firms
    return {
        "day": session.day,
        "title": session.title,
        "kind": session.kind,
        "mode": session.mode,
        "audience": session.audience,
        "count": session.count,
        "people": session.count,
        "firms": firms,
        "lecturer": session.lecturer or None,
        "host": session.host,
        "place": session.place or None,
        "region": session.town or None,
        "responsible": session.by,
        "department": {ENTERPRISE: "企业股", RESEARCH: "研发与项目股", TRANSFER: "成果与人才股"}[session.by],
    }


@cache
def signins() -> Mapping[Session, Sequence[Row]]:
    """The lists of 2026, one row a person and session; many come to several sessions."""
    dice = Dice("signins")
    people = _attending(dice)
    return {session: list(_signed(dice, session, people)) for session in SESSIONS if session.day.year == 2026}


Attendant = tuple[Firm, str, str]


def _attending(dice: Dice) -> Sequence[Attendant]:
    """Whom firms send: the contact, often somebody for the books or the projects. Nobody has a namesake in the own firm."""
    firms = [firm for firm in county().firms if firm.kind == "enterprise" and firm.tech and firm.state == "active" and firm.contact]
    found: list[Attendant] = []
    for firm in firms:
        names = {firm.contact}
        found.append((firm, firm.contact, "负责人"))
        while len(names) < 3:
            name = person_name(dice)
            if name not in names:
                names.add(name)
                found.append((firm, name, dice.one(POSTS)))
    return found


def _signed(dice: Dice, session: Session, people: Sequence[Attendant]) -> Iterator[Row]:
    """Firms of the town or its neighbours to a session held there, else the firms that usually come; the last few from elsewhere."""
    towns = NEAR.get(session.town, (session.town,) if session.town else ())
    near = [one for one in people if not towns or one[0].town in towns]
    usual = near[: session.count * 3]
    chosen = dice.shuffled(usual)[: session.count - 3]
    for firm, name, post in chosen:
        yield {"parent": session.title, "day": session.day, "title": name, **of(firm), "employer": None, "position": post}
    for place in range(session.count - len(chosen)):
        employer = OTHERS[place % len(OTHERS)]
        yield {"parent": session.title, "day": session.day, "title": person_name(dice), "organisation": None, "employer": employer}
