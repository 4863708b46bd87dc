"""统一社会信用代码, patent numbers and id numbers of the county: right in form and check digit, and nobody's.

The county's code 990123 is none of GB/T 2260, so no real code begins like these; a patent's running number of 99… is never reached.
"""

from __future__ import annotations

from datetime import date

from titian.registry.codes import USCC_LETTERS, uscc_check

COUNTY = "990123"
# Registering authority and kind of body, the first two characters (GB 32100-2015).
_AUTHORITIES = {
    "enterprise": "91",
    "carrier": "91",
    "bank": "91",
    "cooperative": "93",
    "agency": "11",
    "university": "12",
    "institute": "12",
    "hospital": "12",
    "association": "51",
}
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PATENT_KINDS = {"invention": "1", "utility": "2", "design": "3"}


def code_of(number: int, kind: str, *, failing: bool = False) -> str:
    """The code of the organisation entered as the `number`-th; a failing one ends in the next character."""
    base = _AUTHORITIES[kind] + COUNTY + _body(number)
    check = uscc_check(base)
    return base + (USCC_LETTERS[(USCC_LETTERS.index(check) + 1) % len(USCC_LETTERS)] if failing else check)


def _body(number: int) -> str:
    """The nine characters of the organisation code (GB 11714-1997), the last one its check."""
    eight = f"MA{number * 37 % 1_000_000:06d}"
    total = sum(weight * int(letter, 36) for weight, letter in zip(_BODY_WEIGHTS, eight, strict=True))
    return eight + "0123456789X0"[11 - total % 11]


def patent_number(kind: str, year: int, number: int) -> str:
    """ZL202319900012.3"""
    digits = f"{year}{_PATENT_KINDS[kind]}{9_900_000 + number:07d}"
    check = sum(weight * int(digit) for weight, digit in zip(_PATENT_WEIGHTS, digits, strict=True)) % 11
    return f"ZL{digits}.{'0123456789X'[check]}"


def software_number(year: int, number: int) -> str:
    return f"{year}SR{9_900_000 + number}"


def id_number(born: date, number: int) -> str:
    """A 公民身份号码 of the county that does not exist (GB 11643-1999)."""
    digits = f"{COUNTY}{born:%Y%m%d}{number % 1000:03d}"
    check = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[check]
