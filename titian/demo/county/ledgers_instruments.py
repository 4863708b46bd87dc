"""Instruments shared with others, and who used them when: 47 of them, 386 hours for others from January to May 2026, as the papers state.

No two uses of one instrument overlap: an instrument is used once a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from titian.demo.county.books import Book, Row, of
from titian.demo.county.build import county
from titian.demo.county.chance import Dice
from titian.demo.county.halves import FIRST, NOW, SECOND, Span, makers, named
from titian.demo.county.rows import Firm

UNITS, HOURS_NOW = 47, 386
PRICES = {"analysis": 220, "physics": 160, "metrology": 120, "process": 300, "electronic": 140, "life": 180}
# kind, name, model, what it does
KINDS: Sequence[tuple[str, str, str, str]] = (
    ("analysis", "直读光谱仪", "GP-18", "金属成分分析"),
    ("analysis", "X射线衍射仪", "XD-6", "物相与残余应力分析"),
    ("analysis", "气相色谱质谱联用仪", "GM-20", "农残与挥发物检测"),
    ("analysis", "原子吸收光谱仪", "AA-70", "重金属检测"),
    ("physics", "万能试验机", "WN-300", "拉伸、压缩、弯曲试验"),
    ("physics", "疲劳试验机", "PL-50", "轴承与构件疲劳寿命试验"),
    ("physics", "显微硬度计", "HV-10", "硬度梯度测试"),
    ("metrology", "三坐标测量机", "CM-776", "形位公差测量"),
    ("metrology", "圆度仪", "YD-25", "轴承套圈圆度测量"),
    ("process", "真空热处理炉", "VH-60", "热处理工艺试验"),
    ("process", "玻纤拉丝试验台", "BX-3", "拉丝工艺试验"),
    ("electronic", "矢量网络分析仪", "VN-40", "射频参数测试"),
    ("electronic", "高低温湿热试验箱", "TH-800", "环境可靠性试验"),
    ("life", "凯氏定氮仪", "KN-2", "蛋白质含量检测"),
    ("life", "荧光定量PCR仪", "PC-96", "种子纯度与病害检测"),
)


@cache
def instruments() -> Sequence[tuple[Firm, int, tuple[str, str, str, str]]]:
    """Owner, its place among those it owns, what it is."""
    owners = _owners()
    return [(owners[place % len(owners)], place // len(owners) + 1, KINDS[place % len(KINDS)]) for place in range(UNITS)]


def _owners() -> Sequence[Firm]:
    known, testers = (
        named(),
        [firm for firm in county().firms if firm.industry == "M7452" and firm.state == "active" and firm.tech][:4],
    )
    named_owners = [known[short] for short in ("示范理工", "县农科所", "河口轴承", "石桥玻纤", "示范重工", "南塘光电", "县医院")]
    return [*named_owners, *testers]


def _title(place: int) -> str:
    owner, number, (_, name, *_) = instruments()[place]
    return f"{name}（{owner.short or owner.name[3:7]}{number}号）"


def _units() -> Iterator[Row]:
    dice = Dice("instruments")
    for place, (owner, _, (kind, _, model, services)) in enumerate(instruments()):
        since = dice.day(date(2021, 3, 1), date(2026, 4, 24))
        yield {
            **of(owner),
            "title": _title(place),
            "model": model,
            "asset": f"SF{place + 1:04d}",
            "kind": kind,
            "day": since,
            "services": services,
            "amount": Decimal(dice.whole(18, 168) * 10_000),
            "available": dice.whole(2, 6) * 5,
            "price": Decimal(PRICES[kind]),
            "place": f"{owner.town}{owner.short or owner.name[3:7]}实验中心",
            "contact": owner.contact,
            "due": dice.day(date(2026, 5, 18), date(2027, 4, 30)),
            "state": "open",
        }


def _opened(place: int) -> date:
    return next(iter(_days_of_opening()[place : place + 1]))


@cache
def _days_of_opening() -> Sequence[date]:
    return [row["day"] for row in _units()]  # type: ignore[misc]  # the day of a unit's row


def _uses() -> Iterator[Row]:
    yield from _served(FIRST, _hours("hours of spring", 190))
    yield from _served(SECOND, _hours("hours of autumn", 274))
    yield from _served(NOW, _hours("hours of now", HOURS_NOW))
    yield from _others()


def _hours(name: str, total: int) -> list[int]:
    """Uses of two to eight hours that add up to a total."""
    dice, found = Dice(name), list[int]()
    while (rest := total - sum(found)) > 0:
        found.append(rest if rest <= 8 else min(dice.whole(2, 8), rest - 2))
    return found


def _served(span: Span, hours: Sequence[int]) -> Iterator[Row]:
    """For others, done: an instrument that is there, a day on which it is free."""
    dice, users, taken = Dice(f"uses since {span[0]}"), makers(Dice("users")), set[tuple[int, date]]()
    open_ = [place for place in range(UNITS) if _opened(place) < span[0] + timedelta(days=40)]
    for number, length in enumerate(hours):
        place = dice.one(open_)
        day = dice.day(max(span[0], _opened(place)), span[1])
        while (place, day) in taken:
            place, day = dice.one(open_), dice.day(span[0] + timedelta(days=40), span[1])
        taken.add((place, day))
        fee = Decimal(PRICES[instruments()[place][2][0]] * length)
        yield {
            **_use(place, users[number % 40], day, length),
            "hours": Decimal(length),
            "fee": fee,
            "amount": (fee * 3 / 10).quantize(Decimal(1)),
            "state": "served",
            "closed_on": day,
        }


def _use(place: int, user: Firm, day: date, length: int) -> dict[str, object]:
    kind = instruments()[place][2]
    said = {"parent": _title(place), "day": day, "starts": "09:00", "ends": f"{9 + length:02d}:00", "kind": "outside"}
    return {**said, **of(user), "purpose": kind[3], "contact": user.contact}


def _others() -> Iterator[Row]:
    """What is booked for June, what was called off, and an owner's own use: none of it counts as shared."""
    users = makers(Dice("users of june"))
    for number in range(9):
        yield {**_use(number, users[number], date(2026, 6, 1 + number + number // 5 * 2), 4), "state": "booked"}
    for number, (state, day) in enumerate(
        (("cancelled", date(2026, 4, 8)), ("missed", date(2026, 5, 13)), ("cancelled", date(2026, 5, 20)))
    ):
        yield {**_use(0, users[20 + number], day, 3), "starts": "18:00", "ends": "21:00", "state": state, "closed_on": day}
    for number in range(6):
        place, day = number + 2, date(2026, 3, 3 + number)
        own = {**_use(place, instruments()[place][0], day, 2), "starts": "19:00", "ends": "21:00", "kind": "inside"}
        yield {**own, "hours": Decimal(2), "state": "served", "closed_on": day}


def books() -> Sequence[Book]:
    return [
        Book("instruments", "大型仪器", list(_units()), by="research"),
        Book("bookings", "仪器预约", list(_uses()), by="research"),
    ]
