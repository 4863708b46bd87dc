"""Firms that stand in the register twice, as registers have them: an old name, a bracket, a slip of the pen, no code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from titian.demo.county.chance import Dice
from titian.demo.county.rows import Firm, TitleRow

SLIPS = dict(zip("衡砺岚澄沅谷芯畅楷渠禾苇", "恒励兰橙元古心昌凯蕖和韦", strict=True))
TWINS = 12
NOTES = ("2024年培训签到表录入", "2025年走访台账录入", "2026年政策宣讲签到表录入")


def twins(firms: Sequence[Firm], stored: Sequence[TitleRow]) -> tuple[list[Firm], TitleRow]:
    """A dozen second entries. The first is the twin of a firm stored as 科技型中小企业 this year, and comes with a second entry of it."""
    dice = Dice("twins")
    entered = next(row for row in stored if row.since and row.since.year == 2026 and row.firm.name.endswith("科技有限公司"))
    old = _twin(entered.firm, entered.firm.name.replace("科技", ""), "2026年科小入库名单按旧名录入")
    doubtful = (firm for firm in firms if firm.tech and firm.state == "active" and not firm.former and not firm.short)
    plain = [firm for firm in doubtful if firm is not entered.firm and firm.name.startswith("示范县")]
    others = [
        _twin(firm, _misspelt(number, firm.name), dice.one(NOTES)) for number, firm in enumerate(_fitting(dice.shuffled(plain)))
    ]
    return [old, *others], replace(entered, firm=old)


def _fitting(firms: Sequence[Firm]) -> Iterator[Firm]:
    """Eleven firms, every third with a letter that is easily mistaken."""
    left = list(firms)
    for number in range(TWINS - 1):
        firm = next(one for one in left if number % 3 or any(letter in one.name for letter in SLIPS))
        left.remove(firm)
        yield firm


def _misspelt(number: int, name: str) -> str:
    if number % 3 == 0:
        wrong = next(letter for letter in name if letter in SLIPS)
        return name.replace(wrong, SLIPS[wrong], 1)
    if number % 3 == 1:
        return name.replace("有限公司", "有限责任公司")
    return f"{name.replace('示范县', '', 1).replace('有限公司', '')}（示范县）有限公司"


def _twin(firm: Firm, name: str, note: str) -> Firm:
    """The second entry knows little: no code, no day of founding."""
    return Firm(name=name, uscc=None, town=firm.town, industry="", contact=firm.contact, phone=firm.phone, note=note, legal_form="")
