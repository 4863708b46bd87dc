"""What a firm may be granted under a policy version: eligible, blocked or to be looked at, with base, rate, cap and the formula in words.
Pure Python; fen. An amount is rate × base rounded down to the fen, cut at the cap, then rounded down to the yuan (向下取整到元)."""

from titian.rnd.subsidy.assess import BLOCKED, ELIGIBLE, UNKNOWN, Claim, Firm, assess

__all__ = ["BLOCKED", "ELIGIBLE", "UNKNOWN", "Claim", "Firm", "assess"]
