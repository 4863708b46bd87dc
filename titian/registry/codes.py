"""Codes of organisations and people: 统一社会信用代码 (GB 32100-2015), 公民身份号码 (GB 11643-1999), industries (GB/T 4754-2017). Pure Python."""

from __future__ import annotations

import re

USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
USCC_LENGTH = 18
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECKS = "10X98765432"
_ID = re.compile(r"\d{17}[\dX]")
_INDUSTRY = re.compile(r"([A-T])(\d{2})?(\d)?(\d)?")

# GB/T 4754-2017: section → its divisions (first, last) and name.
SECTIONS: dict[str, tuple[int, int, str]] = {
    "A": (1, 5, "农、林、牧、渔业"),
    "B": (6, 12, "采矿业"),
    "C": (13, 43, "制造业"),
    "D": (44, 46, "电力、热力、燃气及水生产和供应业"),
    "E": (47, 50, "建筑业"),
    "F": (51, 52, "批发和零售业"),
    "G": (53, 60, "交通运输、仓储和邮政业"),
    "H": (61, 62, "住宿和餐饮业"),
    "I": (63, 65, "信息传输、软件和信息技术服务业"),
    "J": (66, 69, "金融业"),
    "K": (70, 70, "房地产业"),
    "L": (71, 72, "租赁和商务服务业"),
    "M": (73, 75, "科学研究和技术服务业"),
    "N": (76, 79, "水利、环境和公共设施管理业"),
    "O": (80, 82, "居民服务、修理和其他服务业"),
    "P": (83, 83, "教育"),
    "Q": (84, 85, "卫生和社会工作"),
    "R": (86, 90, "文化、体育和娱乐业"),
    "S": (91, 96, "公共管理、社会保障和社会组织"),
    "T": (97, 97, "国际组织"),
}


def uscc_check(code17: str) -> str:
    """The check character of the first seventeen. Raises ValueError for a character that cannot stand in a code."""
    total = sum(USCC_LETTERS.index(letter) * weight for letter, weight in zip(code17, _USCC_WEIGHTS, strict=True))
    return USCC_LETTERS[-total % 31]


def uscc_problem(code: str) -> str:
    """Why a text cannot be a 统一社会信用代码 (wrong length or letters); empty when it can."""
    if len(code) != USCC_LENGTH:
        return f"统一社会信用代码应为 18 位，这里是 {len(code)} 位"
    wrong = "".join(dict.fromkeys(letter for letter in code if letter not in USCC_LETTERS))
    return f"统一社会信用代码里不会有「{wrong}」（只用数字和除 I、O、S、V、Z 以外的大写字母）" if wrong else ""


def uscc_doubt(code: str) -> str:
    """What is doubtful about a well-formed code: its check character; empty when it fits. Real codes that fail exist."""
    expected = uscc_check(code[:17])
    return "" if code[17] == expected else f"校验码不符：末位应为 {expected}，这里是 {code[17]}"


def id_number_problem(number: str) -> str:
    """Why a text cannot be a 公民身份号码; empty when it can."""
    if not _ID.fullmatch(number):
        return "公民身份号码应为 18 位（末位可为 X）"
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "" if number[17] == _ID_CHECKS[total % 11] else "公民身份号码校验不符，请核对"


def industry_problem(code: str) -> str:
    """Why a text is no industry code: C, C35, C351, C3512; empty when it is one."""
    found = _INDUSTRY.fullmatch(code)
    if found is None:
        return "行业代码应为门类字母加 2—4 位数字，如 C3512"
    first, last, name = SECTIONS[found[1]]
    if found[2] and not first <= int(found[2]) <= last:
        return f"门类 {found[1]}（{name}）的大类是 {first:02d}—{last:02d}，没有 {found[2]}"
    return ""


def industry_from(text: str) -> str:
    """«C3512», «3512», «c35 » → C3512, C3512, C35; a number alone brings its section. The text itself when it is none of these."""
    bare = text.strip().upper()
    if not re.fullmatch(r"\d{2,4}", bare):
        return bare
    division = int(bare[:2])
    return next((letter + bare for letter, (first, last, _) in SECTIONS.items() if first <= division <= last), bare)


def section_name(code: str) -> str:
    """The section's name: C3512 → 制造业; empty for none."""
    return SECTIONS[code[0]][2] if code[:1] in SECTIONS else ""
