"""Text made even for reading: full-width digits, signs and spaces become their plain form, one character for one, so offsets stay."""

from __future__ import annotations

from functools import lru_cache

_DASHES = "–―─⸺﹘"
_MINUSES = "−﹣‐‑"
_SPACES = "\u3000\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\ufeff\u200b"
_OTHERS = {
    "〜": "~",
    "∼": "~",
    "∶": ":",
    "﹪": "%",
    "﹢": "+",
    "≧": "≥",
    "≦": "≤",
    "⩾": "≥",
    "⩽": "≤",
    "〇": "零",
    "│": "|",
    "┃": "|",
}

_TABLE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_TABLE |= {ord(mark): "—" for mark in _DASHES} | {ord(mark): "-" for mark in _MINUSES} | {ord(space): " " for space in _SPACES}
_TABLE |= {ord(mark): plain for mark, plain in _OTHERS.items()}


@lru_cache(maxsize=4)  # every stage asks for the same text
def flat(text: str) -> str:
    """`text` with the same length and offsets: `１，０９９．５％` → `1,099.5%`, every long dash `—`, every odd space a space."""
    return text.translate(_TABLE)
