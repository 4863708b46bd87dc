"""What the commissioners did, day by day: the numbers are those of `ledgers_commissioners`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from titian.demo.county.books import Book, Row, of
from titian.demo.county.chance import Dice
from titian.demo.county.halves import FIRST, NOW, SECOND, Span, days, makers, who
from titian.demo.county.ledgers_commissioners import Commissioner, commissioners, village
from titian.demo.county.plan import FIRMS
from titian.demo.county.rows import Firm
from titian.demo.county.words import TRADES

# How many services in each stretch; of those of 2026: problems solved, of them processes of firms, farmers taught, varieties; diaries looked into.
COUNTS: Final = (326, 180, 264)
SOLVED_NOW, PROCESSES_NOW, TAUGHT_NOW, VARIETIES = 73, 14, 1_128, (21, 25, 17)
LOOKED_AT, FAILED = 30, 4
CROPS = ("谷子", "玉米", "番茄", "辣椒", "连翘", "黄芪", "核桃", "花椒", "食用菌")
HERDS = ("肉牛", "蛋鸡", "生猪", "稻田蟹", "冷水鱼")
WORK = {
    "onsite": ("{crop}田间管理现场指导", "{crop}病虫害防治指导", "{crop}水肥一体化指导", "{crop}整形修剪指导"),
    "training": ("{crop}实用技术培训", "{crop}标准化生产培训"),
    "remote": ("{crop}技术线上答疑",),
    "demonstration": ("{crop}新品种示范推广", "{crop}新技术示范"),
    "investigation": ("{crop}生产情况调研",),
}
# The same for whom a herd is looked after.
TENDED = {
    "onsite": ("{crop}疫病防控上门指导", "{crop}饲喂管理指导", "{crop}圈舍（水体）环境调控指导"),
    "demonstration": ("{crop}良种示范推广", "{crop}健康养殖示范"),
}
KINDS = {"onsite": 52, "training": 16, "remote": 10, "demonstration": 14, "investigation": 8}
PROBLEMS = ("{crop}烂根死苗", "{crop}落花落果", "{crop}授粉不良", "{crop}缺素黄化", "{crop}早衰减产")
AILMENTS = ("{crop}腹泻病反复", "{crop}生长缓慢", "{crop}成活率偏低")
PROCESS = ("热处理变形超差", "磨削烧伤", "浸润剂配比不稳", "铸件气孔", "涂层附着力不足", "焊缝返修率高", "注塑件缩痕")


def _services() -> Iterator[Row]:
    for half, (span, count) in enumerate(zip((FIRST, SECOND, NOW), COUNTS, strict=True)):
        yield from _half(half, span, count)


def _half(half: int, span: Span, count: int) -> Iterator[Row]:
    dice = Dice(f"services {half}")
    there = [one for one in commissioners() if one.since <= span[0] and (one.until is None or one.until > span[1])]
    farm, works = [one for one in there if not one.serves_firms], [one for one in there if one.serves_firms]
    processes = PROCESSES_NOW if half == 2 else 9
    firms = makers(Dice("served firms"))
    made = [_in_a_firm(dice, works[n % len(works)], firms[n], n < processes) for n in range(min(len(works) * 2, 40))]
    made += [_in_a_village(dice, farm[n % len(farm)]) for n in range(count - len(made))]
    solved = SOLVED_NOW - PROCESSES_NOW if half == 2 else 50
    _solve(dice, made, solved)
    _promote(dice, made, half)
    _teach(dice, made, TAUGHT_NOW if half == 2 else 1_340)
    if half == 2:
        _look_into(made)
    seen: set[tuple[object, ...]] = set()
    for day, row in zip(days(dice, span, count), dice.shuffled(made), strict=True):
        number, key = 2, (row["parent"], day, row["title"])
        while key in seen:
            number, key = number + 1, (row["parent"], day, f"{row['title']}（第{number}次）")
        seen.add(key)
        yield {**row, "day": day, "title": key[2]}


def _in_a_village(dice: Dice, one: Commissioner) -> dict[str, object]:
    kind, herds = dice.weighed(KINDS), "畜牧" in one.person.field
    crop = dice.one(HERDS if herds else CROPS)
    town = one.person.town or dice.one(list(FIRMS))
    return {
        **_of(one),
        "title": dice.one((TENDED.get(kind) if herds else None) or WORK[kind]).format(crop=crop),
        "kind": kind,
        "region": town,
        "village": village(town, dice.upto(4)),
        "hours": Decimal(dice.whole(2, 8)),
        "crop": crop,
    }


def _in_a_firm(dice: Dice, one: Commissioner, firm: Firm, process: bool) -> dict[str, object]:
    wrong = dice.one(PROCESS)
    said = {
        "title": f"{TRADES[firm.industry].products[0]}{wrong}工艺改进" if process else f"{firm.short or firm.name[3:7]}技术诊断"
    }
    done = {"kind": "research", "problem": wrong, "outcome": "solved"} if process else {"kind": "onsite"}
    return {**_of(one), **said, **of(firm), **done, "region": firm.town, "hours": Decimal(dice.whole(2, 6))}


def _of(one: Commissioner) -> dict[str, object]:
    """Whose service it is. A unit has nobody of its own among the people."""
    return {"parent": one.name, "person": who(one.person) if one.natural else None}


def _solve(dice: Dice, made: Sequence[dict[str, object]], count: int) -> None:
    """Of the rest of the services so many met a problem and solved it, a few others follow it or handed it on."""
    farm = dice.shuffled([row for row in made if "outcome" not in row and row.get("crop") and row["kind"] == "onsite"])
    for number, row in enumerate(farm[: count + 12]):
        row["problem"] = dice.one(AILMENTS if row["crop"] in HERDS else PROBLEMS).format(crop=row["crop"])
        row["outcome"] = "solved" if number < count else "follow" if number % 2 else "referred"


def _promote(dice: Dice, made: Sequence[dict[str, object]], half: int) -> None:
    """Every variety has a number of its own."""
    shown = dice.shuffled([row for row in made if row["kind"] == "demonstration"])
    for number, row in enumerate(shown[: VARIETIES[half]], start=sum(VARIETIES[:half]) + 1):
        row["variety"] = f"{row['crop']}示新{number}号"
        row["area"] = Decimal(dice.whole(4, 40) * 5)


def _teach(dice: Dice, made: Sequence[dict[str, object]], total: int) -> None:
    classes = [row for row in made if row["kind"] == "training"]
    shares = [dice.whole(15, 60) for _ in classes]
    heads = [share * total // sum(shares) for share in shares]
    heads[0] += total - sum(heads)
    for row, count in zip(classes, heads, strict=True):
        row["count"] = count


def _look_into(made: Sequence[dict[str, object]]) -> None:
    """One diary each of thirty commissioners."""
    first = {row["parent"]: row for row in reversed(made)}
    for number, row in enumerate(list(first.values())[:LOOKED_AT]):
        row["checked"] = "failed" if number < FAILED else "passed"


def _rows() -> Iterator[Row]:
    for row in _services():
        yield {key: value for key, value in row.items() if key != "crop"}


def varieties() -> Iterator[Row]:
    """What the commissioners brought in, as the ledger of farming keeps it."""
    for row in _services():
        if row.get("variety"):
            yield {"title": row["variety"], "kind": "variety", **{key: row[key] for key in ("day", "region", "village", "crop")}}


def books() -> Sequence[Book]:
    return [Book("services", "特派员服务", list(_rows()), by="transfer")]
