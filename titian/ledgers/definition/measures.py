"""A figure a ledger gives: which rows count, by which day, and what is taken of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from titian.base.disclosure import Disclosure

LEDGER = "ledger"  # among the keys of `Figure.different`: the ledger the row stands in


class Take(StrEnum):
    """What is taken of the rows: 次 (rows), 家 (different organisations), 人 (different persons), a total of `count`, `amount` or a field,
    个次 and 人 of a list of names (different combinations of fields).

    parties   different persons and, of rows without one, different organisations: a commissioner is a person or a unit
    """

    ROWS, FIRMS, PEOPLE, PARTIES, SUM, DIFFERENT = "rows", "firms", "people", "parties", "sum", "different"


TAKES: dict[Take, str] = {
    Take.ROWS: "有几行（次、项、件）",
    Take.FIRMS: "有几家企业（同一家只算一次）",
    Take.PEOPLE: "有几个人（同一人只算一次）",
    Take.PARTIES: "有几个人或单位（填了人员的按人，没填的按单位，同一个只算一次）",
    Take.SUM: "一列数加起来",
    Take.DIFFERENT: "几列合起来有几种（同一种只算一次）",
}


class By(StrEnum):
    """By which day a row falls into a period.

    day       its own day
    closed    the day it was closed
    reached   the day it reached one of the states named in `states`
    standing  stock: begun on or before the as-of day and not closed by then (`states`: and in one of these states)
    ever      stock: begun on or before the as-of day
    """

    DAY, CLOSED, REACHED, STANDING, EVER = "day", "closed", "reached", "standing", "ever"


BYS: dict[By, str] = {
    By.DAY: "按发生日期",
    By.CLOSED: "按办结日期",
    By.REACHED: "按到达某个状态的日期",
    By.STANDING: "期末在册（已开始、未结束）",
    By.EVER: "累计（从头到期末）",
}


@dataclass(frozen=True)
class Figure:
    """One figure.

    code     of the catalogue, or `local.<ledger>.<name>` where the office defines it; then name, unit and definition say what it is
    sum      for Take.SUM: `amount`, `count` or the key of a number of the ledger's own
    different   for Take.DIFFERENT: the keys that together make one: an organisation on a day in one kind of service. `ledger` among them: two
             ledgers never hold the same one. What a row has not is empty, and that is a value too
    once     of rows that say the same in all of these columns only the first that counts in the period does: a problem found on two visits
    where    field key → the codes that count (and): {"kind": ["matchmaking", "roadshow"]}; "" among them: not said
    filled   fields that must be filled in: what is 待补 does not count
    optional a row in which they are empty lacks nothing: it is measured otherwise (亩次 instead of 亩)
    states   for By.REACHED and By.STANDING
    also     other ledgers whose rows count too, by the same conditions as far as they have the field: one organisation, one problem once
    disclosure  of a figure of the office's own: only 公开 is printed in a clean paper
    share_of the code of another figure of this ledger: the value is the share of this in that, in per cent
    growth_over   for Take.SUM: the key of the number it is compared with: the value is by how many per cent the total of `sum` is larger
    calibre  a way of counting of our own where the official value is somebody else's (统计局): then it never stands for that value
    """

    code: str
    take: Take = Take.ROWS
    by: By = By.DAY
    sum: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    filled: tuple[str, ...] = ()
    optional: bool = False
    states: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    share_of: str = ""
    different: tuple[str, ...] = ()
    growth_over: str = ""
    once: tuple[str, ...] = ()
    calibre: str = ""
    name: str = ""
    unit: str = ""
    definition: str = ""
    disclosure: Disclosure = Disclosure.INTERNAL

    @property
    def is_local(self) -> bool:
        return self.code.startswith("local.")
