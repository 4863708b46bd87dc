"""The answer to "may this person do that?": yes, or no with the reason in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; `reason` tells a refused person why, in Chinese."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def demand(self) -> None:
        """Raise PermissionDenied with the reason unless allowed; the first line of every action."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)
