"""Numbers as offices write them: 1,099 · １０９９ · 35人 · 1.2万人 · 3.42%. Exact Decimals throughout."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from titian.base.quantities import LARGEST, MULTIPLIERS
from titian.exchange.values.texts import NumberText, ValueProblem, halved, quoted, says_nothing

# A spreadsheet's number carries 15 figures; what stands behind them is dust of binary arithmetic (1099.0000000000001).
_SPREADSHEET = Context(prec=15)
_SURELY_CLEAN = 12
_BARE = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.\d*)?|[-+]?\.\d+")
_TINY = re.compile(r"-?\d(?:\.\d+)?e-\d{1,3}", re.IGNORECASE)
_PARTS = re.compile(r"(?P<sign>[-+]?)\s*(?P<number>[\d,. ]*\d\.?)\s*(?P<rest>.*)", re.DOTALL)
_VAGUE = re.compile(r"约|近|余|多|超|逾|不足|不到|不少于|不低于|不超过|至少|以上|以下|以内|左右|上下|[<>≥≤≈~]|几|数[十百千万]")
_MINUS = str.maketrans("−–﹣", "---")
# What a column without a unit of its own may count.
_COUNTED = frozenset("家人个件项次名户场台套份篇所处座条期届款门笔只张位")
# Words for counting firms and things that are one another in a column that says one of them.
_ALIKE = ({"家", "户", "个", "家次"}, {"人", "名", "位", "个"}, {"项", "个", "件"}, {"次", "场", "场次", "期"})


def decimal(text: str, unit: str = "") -> Decimal | None:
    """A number, with the column's own unit behind it if need be. Raises ValueProblem."""
    if says_nothing(text):
        return None
    cell = tidy(text)
    if _BARE.fullmatch(cell) or _TINY.fullmatch(cell):
        return exact(cell, text)
    number, rest = split(text, cell, "1099 或 1,099.5")
    scale, word = _scaled_unit(rest)
    if word and not _fits(word, unit):
        raise ValueProblem(
            f"{quoted(text)}的单位是「{word}」，本列的单位是「{unit}」，请换算后只写数字" if unit else _not_a_number(text, "1099")
        )
    return number * scale


def whole(text: str, unit: str = "") -> int | None:
    """A whole number: 1,099 · 35人 · 1.2万人. Raises ValueProblem for 3.5, 约35 and words."""
    cell = text.strip()
    if cell.isdecimal() and len(cell) < 16:
        return int(cell)
    number = decimal(text, unit)
    if number is not None and number != number.to_integral_value():
        raise ValueProblem(f"{quoted(text)}应为整数，请写成如 35")
    return None if number is None else int(number)


def percent(text: str) -> Decimal | None:
    """3.42% or 3.42 → 3.42 (per cent). Raises ValueProblem.

    A cell formatted as a percentage holds 0.0342 and is read as 0.0342 per cent: the format is not in the text. Whoever imports sees
    the small number in the preview; our own template has the column as plain numbers under a head that says %.
    """
    if says_nothing(text):
        return None
    cell = tidy(text)
    bare = cell.removesuffix("%").rstrip()
    if not _BARE.fullmatch(bare) and not _TINY.fullmatch(bare):
        refuse_vague(text, cell, "3.42%")
        raise ValueProblem(f"{quoted(text)}不是百分数，请写成如 3.42%")
    return exact(bare, text)


def tidy(text: str) -> str:
    return halved(text).translate(_MINUS)


def split(text: str, cell: str, example: str) -> tuple[Decimal, str]:
    """The number a cell begins with and what follows it. Raises ValueProblem when there is none, or it is only about that."""
    refuse_vague(text, cell, example)
    match = _PARTS.fullmatch(cell)
    if match is None:
        raise ValueProblem(_not_a_number(text, example))
    bare = (match["sign"] + match["number"]).rstrip()
    if not _BARE.fullmatch(bare):
        raise ValueProblem(f"{quoted(text)}的数字写法不对（千分位逗号或小数点的位置），请写成如 {example}")
    if re.match(r"e\+?\d", match["rest"], re.IGNORECASE):
        raise ValueProblem(f"{quoted(text)}是科学计数法，末尾的数字已丢失，请写出完整的数")
    return exact(bare, text), match["rest"].strip()


def exact(bare: str, text: str) -> Decimal:
    """Figures, separators and sign → Decimal; the dust of binary arithmetic goes."""
    number = Decimal(bare.replace(",", "").replace(" ", ""))
    if "." in bare and len(number.as_tuple().digits) > _SPREADSHEET.prec:
        number = _dusted(number, of_a_number_cell=isinstance(text, NumberText))
    if abs(number) >= LARGEST:
        raise ValueProblem(f"{quoted(text)}大得不合情理，请核对位数和单位")
    return number


def _dusted(number: Decimal, *, of_a_number_cell: bool) -> Decimal:
    """15 figures of a number cell; of a text only when next to nothing but dust goes: somebody may have typed 16 figures and mean them."""
    rounded = _SPREADSHEET.plus(number).normalize()
    return rounded if of_a_number_cell or len(rounded.as_tuple().digits) <= _SURELY_CLEAN else number


def refuse_vague(text: str, cell: str, example: str) -> None:
    if _VAGUE.search(cell):
        raise ValueProblem(f"{quoted(text)}不是确切的数，请写实际的数，如 {example}")


def _scaled_unit(rest: str) -> tuple[Decimal, str]:
    """«万人» → (10000, 人)； brackets around a unit are dropped."""
    word = rest.strip("() ").replace(" ", "")
    if word[:1] in {"万", "亿"}:
        return MULTIPLIERS[word[0]], word[1:]
    return Decimal(1), word


def _fits(word: str, unit: str) -> bool:
    if not unit:
        return word in _COUNTED
    return word == unit or any({word, unit} <= alike for alike in _ALIKE)


def _not_a_number(text: str, example: str) -> str:
    return f"{quoted(text)}不是数字，请写成如 {example}"
