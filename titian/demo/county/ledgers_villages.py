"""Farming and popular science. 亩 and 亩次 stand in columns of their own and are never added.

What the papers state: 46 varieties, 38 techniques and 21,000 亩 in 2025; 12 bases of 4,300 亩 and 17 varieties from January to May 2026; the
science week of 2025 with more than 6,000 leaflets and nearly 8,000 listeners, the main day of 2026 with 26 bodies, more than 3,500 leaflets
and more than 2,000 listeners.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from titian.demo.county.books import Book, Row
from titian.demo.county.chance import Dice
from titian.demo.county.halves import FIRST, NOW, SECOND, days
from titian.demo.county.ledgers_commissioners import village
from titian.demo.county.ledgers_services import varieties
from titian.demo.county.plan import FIRMS, SEAT

TECHNIQUES_2025, AREA_2025 = 38, 21_000
BASES_NOW, BASE_AREA_NOW, TECHNIQUES_NOW = 12, 4_300, 9
TECHNIQUES = (
    "轻简化栽培",
    "水肥一体化",
    "病虫害绿色防控",
    "测土配方施肥",
    "全程机械化",
    "林下套种",
    "保护性耕作",
    "秸秆还田",
    "精准饲喂",
    "疫病净化",
)
CROPS = ("谷子", "玉米", "番茄", "辣椒", "连翘", "黄芪", "核桃", "花椒", "肉牛", "蛋鸡", "食用菌")
# Title, form, day, town, audience, listeners, leaflets, bodies
WEEK_2025 = (
    ("科技活动周示范县主场活动", "week", date(2025, 5, 24), SEAT, "群众、学生", 2_160, 2_400, 24),
    ("科技活动周进校园", "school", date(2025, 5, 26), "青禾街道", "学生", 1_280, 900, 6),
    ("科技活动周进社区", "community", date(2025, 5, 27), "南塘街道", "居民、老年人", 940, 860, 5),
    ("科技活动周下乡", "village", date(2025, 5, 28), "柳泉乡", "农民", 760, 720, 4),
    ("科技活动周开放实验室", "exhibition", date(2025, 5, 29), "工业园区", "群众、学生", 1_460, 640, 7),
    ("科技活动周下乡", "village", date(2025, 5, 30), "梅林镇", "农民", 1_270, 720, 4),
)
WEEK_NOW = (
    ("科技活动周示范县主场活动", "week", date(2026, 5, 24), SEAT, "群众、学生", 2_130, 3_580, 26),
    ("科技活动周进校园", "school", date(2026, 5, 26), "河口镇", "学生", 1_120, 820, 5),
    ("科技活动周下乡", "village", date(2026, 5, 27), "云溪镇", "农民", 690, 640, 4),
)


def _techniques(dice: Dice, when: Sequence[date]) -> Iterator[dict[str, object]]:
    towns = list(FIRMS)
    for place, day in enumerate(when):
        crop, town = dice.one(CROPS), towns[place % len(towns)]
        title = f"{crop}{TECHNIQUES[place % len(TECHNIQUES)]}技术"
        yield {"title": title, "kind": "technique", "day": day, "region": town, "village": village(town, place), "crop": crop}


def _farming() -> Iterator[Row]:
    """The area of 2025 is parted among its varieties and techniques."""
    brought = [dict(row) for row in varieties()]
    dice = Dice("techniques")
    taught = list(_techniques(dice, [*days(dice, FIRST, 16), *days(dice, SECOND, TECHNIQUES_2025 - 16)]))
    earlier = [row for row in brought if str(row["day"]) < "2026"]
    yield from _with_area(earlier + taught, AREA_2025)
    yield from (row for row in brought if row not in earlier)
    yield from _techniques(dice, days(dice, NOW, TECHNIQUES_NOW))
    yield from _with_area(list(_bases()), BASE_AREA_NOW)
    for place, (day, times) in enumerate(((date(2025, 6, 12), 26_000), (date(2025, 8, 20), 41_500), (date(2026, 5, 21), 18_200))):
        said = {"title": f"植保无人机统防统治第{place + 1}次", "kind": "machine", "day": day, "region": "西坪镇"}
        yield {**said, "crop": "玉米", "area_times": Decimal(times)}


def _bases() -> Iterator[dict[str, object]]:
    dice, towns = Dice("bases"), list(FIRMS)
    for place, day in enumerate(days(dice, NOW, BASES_NOW)):
        crop, town = CROPS[place % len(CROPS)], towns[(place + 5) % len(towns)]
        yield {
            "title": f"{town}{crop}示范基地",
            "kind": "base",
            "day": day,
            "region": town,
            "crop": crop,
            "households": dice.whole(18, 140),
        }


def _with_area(rows: Sequence[dict[str, object]], total: int) -> Iterator[Row]:
    dice = Dice(f"area {total}")
    weights = [dice.whole(3, 12) for _ in rows]
    areas = [weight * total // sum(weights) // 10 * 10 for weight in weights]
    areas[-1] += total - sum(areas)
    for row, area in zip(rows, areas, strict=True):
        yield {**row, "area": Decimal(area)}


def _events() -> Iterator[Row]:
    for batch, events in (("2025年全国科技活动周", WEEK_2025), ("2026年全国科技活动周", WEEK_NOW)):
        for title, kind, day, town, audience, count, leaflets, bodies in events:
            yield {
                "title": title,
                "kind": kind,
                "day": day,
                "region": town,
                "audience": audience,
                "count": count,
                "materials": leaflets,
                "units": bodies,
                "batch": batch,
                "responsible": "办公室文字",
            }
    yield from _talks()


def _talks() -> Iterator[Row]:
    dice, towns = Dice("talks"), list(FIRMS)
    kinds = {
        "lecture": "科普讲座",
        "school": "科普进校园",
        "community": "科普进社区",
        "elderly": "老年智能手机课堂",
        "village": "科普大集",
    }
    listeners = {"lecture": "群众", "school": "学生", "community": "居民", "elderly": "老年人", "village": "农民"}
    for span, count in ((FIRST, 12), (SECOND, 15), (NOW, 11)):
        for day in days(dice, span, count):
            kind, town = dice.one(list(kinds)), dice.one(towns)
            said = {"title": f"{town}{kinds[kind]}", "kind": kind, "day": day, "region": town, "audience": listeners[kind]}
            yield {**said, "count": dice.whole(30, 180), "materials": dice.whole(3, 20) * 10}


def books() -> Sequence[Book]:
    return [
        Book("farming", "农技推广", list(_farming()), by="transfer"),
        Book("popular_science", "科普活动", list(_events()), by="office"),
    ]
