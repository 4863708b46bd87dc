"""Personal data shown in part: enough to tell two people apart and to check against a paper at hand, too little to use.

Pure functions of texts. What is not recognised is hidden, never shown as it is; an empty text stays empty. Opening the whole is an act
of the room that owns the datum, and is journalled there.
"""

from __future__ import annotations

import re
import unicodedata

STARS = "****"
_SEPARATED = re.compile(r"([,;/、，；|\n]+)")
_MOBILE = re.compile(r"(?:\+?86|0)?(1[3-9]\d)\d{4}(\d{4})")
# Area codes have three digits in 010 and 02x, four elsewhere (telephone numbering plan of China).
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})?\d{4,5}(\d{3})(?:转\d+)?")
_ID_NUMBER = re.compile(r"(\d{3})\d{11}(\d{3}[\dX])|(\d{3})\d{8}(\d{4})")
_EMAIL = re.compile(r"([^@\s])[^@\s]*@([^@\s]+\.[^@\s.]+)")


def phone(text: str) -> str:
    """138****1234; a landline keeps its area code and the last three: 0355-****345. Several numbers are masked one by one."""
    if text.isdecimal():
        return _one_phone(text)
    return "".join(_one_phone(part) if number % 2 == 0 else part for number, part in enumerate(_SEPARATED.split(text)))


def id_number(text: str) -> str:
    """140***********123X of eighteen digits, 140********1234 of the old fifteen.

    The birth date is hidden whole. The first three digits say no more than the province and the city's hundred; six would name the
    county, which the town of the same row says anyway. The last four hold the check digit and tell namesakes apart beside the card.
    """
    plain = _plain(text).upper()
    match = _ID_NUMBER.fullmatch(plain)
    if not match:
        return "*" * len(plain)
    first, last = match[1] or match[3], match[2] or match[4]
    return first + "*" * (len(plain) - 7) + last


def email(text: str) -> str:
    """z****@example.com: the first letter and the whole domain."""
    match = _EMAIL.fullmatch(_plain(text))
    return f"{match[1]}{STARS}@{match[2]}" if match else _hidden(text)


def name(text: str) -> str:
    """张*, 李**: the family name's first character, a star for each other; a single character is hidden. The length of a Latin name is too."""
    word = text.strip()
    if len(word) < 2:
        return "*" * len(word)
    return word[0] + (STARS if word.isascii() else "*" * len(word.replace("·", "")[1:]))


def _one_phone(text: str) -> str:
    bare = text.isascii() and text.isdecimal()  # as most are
    plain = text if bare else re.sub(r"[\s()（）\-—－]", "", _plain(text))
    if match := _MOBILE.fullmatch(plain):
        return f"{match[1]}{STARS}{match[2]}"
    if match := _LANDLINE.fullmatch(plain):
        return f"{match[1]}-{STARS}{match[2]}" if match[1] else f"{STARS}{match[2]}"
    return _hidden(text)


def _plain(text: str) -> str:
    """Full-width digits and letters as half-width; spaces gone."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _hidden(text: str) -> str:
    return STARS if text.strip() else ""
