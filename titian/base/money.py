"""Money: integer fen inside, Decimal yuan at the edges, 元/万元/亿元 on pages. No floats anywhere."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from titian.base.quantities import plain

YUAN = Decimal(100)
WAN = Decimal(10_000)
YI = Decimal(100_000_000)


class MoneyError(ValueError):
    """An amount that is no whole number of fen."""


def to_fen(yuan: Decimal | int | str) -> int:
    """Yuan → fen. Raises MoneyError when the amount has a part smaller than a fen (nothing is rounded silently)."""
    fen = Decimal(yuan) * YUAN
    if fen != fen.to_integral_value():
        raise MoneyError(f"金额 {yuan} 元不是整分，请核对小数位")
    return int(fen)


def to_yuan(fen: int) -> Decimal:
    """Fen → yuan, exact, two decimals."""
    return Decimal(fen).scaleb(-2)


def in_wan(fen: int, places: int = 2) -> str:
    """Fen → «1,099» (万元, at most `places` decimals, trailing zeros dropped, half up)."""
    value = (to_yuan(fen) / WAN).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return plain(value, grouped=True)
